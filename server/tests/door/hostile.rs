//! Receivers that want to cost as much as they can: each is a thread, and so is each of its connections.

use std::{
    io::{Read, Result, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    sync::{
        Arc, Condvar, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

/// Longer than any delivery takes.
const PATIENCE: Duration = Duration::from_secs(60);

/// What a receiver does once it has the beginning of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Habit {
    /// Says nothing and hangs.
    Silent,
    /// A byte a second of a header that never ends.
    DripsHead,
    /// The same of a body.
    DripsBody,
    /// As much of a header as anybody keeps, and then nothing.
    HoardsHead,
    /// One header without an end.
    EndlessHeader,
    /// A body without an end.
    EndlessBody,
    /// Breaks the connection.
    Resets,
}

impl Habit {
    pub const ALL: [Habit; 7] = [
        Habit::Silent,
        Habit::DripsHead,
        Habit::DripsBody,
        Habit::HoardsHead,
        Habit::EndlessHeader,
        Habit::EndlessBody,
        Habit::Resets,
    ];
}

/// What all receivers of one test see.
#[derive(Default)]
pub struct Watch {
    called: AtomicUsize,
    held: Mutex<Held>,
    changed: Condvar,
}

#[derive(Default)]
struct Held {
    now: usize,
    /// How long each one that is over took.
    over: Vec<(Habit, Duration)>,
}

impl Watch {
    /// How often any of them was called.
    pub fn called(&self) -> usize {
        self.called.load(Ordering::Relaxed)
    }

    /// Waits until so many connections are there.
    pub fn holds(&self, number: usize) {
        let held = self.held.lock().unwrap();
        let waited = self.changed.wait_timeout_while(held, PATIENCE, |held| held.now < number).unwrap();
        assert!(!waited.1.timed_out(), "{} are held", waited.0.now);
    }

    /// How long connections took, once so many are over.
    pub fn over(&self, number: usize) -> Vec<(Habit, Duration)> {
        let held = self.held.lock().unwrap();
        let waited =
            self.changed.wait_timeout_while(held, PATIENCE, |held| held.over.len() < number).unwrap();
        assert!(!waited.1.timed_out(), "{:?}", waited.0.over);
        waited.0.over.clone()
    }

    fn change(&self, change: impl FnOnce(&mut Held)) {
        change(&mut self.held.lock().unwrap());
        self.changed.notify_all();
    }
}

/// Listens at a host of its own.
pub fn receiver(habit: Habit, watch: &Arc<Watch>) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let watch = watch.clone();
    thread::spawn(move || {
        for stream in listener.incoming() {
            let watch = watch.clone();
            watch.called.fetch_add(1, Ordering::Relaxed);
            watch.change(|held| held.now += 1);
            thread::spawn(move || {
                let began = Instant::now();
                // Whoever calls may hang up whenever it likes.
                let _ = follow(habit, stream.unwrap());
                watch.change(|held| {
                    held.now -= 1;
                    held.over.push((habit, began.elapsed()));
                });
            });
        }
    });
    address
}

fn follow(habit: Habit, mut stream: TcpStream) -> Result<()> {
    let mut request = vec![0; 64 << 10];
    if habit == Habit::Resets {
        // With something unread, the end of a connection is a reset.
        stream.peek(&mut request)?;
        return Ok(());
    }
    let _ = stream.read(&mut request)?;
    match habit {
        Habit::Silent | Habit::Resets => {}
        Habit::DripsHead => drip(&mut stream, b"HTTP/1.1 200 OK\r\nx: ")?,
        Habit::DripsBody => drip(&mut stream, b"HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n")?,
        Habit::HoardsHead => {
            stream.write_all(b"HTTP/1.1 200 OK\r\nx: ")?;
            stream.write_all(&[b'x'; 400_000])?;
        }
        Habit::EndlessHeader => {
            stream.write_all(b"HTTP/1.1 200 OK\r\nx: ")?;
            loop {
                stream.write_all(&[b'x'; 64 << 10])?;
            }
        }
        Habit::EndlessBody => {
            stream.write_all(b"HTTP/1.1 500 No\r\ntransfer-encoding: chunked\r\n\r\n")?;
            loop {
                stream.write_all(&[b"10000\r\n".as_slice(), &[b'x'; 0x10000], b"\r\n"].concat())?;
            }
        }
    }
    // Until the other one hangs up.
    while stream.read(&mut request)? > 0 {}
    Ok(())
}

fn drip(stream: &mut TcpStream, head: &[u8]) -> Result<()> {
    stream.write_all(head)?;
    loop {
        stream.write_all(b"x")?;
        thread::sleep(Duration::from_secs(1));
    }
}
