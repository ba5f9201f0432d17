//! What can be asked of the store: one small trait for each kind of thing, with the values that go in and out.
//!
//! No trait names a database. A second database fulfils the same traits and passes the same tests.

mod accounts;
mod assets;
mod executions;
mod ledger;
mod media;
mod projects;
mod queue;
mod removals;
mod sessions;
mod shares;

pub use accounts::{AccountStore, Admission, Credentials, NewAccount};
pub use assets::{AssetStore, NewAsset};
pub use executions::{CancelAnswer, ExecutionStore, NewExecution, NewStep, Started};
pub use ledger::{ExecutionLedger, Lease, Recorded};
pub use media::{MediaFolder, MediaMeta, MediaName, MediaRead, MediaStore};
pub use projects::{
    NewProject, ProjectCounts, ProjectFilter, ProjectPage, ProjectQuery, ProjectStore, ProjectSummary,
};
pub use queue::{Claim, ExecutionQueue, FinishedStep, StepRecord};
pub use removals::RemovalStore;
pub use sessions::{SessionRow, SessionStore};
pub use shares::{ShareStore, SharedExecution};
