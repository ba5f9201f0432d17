//! What must survive the process: tables, claims and media.
//!
//! [`ports`] says what can be asked, one small object-safe trait for each kind of thing; [`SqliteStore`] fulfils all
//! of them but [`MediaStore`], which [`ObjectMedia`] fulfils with files. Every question of a person names the account
//! it is asked for, and what belongs to somebody else is [`StoreError::NotFound`], the same as what does not exist.
//!
//! Nothing here knows of providers, pages or HTTP.

mod error;
mod media;
pub mod ports;
mod sqlite;

pub use error::StoreError;
pub use media::ObjectMedia;
pub use ports::{
    AccountStore, Admission, AssetStore, CancelAnswer, Claim, Credentials, ExecutionLedger, ExecutionQueue,
    ExecutionStore, FinishedStep, Lease, MediaFolder, MediaMeta, MediaName, MediaRead, MediaStore,
    NewAccount, NewAsset, NewExecution, NewProject, NewStep, ProjectCounts, ProjectFilter, ProjectPage,
    ProjectQuery, ProjectStore, ProjectSummary, Recorded, RemovalStore, SessionRow, SessionStore, ShareStore,
    SharedExecution, Started, StepRecord,
};
pub use sqlite::SqliteStore;
