//! The ability to deliver one webhook, once, to an address that a user gave.

use crate::http::{GuardedClient, causes, retry_after};
use async_trait::async_trait;
use bytes::Bytes;
use reqwest::{Method, Response, header};
use std::time::{Duration, Instant, SystemTime};
use tokio::time::{Instant as Moment, timeout_at};

/// The longest that one delivery takes, the answer's last byte included.
pub const DELIVERY_TIMEOUT: Duration = Duration::from_secs(15);

/// How much of an answer is read at most.
const ANSWER_BYTES_MAX: usize = 16 * 1024;

/// How much of it is kept for whoever looks at the deliveries.
const ANSWER_BYTES_KEPT: usize = 1024;

/// What became of one delivery.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    /// What the receiver answered; 2xx is delivered, everything else is not.
    pub status: Option<u16>,
    /// Why there is no status, in words for people. Present where `status` is not.
    pub error: Option<String>,
    /// The beginning of the answer, at most 1 KiB.
    pub answer: String,
    /// How long the receiver asks to be left alone.
    pub retry_after: Option<Duration>,
    pub duration: Duration,
}

/// Whoever delivers webhooks.
#[async_trait]
pub trait Courier: Send + Sync {
    /// Posts `body`, which is JSON, with these headers. It takes no longer than `timeout`, and never longer than
    /// [`DELIVERY_TIMEOUT`].
    async fn deliver(
        &self,
        url: &str,
        headers: &[(String, String)],
        body: Bytes,
        timeout: Duration,
    ) -> Delivery;
}

/// Delivers through the guarded client.
#[derive(Clone)]
pub struct GuardedCourier {
    client: GuardedClient,
}

impl GuardedCourier {
    pub fn new(client: GuardedClient) -> GuardedCourier {
        GuardedCourier { client }
    }

    async fn post(
        &self,
        url: &str,
        headers: &[(String, String)],
        body: Bytes,
        until: Moment,
    ) -> Result<Response, String> {
        let request = self.client.request(Method::POST, url).map_err(|refusal| refusal.0)?;
        let request = request.header(header::CONTENT_TYPE, "application/json").body(body);
        let request = headers.iter().fold(request, |request, (name, value)| request.header(name, value));
        match timeout_at(until, request.send()).await {
            Err(_) => Err("No answer came in time.".into()),
            Ok(answer) => answer.map_err(|error| match GuardedClient::refusal(&error) {
                Some(refusal) => refusal.0,
                None => format!("The receiver cannot be reached: {}.", causes(&error.without_url())),
            }),
        }
    }
}

#[async_trait]
impl Courier for GuardedCourier {
    async fn deliver(
        &self,
        url: &str,
        headers: &[(String, String)],
        body: Bytes,
        timeout: Duration,
    ) -> Delivery {
        let began = Instant::now();
        let until = Moment::now() + timeout.min(DELIVERY_TIMEOUT);
        let mut delivery = Delivery {
            status: None,
            error: None,
            answer: String::new(),
            retry_after: None,
            duration: Duration::ZERO,
        };
        match self.post(url, headers, body, until).await {
            Err(error) => delivery.error = Some(error),
            Ok(response) => {
                let advice =
                    response.headers().get(header::RETRY_AFTER).and_then(|value| value.to_str().ok());
                delivery.retry_after = advice.and_then(|advice| retry_after(advice, SystemTime::now()));
                delivery.status = Some(response.status().as_u16());
                delivery.answer = beginning(response, until).await;
            }
        }
        delivery.duration = began.elapsed();
        delivery
    }
}

/// What the receiver says beside its status. A receiver that never ends its answer has still given the status.
async fn beginning(mut response: Response, until: Moment) -> String {
    let mut read = 0;
    let mut kept = Vec::new();
    while read < ANSWER_BYTES_MAX {
        let Ok(Ok(Some(chunk))) = timeout_at(until, response.chunk()).await else { break };
        read += chunk.len();
        kept.extend(chunk.iter().take(ANSWER_BYTES_KEPT - kept.len()));
    }
    let mut text = String::from_utf8_lossy(&kept).into_owned();
    // What is no text takes more room than it did.
    text.truncate(text.floor_char_boundary(ANSWER_BYTES_KEPT));
    text
}
