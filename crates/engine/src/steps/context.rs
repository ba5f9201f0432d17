//! Everything that a step may look at.

use crate::{
    failure::StepFailure,
    output::StepOutput,
    workplace::{NotAtHand, Workplace},
    works::Works,
};
use domain::{AccountId, SpokenTrack};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use std::{path::PathBuf, sync::Arc};
use store::MediaFolder;

/// What a step is given.
#[derive(Clone)]
pub(crate) struct StepContext {
    pub works: Arc<Works>,
    pub account: AccountId,
    /// With everything that earlier steps left in its place.
    pub input: Map<String, Value>,
    pub workplace: Workplace,
    /// Where finished media go.
    pub media: MediaFolder,
    /// Where this attempt writes.
    pub part: PathBuf,
}

impl StepContext {
    /// The input as this kind of step reads it.
    pub fn input<T: DeserializeOwned>(&self) -> Result<T, StepFailure> {
        serde_json::from_value(Value::Object(self.input.clone())).map_err(StepFailure::unreadable_input)
    }

    /// A file that an earlier step left, on this machine.
    pub async fn local(&self, output: &StepOutput, name: &str) -> Result<PathBuf, StepFailure> {
        self.workplace.local(output, name).await.map_err(|error| match error {
            NotAtHand::Gone => StepFailure::input_gone(),
            NotAtHand::Store(error) => error.into(),
            NotAtHand::Disk(error) => error.into(),
        })
    }

    /// What the voice said and when.
    pub async fn track(&self, sound: &StepOutput) -> Result<SpokenTrack, StepFailure> {
        let json = tokio::fs::read(self.local(sound, super::speech::TRACK).await?).await?;
        Ok(serde_json::from_slice(&json)?)
    }
}
