//! Watching in the browser: over a WebSocket that comes back by itself and resumes by event number; by asking again
//! and again where sockets are blocked. What a socket does not say is asked for, so that neither one that hangs nor
//! a line that is down looks like a render that stands still.

use super::api::{WatchFrom, read_execution, watch_execution};
use crate::{
    parts::wait_ms,
    ports::{CallError, PortError},
};
use domain::{Execution, ExecutionEvent};
use futures::{
    SinkExt, StreamExt,
    channel::mpsc,
    future::{Either, select},
};
use leptos::prelude::*;
use server_fn::BoxedStream;

/// A socket that says nothing for so long is checked by asking.
const SILENCE_MS: u64 = 4_000;
/// So many sockets that brought nothing though the server answers, and the watcher only asks.
const REFUSALS_MAX: u32 = 2;
/// So many questions with no answer, and the line is lost.
const FAILURES_MAX: u32 = 2;
const BACK_OFF_FIRST_MS: u64 = 400;
const BACK_OFF_MAX_MS: u64 = 5_000;
const ASK_EVERY_MS: u64 = 1_000;

/// A render that is watched.
#[derive(Clone, Copy)]
pub struct Watched {
    pub execution: RwSignal<Execution>,
    /// What the last event said; empty when something newer is known that said nothing.
    pub message: RwSignal<String>,
    /// Whether the server does not answer.
    pub is_lost: RwSignal<bool>,
}

/// What came in.
enum Heard {
    Event(Box<ExecutionEvent>),
    Silence,
    /// There is no socket any more.
    End,
}

/// What the server said when it was asked.
enum Answer {
    /// More than was heard.
    News,
    NoNews,
    /// Nobody is logged in any more, or there is no such render.
    Gone,
    None,
}

/// The socket, and what is known of sockets and of the line.
#[derive(Default)]
struct Line {
    socket: Option<Socket>,
    /// Whether a socket ever brought anything.
    has_worked: bool,
    /// Sockets in a row that brought nothing.
    refusals: u32,
    is_blocked: bool,
    /// Questions in a row that were not answered.
    failures: u32,
}

struct Socket {
    events: BoxedStream<ExecutionEvent, CallError>,
    /// The channel of the first message; the socket lives as long as it.
    _say: mpsc::Sender<Result<WatchFrom, CallError>>,
}

impl Watched {
    /// To be followed from what is known of it.
    pub fn new(execution: Execution) -> Self {
        Watched {
            execution: RwSignal::new(execution),
            message: RwSignal::new(String::new()),
            is_lost: RwSignal::new(false),
        }
    }

    /// Keeps it up to date until it is final. A page whose render is gone is loaded anew, to say so.
    pub async fn follow(self) {
        let mut line = Line::default();
        while self.is_open() {
            let is_over = match line.hear(self).await {
                Heard::Event(event) => {
                    line.worked();
                    self.take(&event);
                    false
                }
                Heard::Silence => line.check(self, false).await,
                Heard::End => line.check(self, true).await,
            };
            let _ = self.is_lost.try_set(line.failures >= FAILURES_MAX);
            if is_over {
                let _ = window().location().reload();
                return;
            }
        }
    }

    fn take(self, event: &ExecutionEvent) {
        let _ = self.execution.try_update(|now| now.apply(event));
        let _ = self.message.try_set(event.message.clone());
    }

    async fn ask(self) -> Answer {
        let known = self.execution.try_with_untracked(|now| (now.id.clone(), now.last_event));
        let Some((id, last_event)) = known else { return Answer::NoNews };
        match read_execution(id).await {
            Ok(now) if now.last_event > last_event => {
                let _ = self.execution.try_set(now);
                let _ = self.message.try_set(String::new());
                Answer::News
            }
            Ok(_) => Answer::NoNews,
            Err(CallError::Port(PortError::LoggedOut | PortError::NotFound)) => Answer::Gone,
            Err(_) => Answer::None,
        }
    }

    /// Whether there is more to come, and somebody who looks.
    fn is_open(self) -> bool {
        self.execution.try_with_untracked(|now| !now.status.is_final()).unwrap_or(false)
    }
}

impl Line {
    /// The next event, or that there was none for a while.
    async fn hear(&mut self, watched: Watched) -> Heard {
        if self.is_blocked {
            wait_ms(ASK_EVERY_MS << self.failures.min(3)).await;
            return Heard::Silence;
        }
        if self.socket.is_none() {
            self.socket = Socket::open(watched).await;
        }
        let Some(socket) = &mut self.socket else { return Heard::End };
        match select(socket.events.next(), Box::pin(wait_ms(SILENCE_MS))).await {
            Either::Left((Some(Ok(event)), _)) => Heard::Event(Box::new(event)),
            Either::Left(_) => Heard::End,
            Either::Right(_) => Heard::Silence,
        }
    }

    fn worked(&mut self) {
        (self.has_worked, self.refusals, self.failures) = (true, 0, 0);
    }

    /// Asks what a silent or ended socket did not say. True if there is nothing to watch any more.
    async fn check(&mut self, watched: Watched, has_ended: bool) -> bool {
        let answer = watched.ask().await;
        match answer {
            Answer::Gone => return true,
            Answer::None => self.failures += 1,
            Answer::News | Answer::NoNews => self.failures = 0,
        }
        let is_dead = has_ended || !matches!(answer, Answer::NoNews);
        if is_dead && !self.is_blocked {
            self.socket = None;
            // A line that worked before is lost and not blocked: it is tried until it is back.
            if !self.has_worked && self.failures == 0 {
                self.refusals += 1;
                self.is_blocked = self.refusals >= REFUSALS_MAX;
            }
            let tries = self.failures.max(self.refusals);
            wait_ms((BACK_OFF_FIRST_MS << tries.min(8)).min(BACK_OFF_MAX_MS)).await;
        }
        false
    }
}

impl Socket {
    /// Asks for every event after the last one that is known.
    async fn open(watched: Watched) -> Option<Socket> {
        let from = watched
            .execution
            .try_with_untracked(|now| WatchFrom { execution: now.id.clone(), after: now.last_event })?;
        let (mut say, said) = mpsc::channel(1);
        say.send(Ok(from)).await.ok()?;
        let events = watch_execution(said.into()).await.ok()?;
        Some(Socket { events, _say: say })
    }
}
