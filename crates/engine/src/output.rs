//! What a finished step leaves: facts, and files in the media store, so that any node can go on from them.

use domain::{PlannedStep, StepKind, StepName, StepRef, ValueType};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};
use store::MediaName;

/// Rises whenever a step of this house makes something else from the same inputs.
const RECIPE: u32 = 1;

/// A finished step's outcome, as it is stored.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct StepOutput {
    pub files: Vec<KeptFile>,
    pub facts: Value,
}

/// A file that a finished step left.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct KeptFile {
    /// The name that the step gave it.
    pub name: String,
    /// Where it is in the media store.
    pub media: String,
    pub bytes: u64,
}

impl KeptFile {
    pub fn media(&self) -> Option<MediaName> {
        self.media.parse().ok()
    }
}

impl StepOutput {
    /// The file of this name.
    pub fn file(&self, name: &str) -> Option<&KeptFile> {
        self.files.iter().find(|file| file.name == name)
    }

    /// The first file with one of these endings.
    pub fn file_ending(&self, endings: &[&str]) -> Option<&KeptFile> {
        let ends = |file: &&KeptFile| file.name.rsplit('.').next().is_some_and(|end| endings.contains(&end));
        self.files.iter().find(ends)
    }
}

/// A step that is done, on its way to those that need it.
#[derive(Debug, Clone)]
pub(crate) struct Made {
    pub name: StepName,
    pub kind: StepKind,
    pub hash: String,
    pub output: StepOutput,
}

/// The input of a step with everything that earlier ones left in its place; media come as the whole outcome of the
/// step that made them. `None` where something is missing.
pub(crate) fn resolved(planned: &PlannedStep, made: &[Made]) -> Option<Map<String, Value>> {
    let value = |value: &Value| match StepRef::of(value) {
        None => Some(value.clone()),
        Some(reference) => {
            let reference = reference.ok()?;
            let from = made.iter().find(|made| made.name == reference.step)?;
            let field = from.kind.outputs().iter().find(|field| field.name == reference.field)?;
            match field.value {
                ValueType::Text | ValueType::Number => from.output.facts.get(field.name).cloned(),
                _ => serde_json::to_value(&from.output).ok(),
            }
        }
    };
    planned.input.iter().map(|(name, given)| Some((name.clone(), value(given)?))).collect()
}

/// Names everything that decides what a step makes: two steps with one hash make the same. `scope` keeps apart what is
/// not to be shared.
pub(crate) fn input_hash(scope: &str, provider: &str, planned: &PlannedStep, made: &[Made]) -> String {
    let mut digest = Sha256::new();
    let mut part = |text: &str| {
        digest.update((text.len() as u64).to_le_bytes());
        digest.update(text);
    };
    part(scope);
    part(&RECIPE.to_string());
    part(planned.kind.as_str());
    part(provider);
    // A map's keys are sorted, so one input has one text.
    for (name, value) in &planned.input {
        part(name);
        match StepRef::of(value) {
            Some(Ok(reference)) => {
                let from = made.iter().find(|made| made.name == reference.step);
                part(from.map(|made| made.hash.as_str()).unwrap_or_default());
                part(&reference.field);
            }
            _ => part(&value.to_string()),
        }
    }
    digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn step(kind: StepKind, input: Value) -> PlannedStep {
        let Value::Object(input) = input else { unreachable!("a test gives an object") };
        PlannedStep { name: kind.into(), kind, input }
    }

    #[test]
    fn a_hash_follows_everything_that_decides_and_nothing_else() {
        let speech = |text: &str| step(StepKind::Speech, json!({ "text": text, "voice": "plain" }));
        let hash = |text| input_hash("prj", "studio", &speech(text), &[]);
        assert_eq!(hash("a"), hash("a"));
        assert_ne!(hash("a"), hash("b"));
        assert_ne!(hash("a"), input_hash("other", "studio", &speech("a"), &[]));
        assert_ne!(hash("a"), input_hash("prj", "elsewhere", &speech("a"), &[]));
        let made = |hash: String| Made {
            name: StepKind::Speech.into(),
            kind: StepKind::Speech,
            hash,
            output: StepOutput::default(),
        };
        let presenter = step(StepKind::Presenter, json!({ "sound": { "ref": "speech.sound" } }));
        let after = |text| input_hash("prj", "studio", &presenter, &[made(hash(text))]);
        assert_eq!(after("a"), after("a"));
        assert_ne!(after("a"), after("b"));
    }
}
