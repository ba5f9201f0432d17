//! Nobody is led on: a receiver, or whoever has a file, cannot send us to another address.

use crate::{
    canary::Canary,
    stand::{Reply, Seen, Stand},
};
use bytes::Bytes;
use providers::{
    Courier, DELIVERY_TIMEOUT, Egress, FetchError, FetchLimits, GuardedClient, GuardedCourier, MediaFetch,
    MediaFetcher,
};
use std::time::Duration;
use tempfile::TempDir;

const STATUSES: [u16; 9] = [300, 301, 302, 303, 304, 305, 306, 307, 308];

/// Every other way of saying where to go next.
const HINTS: [&str; 6] = ["refresh", "location", "content-location", "link", "alt-svc", "www-authenticate"];

/// The canary as somebody may write it in a redirect.
fn locations(port: u16) -> Vec<String> {
    vec![
        format!("http://127.0.0.1:{port}/"),
        format!("http://localhost:{port}/"),
        format!("http://0x7f.1:{port}/"),
        format!("http://[::1]:{port}/"),
        format!("//127.0.0.1:{port}/"),
        format!("//localhost:{port}/"),
        format!(r"\\127.0.0.1:{port}\"),
        format!("https://127.0.0.1:{port}/"),
        format!("ftp://127.0.0.1:{port}/"),
        format!("gopher://127.0.0.1:{port}/_x"),
        "file:///etc/passwd".to_owned(),
        "/again".to_owned(),
        "?again".to_owned(),
    ]
}

/// Whoever asks for `/302/5` gets that status and that location, and every hint beside it.
fn leads_on(seen: &Seen, locations: &[String]) -> Reply {
    let mut words = seen.path.trim_start_matches('/').split('/');
    let status = words.next().unwrap().parse().unwrap();
    let location = &locations[words.next().unwrap().parse::<usize>().unwrap()];
    let value = |hint: &str| match hint {
        "refresh" => format!("0; url={location}"),
        "link" => format!("<{location}>; rel=canonical"),
        "alt-svc" => "http/1.1=\"127.0.0.1:1\"; ma=3600".to_owned(),
        "www-authenticate" => format!("Basic realm=\"{location}\""),
        _ => location.clone(),
    };
    Reply::With(status, HINTS.iter().map(|hint| (*hint, value(hint))).collect(), Vec::new())
}

#[tokio::test]
async fn nobody_is_led_on() {
    let canary = Canary::everywhere().await;
    let locations = locations(canary.port);
    let number = locations.len();
    let stand = Stand::start(move |seen| leads_on(seen, &locations)).await;
    // Everything here is allowed, so that nothing but this rule keeps anybody from the canary.
    let client = GuardedClient::new(Egress::parse("127.0.0.0/8, ::1").unwrap()).unwrap();
    let (courier, fetcher) = (GuardedCourier::new(client.clone()), MediaFetcher::new(client));
    let folder = TempDir::new().unwrap();
    let second = Duration::from_secs(1);
    let limits = FetchLimits { bytes_max: 1000, time_max: 10 * second, idle_max: 5 * second };
    let mut asked = Vec::new();
    for status in STATUSES.into_iter().chain([200, 201, 401]) {
        for location in 0..number {
            let path = format!("/{status}/{location}");
            let url = format!("{}{path}", stand.base);
            let delivery = courier.deliver(&url, &[], Bytes::new(), DELIVERY_TIMEOUT).await;
            assert_eq!((delivery.status, delivery.error), (Some(status), None), "{path}");
            let fetched = fetcher.fetch(&url, &folder.path().join("file"), limits).await;
            let led_on = matches!(&fetched, Err(FetchError::Refused(why)) if why.contains("not followed"));
            assert_eq!(led_on, STATUSES.contains(&status), "{path}: {fetched:?}");
            asked.extend([path.clone(), path]);
        }
    }
    assert_eq!(canary.visitors().await, 0);
    assert_eq!(stand.seen().into_iter().map(|seen| seen.path).collect::<Vec<_>>(), asked);
}
