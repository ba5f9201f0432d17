//! Receivers that want to cost as much as they can: they listen on loopback, and each has a habit of its own.

use crate::world::in_time;
use std::time::Duration;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::watch,
};

/// What a receiver does once it has the beginning of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Habit {
    /// Takes it, as everybody should.
    Takes,
    /// Says nothing and hangs.
    Silent,
    /// A byte of a header that never ends, and soon another one.
    DripsHead,
    /// The same of a body.
    DripsBody,
    /// One header without an end, as fast as it is read.
    EndlessHeader,
    /// Headers without an end.
    EndlessHeaders,
    /// It goes on and on, it says.
    EndlessContinue,
    /// A body without an end.
    EndlessBody,
    /// A body that would be thousands of times as long if somebody inflated it.
    GzipBomb,
    /// Breaks the connection.
    Resets,
}

impl Habit {
    pub const HOSTILE: [Habit; 9] = [
        Habit::Silent,
        Habit::DripsHead,
        Habit::DripsBody,
        Habit::EndlessHeader,
        Habit::EndlessHeaders,
        Habit::EndlessContinue,
        Habit::EndlessBody,
        Habit::GzipBomb,
        Habit::Resets,
    ];
}

/// Connections that were made, and those that are still there.
#[derive(Default)]
struct Counts {
    made: usize,
    there: usize,
}

pub struct Receiver {
    host: String,
    counting: watch::Sender<Counts>,
}

impl Receiver {
    pub async fn start(habit: Habit) -> Receiver {
        Receiver::counted(habit, watch::Sender::default()).await
    }

    /// One more receiver at a host of its own, counted together with this one.
    pub async fn another(&self, habit: Habit) -> Receiver {
        Receiver::counted(habit, self.counting.clone()).await
    }

    async fn counted(habit: Habit, counting: watch::Sender<Counts>) -> Receiver {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let host = listener.local_addr().unwrap().to_string();
        let receiver = Receiver { host, counting: counting.clone() };
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                counting
                    .send_modify(|counts| (counts.made, counts.there) = (counts.made + 1, counts.there + 1));
                let counting = counting.clone();
                tokio::spawn(async move {
                    // Whoever calls may hang up whenever it likes.
                    let _ = follow(habit, stream).await;
                    counting.send_modify(|counts| counts.there -= 1);
                });
            }
        });
        receiver
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://{}/{path}", self.host)
    }

    /// Connections that are still there.
    pub fn held(&self) -> usize {
        self.counting.borrow().there
    }

    /// Waits until so many were made.
    pub async fn called(&self, times: usize) {
        in_time(self.counting.subscribe().wait_for(|counts| counts.made >= times)).await.unwrap();
    }
}

async fn follow(habit: Habit, mut stream: TcpStream) -> std::io::Result<()> {
    stream.readable().await?;
    if habit == Habit::Resets {
        // With something unread, the end of a connection is a reset.
        return Ok(());
    }
    let mut request = vec![0; 64 * 1024];
    let _begun = stream.read(&mut request).await?;
    let chunk = || [b"10000\r\n".as_slice(), &[b'x'; 0x10000], b"\r\n"].concat();
    let (head, again, pause_ms) = match habit {
        Habit::Resets | Habit::Silent => (String::new(), Vec::new(), 0),
        Habit::Takes => ("connection: close\r\n\r\n".into(), Vec::new(), 0),
        Habit::DripsHead => ("x: ".into(), b"x".to_vec(), 20),
        Habit::DripsBody => ("content-length: 1000000\r\n\r\n".into(), b"x".to_vec(), 20),
        Habit::EndlessHeader => ("x: ".into(), vec![b'x'; 0x10000], 0),
        Habit::EndlessHeaders => (String::new(), b"x-and-again: y\r\n".repeat(1000), 0),
        Habit::EndlessContinue => ("\r\n".into(), b"HTTP/1.1 100 Continue\r\n\r\n".repeat(1000), 0),
        Habit::EndlessBody => ("transfer-encoding: chunked\r\n\r\n".into(), chunk(), 0),
        Habit::GzipBomb => ("content-encoding: gzip\r\n\r\n".into(), gzip_bomb(), 0),
    };
    let status = match habit {
        Habit::Resets | Habit::Silent => "",
        Habit::EndlessContinue => "HTTP/1.1 100 Continue\r\n",
        _ => "HTTP/1.1 200 OK\r\n",
    };
    stream.write_all(format!("{status}{head}").as_bytes()).await?;
    if habit == Habit::Takes {
        return stream.shutdown().await;
    }
    while !again.is_empty() {
        stream.write_all(&again).await?;
        tokio::time::sleep(Duration::from_millis(pause_ms)).await;
    }
    // Until the other one hangs up.
    while stream.read(&mut request).await? > 0 {}
    Ok(())
}

/// A megabyte that becomes 158: a zero, and then again and again the last one 258 times more.
fn gzip_bomb() -> Vec<u8> {
    let begin = "010".to_owned() + "00110000";
    let more = "11000101".to_owned() + "00000";
    let bits = begin + &more.repeat(600_000);
    let byte = |bits: &[u8]| bits.iter().rev().fold(0, |byte, bit| byte * 2 + (bit - b'0'));
    let header = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff];
    header.into_iter().chain(bits.as_bytes().chunks(8).map(byte)).collect()
}
