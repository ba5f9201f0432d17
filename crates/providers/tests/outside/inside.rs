//! Nothing inside is reached: not by any spelling of a number, not by a name, not by a name that changes its mind.

use crate::{canary::Canary, names::Names, stand::Stand};
use bytes::Bytes;
use providers::{
    Courier, DELIVERY_TIMEOUT, Delivery, Egress, FetchError, FetchLimits, GuardedClient, GuardedCourier,
    MediaFetch, MediaFetcher,
};
use std::{sync::Arc, time::Duration};
use tempfile::TempDir;
use tokio::net::TcpListener;
use url::{Host, Url};

const INSIDE: &str = include_str!("../inside.txt");
const NEVER: &str = include_str!("../never.txt");

/// Names that mean this machine, or a cloud's own service, somewhere.
const NAMES: [&str; 16] = [
    "localhost",
    "LOCALHOST",
    "localhost.",
    "hook.localhost",
    "ⓛⓞⓒⓐⓛⓗⓞⓢⓣ",
    "%6cocalhost",
    "ip6-localhost",
    "127.0.0.1.example",
    "127-0-0-1.example",
    "0x7f.1.example",
    "127.0.0.1..",
    "127.0.0.1e0",
    "127.0.0.0xg",
    "metadata",
    "metadata.google.internal",
    "kubernetes.default.svc",
];

/// Where such names lead.
const LEADS: [&str; 10] = [
    "127.0.0.1",
    "127.0.0.2 127.0.0.1",
    "::1",
    "::1 127.0.0.1",
    "0.0.0.0",
    "::",
    "::ffff:127.0.0.1",
    "::ffff:0.0.0.0",
    "::ffff:0:127.0.0.1 64:ff9b::127.0.0.1 ::127.0.0.1",
    "169.254.169.254 168.63.129.16 fd00:ec2::254 10.0.0.1",
];

/// Everybody who calls addresses from outside.
struct Callers {
    courier: GuardedCourier,
    fetcher: MediaFetcher,
    folder: TempDir,
}

impl Callers {
    fn of(client: GuardedClient) -> Callers {
        let folder = TempDir::new().unwrap();
        Callers { courier: GuardedCourier::new(client.clone()), fetcher: MediaFetcher::new(client), folder }
    }

    fn allowing(allow: &str) -> Callers {
        Callers::of(GuardedClient::new(Egress::parse(allow).unwrap()).unwrap())
    }

    fn with_names(allow: &str, names: &Arc<Names>) -> Callers {
        Callers::of(GuardedClient::with_names(Egress::parse(allow).unwrap(), names.clone()).unwrap())
    }

    async fn deliver(&self, url: &str) -> Delivery {
        self.courier.deliver(url, &[], Bytes::from_static(b"{}"), DELIVERY_TIMEOUT).await
    }

    async fn fetch(&self, url: &str) -> Result<(), FetchError> {
        let second = Duration::from_secs(1);
        let limits = FetchLimits { bytes_max: 1000, time_max: 10 * second, idle_max: 5 * second };
        self.fetcher.fetch(url, &self.folder.path().join("file"), limits).await.map(drop)
    }

    async fn all_refuse(&self, url: &str) {
        let delivery = self.deliver(url).await;
        assert!(delivery.status.is_none() && delivery.error.is_some(), "{url:?}: {delivery:?}");
        let fetched = self.fetch(url).await;
        assert!(matches!(fetched, Err(FetchError::Refused(_))), "{url:?}: {fetched:?}");
    }
}

/// Whether an address is this machine's own, so that it leads to the canary where nobody guards it.
fn is_here(url: &str) -> bool {
    match Url::parse(url).unwrap().host() {
        Some(Host::Ipv4(v4)) => v4.is_loopback() || v4.is_unspecified(),
        Some(Host::Ipv6(v6)) => {
            let mapped = v6.to_ipv4_mapped();
            let here = mapped.is_some_and(|v4| v4.is_loopback() || v4.is_unspecified());
            here || v6.is_loopback() || v6.is_unspecified()
        }
        _ => false,
    }
}

