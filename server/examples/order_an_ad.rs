//! An ad, ordered over HTTP by a program: a topic becomes a project, its first script is chosen, the render is followed
//! by Server-Sent Events, and the film is kept as a file.
//!
//! ```text
//! PITCHREEL_KEY=pr_… cargo run -p server --example order_an_ad -- "a mug that keeps coffee warm" ad.mp4
//! ```
//!
//! `PITCHREEL_URL` says where the server is; `http://127.0.0.1:3000` where it is not set.

use serde_json::{Value, json};
use std::{
    env,
    error::Error,
    fs::File,
    io::{self, BufRead, BufReader, Read},
    process::ExitCode,
    thread,
    time::Duration,
};
use ureq::{Agent, Body, http::Response};

type Outcome<T> = Result<T, Box<dyn Error>>;

/// Until the head of an answer is there. A stream then goes on for as long as it takes.
const ANSWER_WITHIN: Duration = Duration::from_secs(60);
/// The longest that one line is read; a stream is then taken up on a new one.
const LINE_MAX: Duration = Duration::from_secs(3600);
/// Lines that break one after the other before that is given up.
const BREAKS_MAX: u32 = 8;
const EVENT_BYTES_MAX: u64 = 1 << 20;
const FILM_BYTES_MAX: u64 = 4 << 30;

fn main() -> ExitCode {
    match order_an_ad() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn order_an_ad() -> Outcome<()> {
    let mut words = env::args().skip(1);
    let topic = words.next().ok_or("Say what the ad is about.")?;
    let path = words.next().unwrap_or_else(|| "ad.mp4".to_owned());
    let studio = Studio::of_environment()?;

    let project = studio.post("/api/projects", json!({ "topic": topic }))?;
    let address = format!("/api/projects/{}", text(&project["id"])?);
    println!("{}", text(&project["scripts"][0]["text"])?);
    studio.patch(&address, json!({ "scriptId": project["scripts"][0]["id"] }))?;
    let order = studio.post(&format!("{address}/render"), json!({}))?;

    let status_url = text(&order["statusUrl"])?;
    studio.follow(status_url, |event| {
        println!("{:>3} %  {}", event["progress"], event["message"].as_str().unwrap_or_default());
    })?;
    let execution = studio.get(status_url)?;
    if execution["status"] != "completed" {
        let remedy = execution["errorDetail"]["remedy"].as_str().unwrap_or_default();
        return Err(format!("It ended as {}. {remedy}", execution["status"]).into());
    }
    let bytes = studio.download(text(&execution["result"]["url"])?, &path)?;
    println!("{path}: {bytes} bytes");
    Ok(())
}

/// The server, as somebody with a key sees it.
struct Studio {
    agent: Agent,
    url: String,
    authorization: String,
}

impl Studio {
    fn of_environment() -> Outcome<Studio> {
        let url = env::var("PITCHREEL_URL").unwrap_or_else(|_| "http://127.0.0.1:3000".to_owned());
        let key =
            env::var("PITCHREEL_KEY").map_err(|_| "Set PITCHREEL_KEY; `pitchreel key add` makes one.")?;
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .timeout_connect(Some(ANSWER_WITHIN))
            .timeout_recv_response(Some(ANSWER_WITHIN))
            .timeout_recv_body(Some(LINE_MAX));
        Ok(Studio { agent: config.build().into(), url, authorization: format!("Bearer {key}") })
    }

    /// Whatever breaks, the same request with the same key may be sent again: it makes one thing.
    fn post(&self, path: &str, body: Value) -> Outcome<Value> {
        let key = format!("{:032x}", rand::random::<u128>());
        let mut attempts = 0;
        loop {
            let request = self.agent.post(format!("{}{path}", self.url));
            let request =
                request.header("authorization", &self.authorization).header("idempotency-key", &key);
            match request.send_json(&body) {
                Err(error) if attempts < BREAKS_MAX => {
                    attempts += 1;
                    eprintln!("{error}; once more");
                    thread::sleep(Duration::from_secs(1));
                }
                answer => return read(answer?),
            }
        }
    }

    fn patch(&self, path: &str, body: Value) -> Outcome<Value> {
        let request = self.agent.patch(format!("{}{path}", self.url));
        read(request.header("authorization", &self.authorization).send_json(body)?)
    }

    fn get(&self, path: &str) -> Outcome<Value> {
        let request = self.agent.get(format!("{}{path}", self.url));
        read(request.header("authorization", &self.authorization).call()?)
    }

    /// Hears every event once and in order, until the execution is over. Where the line breaks, it goes on after the
    /// last event that came.
    fn follow(&self, status_url: &str, mut hear: impl FnMut(&Value)) -> Outcome<()> {
        let (mut last, mut breaks) = (0, 0);
        while breaks < BREAKS_MAX {
            let request = self.agent.get(format!("{}{status_url}/events", self.url));
            let request = request.header("authorization", &self.authorization);
            match request.header("last-event-id", last.to_string()).call() {
                // It is over, and we have heard all of it.
                Ok(answer) if answer.status() == 204 => return Ok(()),
                Ok(answer) if answer.status() == 200 => {
                    for event in events(answer) {
                        hear(&event);
                        (last, breaks) = (event["seq"].as_u64().unwrap_or(last), 0);
                    }
                }
                Ok(answer) => return read(answer).map(|_| ()),
                Err(error) => eprintln!("{error}; once more"),
            }
            breaks += 1;
            thread::sleep(Duration::from_millis(500));
        }
        Err("The line broke again and again.".into())
    }

    /// Films lie at addresses that nobody guesses, and need no key.
    fn download(&self, address: &str, path: &str) -> Outcome<u64> {
        let answer = self.agent.get(format!("{}{address}", self.url)).call()?;
        if answer.status() != 200 {
            return Err(format!("The film is not there: {}.", answer.status()).into());
        }
        let mut film = answer.into_body().into_reader().take(FILM_BYTES_MAX);
        Ok(io::copy(&mut film, &mut File::create(path)?)?)
    }
}

/// The events of one line, until it ends or breaks.
fn events(answer: Response<Body>) -> impl Iterator<Item = Value> {
    let mut lines = BufReader::new(answer.into_body().into_reader());
    let next = move || {
        let mut line = String::new();
        match lines.by_ref().take(EVENT_BYTES_MAX).read_line(&mut line) {
            Ok(1..) => Some(line),
            Ok(0) | Err(_) => None,
        }
    };
    std::iter::from_fn(next)
        .filter_map(|line| line.strip_prefix("data:").and_then(|data| serde_json::from_str(data).ok()))
}

/// What the answer says, or the sentence of the refusal.
fn read(answer: Response<Body>) -> Outcome<Value> {
    let status = answer.status();
    let body: Value = answer.into_body().read_json()?;
    if status.is_success() {
        return Ok(body);
    }
    Err(format!("{status}: {}", body["detail"].as_str().unwrap_or("no reason was given")).into())
}

fn text(value: &Value) -> Outcome<&str> {
    Ok(value.as_str().ok_or("The server left out what was asked for.")?)
}
