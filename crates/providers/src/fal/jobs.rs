//! fal as a [`JobProvider`].

use super::{
    DESK,
    addresses::{Ask, address, addresses},
    callback::Signers,
    order_input::{order_input, priced_use},
    outcome::{has_output, output_state, pending, result_state, status_state},
};
use crate::{
    Accepted, CallbackNews, CallbackRequest, Capability, ForgedCallback, JobHandle, JobOrder, JobProvider,
    JobState, LookError, PricedUse, ProviderError, Submission, SubmitError,
    http::{Answer, Caller, Service},
};
use async_trait::async_trait;
use domain::StepKind;
use reqwest::{Method, header};
use serde_json::Value;

const NAME: &str = "fal";

/// fal's own keys; a stand-in publishes its own below its address.
const KEYS_URL: &str = "https://rest.fal.ai/.well-known/jwks.json";

/// How fal is reached.
#[derive(Clone)]
pub struct FalSettings {
    pub base_url: String,
    pub key: String,
    /// `owner/app`, perhaps with a path.
    pub model: String,
    /// Where the keys are that sign callbacks. Left out, they are fal's own, or `/.well-known/jwks.json` below a
    /// `base_url` that is not fal's.
    pub jwks_url: Option<String>,
}

impl FalSettings {
    /// fal itself with its fastest model.
    pub fn with_key(key: impl Into<String>) -> FalSettings {
        FalSettings {
            base_url: "https://queue.fal.run".into(),
            key: key.into(),
            model: "fal-ai/flux/schnell".into(),
            jwks_url: None,
        }
    }
}

/// Pictures by fal.
pub struct FalJobs {
    service: Service,
    model: String,
    signers: Signers,
}

impl FalJobs {
    pub fn new(caller: &Caller, settings: FalSettings) -> Result<FalJobs, ProviderError> {
        let authorization = [(header::AUTHORIZATION, format!("Key {}", settings.key))];
        let service = Service::new(caller, NAME, &settings.base_url, &authorization)?;
        let keys_at = match settings.jwks_url {
            Some(given) => given,
            None if service.host_ends_with("fal.run") => KEYS_URL.into(),
            None => service.at(".well-known/jwks.json").into(),
        };
        Ok(FalJobs { service, model: settings.model, signers: Signers::new(caller, &keys_at)? })
    }

    async fn ask(&self, job: &JobHandle, ask: Ask) -> Result<Option<Answer>, LookError> {
        let Some(url) = address(&self.service, &self.model, job, ask) else { return Ok(None) };
        let answer = self.service.get(url).await.map_err(|error| DESK.unseen(error))?;
        Ok(Some(answer))
    }
}

#[async_trait]
impl JobProvider for FalJobs {
    fn name(&self) -> &str {
        NAME
    }

    fn capability(&self, with_callback: bool) -> Capability {
        if with_callback { Capability::Echoing } else { Capability::Blind }
    }

    fn takes_callback(&self, callback_url: &str) -> bool {
        self.service.may_call_back(callback_url)
    }

    fn steps(&self) -> &[StepKind] {
        &[StepKind::Image]
    }

    fn priced_use(&self, order: &JobOrder) -> PricedUse {
        priced_use(&self.model, order)
    }

    async fn submit(&self, submission: Submission<'_>) -> Result<Accepted, SubmitError> {
        let input = order_input(submission.order)?;
        let mut url = self.service.at(&self.model);
        if let Some(callback) = submission.callback_url.filter(|url| self.service.may_call_back(url)) {
            url.query_pairs_mut().append_pair("fal_webhook", callback);
        }
        let answer = self.service.pay(url, &input, submission.timeout).await;
        let answer = answer.map_err(|error| DESK.unanswered(error))?;
        if !answer.is_success() {
            return Err(DESK.not_taken(&answer));
        }
        accepted(&answer, submission.request_key).ok_or_else(|| DESK.unreadable())
    }

    async fn look(&self, job: &JobHandle) -> Result<JobState, LookError> {
        let lost = || Ok(JobState::Failed { failure: DESK.lost(), cost: None });
        let Some(answer) = self.ask(job, Ask::Status).await? else { return lost() };
        match answer.status {
            404 | 410 => return lost(),
            200..=299 => {}
            _ => return Err(DESK.not_told(&answer)),
        }
        let status = answer.json().ok_or_else(|| LookError::Later {
            cause: "fal's status cannot be read".into(),
            retry_after: answer.retry_after(),
        })?;
        if let Some(state) = status_state(&status, answer.retry_after()) {
            return Ok(state);
        }
        match self.ask(job, Ask::Result).await? {
            Some(result) => result_state(&result),
            None => lost(),
        }
    }

    async fn cancel(&self, job: &JobHandle) -> Result<(), ProviderError> {
        let Some(url) = address(&self.service, &self.model, job, Ask::Cancel) else { return Ok(()) };
        match self.service.tell(Method::PUT, url).await {
            // 400 says that it is done already, 404 that there is none; the job's state says which.
            Ok(answer) if answer.is_success() || matches!(answer.status, 400 | 404) => Ok(()),
            Ok(answer) => {
                Err(ProviderError::failed("fal did not cancel the job.", format!("status {}", answer.status)))
            }
            Err(error) => Err(ProviderError::failed("fal did not cancel the job.", error.cause())),
        }
    }

    async fn read_callback(&self, request: &CallbackRequest) -> Result<CallbackNews, ForgedCallback> {
        self.signers.read(request).await
    }
}

/// The job that an answer tells of; nothing where it tells of none. An answer of the synchronous host holds the picture
/// already, and then its job needs no id that can be asked for.
fn accepted(answer: &Answer, request_key: &str) -> Option<Accepted> {
    let body = answer.json().filter(Value::is_object)?;
    let id = body.get("request_id").and_then(Value::as_str).or(answer.header("x-fal-request-id"));
    let urls = addresses(&body);
    if has_output(&body) {
        let id = id.unwrap_or(request_key).to_owned();
        return Some(Accepted { job: JobHandle { id, urls }, state: output_state(&body) });
    }
    let id = id.filter(|id| !id.is_empty())?.to_owned();
    Some(Accepted { job: JobHandle { id, urls }, state: pending(answer.retry_after()) })
}
