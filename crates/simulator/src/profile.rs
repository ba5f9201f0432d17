//! Which service was called, and with what kind of call.

use std::fmt;

/// One of the services that the simulator is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Profile {
    /// Plain: the same `idempotency-key` is the same job.
    Idempotent,
    /// Plain: jobs can be looked up by tag.
    Findable,
    /// Plain: callbacks carry the tag.
    Echoing,
    /// Plain: nothing tells of a lost answer.
    Blind,
    /// fal's queue.
    Fal,
    /// Replicate's predictions.
    Replicate,
}

impl Profile {
    /// The name as the path has it.
    pub fn as_str(self) -> &'static str {
        match self {
            Profile::Idempotent => "idempotent",
            Profile::Findable => "findable",
            Profile::Echoing => "echoing",
            Profile::Blind => "blind",
            Profile::Fal => "fal",
            Profile::Replicate => "replicate",
        }
    }

    /// The service of a path's first segment.
    pub(crate) fn of_segment(segment: &str) -> Option<Profile> {
        use Profile::{Blind, Echoing, Fal, Findable, Idempotent, Replicate};
        [Idempotent, Findable, Echoing, Blind, Fal, Replicate]
            .into_iter()
            .find(|profile| profile.as_str() == segment)
    }
}

impl fmt::Display for Profile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A kind of call, for counting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CallKind {
    /// A job was asked for.
    Submit,
    /// A job was looked at; fal's status and result are each a look.
    Look,
    /// Jobs were listed.
    Find,
    /// A job was to be stopped.
    Cancel,
    /// A file was fetched.
    Media,
    /// The keys that callbacks are signed with were fetched.
    Keys,
}
