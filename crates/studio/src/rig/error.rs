//! What can be wrong with a presenter file, in words for the person who drew it.

/// A presenter that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RigError {
    /// Not JSON, or a field is missing, unknown or of the wrong kind.
    #[error("the presenter file cannot be read: {0}")]
    Unreadable(String),
    /// A number of things that is over its limit.
    #[error("the presenter has {found} {what}; {limit} is the most")]
    TooLarge { what: &'static str, found: usize, limit: usize },
    /// A field holds something that a presenter cannot have.
    #[error("{what} cannot be {found:?}: {rule}")]
    Invalid { what: String, found: String, rule: &'static str },
    /// A path is not drawn with absolute M, L, C and Z.
    #[error("{path}: the outline cannot be read: {reason}")]
    Outline { path: String, reason: &'static str },
    /// Two outlines of one path cannot be blended.
    #[error("{path}: the outline for {variant:?} has other letters or counts than its base")]
    Topology { path: String, variant: String },
    /// A name that the file does not define.
    #[error("{path}: there is no {what} named {name:?}")]
    Unknown { path: String, what: &'static str, name: String },
    /// A folder of presenters cannot be read.
    #[error("{path}: {reason}")]
    Folder { path: String, reason: String },
}
