//! A simulator and a client of it.

use serde_json::{Value, json};
use simulator::{API_KEY, Event, Fault, Simulator, SimulatorSettings};
use std::time::Duration;
use ureq::{Agent, http::Request};

/// A job takes so long that only the test itself ends it.
pub const UNTIL_SETTLED: std::ops::Range<Duration> = Duration::from_secs(3600)..Duration::from_secs(3601);

pub struct World {
    pub simulator: Simulator,
    agent: Agent,
}

/// An answer, or why there was none.
pub type Answered = Result<Answer, String>;

#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub bytes: Vec<u8>,
    pub json: Value,
}

impl Answer {
    pub fn text(&self, member: &str) -> &str {
        self.json.get(member).and_then(Value::as_str).unwrap_or_else(|| panic!("{member} in {}", self.json))
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

impl World {
    pub async fn new(settings: SimulatorSettings) -> World {
        World { simulator: Simulator::start(settings).await.unwrap(), agent: agent() }
    }

    /// Jobs end only when the test says so.
    pub async fn held() -> World {
        World::new(SimulatorSettings { job_time: UNTIL_SETTLED, ..SimulatorSettings::default() }).await
    }

    /// The same, with faults for the first submission.
    pub async fn with(faults: impl IntoIterator<Item = Fault>) -> World {
        let world = World::held().await;
        world.simulator.force_next(faults);
        world
    }

    pub fn call(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Answered {
        send(&self.agent, method, &format!("{}{path}", self.simulator.base_url()), headers, body)
    }

    /// A call with the key, and with JSON where there is a body.
    pub fn ask(&self, method: &str, path: &str, body: Option<Value>) -> Answered {
        let scheme = if path.starts_with("/fal") { "Key" } else { "Bearer" };
        let key = format!("{scheme} {API_KEY}");
        let mut headers = vec![("authorization", key.as_str())];
        headers.extend(body.is_some().then_some(("content-type", "application/json")));
        self.call(method, path, &headers, &body.map(|body| body.to_string()).unwrap_or_default())
    }

    /// Submits a picture to the service that needs the least, for what every service has.
    pub fn submit(&self) -> Answered {
        self.submit_with("blind", json!({}))
    }

    /// Submits a picture with further members.
    pub fn submit_with(&self, profile: &str, more: Value) -> Answered {
        let mut body = json!({ "order": { "kind": "image", "prompt": "a mug" } });
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        self.ask("POST", &format!("/{profile}/jobs"), Some(body))
    }

    pub fn look(&self, profile: &str, id: &str) -> Answer {
        self.ask("GET", &format!("/{profile}/jobs/{id}"), None).unwrap()
    }

    pub async fn ended(&self, id: &str) {
        let ended = |event: &Event| matches!(event, Event::Ended { job, .. } if job == id);
        self.simulator.wait_for(ended).await.unwrap();
    }

    /// The submission's only job.
    pub fn only_job(&self) -> String {
        let [seen] = &self.simulator.submissions()[..] else { panic!("there is not one submission") };
        seen.job_id.clone().unwrap()
    }

    /// What was charged, in all.
    pub fn charged(&self) -> Vec<String> {
        self.simulator.invoice().into_iter().map(|line| line.job_id).collect()
    }

    pub fn assert_no_mistakes(&self) {
        assert_eq!(self.simulator.mistakes(), [""; 0]);
    }
}

pub fn agent() -> Agent {
    Agent::config_builder()
        .http_status_as_error(false)
        .allow_non_standard_methods(true)
        .timeout_global(Some(Duration::from_secs(30)))
        .build()
        .into()
}

pub fn send(agent: &Agent, method: &str, url: &str, headers: &[(&str, &str)], body: &str) -> Answered {
    let request = Request::builder().method(method).uri(url);
    let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
    let answer = if body.is_empty() {
        agent.run(request.body(()).unwrap())
    } else {
        agent.run(request.body(body.to_owned()).unwrap())
    };
    let mut answer = answer.map_err(|error| error.to_string())?;
    let bytes = answer.body_mut().read_to_vec().map_err(|error| error.to_string())?;
    let headers = answer.headers().iter();
    let headers =
        headers.map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned())).collect();
    Ok(Answer {
        status: answer.status().as_u16(),
        headers,
        json: serde_json::from_slice(&bytes).unwrap_or(Value::Null),
        bytes,
    })
}
