//! Ten thousand executions that wait for somebody outside: they cost a node little memory and little time, and each is
//! looked at when it is due.

use crate::{
    books::account,
    database::{Database, Kind, set_prices},
    extent::Extent,
    node::{Node, NodeProcess, NodeSettings},
    orders,
};
use futures::{StreamExt, stream};
use simulator::{CallKind, Profile, Simulator, SimulatorSettings};
use std::{fs, time::Duration};
use tempfile::TempDir;

/// How often each is looked at.
const POLL: Duration = Duration::from_secs(60);
const LATE_MAX: Duration = Duration::from_secs(2);
const MEMORY_MAX_MIB: u64 = 256;
const ORDERS_AT_ONCE: usize = 8;
/// Ten thousand paid requests take a while, each with its ledger; that is not what is measured here.
const SUBMITTED_WITHIN: Duration = Duration::from_secs(600);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_wait_and_cost_little() {
    let count = if Extent::asked().is_short() { 300 } else { 10_000 };
    let folder = TempDir::new().unwrap();
    let database = Database::new(Kind::Postgres, folder.path());
    let store = database.open().await;
    set_prices(&store).await;
    let day = Duration::from_secs(24 * 60 * 60);
    let settings =
        SimulatorSettings { job_time: day..day * 2, media_bytes: 512, ..SimulatorSettings::default() };
    let simulator = Simulator::start(settings).await.unwrap();
    let mut settings =
        NodeSettings::new(&database.url, &folder.path().join("one"), simulator.base_url(), "blind");
    settings.alone = false;
    settings.lease_ttl = Duration::from_secs(20);
    settings.submit_timeout = Duration::from_secs(10);
    settings.step_deadline = day;
    settings.poll_interval = Some(POLL);
    let mut of_front = settings.clone();
    of_front.folder = folder.path().join("front");
    of_front.idle = true;
    let front = Node::on(&of_front, store.clone()).await;
    let node = tokio::task::spawn_blocking(move || NodeProcess::start(&settings)).await.unwrap();
    let account = account(&store).await;
    stream::iter(0..count)
        .for_each_concurrent(ORDERS_AT_ONCE, async |nth| {
            drop(front.order(&account, orders::video(nth)).await)
        })
        .await;
    let submitted = async {
        while simulator.submissions().len() < count || held(&database) > 0 {
            tokio::time::sleep(Duration::from_millis(500)).await;
        }
    };
    tokio::time::timeout(SUBMITTED_WITHIN, submitted).await.expect("all should be submitted by now");
    let window = if Extent::asked().is_short() { Duration::from_secs(3) } else { POLL };
    let looked_before = simulator.count(Profile::Blind, CallKind::Look);
    let cpu_before = cpu_seconds(node.pid());
    let mut latest = Duration::ZERO;
    let end = tokio::time::Instant::now() + window;
    while tokio::time::Instant::now() < end {
        latest = latest.max(overdue(&database));
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let used = (cpu_seconds(node.pid()) - cpu_before) / window.as_secs_f64();
    let looked = simulator.count(Profile::Blind, CallKind::Look) - looked_before;
    let memory = memory_mib(node.pid());
    println!(
        "{count} wait: {memory} MiB at most, {:.1} % of a core with {:.0} looks a second, the latest look {} ms late",
        used * 100.0,
        looked as f64 / window.as_secs_f64(),
        latest.as_millis()
    );
    assert!(memory <= MEMORY_MAX_MIB, "{memory} MiB");
    assert!(latest <= LATE_MAX, "{latest:?} late");
    front.stop().await;
}

fn ask(database: &Database, sql: &str) -> String {
    let name = database.url.rsplit('/').next().unwrap();
    database.cluster.as_ref().unwrap().query(name, sql).unwrap().trim().to_owned()
}

fn held(database: &Database) -> u64 {
    ask(database, "SELECT count(*) FROM executions WHERE held = 1 OR status = 'queued'").parse().unwrap()
}

/// How late the latest look is that is due and not taken.
fn overdue(database: &Database) -> Duration {
    let sql =
        "SELECT coalesce(CAST(max(extract(epoch FROM clock_timestamp()) * 1000 - due_at_ms) AS BIGINT), 0)
               FROM executions WHERE status = 'running' AND held = 0";
    Duration::from_millis(ask(database, sql).parse::<i64>().unwrap().max(0).unsigned_abs())
}

fn memory_mib(pid: u32) -> u64 {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).unwrap();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    peak.trim().trim_end_matches(" kB").parse::<u64>().unwrap() / 1024
}

fn cpu_seconds(pid: u32) -> f64 {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).unwrap();
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap().split_whitespace().collect();
    (fields[11].parse::<f64>().unwrap() + fields[12].parse::<f64>().unwrap()) / 100.0
}
