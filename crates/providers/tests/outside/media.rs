//! Files that providers point to: whole, or not there at all.

use crate::stand::{Reply, Seen, Stand, nobody};
use providers::{Egress, FetchError, FetchLimits, Fetched, GuardedClient, MediaFetch, MediaFetcher};
use std::{path::PathBuf, time::Duration};
use tempfile::TempDir;

const LIMITS: FetchLimits =
    FetchLimits { bytes_max: 100_000, time_max: Duration::from_secs(10), idle_max: Duration::from_secs(5) };

struct Room {
    folder: TempDir,
    fetcher: MediaFetcher,
}

impl Room {
    /// `allow` is what EGRESS_ALLOW would say.
    fn allowing(allow: &str) -> Room {
        let client = GuardedClient::new(Egress::parse(allow).unwrap()).unwrap();
        Room { folder: TempDir::new().unwrap(), fetcher: MediaFetcher::new(client) }
    }

    fn file(&self) -> PathBuf {
        self.folder.path().join("file")
    }

    async fn fetch(&self, url: &str, limits: FetchLimits) -> Result<Fetched, FetchError> {
        let fetched = self.fetcher.fetch(url, &self.file(), limits).await;
        assert_eq!(self.file().exists(), fetched.is_ok(), "a file is whole or not there: {fetched:?}");
        fetched
    }
}

async fn fetched(answer: fn(&Seen) -> Reply, limits: FetchLimits) -> Result<Fetched, FetchError> {
    let stand = Stand::start(answer).await;
    Room::allowing("127.0.0.0/8").fetch(&stand.base, limits).await
}

fn raw(head: &str, pieces: usize, pause_ms: u64) -> Reply {
    let body = std::iter::repeat_n(vec![7; 1000], pieces);
    let head = format!("HTTP/1.1 200 OK\r\n{head}\r\n\r\n").into_bytes();
    Reply::Raw(std::iter::once(head).chain(body).collect(), Duration::from_millis(pause_ms))
}

#[tokio::test]
async fn a_file_arrives_whole_without_any_key() {
    let answer =
        |_: &Seen| Reply::With(200, vec![("content-type", "Video/MP4; a=b".into())], vec![7; 70_000]);
    let stand = Stand::start(answer).await;
    let room = Room::allowing("127.0.0.0/8");
    let fetched = room.fetch(&format!("{}/a.mp4", stand.base), LIMITS).await.unwrap();
    assert_eq!(fetched, Fetched { bytes: 70_000, content_type: Some("video/mp4".into()) });
    assert_eq!(std::fs::read(room.file()).unwrap(), vec![7; 70_000]);
    assert_eq!(stand.seen()[0].headers.get("authorization"), None);
}

#[tokio::test]
async fn a_private_address_is_refused_by_name_and_by_number() {
    let stand = Stand::start(|_| Reply::With(200, vec![], b"secret".to_vec())).await;
    let by_name = stand.base.replace("127.0.0.1", "localhost");
    for url in [&stand.base, &by_name] {
        let refused = Room::allowing("").fetch(url, LIMITS).await.unwrap_err();
        assert!(
            matches!(&refused, FetchError::Refused(why) if why.contains("private network")),
            "{refused:?}"
        );
    }
    assert!(stand.seen().is_empty());
    assert!(Room::allowing("127.0.0.0/8").fetch(&by_name, LIMITS).await.is_ok());
}

#[tokio::test]
async fn no_redirect_leads_anywhere() {
    let inside = Stand::start(|_| Reply::With(200, vec![], b"secret".to_vec())).await;
    let to = inside.base.clone();
    let stand = Stand::start(move |_| Reply::With(302, vec![("location", to.clone())], vec![])).await;
    let refused = Room::allowing("127.0.0.0/8").fetch(&stand.base, LIMITS).await;
    assert!(matches!(refused, Err(FetchError::Refused(_))));
    assert!(inside.seen().is_empty());
}

#[tokio::test]
async fn a_file_that_is_too_big_is_stopped_however_it_is_announced() {
    let announced = fetched(|_| raw("content-length: 1000000", 0, 0), LIMITS).await;
    assert!(matches!(announced, Err(FetchError::TooLarge)));
    let unannounced = fetched(|_| raw("connection: close", 200, 0), LIMITS).await;
    assert!(matches!(unannounced, Err(FetchError::TooLarge)));
}

#[tokio::test]
async fn a_slow_drip_ends_in_time() {
    let limits = FetchLimits { time_max: Duration::from_millis(300), ..LIMITS };
    let drip = fetched(|_| raw("connection: close", 90, 20), limits).await.unwrap_err();
    assert!(matches!(&drip, FetchError::Later { cause } if cause.contains("too long")), "{drip:?}");
    let limits = FetchLimits { idle_max: Duration::from_millis(100), ..LIMITS };
    let idle = fetched(|_| raw("connection: close", 90, 2000), limits).await.unwrap_err();
    assert!(matches!(&idle, FetchError::Later { cause } if cause.contains("nothing arrived")), "{idle:?}");
    assert!(matches!(fetched(|_| Reply::Hang, limits).await, Err(FetchError::Later { .. })));
}

#[tokio::test]
async fn what_is_not_whole_is_not_there() {
    for broken in [
        |_: &Seen| raw("content-length: 5000", 2, 0),
        |_: &Seen| Reply::Close,
        |_: &Seen| Reply::With(200, vec![], vec![]),
        |_: &Seen| Reply::With(503, vec![("retry-after", "3".into())], vec![]),
        |_: &Seen| Reply::With(429, vec![], vec![]),
    ] {
        assert!(matches!(fetched(broken, LIMITS).await, Err(FetchError::Later { .. })));
    }
    for gone in [
        |_: &Seen| Reply::With(403, vec![], vec![]),
        |_: &Seen| Reply::With(404, vec![], vec![]),
        |_: &Seen| Reply::With(410, vec![], vec![]),
    ] {
        assert!(matches!(fetched(gone, LIMITS).await, Err(FetchError::Gone)));
    }
    let nobody = Room::allowing("127.0.0.0/8").fetch(&nobody().await, LIMITS).await;
    assert!(matches!(nobody, Err(FetchError::Later { .. })));
}

#[tokio::test]
async fn a_file_that_cannot_be_written_is_the_disks_fault() {
    let stand = Stand::start(|_| Reply::With(200, vec![], vec![7; 10])).await;
    let room = Room::allowing("127.0.0.0/8");
    let to = room.folder.path().join("no").join("such").join("folder");
    assert!(matches!(room.fetcher.fetch(&stand.base, &to, LIMITS).await, Err(FetchError::Disk(_))));
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_full_disk_is_told_apart() {
    let stand = Stand::start(|_| Reply::With(200, vec![], vec![7; 10_000])).await;
    let room = Room::allowing("127.0.0.0/8");
    // A link, so that only the link is removed afterwards.
    std::os::unix::fs::symlink("/dev/full", room.file()).unwrap();
    let error = room.fetch(&stand.base, LIMITS).await.unwrap_err();
    assert!(error.is_disk_full(), "{error:?}");
}
