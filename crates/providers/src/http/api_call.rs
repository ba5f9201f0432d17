//! Calls to a provider's own address, which the operator configured, with the key that only this address may see.
//!
//! A redirect is never followed and nothing is ever sent twice. What went wrong is told in the two kinds that matter
//! for money: the request was not sent at all, or nobody here knows what became of it.

use super::{Caller, retry_after};
use crate::{
    ProviderError,
    counts::{self, Operation},
    trace::{TRACEPARENT, traceparent},
};
use bytes::{Bytes, BytesMut};
use reqwest::{
    Client, Method, RequestBuilder, Response,
    header::{self, HeaderMap, HeaderName, HeaderValue},
};
use serde_json::Value;
use std::{
    error::Error,
    time::{Duration, Instant, SystemTime},
};
use tracing::{Instrument, field::Empty};
use url::{Host, Url};

/// How long an answer may take where the caller has no opinion.
pub(super) const ANSWER_TIMEOUT: Duration = Duration::from_secs(30);

/// More than this is no answer of an API.
const ANSWER_BYTES_MAX: usize = 4 * 1024 * 1024;

/// One provider at its configured address.
#[derive(Clone)]
pub(crate) struct Service {
    name: &'static str,
    caller: Caller,
    base: Url,
    headers: HeaderMap,
}

/// What a provider answered, whatever its status.
#[derive(Debug)]
pub(crate) struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: Bytes,
}

/// Why there is no answer.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum CallError {
    /// The request never left: the address cannot be reached.
    NotSent { cause: String },
    /// The request may have arrived.
    Unknown { cause: String },
}

impl Service {
    /// A service at this address; metrics and traces know it by this name. `secrets` are headers that every request to it carries, and no request elsewhere.
    pub fn new(
        caller: &Caller,
        name: &'static str,
        base_url: &str,
        secrets: &[(HeaderName, String)],
    ) -> Result<Service, ProviderError> {
        let fits = |base: &Url| {
            let plain = base.username().is_empty() && base.password().is_none() && base.query().is_none();
            matches!(base.scheme(), "http" | "https") && base.has_host() && plain
        };
        let base = Url::parse(base_url).ok().filter(fits).ok_or_else(|| {
            ProviderError::invalid(format!(
                "{base_url:?} is not the address of an API, such as https://example.com."
            ))
        })?;
        let mut headers = HeaderMap::new();
        for (name, secret) in secrets {
            let mut value = HeaderValue::from_str(secret).map_err(|_| ProviderError::Missing {
                sentence: format!("The key for {base} contains a character that no key has."),
                remedy: "Copy it again, without quotes and line breaks.".into(),
            })?;
            value.set_sensitive(true);
            headers.insert(name.clone(), value);
        }
        Ok(Service { name, caller: caller.clone(), base, headers })
    }

    /// The address of `path` below the base.
    pub fn at(&self, path: &str) -> Url {
        let mut url = self.base.clone();
        url.set_path(&format!("{}/{path}", self.base.path().trim_end_matches('/')));
        url
    }

    /// An address that somebody gave for this service, where it really leads to it: the key goes nowhere else.
    pub fn own(&self, text: &str) -> Option<Url> {
        let url = Url::parse(text).ok()?;
        let same = url.origin() == self.base.origin();
        (same && url.username().is_empty() && url.password().is_none()).then_some(url)
    }

    /// Whether the service can be given this address to call back: a provider calls https only, except where it is a
    /// stand-in on this machine.
    pub fn may_call_back(&self, callback_url: &str) -> bool {
        let here = match self.base.host() {
            Some(Host::Domain(name)) => name == "localhost",
            Some(Host::Ipv4(address)) => address.is_loopback(),
            Some(Host::Ipv6(address)) => address.is_loopback(),
            None => false,
        };
        let scheme = Url::parse(callback_url).map(|url| url.scheme().to_owned()).unwrap_or_default();
        scheme == "https" || (here && scheme == "http")
    }

    /// Whether its host is this domain or below it.
    pub fn host_ends_with(&self, domain: &str) -> bool {
        let below =
            |host: &str| host.strip_suffix(domain).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'));
        self.base.host_str().is_some_and(below)
    }

    /// Sends a request that costs money, once, on a connection of its own.
    pub async fn pay(&self, url: Url, body: &Value, timeout: Duration) -> Result<Answer, CallError> {
        let request = self.request(&self.caller.once, Method::POST, url).timeout(timeout);
        let request = request.header(header::CONTENT_TYPE, "application/json").body(body.to_string());
        self.send(Operation::Pay, request).await
    }

    /// Asks for something that can be asked again.
    pub async fn get(&self, url: Url) -> Result<Answer, CallError> {
        self.send(Operation::Read, self.request(&self.caller.reads, Method::GET, url)).await
    }

    /// Tells the service something that does no harm when told twice.
    pub async fn tell(&self, method: Method, url: Url) -> Result<Answer, CallError> {
        self.send(Operation::Tell, self.request(&self.caller.once, method, url)).await
    }

    fn request(&self, client: &Client, method: Method, url: Url) -> RequestBuilder {
        client.request(method, url).headers(self.headers.clone()).timeout(ANSWER_TIMEOUT)
    }

