//! `bench api`: the read routes of the API at a steady rate while many watch, and what one who watches costs.

use super::http::{Answer, Connection};
use super::server::Server;
use crate::steps::Steps;
use crate::workspace::Workspace;
use anyhow::{Context, Result, ensure};
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::thread;
use std::time::{Duration, Instant};

/// Connections that ask.
const ASKING: u32 = 16;
const EMAIL: &str = "watcher@example.com";
const JSON: (&str, &str) = ("content-type", "application/json");

/// How much is put on it.
pub struct Load {
    pub seconds: u32,
    /// Requests a second.
    pub rate: u32,
    /// Half of them by Server-Sent Events, half by WebSocket.
    pub watchers: u32,
    /// Those who only watch, on a server of their own.
    pub idle: u32,
}

/// A server on which an execution waits for ever, and the ways in.
struct Watched {
    server: Server,
    authorization: String,
    cookie: String,
    project: String,
    execution: String,
}

pub fn bench(workspace: &Workspace, steps: &mut Steps, load: &Load) -> Result<()> {
    steps.step("the read routes, watched", || {
        let watched = Watched::start(workspace)?;
        let half = load.watchers / 2;
        let by_events = watched.watch(load.watchers - half, Watched::events)?;
        let by_socket = watched.watch(half, Watched::socket)?;
        let (before, _) = watched.server.memory_mib();
        let mut waits = watched.ask(load)?;
        let (after, _) = watched.server.memory_mib();
        waits.sort();
        let at = |share: f64| waits[((waits.len() - 1) as f64 * share) as usize].as_secs_f64() * 1000.0;
        println!(
            "{} requests in {} s beside {} watchers: 0 errors, p50 {:.1} ms, p99 {:.1} ms, worst {:.1} ms; memory {before} MiB \
             before, {after} MiB after",
            waits.len(), load.seconds, by_events.len() + by_socket.len(), at(0.5), at(0.99), at(1.0)
        );
        Ok(())
    })?;
    steps.step("watchers that only wait", || {
        let watched = Watched::start(workspace)?;
        let alone = watched.server.memory_kib();
        let waiting = watched.watch(load.idle, Watched::events)?;
        thread::sleep(Duration::from_secs(10));
        let with = watched.server.memory_kib();
        let each = with.saturating_sub(alone) * 1024 / u64::from(load.idle.max(1));
        println!(
            "{} idle watchers: {alone} KiB before, {with} KiB with them, {each} bytes for each",
            waiting.len()
        );
        Ok(())
    })
}

