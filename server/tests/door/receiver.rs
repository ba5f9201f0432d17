//! Whoever receives webhooks: a thread that reads what comes and says 204.

use std::{
    collections::BTreeMap,
    io::{BufRead, BufReader, Read, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    sync::mpsc::{Receiver as Inbox, Sender, channel},
    thread,
    time::Duration,
};

/// Longer than any delivery takes.
const PATIENCE: Duration = Duration::from_secs(60);

pub struct Receiver {
    address: SocketAddr,
    inbox: Inbox<Letter>,
}

pub struct Letter {
    /// Names are in lower case.
    pub headers: BTreeMap<String, String>,
    pub body: Vec<u8>,
}

impl Receiver {
    pub fn start() -> Receiver {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let (post, inbox) = channel();
        thread::spawn(move || {
            for stream in listener.incoming() {
                receive(stream.unwrap(), &post);
            }
        });
        Receiver { address, inbox }
    }

    pub fn url(&self) -> String {
        format!("http://{}/told", self.address)
    }

    /// The next letter, as soon as it is there.
    pub fn letter(&self) -> Letter {
        self.inbox.recv_timeout(PATIENCE).unwrap()
    }
}

fn receive(mut stream: TcpStream, post: &Sender<Letter>) {
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    let mut headers = BTreeMap::new();
    let mut line = String::new();
    reader.read_line(&mut line).unwrap();
    line.clear();
    while reader.read_line(&mut line).unwrap() > 2 {
        let (name, value) = line.trim_end().split_once(':').unwrap();
        headers.insert(name.to_lowercase(), value.trim().to_owned());
        line.clear();
    }
    let mut body = vec![0; headers["content-length"].parse().unwrap()];
    reader.read_exact(&mut body).unwrap();
    write!(stream, "HTTP/1.1 204 Taken\r\nconnection: close\r\n\r\n").unwrap();
    // A test that has seen enough listens no more.
    let _ = post.send(Letter { headers, body });
}