    /// Sends it in a span of its own, which the provider is told of where traces are collected.
    async fn send(&self, operation: Operation, request: RequestBuilder) -> Result<Answer, CallError> {
        let (provider, word) = (self.name, operation.as_str());
        let span = tracing::info_span!(
            "provider",
            otel.kind = "client",
            provider,
            operation = word,
            outcome = Empty
        );
        let began = Instant::now();
        let outcome = answer(request).instrument(span.clone()).await;
        span.record("outcome", counts::word(&outcome));
        counts::called(provider, operation, &outcome, began.elapsed());
        outcome
    }
}

async fn answer(mut request: RequestBuilder) -> Result<Answer, CallError> {
    if let Some(traceparent) = traceparent() {
        request = request.header(TRACEPARENT, traceparent);
    }
    let response = request.send().await.map_err(CallError::of)?;
    let (status, headers) = (response.status().as_u16(), response.headers().clone());
    match read_whole(response).await {
        Ok(body) => Ok(Answer { status, headers, body }),
        // The status of a refusal says it all; its words may be missing.
        Err(_) if (400..500).contains(&status) => Ok(Answer { status, headers, body: Bytes::new() }),
        Err(cause) => Err(CallError::Unknown { cause }),
    }
}

pub(super) async fn read_whole(mut response: Response) -> Result<Bytes, String> {
    let mut body = BytesMut::new();
    while let Some(chunk) = response.chunk().await.map_err(|error| causes(&error.without_url()))? {
        if body.len() + chunk.len() > ANSWER_BYTES_MAX {
            return Err("the answer is too long".into());
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body.freeze())
}

impl Answer {
    pub fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// The body as JSON; nothing where it is none.
    pub fn json(&self) -> Option<Value> {
        serde_json::from_slice(&self.body).ok()
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// How long the provider asks to be left alone.
    pub fn retry_after(&self) -> Option<Duration> {
        retry_after(self.header("retry-after")?, SystemTime::now())
    }
}

impl CallError {
    /// Only a failure to connect proves that nothing was sent. Everything else may have happened after the last byte
    /// left, a time-out and a closed connection above all.
    fn of(error: reqwest::Error) -> CallError {
        let not_sent = error.is_builder() || error.is_connect();
        let cause = causes(&error.without_url());
        if not_sent { CallError::NotSent { cause } } else { CallError::Unknown { cause } }
    }

    pub fn cause(self) -> String {
        match self {
            CallError::NotSent { cause } | CallError::Unknown { cause } => cause,
        }
    }
}

/// An error with all that caused it, in one line.
pub(crate) fn causes(error: &(dyn Error + 'static)) -> String {
    let mut line = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        let words = error.to_string();
        if !line.ends_with(&words) {
            line = format!("{line}: {words}");
        }
        cause = error.source();
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    fn service(base: &str) -> Service {
        Service::new(&Caller::new().unwrap(), "test", base, &[]).unwrap()
    }

    #[test]
    fn only_the_configured_origin_is_its_own() {
        let service = service("https://queue.fal.run");
        assert!(service.own("https://queue.fal.run/fal-ai/flux/requests/1/status").is_some());
        for elsewhere in [
            "http://queue.fal.run/a",
            "https://queue.fal.run:8443/a",
            "https://queue.fal.run.example.com/a",
            "https://queue.fal.run@example.com/a",
            "https://user@queue.fal.run/a",
            "https://rest.fal.ai/a",
            "/a",
        ] {
            assert!(service.own(elsewhere).is_none(), "{elsewhere}");
        }
    }

    #[test]
    fn a_path_goes_below_the_base() {
        assert_eq!(service("http://localhost:1/fal/").at("a/b").as_str(), "http://localhost:1/fal/a/b");
        assert_eq!(service("http://localhost:1").at("a/b").as_str(), "http://localhost:1/a/b");
    }

    #[test]
    fn a_plain_callback_only_for_a_stand_in_here() {
        for (base, callback, may) in [
            ("https://queue.fal.run", "https://ads.example.org/hook", true),
            ("https://queue.fal.run", "http://ads.example.org/hook", false),
            ("http://127.0.0.1:9900", "http://127.0.0.1:3000/hook", true),
            ("http://localhost:9900", "http://127.0.0.1:3000/hook", true),
            ("http://[::1]:9900", "ftp://127.0.0.1/hook", false),
            ("http://10.0.0.1:9900", "http://127.0.0.1:3000/hook", false),
        ] {
            assert_eq!(service(base).may_call_back(callback), may, "{base} {callback}");
        }
    }

    #[test]
    fn a_base_that_is_none_is_named() {
        let caller = Caller::new().unwrap();
        for wrong in
            ["", "queue.fal.run", "ftp://queue.fal.run", "https://key@queue.fal.run", "https://a/?b=c"]
        {
            assert!(Service::new(&caller, "test", wrong, &[]).is_err(), "{wrong}");
        }
        let key = [(header::AUTHORIZATION, "Key a\nb".to_owned())];
        assert!(Service::new(&caller, "test", "https://queue.fal.run", &key).is_err());
    }
}
