//! The listener: every connection is served until it ends, within limits that keep strangers from holding the door.
//!
//! A connection that does not say what it wants in time is closed, and there are only so many at once; the others wait
//! in the system's queue. On stopping, no more are taken, and those that are there end with their present answer.

use super::placed::Placed;
use axum::{
    Router,
    body::Body,
    extract::{ConnectInfo, Request},
};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use std::{net::SocketAddr, pin::pin, sync::Arc, time::Duration};
use tokio::{net::TcpListener, sync::Semaphore, time::sleep};
use tokio_util::{sync::CancellationToken, task::TaskTracker};
use tower::ServiceExt;

/// What connections may take.
#[derive(Debug, Clone, Copy)]
pub struct ConnectionLimits {
    /// Each one takes a file of the process, and one more while it sends a file.
    pub at_once: usize,
    /// From its beginning, or from its last answer, until a request's headers are there.
    pub headers_within: Duration,
}

impl Default for ConnectionLimits {
    fn default() -> Self {
        ConnectionLimits { at_once: 400, headers_within: Duration::from_secs(30) }
    }
}

/// Connections that are served whatever the system allows.
const AT_ONCE_MIN: usize = 200;
/// Beyond this many, another node serves better.
const AT_ONCE_MAX: usize = 30_000;
/// Files that the database, the studio and calls outside need.
const OTHER_FILES: u64 = 300;

impl ConnectionLimits {
    /// As many as the system gives this process files for, once it was asked for all that it may have. Most connections
    /// only wait for events; a quarter is left for files that are sent.
    pub fn of_this_process() -> Self {
        use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
        let Rlimit { current, maximum } = getrlimit(Resource::Nofile);
        let raised = setrlimit(Resource::Nofile, Rlimit { current: maximum, maximum });
        let files = if raised.is_ok() { maximum } else { current }.unwrap_or(u64::MAX);
        let free = usize::try_from(files.saturating_sub(OTHER_FILES)).unwrap_or(usize::MAX);
        let at_once = (free / 4).saturating_mul(3).clamp(AT_ONCE_MIN, AT_ONCE_MAX);
        ConnectionLimits { at_once, ..ConnectionLimits::default() }
    }
}

/// How long to leave a system alone that has no room for another connection.
const ACCEPT_REST: Duration = Duration::from_secs(1);

/// Serves what comes in until `stopping`, and returns when every connection has ended.
pub async fn listen(
    listener: TcpListener,
    routes: Router,
    limits: ConnectionLimits,
    stopping: CancellationToken,
) {
    let room = Arc::new(Semaphore::new(limits.at_once));
    let connections = TaskTracker::new();
    let mut protocol = http1::Builder::new();
    protocol.timer(TokioTimer::new()).header_read_timeout(limits.headers_within);
    while let Some((stream, peer)) = next(&listener, &room, &stopping).await {
        connections.spawn(converse(protocol.clone(), stream, peer, routes.clone(), stopping.clone()));
    }
    connections.close();
    connections.wait().await;
}

/// The next connection with its place; nothing once `stopping`.
async fn next(
    listener: &TcpListener,
    room: &Arc<Semaphore>,
    stopping: &CancellationToken,
) -> Option<(Placed, SocketAddr)> {
    let accepted = async {
        let place = room.clone().acquire_owned().await.ok()?;
        loop {
            match listener.accept().await {
                Ok((stream, peer)) => return Some((Placed { stream, _place: place }, peer)),
                Err(error) => {
                    tracing::warn!(%error, "a connection was not taken; trying again in a second");
                    sleep(ACCEPT_REST).await;
                }
            }
        }
    };
    tokio::select! {
        () = stopping.cancelled() => None,
        accepted = accepted => accepted,
    }
}

