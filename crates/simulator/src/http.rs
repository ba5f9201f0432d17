//! A request as the faces read it, and what becomes of it.

use bytes::Bytes;
use http_body_util::{BodyExt, Full, Limited};
use hyper::{HeaderMap, Method, Request, Response, body::Incoming, header};
use serde::de::DeserializeOwned;
use serde_json::Value;

const MOST_BODY: usize = 16 * 1024 * 1024;

/// One request, whole.
pub(crate) struct Call {
    pub method: Method,
    pub path: String,
    pub query: Vec<(String, String)>,
    pub headers: HeaderMap,
    pub body: Bytes,
}

/// What the client did wrong: it is answered with this status and kept.
#[derive(Debug)]
pub(crate) struct Mistake {
    pub status: u16,
    pub sentence: String,
}

impl Mistake {
    pub fn new(status: u16, sentence: impl Into<String>) -> Mistake {
        Mistake { status, sentence: sentence.into() }
    }
}

/// What a request comes to.
pub(crate) enum Reply {
    Answer(Answer),
    /// The connection is closed without an answer.
    Closed,
}

/// An answer.
#[derive(Debug)]
pub(crate) struct Answer {
    pub status: u16,
    pub headers: Vec<(&'static str, String)>,
    pub body: Bytes,
}

impl Answer {
    pub fn json(status: u16, body: &Value) -> Answer {
        Answer::bytes(status, "application/json", Bytes::from(body.to_string()))
    }

    pub fn bytes(status: u16, content_type: &str, body: Bytes) -> Answer {
        Answer { status, headers: vec![("content-type", content_type.to_owned())], body }
    }

    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Answer {
        self.headers.push((name, value.into()));
        self
    }

    pub fn into_response(self) -> Result<Response<Full<Bytes>>, hyper::http::Error> {
        let response = Response::builder().status(self.status);
        let response =
            self.headers.into_iter().fold(response, |response, (name, value)| response.header(name, value));
        response.body(Full::new(self.body))
    }
}

impl From<Answer> for Reply {
    fn from(answer: Answer) -> Reply {
        Reply::Answer(answer)
    }
}

impl Call {
    /// Reads the request to its end. Nothing is believed of one that stops in the middle.
    pub async fn read(request: Request<Incoming>) -> Result<Call, Box<dyn std::error::Error + Send + Sync>> {
        let (head, body) = request.into_parts();
        let body = Limited::new(body, MOST_BODY).collect().await?.to_bytes();
        let query = head.uri.query().unwrap_or_default();
        Ok(Call {
            method: head.method,
            path: head.uri.path().to_owned(),
            query: form_urlencoded::parse(query.as_bytes()).into_owned().collect(),
            headers: head.headers,
            body,
        })
    }

    /// Method and path, for a sentence.
    pub fn name(&self) -> String {
        format!("{} {}", self.method, self.path)
    }

    /// The parts of the path.
    pub fn segments(&self) -> Vec<&str> {
        self.path.trim_start_matches('/').split('/').collect()
    }

    pub fn header(&self, name: impl header::AsHeaderName) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    pub fn parameter(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// Refuses query parameters that the call does not have, and one that is given twice.
    pub fn allow_parameters(&self, allowed: &[&str]) -> Result<(), Mistake> {
        for (at, (key, _)) in self.query.iter().enumerate() {
            let is_first = self.query.iter().position(|(other, _)| other == key) == Some(at);
            if !allowed.contains(&key.as_str()) || !is_first {
                return Err(Mistake::new(400, format!("the query parameter {key} does not belong here")));
            }
        }
        Ok(())
    }

    /// Wants `authorization: {scheme} sim-key`.
    pub fn authorize(&self, scheme: &str) -> Result<(), Mistake> {
        let given = self.header(header::AUTHORIZATION);
        if given == Some(&format!("{scheme} {}", crate::API_KEY)) {
            return Ok(());
        }
        let said = if given.is_some() { "is not" } else { "is absent; it must be" };
        Err(Mistake::new(401, format!("the authorization {said} `{scheme}` and the key")))
    }

    /// The body as JSON of exactly this form.
    pub fn json<T: DeserializeOwned>(&self, refusal: u16) -> Result<T, Mistake> {
        let content_type = self.header(header::CONTENT_TYPE).unwrap_or_default();
        let media_type = content_type.split(';').next().unwrap_or_default().trim();
        if !media_type.eq_ignore_ascii_case("application/json") {
            return Err(Mistake::new(
                400,
                format!("the content type is `{content_type}`, not application/json"),
            ));
        }
        serde_json::from_slice(&self.body)
            .map_err(|error| Mistake::new(refusal, format!("the body is refused: {error}")))
    }

    /// The calls without a body have none.
    pub fn want_no_body(&self) -> Result<(), Mistake> {
        if self.body.is_empty() { Ok(()) } else { Err(Mistake::new(400, "this call has no body")) }
    }

    /// No service has such a call.
    pub fn unknown(&self) -> Mistake {
        Mistake::new(404, "there is no such call")
    }
}

/// Refuses what cannot be called back: a loopback simulator speaks plain HTTP.
pub(crate) fn check_callback(url: &str) -> Result<(), Mistake> {
    let uri: Option<hyper::Uri> = url.parse().ok();
    let is_good =
        uri.is_some_and(|uri| matches!(uri.scheme_str(), Some("http" | "https")) && uri.host().is_some());
    if is_good { Ok(()) } else { Err(Mistake::new(400, format!("`{url}` is no address to call back"))) }
}

/// The last segment of an address's path, where a client that calls back by key has put it.
pub(crate) fn last_segment(url: &str) -> Option<String> {
    let uri: hyper::Uri = url.parse().ok()?;
    uri.path().rsplit('/').find(|segment| !segment.is_empty()).map(str::to_owned)
}
