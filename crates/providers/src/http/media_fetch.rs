//! The ability to fetch a file that a provider left somewhere, straight to disk.
//!
//! However big the file is, memory stays flat; however the fetch ends, no half file stays behind. No key is ever sent:
//! such addresses are public, and they are only as trustworthy as whoever wrote them.

use super::{GuardedClient, causes, retry_after};
use async_trait::async_trait;
use reqwest::{Method, Response, StatusCode, header};
use std::{
    io,
    path::{Path, PathBuf},
    time::{Duration, SystemTime},
};
use tokio::{fs::File, io::AsyncWriteExt, time::timeout};

/// What a fetch may take.
#[derive(Debug, Clone, Copy)]
pub struct FetchLimits {
    pub bytes_max: u64,
    /// From the first byte sent to the last one written.
    pub time_max: Duration,
    /// How long nothing may arrive.
    pub idle_max: Duration,
}

/// A file that arrived whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fetched {
    pub bytes: u64,
    /// `video/mp4`, as the sender says, in lower case and without parameters.
    pub content_type: Option<String>,
}

/// Why there is no file.
#[derive(Debug, thiserror::Error)]
pub enum FetchError {
    #[error("The file is not there any more.")]
    Gone,
    /// It may work another time.
    #[error("The file cannot be fetched now: {cause}.")]
    Later { cause: String },
    #[error("The file is bigger than it may be.")]
    TooLarge,
    /// The address must not be called, or answers with something else than a file.
    #[error("{0}")]
    Refused(String),
    #[error("The file cannot be written.")]
    Disk(#[source] io::Error),
}

impl FetchError {
    /// Whether it is the disk that is full: somebody has to make room before anything works again.
    pub fn is_disk_full(&self) -> bool {
        let full = [io::ErrorKind::StorageFull, io::ErrorKind::QuotaExceeded];
        matches!(self, FetchError::Disk(error) if full.contains(&error.kind()))
    }
}

/// Whoever fetches files.
#[async_trait]
pub trait MediaFetch: Send + Sync {
    /// Fetches the file at `url` into the file `to`, which is written anew.
    async fn fetch(&self, url: &str, to: &Path, limits: FetchLimits) -> Result<Fetched, FetchError>;
}

/// Fetches through the guarded client.
#[derive(Clone)]
pub struct MediaFetcher {
    client: GuardedClient,
}

impl MediaFetcher {
    pub fn new(client: GuardedClient) -> MediaFetcher {
        MediaFetcher { client }
    }

    async fn fetch_whole(&self, url: &str, to: &Path, limits: FetchLimits) -> Result<Fetched, FetchError> {
        let request = self.client.request(Method::GET, url);
        let request = request.map_err(|refusal| FetchError::Refused(refusal.0))?;
        let waiting = timeout(limits.idle_max, request.send()).await.map_err(|_| idle())?;
        let response = waiting.map_err(broken)?;
        judge(&response)?;
        if response.content_length().is_some_and(|bytes| bytes > limits.bytes_max) {
            return Err(FetchError::TooLarge);
        }
        let content_type = content_type(&response);
        let bytes = write_whole(response, to, limits).await?;
        Ok(Fetched { bytes, content_type })
    }
}

#[async_trait]
impl MediaFetch for MediaFetcher {
    async fn fetch(&self, url: &str, to: &Path, limits: FetchLimits) -> Result<Fetched, FetchError> {
        match timeout(limits.time_max, self.fetch_whole(url, to, limits)).await {
            Ok(fetched) => fetched,
            Err(_) => Err(FetchError::Later { cause: "it took too long".into() }),
        }
    }
}

/// Only a whole file is a file; everything else says what to do next.
fn judge(response: &Response) -> Result<(), FetchError> {
    let status = response.status();
    match status {
        StatusCode::OK => Ok(()),
        StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN | StatusCode::NOT_FOUND | StatusCode::GONE => {
            Err(FetchError::Gone)
        }
        StatusCode::REQUEST_TIMEOUT | StatusCode::TOO_EARLY | StatusCode::TOO_MANY_REQUESTS => {
            Err(busy(response))
        }
        _ if status.is_server_error() => Err(busy(response)),
        _ if status.is_redirection() => Err(FetchError::Refused(
            "The file's address leads on to another one, which is not followed.".into(),
        )),
        _ => Err(FetchError::Refused(format!("The file's address answers with status {}.", status.as_u16()))),
    }
}

fn busy(response: &Response) -> FetchError {
    let status = response.status().as_u16();
    let advice = response.headers().get(header::RETRY_AFTER).and_then(|value| value.to_str().ok());
    let cause = match advice.and_then(|advice| retry_after(advice, SystemTime::now())) {
        Some(wait) => format!("it answers with status {status} and asks for {} s", wait.as_secs()),
        None => format!("it answers with status {status}"),
    };
    FetchError::Later { cause }
}

fn broken(error: reqwest::Error) -> FetchError {
    match GuardedClient::refusal(&error) {
        Some(refusal) => FetchError::Refused(refusal.0),
        None => FetchError::Later { cause: causes(&error.without_url()) },
    }
}

fn idle() -> FetchError {
    FetchError::Later { cause: "nothing arrived for too long".into() }
}

fn content_type(response: &Response) -> Option<String> {
    let value = response.headers().get(header::CONTENT_TYPE)?.to_str().ok()?;
    let kind = value.split(';').next()?.trim().to_ascii_lowercase();
    (!kind.is_empty()).then_some(kind)
}

async fn write_whole(mut response: Response, to: &Path, limits: FetchLimits) -> Result<u64, FetchError> {
    let mut file = File::create(to).await.map_err(FetchError::Disk)?;
    let half = HalfFile { path: Some(to.to_owned()) };
    let mut bytes: u64 = 0;
    loop {
        let waiting = timeout(limits.idle_max, response.chunk()).await.map_err(|_| idle())?;
        let Some(chunk) = waiting.map_err(broken)? else { break };
        // The length that was announced may be a lie, or absent; what arrives is counted.
        bytes = bytes.saturating_add(chunk.len() as u64);
        if bytes > limits.bytes_max {
            return Err(FetchError::TooLarge);
        }
        file.write_all(&chunk).await.map_err(FetchError::Disk)?;
    }
    file.flush().await.map_err(FetchError::Disk)?;
    if bytes == 0 {
        return Err(FetchError::Later { cause: "it is empty".into() });
    }
    half.keep();
    Ok(bytes)
}

/// Removes what was written unless it is kept, also where the fetch is dropped in the middle.
struct HalfFile {
    path: Option<PathBuf>,
}

impl HalfFile {
    fn keep(mut self) {
        self.path = None;
    }
}

impl Drop for HalfFile {
    fn drop(&mut self) {
        if let Some(path) = &self.path
            && let Err(error) = std::fs::remove_file(path)
        {
            tracing::warn!(path = %path.display(), %error, "A half file could not be removed.");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_disk_is_told_apart() {
        assert!(FetchError::Disk(io::ErrorKind::StorageFull.into()).is_disk_full());
        assert!(!FetchError::Disk(io::ErrorKind::PermissionDenied.into()).is_disk_full());
        assert!(!FetchError::TooLarge.is_disk_full());
    }
}
