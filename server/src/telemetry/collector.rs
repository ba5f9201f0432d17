//! The way to the collector of traces: the HTTP client that everything outside is called with, on this process's own
//! runtime, while the thread that sends spans waits.

use async_trait::async_trait;
use opentelemetry_http::{Bytes, HttpClient, HttpError, Request, Response};
use providers::Caller;
use std::{
    fmt,
    sync::atomic::{AtomicBool, Ordering},
    time::Duration,
};
use tokio::runtime::Handle;

/// Posts what the exporter gives it. A collector that does not take it is told of once, until it does again.
pub struct Collector {
    caller: Caller,
    runtime: Handle,
    timeout: Duration,
    is_away: AtomicBool,
}

impl Collector {
    pub fn new(caller: Caller, runtime: Handle, timeout: Duration) -> Self {
        Collector { caller, runtime, timeout, is_away: AtomicBool::new(false) }
    }

    fn tell(&self, outcome: &Result<(u16, Bytes), String>) {
        let cause = match outcome {
            Ok((200..=299, _)) => None,
            Ok((status, _)) => Some(format!("status {status}")),
            Err(cause) => Some(cause.clone()),
        };
        let was_away = self.is_away.swap(cause.is_some(), Ordering::Relaxed);
        match cause {
            Some(cause) if !was_away => {
                tracing::warn!(cause, "the collector takes no traces; spans are dropped until it does")
            }
            None if was_away => tracing::info!("the collector takes traces again"),
            _ => {}
        }
    }
}

#[async_trait]
impl HttpClient for Collector {
    async fn send_bytes(&self, request: Request<Bytes>) -> Result<Response<Bytes>, HttpError> {
        let (parts, body) = request.into_parts();
        let (caller, timeout) = (self.caller.clone(), self.timeout);
        // The thread that sends is none of the runtime's, and connections are.
        let posting = self
            .runtime
            .spawn(async move { caller.post(&parts.uri.to_string(), parts.headers, body, timeout).await });
        let outcome = posting.await.unwrap_or_else(|ended| Err(ended.to_string()));
        self.tell(&outcome);
        let (status, body) = outcome?;
        Ok(Response::builder().status(status).body(body)?)
    }
}

impl fmt::Debug for Collector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Collector")
    }
}
