//! Whoever is called back: a thread that reads what comes and answers as it is told.

use serde_json::Value;
use std::{
    collections::{BTreeMap, VecDeque},
    io::{BufRead, BufReader, Read, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    sync::{Arc, Mutex},
    thread,
};

pub struct Receiver {
    address: SocketAddr,
    shared: Arc<Mutex<Shared>>,
}

#[derive(Default)]
struct Shared {
    received: Vec<Received>,
    answers: VecDeque<u16>,
}

#[derive(Debug, Clone)]
pub struct Received {
    pub path: String,
    /// Names are in lower case.
    pub headers: BTreeMap<String, String>,
    pub body: Vec<u8>,
}

impl Received {
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).unwrap_or_else(|| panic!("{name} in {:?}", self.headers))
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }
}

impl Receiver {
    /// Answers 204, always.
    pub fn start() -> Receiver {
        Receiver::answering([])
    }

    /// Answers with these first, and then with 204.
    pub fn answering(answers: impl IntoIterator<Item = u16>) -> Receiver {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let answers = answers.into_iter().collect();
        let shared = Arc::new(Mutex::new(Shared { received: Vec::new(), answers }));
        let receiving = shared.clone();
        thread::spawn(move || {
            for stream in listener.incoming() {
                serve(&receiving, stream.unwrap());
            }
        });
        Receiver { address, shared }
    }

    /// An address that carries a key.
    pub fn url(&self, key: &str) -> String {
        format!("http://{}/hooks/{key}", self.address)
    }

    pub fn received(&self) -> Vec<Received> {
        self.shared.lock().unwrap().received.clone()
    }
}

fn serve(shared: &Mutex<Shared>, mut stream: TcpStream) {
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    let mut first = String::new();
    reader.read_line(&mut first).unwrap();
    let path = first.split(' ').nth(1).unwrap_or_default().to_owned();
    let mut headers = BTreeMap::new();
    let mut line = String::new();
    while reader.read_line(&mut line).unwrap() > 2 {
        let (name, value) = line.trim_end().split_once(':').unwrap();
        headers.insert(name.to_lowercase(), value.trim().to_owned());
        line.clear();
    }
    let mut body = vec![0; headers.get("content-length").unwrap().parse().unwrap()];
    reader.read_exact(&mut body).unwrap();
    let mut shared = shared.lock().unwrap();
    shared.received.push(Received { path, headers, body });
    let status = shared.answers.pop_front().unwrap_or(204);
    write!(stream, "HTTP/1.1 {status} Said\r\ncontent-length: 0\r\nconnection: close\r\n\r\n").unwrap();
}
