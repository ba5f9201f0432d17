//! Callbacks: a provider may tell of a job when we cannot make sure of it.

use crate::{
    books::{account, assert_books, see_through},
    database::{Database, Kind, set_prices},
    node::{Node, NodeSettings},
    orders,
};
use domain::Status;
use simulator::{Event, Fault, Faults, Simulator, SimulatorSettings};
use std::time::Duration;
use tempfile::TempDir;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_callback_whose_job_cannot_be_looked_at_is_taken_when_it_comes_again() {
    let folder = TempDir::new().unwrap();
    let database = Database::new(Kind::Sqlite, folder.path());
    let store = database.open().await;
    set_prices(&store).await;
    // The answer is lost, so that only the callback can tell of the job; and the first look at it fails.
    let faults = Faults::none().force(0, [Fault::DropAfterAccept, Fault::PollError]);
    let settings = SimulatorSettings {
        faults,
        media_bytes: 512,
        job_time: Duration::ZERO..Duration::from_millis(1),
        callback_retry: Duration::from_millis(20),
        ..SimulatorSettings::default()
    };
    let simulator = Simulator::start(settings).await.unwrap();
    let settings = NodeSettings::new(&database.url, folder.path(), simulator.base_url(), "echoing");
    let node = Node::on(&settings, store.clone()).await;
    let account = account(&store).await;
    let id = node.order(&account, orders::video(0)).await;
    let execution = see_through(&node, &simulator, &account, &id).await;
    assert_eq!(execution.status, Status::Completed, "{:?}", execution.error);
    assert_books(&store, &simulator, &account, "a callback came again").await;
    let answers = simulator.events().into_iter().filter_map(|event| match event {
        Event::CallbackSent { answer, .. } => answer,
        _ => None,
    });
    assert_eq!(answers.take(2).collect::<Vec<_>>(), [503, 204]);
    node.stop().await;
}
