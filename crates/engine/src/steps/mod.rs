//! What each step does with the order and with what earlier steps left.
//!
//! A step writes only into the folder it is given, and answers with the facts that later steps and the result need.
//! It stores nothing and tells nobody: that is the actor's.

mod compose;
mod presenter;
mod publish;
mod speech;

use crate::{failure::StepFailure, workplace::KeptFile, workplace::Workplace, works::Works};
use domain::{AccountId, RenderOrder, SpokenTrack, StepName};
use providers::Reporter;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use std::{path::PathBuf, sync::Arc};
use store::MediaFolder;
use tokio_util::sync::CancellationToken;

/// A finished step's outcome, as it is stored.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct StepOutput {
    pub files: Vec<KeptFile>,
    pub facts: serde_json::Value,
}

/// Everything that a step may look at.
#[derive(Clone)]
pub(crate) struct StepContext {
    pub works: Arc<Works>,
    pub account: AccountId,
    pub order: Arc<RenderOrder>,
    pub workplace: Workplace,
    pub media: MediaFolder,
    /// Where this attempt writes.
    pub part: PathBuf,
    /// The facts of the steps before, in order.
    pub facts: Vec<(StepName, serde_json::Value)>,
}

/// Does one step. It ends soon after `stop` is cancelled, with an error.
pub(crate) async fn run(
    step: StepName,
    context: StepContext,
    report: Reporter,
    stop: CancellationToken,
) -> Result<serde_json::Value, StepFailure> {
    match step {
        StepName::Speech => speech::run(context, report, stop).await,
        StepName::Presenter => presenter::run(context, report, stop).await,
        StepName::Compose => compose::run(context, report, stop).await,
        StepName::Publish => publish::run(context, report).await,
    }
}

impl StepContext {
    /// The facts of an earlier step.
    fn facts<T: DeserializeOwned>(&self, step: StepName) -> Result<T, StepFailure> {
        let found = self.facts.iter().find(|(name, _)| *name == step);
        let facts = found.map(|(_, facts)| facts.clone()).unwrap_or_default();
        Ok(serde_json::from_value(facts)?)
    }

    /// What the voice said and when.
    async fn track(&self) -> Result<SpokenTrack, StepFailure> {
        let json = tokio::fs::read(self.workplace.file(StepName::Speech, speech::TRACK)).await?;
        Ok(serde_json::from_slice(&json)?)
    }

    /// The voice's sound.
    fn sound(&self) -> PathBuf {
        self.workplace.file(StepName::Speech, speech::SOUND)
    }
}