async fn converse(
    protocol: http1::Builder,
    placed: Placed,
    peer: SocketAddr,
    routes: Router,
    stopping: CancellationToken,
) {
    // Events are small and are wanted at once. Where it cannot be set, they are merely later.
    let _ = placed.stream.set_nodelay(true);
    let answer = service_fn(move |mut request: Request<Incoming>| {
        request.extensions_mut().insert(ConnectInfo(peer));
        routes.clone().oneshot(request.map(Body::new))
    });
    let mut connection = pin!(protocol.serve_connection(TokioIo::new(placed), answer).with_upgrades());
    let outcome = tokio::select! {
        outcome = connection.as_mut() => outcome,
        () = stopping.cancelled() => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = outcome {
        tracing::debug!(%error, "a connection broke off");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::{http::StatusCode, routing::get};
    use tokio::{
        io::{AsyncReadExt, AsyncWriteExt},
        net::TcpStream,
        sync::{Notify, mpsc},
        task::JoinHandle,
        time::timeout,
    };

    const REQUEST: &[u8] = b"GET / HTTP/1.1\r\nHost: test\r\n\r\n";
    const LAST_REQUEST: &[u8] = b"GET / HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n";

    struct Door {
        address: SocketAddr,
        /// One for each request that has reached the handler, which answers when it is told to.
        reached: mpsc::UnboundedReceiver<()>,
        answer: Arc<Notify>,
        stopping: CancellationToken,
        listening: JoinHandle<()>,
    }

    impl Door {
        async fn open(limits: ConnectionLimits) -> Door {
            let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
            let address = listener.local_addr().unwrap();
            let (reach, reached) = mpsc::unbounded_channel();
            let (answer, stopping) = (Arc::new(Notify::new()), CancellationToken::new());
            let told = answer.clone();
            let handler = async move |ConnectInfo(_): ConnectInfo<SocketAddr>| {
                reach.send(()).unwrap();
                told.notified().await;
                "answered"
            };
            let switch = async |request: Request| {
                tokio::spawn(async move {
                    // Whatever the two say to each other, until one of them leaves.
                    let upgraded = hyper::upgrade::on(request).await.unwrap();
                    let (mut hear, mut say) = tokio::io::split(TokioIo::new(upgraded));
                    let _ = tokio::io::copy(&mut hear, &mut say).await;
                });
                (StatusCode::SWITCHING_PROTOCOLS, [("connection", "upgrade"), ("upgrade", "echo")])
            };
            let routes = Router::new().route("/", get(handler)).route("/echo", get(switch));
            let listening = tokio::spawn(listen(listener, routes, limits, stopping.clone()));
            Door { address, reached, answer, stopping, listening }
        }

        async fn say(&self, words: &[u8]) -> TcpStream {
            let mut stream = TcpStream::connect(self.address).await.unwrap();
            stream.write_all(words).await.unwrap();
            stream
        }
    }

    async fn heard(mut stream: TcpStream) -> String {
        let mut text = String::new();
        stream.read_to_string(&mut text).await.unwrap();
        text
    }

    #[tokio::test]
    async fn who_does_not_come_to_the_point_is_left() {
        let limits =
            ConnectionLimits { headers_within: Duration::from_millis(50), ..ConnectionLimits::default() };
        let door = Door::open(limits).await;
        for slow in [&b""[..], b"GET / HTTP/1.1\r\nHost:"] {
            let stream = door.say(slow).await;
            let left = timeout(Duration::from_secs(20), heard(stream)).await;
            assert!(left.is_ok(), "the connection was kept");
        }
    }

    #[tokio::test]
    async fn only_so_many_are_served_at_once() {
        let mut door = Door::open(ConnectionLimits { at_once: 1, ..ConnectionLimits::default() }).await;
        let first = door.say(LAST_REQUEST).await;
        door.reached.recv().await.unwrap();
        let second = door.say(LAST_REQUEST).await;
        assert!(timeout(Duration::from_millis(100), door.reached.recv()).await.is_err(), "two at once");
        door.answer.notify_one();
        assert!(heard(first).await.ends_with("answered"));
        door.reached.recv().await.unwrap();
        door.answer.notify_one();
        assert!(heard(second).await.ends_with("answered"));
    }

    #[tokio::test]
    async fn a_connection_keeps_its_place_when_it_goes_on_in_another_way() {
        let mut door = Door::open(ConnectionLimits { at_once: 1, ..ConnectionLimits::default() }).await;
        let upgrade = b"GET /echo HTTP/1.1\r\nHost: test\r\nConnection: upgrade\r\nUpgrade: echo\r\n\r\n";
        let mut echo = door.say(upgrade).await;
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            head.push(char::from(echo.read_u8().await.unwrap()));
        }
        assert!(head.starts_with("HTTP/1.1 101"), "{head}");
        echo.write_all(b"x").await.unwrap();
        assert_eq!(echo.read_u8().await.unwrap(), b'x');

        let next = door.say(LAST_REQUEST).await;
        assert!(timeout(Duration::from_millis(100), door.reached.recv()).await.is_err(), "two at once");
        drop(echo);
        door.reached.recv().await.unwrap();
        door.answer.notify_one();
        assert!(heard(next).await.ends_with("answered"));
    }

    #[tokio::test]
    async fn stopping_lets_the_present_answer_end_and_nothing_more() {
        let mut door = Door::open(ConnectionLimits::default()).await;
        let stream = door.say(REQUEST).await;
        door.reached.recv().await.unwrap();
        door.stopping.cancel();
        door.answer.notify_one();
        let answered = timeout(Duration::from_secs(20), heard(stream)).await;
        assert!(answered.is_ok_and(|answer| answer.ends_with("answered")), "the connection was kept");
        door.listening.await.unwrap();
    }
}
