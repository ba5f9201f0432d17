//! A courier that carries nothing: it keeps what it was given and answers what a test tells it. And whoever fetches
//! files, whom nobody calls where nothing is paid.

use async_trait::async_trait;
use bytes::Bytes;
use providers::{Courier, Delivery, FetchError, FetchLimits, Fetched, MediaFetch, WebhookSecret, verify};
use std::{
    collections::{BTreeMap, VecDeque},
    future::pending,
    path::Path,
    sync::{Arc, Mutex},
    time::{Duration, SystemTime},
};
use tokio::sync::{Semaphore, mpsc};

/// What a receiver does. Without one it says 200 at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    Status(u16),
    /// 503, and leave me alone for so long.
    Busy(Duration),
    /// The same as the status, when it is let go.
    Held(u16),
    Unreachable,
    /// The letter is there, and whoever carried it never hears of that.
    Never,
}

/// What a receiver got.
#[derive(Debug, Clone)]
pub struct Letter {
    pub url: String,
    /// Names in lower case.
    pub headers: BTreeMap<String, String>,
    pub body: Bytes,
}

impl Letter {
    /// The webhook's id, if somebody who has this secret signed it just now.
    pub fn signed_with(&self, secret: &str) -> Option<String> {
        let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap().as_secs();
        let secret = WebhookSecret::parse(secret).unwrap();
        verify(&self.headers, &self.body, &secret, i64::try_from(now).unwrap()).ok()
    }

    pub fn id(&self) -> &str {
        &self.headers["webhook-id"]
    }

    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap()
    }
}

/// Carries for every process that has a clone of it.
#[derive(Clone)]
pub struct PostOffice {
    letters: mpsc::UnboundedSender<Letter>,
    answers: Arc<Mutex<VecDeque<Answer>>>,
    released: Arc<Semaphore>,
}

impl PostOffice {
    /// The post office, and what its receivers get.
    pub fn new() -> (PostOffice, mpsc::UnboundedReceiver<Letter>) {
        let (letters, received) = mpsc::unbounded_channel();
        let office = PostOffice { letters, answers: Arc::default(), released: Arc::new(Semaphore::new(0)) };
        (office, received)
    }

    /// The next delivery that has no answer yet gets this one.
    pub fn answer(&self, answer: Answer) {
        self.answers.lock().unwrap().push_back(answer);
    }

    /// One held answer is given.
    pub fn release(&self) {
        self.released.add_permits(1);
    }
}

#[async_trait]
impl Courier for PostOffice {
    async fn deliver(
        &self,
        url: &str,
        headers: &[(String, String)],
        body: Bytes,
        _timeout: Duration,
    ) -> Delivery {
        let headers = headers.iter().map(|(name, value)| (name.to_lowercase(), value.clone())).collect();
        let answer = self.answers.lock().unwrap().pop_front().unwrap_or(Answer::Status(200));
        self.letters.send(Letter { url: url.to_owned(), headers, body }).unwrap();
        let said = Delivery {
            status: None,
            error: None,
            answer: "Thank you.".into(),
            retry_after: None,
            duration: Duration::from_millis(7),
        };
        match answer {
            Answer::Status(status) => Delivery { status: Some(status), ..said },
            Answer::Busy(wait) => Delivery { status: Some(503), retry_after: Some(wait), ..said },
            Answer::Unreachable => Delivery { error: Some("Nobody is there.".into()), ..said },
            Answer::Held(status) => {
                self.released.acquire().await.unwrap().forget();
                Delivery { status: Some(status), ..said }
            }
            Answer::Never => pending().await,
        }
    }
}

/// Nothing here is paid elsewhere, so nothing is fetched.
pub struct NothingToFetch;

#[async_trait]
impl MediaFetch for NothingToFetch {
    async fn fetch(&self, url: &str, _to: &Path, _limits: FetchLimits) -> Result<Fetched, FetchError> {
        panic!("{url} was fetched, and no step of this test is paid");
    }
}