impl Watched {
    fn start(workspace: &Workspace) -> Result<Watched> {
        // Nobody takes a first step, so what is ordered waits.
        let settings = [("NODE_STEPS", "publish".to_owned()), ("RATE_LIMIT", "100000000/1s".to_owned())];
        let server = Server::start_with(workspace, &settings)?;
        let authorization = format!("Bearer {}", server.key(workspace, EMAIL, &settings)?);
        let mut connection = Connection::open(server.address)?;
        let form = format!("email={}&password=a+long+enough+password", EMAIL.replace('@', "%40"));
        let kind = [("content-type", "application/x-www-form-urlencoded")];
        let entered = connection.send("POST", "/rpc/log_in", &kind, &form)?;
        let cookie = entered.header("set-cookie").and_then(|cookie| cookie.split(';').next());
        let cookie = cookie.context("no session")?.to_owned();
        let headers = [JSON, ("authorization", authorization.as_str())];
        let project = connection.send("POST", "/api/projects", &headers, r#"{"topic": "a warm mug"}"#)?;
        let (project, script) = (text(&project, "\"id\":\"prj_")?, text(&project, "\"id\":\"scr_")?);
        let choice = format!(r#"{{"scriptId": "scr_{script}"}}"#);
        let project = format!("prj_{project}");
        let path = format!("/api/projects/{project}");
        ensure!(connection.send("PATCH", &path, &headers, &choice)?.status == 200, "no script was chosen");
        let ordered = connection.send("POST", &format!("{path}/render"), &headers, "{}")?;
        let execution = format!("ex_{}", text(&ordered, "\"executionId\":\"ex_")?);
        Ok(Watched { server, authorization, cookie, project, execution })
    }

    fn watch(&self, count: u32, begin: fn(&Watched) -> Result<TcpStream>) -> Result<Vec<TcpStream>> {
        (0..count).map(|_| begin(self)).collect()
    }

    fn events(&self) -> Result<TcpStream> {
        let path = format!("/api/executions/{}/events", self.execution);
        begin(self.server.address, &path, &format!("authorization: {}\r\n", self.authorization), 200)
    }

    fn socket(&self) -> Result<TcpStream> {
        let headers = format!(
            "connection: upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\n\
             sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\ncookie: {}\r\n",
            self.cookie
        );
        let mut stream = begin(self.server.address, "/rpc/watch_execution", &headers, 101)?;
        let first = format!("\0{{\"execution\":\"{}\",\"after\":0}}", self.execution);
        let length = u8::try_from(first.len()).ok().filter(|length| *length < 126).context("too long")?;
        // One binary frame, masked with zeros.
        stream.write_all(&[&[0x82, 0x80 | length, 0, 0, 0, 0], first.as_bytes()].concat())?;
        Ok(stream)
    }

    /// How long each answer took, from the moment at which it was due to be asked for.
    fn ask(&self, load: &Load) -> Result<Vec<Duration>> {
        let paths = [
            "/api/projects".to_owned(),
            format!("/api/projects/{}", self.project),
            "/api/executions".to_owned(),
            format!("/api/executions/{}", self.execution),
            "/api/avatars".to_owned(),
            "/api/voices".to_owned(),
            "/api/usage".to_owned(),
            "/api/assets".to_owned(),
            format!("/api/projects/{}/estimate", self.project),
        ];
        let started = Instant::now();
        let ask = |asker: u32| -> Result<Vec<Duration>> {
            let mut connection = Connection::open(self.server.address)?;
            let headers = [("authorization", self.authorization.as_str())];
            let numbers = (asker..load.rate * load.seconds).step_by(ASKING as usize);
            let waits = numbers.map(|number| {
                let due = started + Duration::from_secs(1) * number / load.rate;
                thread::sleep(due.saturating_duration_since(Instant::now()));
                let path = &paths[number as usize % paths.len()];
                let answer = connection.send("GET", path, &headers, "")?;
                ensure!(answer.status == 200, "{path} answered {}", answer.status);
                Ok(due.elapsed())
            });
            waits.collect()
        };
        thread::scope(|scope| {
            let askers: Vec<_> = (0..ASKING).map(|asker| scope.spawn(move || ask(asker))).collect();
            let waits = askers.into_iter().map(|asker| asker.join().ok().context("an asker broke")?);
            Ok(waits.collect::<Result<Vec<_>>>()?.concat())
        })
    }
}

/// Asks, and reads the head of the answer.
fn begin(address: SocketAddr, path: &str, headers: &str, status: u16) -> Result<TcpStream> {
    let mut stream = TcpStream::connect(address)?;
    stream.set_read_timeout(Some(Duration::from_secs(30)))?;
    stream.write_all(format!("GET {path} HTTP/1.1\r\nhost: {address}\r\n{headers}\r\n").as_bytes())?;
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        stream.read_exact(&mut byte)?;
        head.push(byte[0]);
    }
    let head = String::from_utf8_lossy(&head);
    ensure!(head.starts_with(&format!("HTTP/1.1 {status} ")), "{path} answered {head}");
    Ok(stream)
}

/// What follows these words, up to the next quotation mark.
fn text(answer: &Answer, words: &str) -> Result<String> {
    let body = String::from_utf8_lossy(&answer.body);
    let rest = body.split(words).nth(1).with_context(|| format!("no {words} in {body}"))?;
    Ok(rest.split('"').next().unwrap_or_default().to_owned())
}