#[tokio::test]
async fn no_spelling_leads_inside() {
    let canary = Canary::everywhere().await;
    let callers = Callers::allowing("");
    for url in canary.spellings(INSIDE) {
        callers.all_refuse(&url).await;
    }
    assert_eq!(canary.visitors().await, 0);
    // Whatever is allowed.
    let callers = Callers::allowing("0.0.0.0/0, ::/0");
    for url in canary.spellings(NEVER) {
        callers.all_refuse(&url).await;
    }
    assert_eq!(canary.visitors().await, 0);
}

/// The canary hears whoever comes, so its silence means something.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn without_the_guard_these_spellings_would_lead_inside() {
    let canary = Canary::everywhere().await;
    let callers = Callers::allowing("0.0.0.0/0, ::/0");
    let spellings = canary.spellings(INSIDE);
    let here: Vec<&String> = spellings.iter().filter(|url| is_here(url)).collect();
    assert!(here.len() >= 150, "{}", here.len());
    for url in here {
        let (visitor, _) = tokio::join!(canary.visitor(), callers.deliver(url));
        assert!(visitor.is_some(), "{url:?}");
    }
}

#[tokio::test]
async fn no_name_leads_inside() {
    let canary = Canary::everywhere().await;
    for leads in LEADS {
        let callers = Callers::with_names("", &Arc::new(Names::leading(&[leads])));
        for name in NAMES {
            callers.all_refuse(&format!("http://{name}:{}/", canary.port)).await;
        }
    }
    Callers::allowing("").all_refuse(&format!("http://localhost:{}/", canary.port)).await;
    assert_eq!(canary.visitors().await, 0);
}

/// A receiver at one address of this machine, which is allowed and stands for the world, and the canary at another one
/// with the same port.
#[cfg(target_os = "linux")]
async fn world_and_canary() -> (Stand, Canary) {
    loop {
        let canary = Canary::on(TcpListener::bind("127.0.0.1:0").await.unwrap());
        if let Ok(listener) = TcpListener::bind(("127.0.0.2", canary.port)).await {
            let answer = |_: &crate::stand::Seen| crate::stand::Reply::With(200, vec![], b"a file".to_vec());
            return (Stand::on(listener, answer), canary);
        }
    }
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_name_that_changes_its_mind_leads_nowhere_else() {
    const WORLD: &str = "127.0.0.2/31";
    let (stand, canary) = world_and_canary().await;
    let url = format!("http://rebinds.example:{}/", canary.port);
    for inside in LEADS.iter().filter(|leads| !leads.contains("127.0.0.2")) {
        // The first answer is what a guard sees that asks before it connects, the second what it then connects to.
        let names = Arc::new(Names::leading(&["127.0.0.2", inside, "127.0.0.2", inside]));
        let callers = Callers::with_names(WORLD, &names);
        assert_eq!(callers.deliver(&url).await.status, Some(200));
        assert_eq!(names.left(), 3, "a name is asked for once, and its answer both judged and used");
        assert!(callers.deliver(&url).await.error.unwrap().contains("private network"));
        assert!(callers.fetch(&url).await.is_ok());
        assert!(matches!(callers.fetch(&url).await, Err(FetchError::Refused(_))));
        // Several at once: only those that are allowed are tried, in whatever order.
        for mixed in [format!("{inside} 127.0.0.2"), format!("127.0.0.2 {inside}")] {
            let callers = Callers::with_names(WORLD, &Arc::new(Names::leading(&[&mixed])));
            assert_eq!(callers.deliver(&url).await.status, Some(200), "{mixed}");
            assert!(callers.fetch(&url).await.is_ok(), "{mixed}");
        }
        // Nobody listens there, and the next address is not tried for that.
        let deaf = Callers::with_names(WORLD, &Arc::new(Names::leading(&[&format!("127.0.0.3 {inside}")])));
        assert!(deaf.deliver(&url).await.error.unwrap().contains("cannot be reached"));
        assert!(matches!(deaf.fetch(&url).await, Err(FetchError::Later { .. })));
    }
    assert_eq!(canary.visitors().await, 0);
    assert!(stand.seen().iter().all(|seen| seen.headers["host"].starts_with("rebinds.example:")));
}
