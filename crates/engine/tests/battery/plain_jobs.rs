//! A client of the simulator's plain protocol, one for each capability.

use async_trait::async_trait;
use domain::{Money, StepKind};
use hmac::{Hmac, Mac};
use providers::{
    Accepted, CallbackNews, CallbackRequest, Capability, FailureKind, ForgedCallback, JobFailure, JobHandle,
    JobMedia, JobOrder, JobProvider, JobState, LookError, PricedUse, ProviderError, Submission, SubmitError,
};
use reqwest::{Client, RequestBuilder, Response, StatusCode};
use serde::Deserialize;
use serde_json::{Value, json};
use sha2::Sha256;
use std::{collections::BTreeMap, time::Duration};

pub const MODEL: &str = "plain-1";
/// What the price table says; the simulator never asks more.
pub const PRICE: Money = Money::from_micros(50_000);

pub struct PlainJobs {
    client: Client,
    base: String,
    profile: &'static str,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Job {
    id: String,
    status: String,
    progress: u8,
    cost_micros: Option<i64>,
    #[serde(default)]
    media: Vec<Media>,
    error: Option<String>,
    look_after_ms: Option<u64>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Media {
    url: String,
    content_type: String,
}

#[derive(Deserialize)]
struct Items {
    items: Vec<Job>,
}

impl PlainJobs {
    pub fn new(base: &str, profile: &'static str) -> PlainJobs {
        // No connection here is encrypted, but the client wants to know how one would be.
        let _ = rustls::crypto::ring::default_provider().install_default();
        // A connection is never used twice, so that one that broke off tells of one request.
        let client = Client::builder().pool_max_idle_per_host(0).retry(reqwest::retry::never());
        PlainJobs { client: client.build().unwrap(), base: base.to_owned(), profile }
    }

    fn at(&self, path: &str) -> String {
        format!("{}/{}/{path}", self.base, self.profile)
    }

    async fn read(&self, request: RequestBuilder) -> Result<Response, LookError> {
        let later = |cause: String| LookError::Later { cause, retry_after: None };
        let answer = request.bearer_auth(simulator::API_KEY).timeout(Duration::from_secs(5)).send().await;
        let answer = answer.map_err(|error| later(error.to_string()))?;
        if answer.status().is_server_error() || answer.status() == StatusCode::TOO_MANY_REQUESTS {
            return Err(later(answer.status().to_string()));
        }
        Ok(answer)
    }
}

fn unreadable(error: reqwest::Error) -> LookError {
    LookError::Later { cause: error.to_string(), retry_after: None }
}

fn failure(kind: FailureKind, sentence: impl Into<String>) -> JobFailure {
    JobFailure { kind, sentence: sentence.into(), remedy: "Try again.".into() }
}

impl Job {
    fn state(self) -> JobState {
        let cost = self.cost_micros.map(Money::from_micros);
        match self.status.as_str() {
            "pending" => JobState::Pending {
                progress: Some(self.progress),
                look_after: self.look_after_ms.map(Duration::from_millis),
            },
            "done" => JobState::Done {
                media: self
                    .media
                    .into_iter()
                    .map(|media| JobMedia { url: media.url, content_type: Some(media.content_type) })
                    .collect(),
                cost,
            },
            "cancelled" => {
                JobState::Failed { failure: failure(FailureKind::Cancelled, "It was cancelled."), cost }
            }
            _ => JobState::Failed {
                failure: failure(FailureKind::Broken, self.error.unwrap_or_else(|| "It failed.".into())),
                cost,
            },
        }
    }

    fn handle(&self) -> JobHandle {
        JobHandle { id: self.id.clone(), urls: BTreeMap::new() }
    }
}

#[async_trait]
impl JobProvider for PlainJobs {
    fn name(&self) -> &str {
        self.profile
    }

    fn capability(&self, _with_callback: bool) -> Capability {
        match self.profile {
            "idempotent" => Capability::Idempotent,
            "findable" => Capability::Findable,
            "echoing" => Capability::Echoing,
            _ => Capability::Blind,
        }
    }

    fn takes_callback(&self, _callback_url: &str) -> bool {
        true
    }

