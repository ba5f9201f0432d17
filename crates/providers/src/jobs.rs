//! The ability to have a job done elsewhere for money: a picture from a prompt, a picture set in motion.
//!
//! A provider only makes the calls; whether a call may be made, and what a lost answer means, is decided by the
//! engine's ledger with the provider's [`Capability`]. So a paid call is never repeated here: [`JobProvider::submit`]
//! sends one request once and says which of three things is true afterwards: accepted, refused, or unknown.

use crate::ProviderError;
use async_trait::async_trait;
use bytes::Bytes;
use domain::{Format, Money, StepKind};
use serde::{Deserialize, Serialize};
use std::{collections::BTreeMap, time::Duration};

/// What a provider can tell of a submission whose answer was lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Capability {
    /// The same request with the same key is the same job: send it again.
    Idempotent,
    /// Jobs can be looked up by our key: look, adopt what is there, and submit again only when nothing is.
    Findable,
    /// A callback names our key: wait for it.
    Echoing,
    /// Nothing. Only a person can say whether it was made.
    Blind,
}

/// A job to be done elsewhere.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum JobOrder {
    /// A picture from a prompt.
    Image { prompt: String, format: Format },
    /// A moving picture from a prompt, and from a picture where one is given by its public address.
    Video { prompt: String, image_url: Option<String>, seconds: u32, format: Format },
}

impl JobOrder {
    /// The step that this is.
    pub fn step(&self) -> StepKind {
        match self {
            JobOrder::Image { .. } => StepKind::Image,
            JobOrder::Video { .. } => StepKind::Video,
        }
    }
}

/// What an order uses of a price: so much of a model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PricedUse {
    /// The model as the price table names it: `fal-ai/flux/schnell`.
    pub model: String,
    /// Thousandths of the price's unit (megapixels, seconds, images), rounded up.
    pub thousandths: u64,
}

/// One request, ready to be sent.
#[derive(Debug, Clone)]
pub struct Submission<'a> {
    pub order: &'a JobOrder,
    /// The same for every attempt at the same request: 1 to 64 letters, digits, `_`, `-`, `:` and `.`.
    pub request_key: &'a str,
    /// Where the provider may tell of the job; absent where nobody outside reaches us.
    pub callback_url: Option<&'a str>,
    /// How long the answer may take.
    pub timeout: Duration,
}

/// A job as its provider knows it. Kept as soon as it is learned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct JobHandle {
    /// The provider's id of the job.
    pub id: String,
    /// Addresses that the provider gave for it, by what they are for. They are only followed where they lead to the
    /// provider itself.
    #[serde(default)]
    pub urls: BTreeMap<String, String>,
}

/// A job that was accepted.
#[derive(Debug, Clone)]
pub struct Accepted {
    pub job: JobHandle,
    /// What the same answer said of it.
    pub state: JobState,
}

/// How a job stands.
#[derive(Debug, Clone, PartialEq)]
pub enum JobState {
    /// Not done. `progress` is 0 to 100 where the provider says one; `look_after` is its advice when to look again.
    Pending { progress: Option<u8>, look_after: Option<Duration> },
    /// Done: these files are there to be fetched. `cost` where the provider says one.
    Done { media: Vec<JobMedia>, cost: Option<Money> },
    /// It will not be done.
    Failed { failure: JobFailure, cost: Option<Money> },
}

/// A file that a job left.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct JobMedia {
    pub url: String,
    /// `image/png`, `video/mp4`, as the provider says.
    pub content_type: Option<String>,
}

/// Why a job will not be done, or a request was not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JobFailure {
    pub kind: FailureKind,
    /// What happened, in one sentence for people.
    pub sentence: String,
    /// What to do, in one sentence.
    pub remedy: String,
}

/// Which kind of failure it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FailureKind {
    /// The order cannot be fulfilled as it is: bad input, a content filter.
    Invalid,
    /// The key, the account or its balance.
    Refused,
    /// The provider broke; the same order may succeed another time.
    Broken,
    /// Somebody cancelled it.
    Cancelled,
    /// The provider does not know this job (any more).
    Lost,
}

/// Why a submission was not accepted.
#[derive(Debug)]
pub enum SubmitError {
    /// It was not sent or not taken, and nothing is owed. `retry_after` is the provider's word; `transient` means that
    /// the same request may be taken later (it is busy, or could not be reached).
    Rejected { failure: JobFailure, transient: bool, retry_after: Option<Duration> },
    /// The bytes may have arrived and the answer did not: nobody here knows whether it was taken.
    Unknown { cause: String },
}

/// Why a look at a job gave no answer.
#[derive(Debug)]
pub enum LookError {
    /// Nothing is known now; look again, not before `retry_after`.
    Later { cause: String, retry_after: Option<Duration> },
    /// The provider refuses to tell: a removed key.
    Refused(JobFailure),
}

/// What a callback says. It is news at most: the job's state is looked at again before anything is believed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallbackNews {
    /// The same for every delivery of the same news.
    pub delivery_id: String,
    /// The job that it tells of, where it names one.
    pub job: Option<JobHandle>,
}

/// A callback as it came in. Header names are in lower case.
#[derive(Debug, Clone)]
pub struct CallbackRequest {
    pub headers: BTreeMap<String, String>,
    pub body: Bytes,
}

/// It was not this provider who sent it, or it cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("this callback is not from whom it says: {0}")]
pub struct ForgedCallback(pub String);

/// Whoever does jobs for money.
#[async_trait]
pub trait JobProvider: Send + Sync {
    /// The short name that tables, logs and addresses show: `fal`.
    fn name(&self) -> &str;

    /// What it can tell of a lost answer. `with_callback`: the submission carried an address to call back.
    fn capability(&self, with_callback: bool) -> Capability;

    /// Whether it can be given this address to call back. One that it does not take is never given to it, so that nobody
    /// waits for a callback that was not asked for.
    fn takes_callback(&self, callback_url: &str) -> bool;

    /// The kinds of steps that it does.
    fn steps(&self) -> &[StepKind];

    /// What an order uses, for its price.
    fn priced_use(&self, order: &JobOrder) -> PricedUse;

    /// Sends the request, once.
    async fn submit(&self, submission: Submission<'_>) -> Result<Accepted, SubmitError>;

    /// How the job stands now. Polls and callbacks both end here.
    async fn look(&self, job: &JobHandle) -> Result<JobState, LookError>;

    /// The job of this key, where it can be looked up. `order` and `submitted_after_ms` (milliseconds since 1970, the
    /// moment before the bytes left) help where a provider keeps no tag; candidates that `is_taken` names belong to
    /// other requests.
    async fn find(
        &self,
        _request_key: &str,
        _order: &JobOrder,
        _submitted_after_ms: i64,
        _is_taken: &(dyn for<'a> Fn(&'a str) -> bool + Send + Sync),
    ) -> Result<Option<JobHandle>, LookError> {
        Ok(None)
    }

    /// Asks the provider to stop a job. It may still be done and cost; its state says so.
    async fn cancel(&self, job: &JobHandle) -> Result<(), ProviderError>;

    /// Reads a callback and checks that it is the provider's where the provider signs.
    async fn read_callback(&self, request: &CallbackRequest) -> Result<CallbackNews, ForgedCallback>;
}
