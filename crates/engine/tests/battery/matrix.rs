//! The SIGKILL matrix: a node is killed at every point that matters, of every kind of step, for every capability, on
//! both databases. Another one goes on; it ends, nothing is paid twice, and the webhook is told.

use crate::{
    books::{account, assert_books, see_through, settled},
    database::{Database, Kind, PROFILES, in_time, set_prices},
    extent::Extent,
    killing::{Call, Point},
    node::{Node, NodeProcess, NodeSettings},
};
use domain::{Status, StepKind};
use futures::StreamExt;
use simulator::{Event, Simulator, SimulatorSettings};
use std::time::Duration;
use store::ExecutionStore;
use tempfile::TempDir;

/// Cells that run beside each other.
const AT_ONCE: usize = 3;

/// Where a node ends.
#[derive(Debug, Clone, Copy)]
enum Cell {
    /// At a call of its ledger.
    At(Point),
    /// When the bytes of this step's request have arrived and no answer has left.
    Unread(StepKind),
    /// When this step's job is looked at.
    Looked,
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_anywhere_it_ends_and_is_paid_once_on_sqlite() {
    matrix(Kind::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_anywhere_it_ends_and_is_paid_once_on_postgres() {
    matrix(Kind::Postgres).await;
}

async fn matrix(kind: Kind) {
    let cells = if Extent::asked().is_short() { few() } else { all() };
    futures::stream::iter(cells)
        .for_each_concurrent(AT_ONCE, async |(profile, cell)| one_cell(kind, profile, cell).await)
        .await;
}

fn few() -> Vec<(&'static str, Cell)> {
    let image = StepKind::Image.into();
    let of_profile = [
        Cell::At(Point::After(Call::Intend(image))),
        Cell::Unread(StepKind::Image),
        Cell::At(Point::Before(Call::LearnJob)),
    ];
    let once = [
        Cell::Looked,
        Cell::At(Point::Before(Call::Finish(StepKind::Video.into()))),
        Cell::At(Point::Before(Call::Complete)),
        Cell::At(Point::After(Call::Complete)),
    ];
    let each = PROFILES.into_iter().flat_map(|profile| of_profile.map(|cell| (profile, cell)));
    each.chain(once.map(|cell| ("idempotent", cell))).collect()
}

fn all() -> Vec<(&'static str, Cell)> {
    let both = |call| [Cell::At(Point::Before(call)), Cell::At(Point::After(call))];
    let mut cells = Vec::new();
    for profile in PROFILES {
        for step in [StepKind::Image, StepKind::Video] {
            cells.push((profile, Cell::Unread(step)));
            for call in [Call::Intend(step.into()), Call::Finish(step.into())] {
                cells.extend(both(call).map(|cell| (profile, cell)));
            }
        }
        for call in [Call::LearnJob, Call::CountLook, Call::Wait] {
            cells.extend(both(call).map(|cell| (profile, cell)));
        }
        cells.push((profile, Cell::Looked));
    }
    for step in
        [StepKind::Scripts, StepKind::Speech, StepKind::Presenter, StepKind::Compose, StepKind::Publish]
    {
        for call in [Call::Begin(step.into()), Call::Finish(step.into())] {
            cells.extend(both(call).map(|cell| ("idempotent", cell)));
        }
    }
    cells.extend(both(Call::Complete).map(|cell| ("idempotent", cell)));
    cells
}

async fn one_cell(kind: Kind, profile: &'static str, cell: Cell) {
    let what = format!("{kind:?}, {profile}, {cell:?}");
    let folder = TempDir::new().unwrap();
    let database = Database::new(kind, folder.path());
    let store = database.open().await;
    set_prices(&store).await;
    let account = account(&store).await;
    let settings = SimulatorSettings {
        job_time: Duration::from_millis(60)..Duration::from_millis(120),
        price_micros: 1_000..50_000,
        media_bytes: 512,
        ..SimulatorSettings::default()
    };
    let simulator = Simulator::start(settings).await.unwrap();
    let mut of_first =
        NodeSettings::new(&database.url, &folder.path().join("one"), simulator.base_url(), profile);
    of_first.media = folder.path().join("media");
    of_first.order_for = Some(account.clone());
    // Both are reached at one address, as nodes behind one name are. On an address of loopback that nobody else has, no
    // port is taken while it is free between them.
    let [a, b, c] = rand::random::<[u8; 3]>();
    let own = std::net::SocketAddr::from(([127, a | 1, b, c | 1], 0));
    let free = std::net::TcpListener::bind(own).unwrap();
    of_first.listen = free.local_addr().unwrap().to_string();
    drop(free);
    let mut of_second = of_first.clone();
    of_second.folder = folder.path().join("two");
    of_second.order_for = None;

    kill(&simulator, of_first, cell).await;
    let node = Node::on(&of_second, store.clone()).await;
    let executions = store.list_executions(&account, None, None, 10).await.unwrap();
    assert_eq!(executions.len(), 1, "{what}");
    let id = &executions[0].id;
    let execution = see_through(&node, &simulator, &account, id).await;
    assert_eq!(execution.status, Status::Completed, "{what}: {:?}", execution.error);
    settled(&node, &simulator, &account, std::slice::from_ref(id), &what).await;
    assert_books(&store, &simulator, &account, &what).await;
    told_once(&node, id, &what).await;
    node.stop().await;
    store.close().await;
}

/// Starts a node and kills it at the cell's point.
async fn kill(simulator: &Simulator, mut settings: NodeSettings, cell: Cell) {
    if let Cell::At(point) = cell {
        settings.kill_at = Some(point);
    }
    let start = || {
        let settings = settings.clone();
        async { tokio::task::spawn_blocking(move || NodeProcess::start(&settings)).await.unwrap() }
    };
    match cell {
        Cell::At(_) => start().await.ended().await,
        Cell::Unread(step) => {
            let mark = format!(":{step}:");
            let of_step = |key: &Option<String>| key.as_ref().is_some_and(|key| key.contains(&mark));
            let held = (step == StepKind::Image).then(|| simulator.hold_answers());
            let mut node = start().await;
            let held = match held {
                Some(held) => held,
                None => {
                    let image = |event: &Event| matches!(event, Event::Ended { .. });
                    simulator.wait_for(image).await.unwrap();
                    simulator.hold_answers()
                }
            };
            let accepted = |event: &Event| matches!(event, Event::Accepted { key, .. } if of_step(key));
            simulator.wait_for(accepted).await.unwrap();
            node.kill();
            drop(held);
        }
        Cell::Looked => {
            let mut node = start().await;
            simulator.wait_for(|event| matches!(event, Event::Looked { .. })).await.unwrap();
            node.kill();
        }
    }
}

/// The second node carries the webhook of the end; one that the first wrote it carries as well.
async fn told_once(node: &Node, id: &domain::ExecutionId, what: &str) {
    in_time(async {
        loop {
            let taken = node.taken.0.lock().unwrap().clone();
            let is_of_end = |body: &str| body.contains(id.as_str()) && body.contains("\"completed\"");
            let of_this: Vec<_> = taken.iter().filter(|(_, body)| is_of_end(body)).collect();
            if !of_this.is_empty() {
                assert_eq!(of_this.len(), 1, "{what}");
                return;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    })
    .await;
}
