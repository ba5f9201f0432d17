//! An execution's events: in order, with no gap, also for who comes back.

use crate::app::TestApp;
use serde_json::{Value, json};
use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    time::Duration,
};

fn numbers(events: impl Iterator<Item = Value>) -> Vec<u64> {
    events.map(|event| event["seq"].as_u64().unwrap()).collect()
}

#[test]
fn a_reader_that_comes_back_goes_on_where_it_stopped() {
    let app = TestApp::start();
    let person = app.person("me@example.com");
    let execution = person.render(&person.project());
    let first = numbers(person.events(&execution, 0).take(3));
    assert_eq!(first, [1, 2, 3]);
    let rest = numbers(person.events(&execution, 3));
    let last = *rest.last().unwrap();
    assert_eq!(rest, (4..=last).collect::<Vec<_>>());
    assert_eq!(numbers(person.events(&execution, 0)), (1..=last).collect::<Vec<_>>());

    let path = format!("/api/executions/{execution}/events");
    let nothing_more = person.get_with(&path, &[("last-event-id", &last.to_string())]);
    assert_eq!(nothing_more.status, 204);
    assert_eq!(person.get_with(&path, &[("last-event-id", "soon")]).status, 400);
}

#[test]
fn two_readers_see_the_same() {
    let app = TestApp::start();
    let person = app.person("me@example.com");
    let execution = person.render(&person.project());
    let (one, two) = (person.events(&execution, 0), person.events(&execution, 0));
    let other = std::thread::spawn(move || two.collect::<Vec<_>>());
    let seen = one.collect::<Vec<_>>();
    assert_eq!(seen, other.join().unwrap());
    assert_eq!(seen.last().unwrap()["status"], "completed");
    let count = seen.len() as u64;
    assert_eq!(numbers(seen.into_iter()), (1..=count).collect::<Vec<_>>());
}

#[test]
fn a_page_watches_on_a_socket() {
    let app = TestApp::start();
    let person = app.stranger();
    let cookie = person.sign_up("me@example.com", "a long enough password").cookie();
    let execution = person.render(&person.project());
    let mut socket = Socket::open(&app.url, "/rpc/watch_execution", &cookie);
    socket.say(&json!({"execution": execution, "after": 0}));
    let mut seen: Vec<Value> = Vec::new();
    while seen.last().is_none_or(|event| event["status"] != "completed") {
        seen.push(socket.hear());
    }
    let count = seen.len() as u64;
    assert_eq!(numbers(seen.into_iter()), (1..=count).collect::<Vec<_>>());
}

/// A WebSocket as a page opens it, by hand, since the client of these tests knows none. Each message is a byte that
/// tells a value from an error, and then JSON.
struct Socket(BufReader<TcpStream>);

impl Socket {
    fn open(url: &str, path: &str, cookie: &str) -> Self {
        let mut stream = TcpStream::connect(url.strip_prefix("http://").unwrap()).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(120))).unwrap();
        let key = "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==";
        let upgrade = format!("Connection: Upgrade\r\nUpgrade: websocket\r\n{key}");
        write!(stream, "GET {path} HTTP/1.1\r\nHost: test\r\nCookie: {cookie}\r\n{upgrade}\r\n\r\n").unwrap();
        let mut reader = BufReader::new(stream);
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            assert!(reader.read_line(&mut head).unwrap() > 0, "{head}");
        }
        assert!(head.starts_with("HTTP/1.1 101"), "{head}");
        Socket(reader)
    }

    /// One short frame. A client's frames are masked; a mask of noughts changes nothing.
    fn say(&mut self, value: &Value) {
        let payload = [&[0], value.to_string().as_bytes()].concat();
        let length = u8::try_from(payload.len()).unwrap();
        assert!(length < 126);
        let frame = [&[0x82, 0x80 | length, 0, 0, 0, 0], payload.as_slice()].concat();
        self.0.get_mut().write_all(&frame).unwrap();
    }

    fn hear(&mut self) -> Value {
        let [_kind, length] = self.bytes();
        let length = match length {
            126 => usize::from(u16::from_be_bytes(self.bytes())),
            short => usize::from(short),
        };
        let mut payload = vec![0; length];
        self.0.read_exact(&mut payload).unwrap();
        assert_eq!(payload[0], 0, "{}", String::from_utf8_lossy(&payload));
        serde_json::from_slice(&payload[1..]).unwrap()
    }

    fn bytes<const N: usize>(&mut self) -> [u8; N] {
        let mut bytes = [0; N];
        self.0.read_exact(&mut bytes).unwrap();
        bytes
    }
}