    fn steps(&self) -> &[StepKind] {
        &[StepKind::Image, StepKind::Video]
    }

    fn priced_use(&self, _order: &JobOrder) -> PricedUse {
        PricedUse { model: MODEL.into(), thousandths: 1_000 }
    }

    async fn submit(&self, submission: Submission<'_>) -> Result<Accepted, SubmitError> {
        let mut body = json!({ "order": submission.order, "callbackUrl": submission.callback_url });
        if matches!(self.profile, "findable" | "echoing") {
            body["tag"] = json!(submission.request_key);
        }
        let mut request = self.client.post(self.at("jobs")).bearer_auth(simulator::API_KEY).json(&body);
        if self.profile == "idempotent" {
            request = request.header("idempotency-key", submission.request_key);
        }
        let answer = request.timeout(submission.timeout).send().await.map_err(|error| {
            if error.is_connect() {
                let failure = failure(FailureKind::Broken, "It is not there.");
                SubmitError::Rejected { failure, transient: true, retry_after: None }
            } else {
                SubmitError::Unknown { cause: error.to_string() }
            }
        })?;
        let status = answer.status();
        let retry_after =
            answer.headers().get("retry-after").and_then(|value| value.to_str().ok()?.parse().ok());
        match status.as_u16() {
            200 | 201 => {
                let job: Job =
                    answer.json().await.map_err(|error| SubmitError::Unknown { cause: error.to_string() })?;
                Ok(Accepted { job: job.handle(), state: job.state() })
            }
            429 => Err(SubmitError::Rejected {
                failure: failure(FailureKind::Broken, "It is busy."),
                transient: true,
                retry_after: retry_after.map(Duration::from_secs),
            }),
            400..500 => Err(SubmitError::Rejected {
                failure: failure(FailureKind::Invalid, format!("It said {status}.")),
                transient: false,
                retry_after: None,
            }),
            _ => Err(SubmitError::Unknown { cause: status.to_string() }),
        }
    }

    async fn look(&self, job: &JobHandle) -> Result<JobState, LookError> {
        let answer = self.read(self.client.get(self.at(&format!("jobs/{}", job.id)))).await?;
        if answer.status() == StatusCode::NOT_FOUND {
            let failure = failure(FailureKind::Lost, "It does not know this job.");
            return Ok(JobState::Failed { failure, cost: None });
        }
        Ok(answer.json::<Job>().await.map_err(unreadable)?.state())
    }

    async fn find(
        &self,
        request_key: &str,
        _order: &JobOrder,
        _submitted_after_ms: i64,
        is_taken: &(dyn for<'a> Fn(&'a str) -> bool + Send + Sync),
    ) -> Result<Option<JobHandle>, LookError> {
        let answer = self.read(self.client.get(self.at("jobs")).query(&[("tag", request_key)])).await?;
        let items: Items = answer.json().await.map_err(unreadable)?;
        Ok(items.items.iter().map(Job::handle).find(|job| !is_taken(&job.id)))
    }

    async fn cancel(&self, job: &JobHandle) -> Result<(), ProviderError> {
        let request = self.client.post(self.at(&format!("jobs/{}/cancel", job.id)));
        self.read(request).await.map(drop).map_err(|error| ProviderError::failed("No.", format!("{error:?}")))
    }

    async fn read_callback(&self, request: &CallbackRequest) -> Result<CallbackNews, ForgedCallback> {
        let forged = || ForgedCallback("the signature does not fit".into());
        let signature = request.headers.get("x-sim-signature").ok_or_else(forged)?;
        let secret = simulator::SimulatorSettings::default().callback_secret;
        let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
        mac.update(&request.body);
        let right: String = mac.finalize().into_bytes().iter().map(|byte| format!("{byte:02x}")).collect();
        if *signature != format!("sha256={right}") {
            return Err(forged());
        }
        let body: Value = serde_json::from_slice(&request.body).map_err(|_| forged())?;
        let text = |name: &str| body.get(name).and_then(Value::as_str).map(str::to_owned);
        Ok(CallbackNews {
            delivery_id: text("deliveryId").ok_or_else(forged)?,
            job: text("jobId").map(|id| JobHandle { id, urls: BTreeMap::new() }),
        })
    }
}
