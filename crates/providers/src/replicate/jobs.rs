//! Replicate as a [`JobProvider`].

use super::{
    DESK,
    find::Wanted,
    order_input::{order_input, priced_use},
    prediction::Prediction,
    throttle::wait,
};
use crate::{
    Accepted, CallbackNews, CallbackRequest, Capability, ForgedCallback, JobHandle, JobOrder, JobProvider,
    JobState, LookError, PricedUse, ProviderError, Submission, SubmitError,
    clock::now_ms,
    http::{Answer, Caller, Remembered, Service},
    webhooks::WebhookSecret,
};
use async_trait::async_trait;
use domain::StepKind;
use reqwest::{Method, header};
use serde_json::{Value, json};
use url::Url;

const NAME: &str = "replicate";

/// The longest id that is believed.
const ID_CHARS_MAX: usize = 128;

/// How Replicate is reached.
#[derive(Clone)]
pub struct ReplicateSettings {
    /// Without the `/v1`.
    pub base_url: String,
    pub token: String,
    /// `owner/name` of an official model, or `owner/name:version` of any.
    pub model: String,
}

impl ReplicateSettings {
    /// Replicate itself with a model that sets a picture in motion.
    pub fn with_token(token: impl Into<String>) -> ReplicateSettings {
        ReplicateSettings {
            base_url: "https://api.replicate.com".into(),
            token: token.into(),
            model: "wan-video/wan-2.2-i2v-fast".into(),
        }
    }
}

/// Videos by Replicate.
pub struct ReplicateJobs {
    pub(super) service: Service,
    /// `owner/name`.
    model: String,
    version: Option<String>,
    pub(super) secret: Remembered<WebhookSecret>,
}

impl ReplicateJobs {
    pub fn new(caller: &Caller, settings: ReplicateSettings) -> Result<ReplicateJobs, ProviderError> {
        let authorization = [(header::AUTHORIZATION, format!("Bearer {}", settings.token))];
        let service = Service::new(caller, NAME, &settings.base_url, &authorization)?;
        let (model, version) = match settings.model.split_once(':') {
            Some((model, version)) => (model.to_owned(), Some(version.to_owned())),
            None => (settings.model, None),
        };
        Ok(ReplicateJobs { service, model, version, secret: Remembered::new() })
    }

    /// Where to ask for a job: the address that Replicate gave, where it is its own, else the documented one. Nothing
    /// where the id is none of Replicate's.
    fn address(&self, job: &JobHandle, name: &str, end: &str) -> Option<Url> {
        if let Some(own) = job.urls.get(name).and_then(|given| self.service.own(given)) {
            return Some(own);
        }
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
        let believed = (1..=ID_CHARS_MAX).contains(&job.id.len()) && job.id.bytes().all(plain);
        believed.then(|| self.service.at(&format!("v1/predictions/{}{end}", job.id)))
    }

    /// Official models have an address of their own; any other is named by its version.
    fn request(&self, input: Value, callback_url: Option<&str>) -> (Url, Value) {
        let mut body = json!({ "input": input });
        let url = match &self.version {
            None => self.service.at(&format!("v1/models/{}/predictions", self.model)),
            Some(version) => {
                body["version"] = json!(version);
                self.service.at("v1/predictions")
            }
        };
        if let Some(callback) = callback_url.filter(|url| self.service.may_call_back(url)) {
            body["webhook"] = json!(callback);
            body["webhook_events_filter"] = json!(["completed"]);
        }
        (url, body)
    }
}

#[async_trait]
impl JobProvider for ReplicateJobs {
    fn name(&self) -> &str {
        NAME
    }

    fn capability(&self, _with_callback: bool) -> Capability {
        Capability::Findable
    }

    fn takes_callback(&self, callback_url: &str) -> bool {
        self.service.may_call_back(callback_url)
    }

    fn steps(&self) -> &[StepKind] {
        &[StepKind::Video]
    }

    fn priced_use(&self, order: &JobOrder) -> PricedUse {
        priced_use(&self.model, order)
    }

    async fn submit(&self, submission: Submission<'_>) -> Result<Accepted, SubmitError> {
        let input = order_input(&self.model, submission.order, submission.request_key)?;
        let (url, body) = self.request(input, submission.callback_url);
        let answer = self.service.pay(url, &body, submission.timeout).await;
        let answer = answer.map_err(|error| DESK.unanswered(error))?;
        if !answer.is_success() {
            return Err(not_taken(&answer));
        }
        let prediction: Prediction = serde_json::from_slice(&answer.body).map_err(|_| DESK.unreadable())?;
        Ok(Accepted { job: prediction.handle(), state: prediction.state(now_ms()) })
    }

    async fn look(&self, job: &JobHandle) -> Result<JobState, LookError> {
        let lost = || JobState::Failed { failure: DESK.lost(), cost: None };
        let Some(url) = self.address(job, "get", "") else { return Ok(lost()) };
        let answer = self.service.get(url).await.map_err(|error| DESK.unseen(error))?;
        match answer.status {
            200..=299 => {}
            404 | 410 => return Ok(lost()),
            429 => {
                let cause = "Replicate asks to slow down".into();
                return Err(LookError::Later { cause, retry_after: wait(&answer) });
            }
            _ => return Err(DESK.not_told(&answer)),
        }
        let prediction: Prediction =
            serde_json::from_slice(&answer.body).map_err(|error| LookError::Later {
                cause: format!("Replicate's answer cannot be read: {error}"),
                retry_after: None,
            })?;
        Ok(prediction.state(now_ms()))
    }

    async fn find(
        &self,
        request_key: &str,
        order: &JobOrder,
        submitted_after_ms: i64,
        is_taken: &(dyn for<'a> Fn(&'a str) -> bool + Send + Sync),
    ) -> Result<Option<JobHandle>, LookError> {
        // What cannot be ordered was never sent.
        let Ok(input) = order_input(&self.model, order, request_key) else { return Ok(None) };
        let wanted =
            Wanted { model: &self.model, input: &input, submitted_after_ms, now_ms: now_ms(), is_taken };
        wanted.find(&self.service).await
    }

    async fn cancel(&self, job: &JobHandle) -> Result<(), ProviderError> {
        let Some(url) = self.address(job, "cancel", "/cancel") else { return Ok(()) };
        match self.service.tell(Method::POST, url).await {
            Ok(answer) if answer.is_success() || answer.status == 404 => Ok(()),
            Ok(answer) => Err(ProviderError::failed(
                "Replicate did not cancel the job.",
                format!("status {}", answer.status),
            )),
            Err(error) => Err(ProviderError::failed("Replicate did not cancel the job.", error.cause())),
        }
    }

    async fn read_callback(&self, request: &CallbackRequest) -> Result<CallbackNews, ForgedCallback> {
        self.checked_news(request).await
    }
}

/// As everywhere, but Replicate says in words how long to wait.
fn not_taken(answer: &Answer) -> SubmitError {
    match DESK.not_taken(answer) {
        SubmitError::Rejected { failure, transient: true, .. } => {
            SubmitError::Rejected { failure, transient: true, retry_after: wait(answer) }
        }
        other => other,
    }
}
