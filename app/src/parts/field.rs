//! What is wrong with a form, field by field.

use crate::ports::{CallError, PortError};

/// The refusal of one form: sentences at fields, and one sentence for all that is no field's fault.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Problems(Option<CallError>);

impl Problems {
    /// From the answer of a call; a call that has not been made has no problems.
    pub fn of<T>(answer: Option<&Result<T, CallError>>) -> Self {
        Problems(answer.and_then(|answer| answer.as_ref().err().cloned()))
    }

    /// The sentence at a field.
    pub fn at(&self, field: &str) -> Option<String> {
        match &self.0 {
            Some(CallError::Port(PortError::Invalid { field: wrong, sentence })) if wrong == field => {
                Some(sentence.clone())
            }
            _ => None,
        }
    }

    /// The sentence that belongs to none of these fields.
    pub fn beside(&self, fields: &[&str]) -> Option<String> {
        let error = self.0.as_ref()?;
        match error {
            CallError::Port(PortError::Invalid { field, .. }) if fields.contains(&field.as_str()) => None,
            _ => Some(error.to_string()),
        }
    }
}

/// Which element describes a field: its problem while it has one, else its hint.
pub fn describe(problem: &Option<String>, problem_id: &'static str, hint_id: &'static str) -> &'static str {
    if problem.is_some() { problem_id } else { hint_id }
}

/// A text as the inside of a `<textarea>`: there, even the marks that wake islands would be read as words.
pub fn textarea_html(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}
