//! Seeds of the simulator: whatever goes wrong, no request is taken twice, every execution ends, and our books are the
//! simulator's invoice to the micro-dollar.

use crate::{
    books::{account, assert_books, see_through, settled},
    database::{Database, Kind, PROFILES, set_prices},
    extent::Extent,
    node::{Node, NodeSettings},
    orders,
};
use rand::{Rng, SeedableRng, rngs::StdRng};
use simulator::{Faults, Simulator, SimulatorSettings};
use std::{path::Path, time::Duration};
use store::SqlStore;
use tempfile::TempDir;

/// Databases that are used beside each other; a seed mostly waits.
const AT_ONCE: u64 = 12;
const EXECUTIONS: usize = 2;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whatever_goes_wrong_is_paid_once_on_sqlite() {
    seeds(Kind::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whatever_goes_wrong_is_paid_once_on_postgres() {
    seeds(Kind::Postgres).await;
}

async fn seeds(kind: Kind) {
    let first = if kind == Kind::Sqlite { 0 } else { 1_000_000 };
    let workers = (0..AT_ONCE).map(|worker| async move {
        let folder = TempDir::new().unwrap();
        let database = Database::new(kind, folder.path());
        let store = database.open().await;
        set_prices(&store).await;
        if let Ok(seed) = std::env::var("PITCHREEL_SEED") {
            let seed = seed.parse::<u64>().unwrap();
            if worker == 0 && (seed >= first) == (kind == Kind::Postgres || seed < 1_000_000) {
                one_seed(&store, &database.url, folder.path(), seed).await;
            }
            return;
        }
        for round in Extent::asked().rounds(24 / AT_ONCE, 1_000_u64.div_ceil(AT_ONCE)) {
            let seed = first + round * AT_ONCE + worker;
            one_seed(&store, &database.url, folder.path(), seed).await;
        }
        store.close().await;
    });
    futures::future::join_all(workers).await;
}

/// A simulator, a node and an account of its own.
async fn one_seed(store: &SqlStore, url: &str, folder: &Path, seed: u64) {
    let mut chance = StdRng::seed_from_u64(seed);
    let profile = PROFILES[usize::try_from(seed % 4).unwrap()];
    let what = format!("seed {seed}, {profile}");
    let settings = SimulatorSettings {
        seed,
        faults: Faults::every_kind(60),
        job_time: Duration::ZERO..Duration::from_millis(120),
        price_micros: 1_000..50_000,
        media_bytes: 512,
        callback_retry: Duration::from_millis(20),
        ..SimulatorSettings::default()
    };
    let simulator = Simulator::start(settings).await.unwrap();
    let mut of_node = NodeSettings::new(url, &folder.join(seed.to_string()), simulator.base_url(), profile);
    of_node.alone = true;
    of_node.step_deadline = Duration::from_secs(6);
    // Longer than a busy machine keeps a request waiting: whoever is asked afterwards must know what became of it.
    of_node.submit_timeout = Duration::from_secs(1);
    let node = Node::on(&of_node, store.clone()).await;
    let account = account(store).await;
    let mut ids = Vec::new();
    for nth in 0..EXECUTIONS {
        let id = node.order(&account, orders::video(nth)).await;
        if chance.random_range(0..6) == 0 {
            tokio::time::sleep(Duration::from_millis(chance.random_range(0..80))).await;
            node.engine.cancel(&account, &id).await.unwrap();
        }
        ids.push(id);
    }
    for id in &ids {
        see_through(&node, &simulator, &account, id).await;
    }
    simulator.settle_all();
    settled(&node, &simulator, &account, &ids, &what).await;
    if std::env::var("PITCHREEL_SEED").is_ok() {
        eprintln!("{:#?}", simulator.events());
    }
    assert_books(store, &simulator, &account, &what).await;
    node.stop().await;
}
