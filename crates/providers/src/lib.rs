//! One trait for each ability; the local makers stand beside the outside services.
//!
//! A maker that needs a key is told so by whoever wires the process; nothing here reads settings.

#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used))]

mod clock;
mod composer;
mod counts;
mod error;
mod fal;
mod http;
mod jobs;
mod key_test;
mod local;
mod presenter;
mod product_page;
mod progress;
mod replicate;
mod script_writer;
mod speech;
mod trace;
mod webhooks;

pub use self::speech::{Speech, SpeechOrder};
pub use composer::{AdFiles, Backdrop, ComposeOrder, ComposedAd, Composer};
pub use counts::{PROVIDER_HISTOGRAMS, describe_provider_metrics};
pub use error::ProviderError;
pub use fal::{FalJobs, FalSettings};
pub use http::{
    Caller, Egress, FetchError, FetchLimits, Fetched, GuardedClient, MediaFetch, MediaFetcher, NameLookup,
    Refusal, retry_after,
};
pub use jobs::{
    Accepted, CallbackNews, CallbackRequest, Capability, FailureKind, ForgedCallback, JobFailure, JobHandle,
    JobMedia, JobOrder, JobProvider, JobState, LookError, PricedUse, Submission, SubmitError,
};
pub use key_test::{KeyTest, KeyTester, KeyVerdict, ProviderAddresses};
pub use local::{GrammarWriter, StudioComposer, StudioPresenter, StudioSpeech};
pub use presenter::{PerformOrder, Presenter};
pub use product_page::{GuardedProductReader, ProductReader, VisitLimits};
pub use progress::{Progress, Reporter};
pub use replicate::{ReplicateJobs, ReplicateSettings};
pub use script_writer::{ScriptDraft, ScriptWriter};
pub use trace::{TRACEPARENT, follow_trace, traceparent};
pub use webhooks::{
    Courier, DELIVERY_TIMEOUT, Delivery, GuardedCourier, WebhookSecret, sign, sign_with_each, verify,
};
