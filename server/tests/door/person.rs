//! Somebody with a browser: keeps cookies, calls the API and sends forms.

use serde_json::{Value, json};
use std::{
    io::{BufRead, BufReader, Read},
    time::Duration,
};
use ureq::{Agent, Body, http};

/// Longer than any answer takes, with a whole render watched to its end.
const PATIENCE: Duration = Duration::from_secs(240);

pub struct Person {
    agent: Agent,
    url: String,
    key: Option<String>,
}

/// An answer, read to its end.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: http::HeaderMap,
    pub bytes: Vec<u8>,
    pub text: String,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text)
            .unwrap_or_else(|error| panic!("{error}: {} {}", self.status, self.text))
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// The session's cookie that it sets, as a browser sends it back.
    pub fn cookie(&self) -> String {
        self.header("set-cookie").split(';').next().unwrap().to_owned()
    }

    /// The one field that a 400 names.
    pub fn pointer(&self) -> String {
        assert_eq!(self.status, 400, "{}", self.text);
        assert_eq!(self.header("content-type"), "application/problem+json");
        self.json()["errors"][0]["pointer"].as_str().unwrap().to_owned()
    }
}

impl Person {
    pub fn new(url: &str) -> Self {
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .timeout_global(Some(PATIENCE))
            .build();
        Person { agent: config.into(), url: url.to_owned(), key: None }
    }

    /// The same cookies, and from now on a key with every request.
    pub fn with_key(self, key: &str) -> Self {
        Person { key: Some(key.to_owned()), ..self }
    }

    /// Where it is.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The headers by which it is known.
    pub fn credentials(&self) -> Vec<(String, String)> {
        let jar = self.agent.cookie_jar_lock();
        let cookie = |cookie: ureq::Cookie<'_>| format!("{}={}", cookie.name(), cookie.value());
        let cookies: Vec<_> = jar.iter().map(|kept| ("cookie".to_owned(), cookie(kept))).collect();
        drop(jar);
        let cookies = cookies.into_iter();
        cookies.chain(self.with_authorization(&[])).collect()
    }

    /// The same cookies, at another address.
    pub fn at(self, url: &str) -> Self {
        Person { url: url.to_owned(), ..self }
    }

    pub fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Answer {
        let mut request = http::Request::builder().method(method).uri(format!("{}{path}", self.url));
        for (name, value) in self.with_authorization(headers) {
            request = request.header(name, value);
        }
        read(self.agent.run(request.body(body.to_vec()).unwrap()).unwrap())
    }

    fn with_authorization(&self, headers: &[(&str, &str)]) -> Vec<(String, String)> {
        let key = self.key.iter().map(|key| ("authorization".to_owned(), format!("Bearer {key}")));
        key.chain(headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))).collect()
    }

    pub fn get(&self, path: &str) -> Answer {
        self.get_with(path, &[])
    }

    /// A page, as a browser asks for it.
    pub fn page(&self, path: &str) -> Answer {
        self.get_with(path, &[("accept", "text/html")])
    }

    pub fn get_with(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        let mut request = self.agent.get(format!("{}{path}", self.url));
        for (name, value) in self.with_authorization(headers) {
            request = request.header(name, value);
        }
        read(request.call().unwrap())
    }

    pub fn post(&self, path: &str, body: Value) -> Answer {
        self.send("POST", path, &[("content-type", "application/json")], body.to_string().as_bytes())
    }

    pub fn patch(&self, path: &str, body: Value) -> Answer {
        self.send("PATCH", path, &[("content-type", "application/json")], body.to_string().as_bytes())
    }

    /// A server function, called as a page with scripts calls it.
    pub fn call(&self, function: &str, fields: &[(&str, &str)]) -> Answer {
        let body: Vec<String> =
            fields.iter().map(|(name, value)| format!("{name}={}", encoded(value))).collect();
        let kind = ("content-type", "application/x-www-form-urlencoded");
        self.send("POST", &format!("/rpc/{function}"), &[kind], body.join("&").as_bytes())
    }

    pub fn sign_up(&self, email: &str, password: &str) -> Answer {
        self.call("sign_up", &[("email", email), ("password", password)])
    }

    pub fn log_in(&self, email: &str, password: &str) -> Answer {
        self.call("log_in", &[("email", email), ("password", password)])
    }

    /// A picture, as the multipart field `file`.
    pub fn upload(&self, name: &str, bytes: &[u8]) -> Answer {
        let head = format!(
            "--edge\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
             Content-Type: image/png\r\n\r\n"
        );
        let body = [head.as_bytes(), bytes, b"\r\n--edge--\r\n"].concat();
        self.send("POST", "/api/assets", &[("content-type", "multipart/form-data; boundary=edge")], &body)
    }

    /// A project about a short topic, with a script of a few words chosen.
    pub fn project(&self) -> String {
        let project = self.post("/api/projects", json!({"topic": "a mug that keeps coffee warm"})).json();
        let id = project["id"].as_str().unwrap().to_owned();
        let choice = json!({
            "scriptId": project["scripts"][0]["id"],
            "scriptText": "Warm coffee, all day. Get your mug.",
            "voiceId": "plain",
            "callToAction": "Get your mug",
            "background": "#1f3742",
        });
        let answer = self.patch(&format!("/api/projects/{id}"), choice);
        assert_eq!(answer.status, 200, "{}", answer.text);
        id
    }

    /// Orders a render and gives the execution's id.
    pub fn render(&self, project: &str) -> String {
        let accepted = self.post(&format!("/api/projects/{project}/render"), json!({}));
        assert_eq!(accepted.status, 202, "{}", accepted.text);
        accepted.json()["executionId"].as_str().unwrap().to_owned()
    }

    /// The events after number `after`, as they come, until the server ends the stream or the reader has enough.
    pub fn events(&self, execution: &str, after: u64) -> impl Iterator<Item = Value> + use<> {
        self.event_lines(execution, after)
            .map_while(Result::ok)
            .filter_map(|line| serde_json::from_str(line.strip_prefix("data:")?.trim()).ok())
    }

    /// The same as the server sends them; an error where the stream breaks off before its end.
    pub fn event_lines(
        &self,
        execution: &str,
        after: u64,
    ) -> impl Iterator<Item = std::io::Result<String>> + use<> {
        let mut request = self.agent.get(format!("{}/api/executions/{execution}/events", self.url));
        for (name, value) in self.with_authorization(&[("last-event-id", &after.to_string())]) {
            request = request.header(name, value);
        }
        let response = request.call().unwrap();
        assert_eq!(response.status().as_u16(), 200);
        BufReader::new(response.into_body().into_reader()).lines()
    }

    /// Watches until it is final, and gives it as it then is.
    pub fn wait_for(&self, execution: &str) -> Value {
        let known = self.get(&format!("/api/executions/{execution}")).json();
        if !matches!(known["status"].as_str(), Some("completed" | "failed" | "cancelled")) {
            self.events(execution, 0).for_each(drop);
        }
        self.get(&format!("/api/executions/{execution}")).json()
    }
}

fn read(response: http::Response<Body>) -> Answer {
    let (parts, body) = response.into_parts();
    let mut bytes = Vec::new();
    body.into_reader().read_to_end(&mut bytes).unwrap();
    let text = String::from_utf8_lossy(&bytes).into_owned();
    Answer { status: parts.status.as_u16(), headers: parts.headers, bytes, text }
}

fn encoded(value: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric();
    value.bytes().map(|b| if plain(b) { char::from(b).to_string() } else { format!("%{b:02X}") }).collect()
}
