//! A server on loopback that answers each request as a test says, and remembers what it saw.

use serde_json::{Value, json};
use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
    time::Duration,
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

/// A request as it arrived.
#[derive(Debug, Clone)]
pub struct Seen {
    pub method: String,
    /// With its query.
    pub path: String,
    /// Names in lower case.
    pub headers: BTreeMap<String, String>,
    pub body: Vec<u8>,
    /// The address of the server that it reached.
    pub base: String,
}

/// What is answered.
pub enum Reply {
    Json(u16, Value),
    With(u16, Vec<(&'static str, String)>, Vec<u8>),
    /// The connection is closed without a word.
    Close,
    /// These bytes as they are, with a pause after each piece.
    Raw(Vec<Vec<u8>>, Duration),
    /// Nothing, for as long as the test lasts.
    Hang,
}

pub struct Stand {
    pub base: String,
    seen: Arc<Mutex<Vec<Seen>>>,
}

impl Stand {
    pub async fn start(answer: impl Fn(&Seen) -> Reply + Send + Sync + 'static) -> Stand {
        Stand::on(TcpListener::bind("127.0.0.1:0").await.unwrap(), answer)
    }

    pub fn on(listener: TcpListener, answer: impl Fn(&Seen) -> Reply + Send + Sync + 'static) -> Stand {
        let base = format!("http://{}", listener.local_addr().unwrap());
        let seen = Arc::new(Mutex::new(Vec::new()));
        let (answer, remembered, at) = (Arc::new(answer), Arc::clone(&seen), base.clone());
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (answer, remembered, at) = (Arc::clone(&answer), Arc::clone(&remembered), at.clone());
                tokio::spawn(async move {
                    let mut stream = stream;
                    if let Some(request) = read(&mut stream, at).await {
                        remembered.lock().unwrap().push(request.clone());
                        write(&mut stream, answer(&request)).await;
                    }
                });
            }
        });
        Stand { base, seen }
    }

    pub fn seen(&self) -> Vec<Seen> {
        self.seen.lock().unwrap().clone()
    }
}

/// An address where nobody listens.
pub async fn nobody() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    format!("http://{}", listener.local_addr().unwrap())
}

impl Seen {
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or(Value::Null)
    }

    /// What a person would compare: no port, no length.
    pub fn plain(&self) -> Value {
        json!({
            "request": format!("{} {}", self.method, self.path),
            "authorization": self.headers.get("authorization"),
            "contentType": self.headers.get("content-type"),
            "body": self.json(),
        })
    }
}

async fn read(stream: &mut TcpStream, base: String) -> Option<Seen> {
    let mut bytes = Vec::new();
    let head = loop {
        if let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
            break end;
        }
        if stream.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
    };
    let text = String::from_utf8_lossy(&bytes[..head]).into_owned();
    let mut lines = text.split("\r\n");
    let mut first = lines.next()?.split(' ');
    let (method, path) = (first.next()?.to_owned(), first.next()?.to_owned());
    let headers: BTreeMap<String, String> = lines
        .filter_map(|line| line.split_once(": "))
        .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
        .collect();
    let length: usize = headers.get("content-length").map_or(0, |length| length.parse().unwrap());
    let mut body = bytes.split_off(head + 4);
    while body.len() < length {
        if stream.read_buf(&mut body).await.ok()? == 0 {
            return None;
        }
    }
    Some(Seen { method, path, headers, body, base })
}

/// The client may be gone already, and that is its right.
async fn write(stream: &mut TcpStream, reply: Reply) {
    match reply {
        Reply::Json(status, body) => {
            let headers = vec![("content-type", "application/json".to_owned())];
            whole(stream, status, headers, body.to_string().into_bytes()).await;
        }
        Reply::With(status, headers, body) => whole(stream, status, headers, body).await,
        Reply::Close => {}
        Reply::Raw(pieces, pause) => {
            for piece in pieces {
                if stream.write_all(&piece).await.is_err() {
                    return;
                }
                tokio::time::sleep(pause).await;
            }
        }
        Reply::Hang => std::future::pending().await,
    }
}

async fn whole(stream: &mut TcpStream, status: u16, headers: Vec<(&'static str, String)>, body: Vec<u8>) {
    let mut head = format!("HTTP/1.1 {status} X\r\nconnection: close\r\ncontent-length: {}\r\n", body.len());
    for (name, value) in headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    let _ = stream.write_all(format!("{head}\r\n").as_bytes()).await;
    let _ = stream.write_all(&body).await;
}
