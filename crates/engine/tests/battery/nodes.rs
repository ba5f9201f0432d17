//! Two nodes on one PostgreSQL: one is killed, the database is restarted, a node is cut off. Everything ends, nothing is
//! paid twice, and a node without its database pays nothing when its lease is over.

use crate::{
    books::{account, assert_books, see_through},
    database::{Database, in_time, set_prices},
    extent::Extent,
    node::{Node, NodeProcess, NodeSettings},
    orders,
};
use domain::{AccountId, ExecutionId, Money, Status};
use simulator::{Event, PostgresCluster, Simulator, SimulatorSettings};
use std::{
    path::Path,
    time::{Duration, Instant},
};
use store::{MoneyStore, SqlStore};
use tempfile::TempDir;

const TTL: Duration = Duration::from_secs(2);

/// A node that only takes orders, two that work, and what they need.
pub struct Site {
    folder: TempDir,
    pub database: Database,
    store: SqlStore,
    simulator: Simulator,
    front: Node,
    account: AccountId,
}

impl Site {
    pub async fn new(job_time: std::ops::Range<Duration>) -> Site {
        let folder = TempDir::new().unwrap();
        let cluster = tokio::task::spawn_blocking(PostgresCluster::start).await.unwrap().unwrap();
        let database = Database::on(cluster);
        let store = database.open().await;
        set_prices(&store).await;
        let settings = SimulatorSettings { job_time, media_bytes: 512, ..SimulatorSettings::default() };
        let simulator = Simulator::start(settings).await.unwrap();
        let mut of_front = settings_of(&database.url, folder.path(), "front", &simulator);
        of_front.idle = true;
        let front = Node::on(&of_front, store.clone()).await;
        let account = account(&store).await;
        Site { folder, database, store, simulator, front, account }
    }

    pub fn settings(&self, name: &str) -> NodeSettings {
        settings_of(&self.database.url, self.folder.path(), name, &self.simulator)
    }

    pub async fn order(&self, count: usize) -> Vec<ExecutionId> {
        let mut ids = Vec::with_capacity(count);
        for nth in 0..count {
            ids.push(self.front.order(&self.account, orders::video(nth)).await);
        }
        ids
    }

    fn submitted(&self) -> usize {
        self.simulator.submissions().len()
    }

    pub async fn all_are_submitted(&self, count: usize) {
        in_time(async {
            while self.submitted() < count {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        })
        .await;
    }

    pub async fn assert_all_paid_once(&self, ids: &[ExecutionId], what: &str) {
        for id in ids {
            let execution = see_through(&self.front, &self.simulator, &self.account, id).await;
            assert_eq!(execution.status, Status::Completed, "{what}: {:?}", execution.error);
        }
        in_time(async {
            while self.store.usage(&self.account).await.unwrap().reserved != Money::ZERO {
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        })
        .await;
        assert_books(&self.store, &self.simulator, &self.account, what).await;
    }

    /// Executions that a dead node still seems to hold.
    fn held_by(&self, pid: u32) -> usize {
        let name = self.database.url.rsplit('/').next().unwrap();
        let sql =
            format!("SELECT count(*) FROM executions WHERE held = 1 AND lease_node LIKE 'node-{pid}-%'");
        self.database.cluster.as_ref().unwrap().query(name, &sql).unwrap().trim().parse().unwrap()
    }
}

fn settings_of(url: &str, folder: &Path, name: &str, simulator: &Simulator) -> NodeSettings {
    let mut settings = NodeSettings::new(url, &folder.join(name), simulator.base_url(), "findable");
    settings.media = folder.join("media");
    settings.alone = false;
    settings.lease_ttl = TTL;
    settings.step_deadline = Duration::from_secs(60);
    settings.submit_timeout = Duration::from_secs(2);
    settings
}

pub async fn started(settings: NodeSettings) -> NodeProcess {
    tokio::task::spawn_blocking(move || NodeProcess::start(&settings)).await.unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_node_is_killed_and_the_other_goes_on_within_the_lease() {
    let count = if Extent::asked().is_short() { 30 } else { 200 };
    let site = Site::new(Duration::from_millis(500)..Duration::from_secs(3)).await;
    let mut one = started(site.settings("one")).await;
    let _two = started(site.settings("two")).await;
    let ids = site.order(count).await;
    site.all_are_submitted(count).await;
    one.kill();
    let killed = Instant::now();
    in_time(async {
        while site.held_by(one.pid()) > 0 {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    })
    .await;
    assert!(killed.elapsed() <= TTL + Duration::from_secs(2), "{:?}", killed.elapsed());
    site.assert_all_paid_once(&ids, "a node was killed").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_database_is_restarted_and_everything_goes_on() {
    let count = if Extent::asked().is_short() { 20 } else { 200 };
    let mut site = Site::new(Duration::from_millis(500)..Duration::from_secs(3)).await;
    let _one = started(site.settings("one")).await;
    let _two = started(site.settings("two")).await;
    let ids = site.order(count).await;
    in_time(async {
        while site.submitted() < count / 2 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    })
    .await;
    let mut cluster = site.database.cluster.take().unwrap();
    let cluster =
        tokio::task::spawn_blocking(move || cluster.restart().map(|()| cluster)).await.unwrap().unwrap();
    site.database.cluster = Some(cluster);
    site.assert_all_paid_once(&ids, "the database was restarted").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_node_that_is_cut_off_pays_nothing_after_its_lease_and_comes_back_by_itself() {
    let site = Site::new(Duration::from_millis(200)..Duration::from_millis(400)).await;
    let name = site.database.url.rsplit('/').next().unwrap().to_owned();
    let proxy = site.database.cluster.as_ref().unwrap().proxy().unwrap();
    let mut of_node = site.settings("one");
    of_node.database = proxy.url(&name);
    let _one = started(of_node).await;
    let ids = site.order(40).await;
    let accepted = |event: &Event| matches!(event, Event::Accepted { .. });
    site.simulator.wait_for(accepted).await.unwrap();
    proxy.silence();
    tokio::time::sleep(TTL).await;
    let paid = site.submitted();
    tokio::time::sleep(TTL).await;
    assert_eq!(site.submitted(), paid, "something was paid without a lease");
    proxy.mend();
    site.assert_all_paid_once(&ids, "a node was cut off").await;
}
