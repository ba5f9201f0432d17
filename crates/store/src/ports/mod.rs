//! What can be asked of the store: one small trait for each kind of thing, with the values that go in and out.
//!
//! No trait names a database. Both databases fulfil all of them and pass the same tests.

mod assets;
mod callbacks;
mod deliveries;
mod executions;
mod figures;
mod hints;
mod keys;
mod ledger;
mod media;
mod money;
mod projects;
mod provider_keys;
mod queue;
mod removals;
mod repeats;
mod sessions;
mod shares;
mod submissions;
mod team;
mod users;

pub use assets::{AssetStore, NewAsset};
pub use callbacks::{CallbackStore, NewCallback, ReceivedCallback};
pub use deliveries::{
    AfterAttempt, Delivery, DeliveryAttempt, DeliveryClaim, DeliveryQuery, DeliveryStatus, DeliveryStore,
    Destination, WebhookSecretStore, WebhookSecrets,
};
pub use executions::{
    CancelAnswer, ExecutionStore, NewExecution, NewStep, NewWebhook, OutsideRequest, Started,
};
pub use figures::{BudgetFigures, FigureStore, Figures, PoolFigures};
pub use hints::{Hint, HintChannel};
pub use keys::{ApiKey, KeyHolder, KeyStore, NewKey};
pub use ledger::{Lease, LeaseLedger, Outcome, Recorded, StepLedger};
pub use media::{MediaFolder, MediaMeta, MediaName, MediaRead, MediaStore};
pub use money::{MoneyStore, MonthlyLimits, Price, Usage, UsageLine};
pub use projects::{
    NewProject, ProjectCounts, ProjectFilter, ProjectPage, ProjectQuery, ProjectStore, ProjectSummary,
};
pub use provider_keys::{KeyAnswer, OpenedProviderKey, ProviderKey, ProviderKeyStore};
pub use queue::{Claim, ClaimQuery, ExecutionQueue, FinishedStep, Renewed, StepRecord};
pub use removals::RemovalStore;
pub use repeats::{RepeatStore, Taken};
pub use sessions::{SessionRow, SessionStore};
pub use shares::{ShareStore, SharedExecution};
pub use submissions::{
    Charge, Intended, JobRecord, NewSubmission, Resolution, SettlementQueue, SubmissionLedger,
    SubmissionRecord, SubmissionState,
};
pub use team::{OpenInvitation, TeamStore};
pub use users::{Admission, Credentials, NewUser, UserStore};
