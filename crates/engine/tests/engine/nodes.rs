//! Several nodes on one PostgreSQL: they share the work, hear of each other, and take over from each other.

use crate::{
    database::On,
    process::{Process, Start},
    stagehands::{Cue, Stagehands},
    stumbling_ledger::{Call, Stumble},
    world::{MADE, World, assert_whole, events, in_time, order},
};
use domain::{ExecutionEvent, ExecutionId, RenderOrder, Status, StepKind};
use engine::EngineSettings;
use futures::StreamExt;
use std::{
    collections::HashMap,
    fs,
    time::{Duration, Instant},
};
use store::{Hint, HintChannel};
use tokio::{sync::mpsc, time::timeout};

/// So long that nobody gets anything because a lease ended.
const LONG: Duration = Duration::from_secs(3600);
/// How soon a dead node's work is free; longer than a busy machine stands still.
const SHORT: Duration = Duration::from_millis(900);

fn node(settings: &mut EngineSettings) {
    settings.alone = false;
    settings.lease_ttl = LONG;
}

/// Takes orders and questions, and does nothing of it.
fn idle_node(settings: &mut EngineSettings) {
    node(settings);
    settings.steps.clear();
}

fn mortal_node(settings: &mut EngineSettings) {
    node(settings);
    settings.lease_ttl = SHORT;
}

fn start_b(settings: fn(&mut EngineSettings)) -> Start {
    Start { node: "node-b", settings, ..Start::default() }
}

/// One more node, with stagehands of its own.
struct NodeB {
    process: Process,
    hands: Stagehands,
    reached: mpsc::UnboundedReceiver<StepKind>,
}

impl NodeB {
    async fn join(world: &World, settings: fn(&mut EngineSettings)) -> NodeB {
        let (hands, reached) = Stagehands::new();
        let process = world.another(&hands, start_b(settings)).await;
        NodeB { process, hands, reached }
    }

    fn calls(&self) -> [u32; 3] {
        MADE.map(|step| self.hands.calls(step))
    }
}

impl World {
    async fn node_a(settings: fn(&mut EngineSettings)) -> World {
        World::with(On::Postgres, Start::with(settings)).await
    }
}

#[tokio::test]
async fn a_node_does_its_own_steps_and_leaves_the_others_to_whoever_does_them() {
    let world = World::node_a(|settings| {
        node(settings);
        settings.steps.retain(|kind| *kind != StepKind::Compose);
    });
    let world = world.await;
    let id = world.start().await;
    let mut watched = world.process.engine.watch(&world.ada, &id, 0).await.unwrap();
    while in_time(watched.next()).await.unwrap().message != "Presenter knows the part." {}
    let composer = NodeB::join(&world, |settings| {
        node(settings);
        settings.steps = vec![StepKind::Compose];
    });
    let composer = composer.await;
    assert_whole(&world.events(&id, 0).await, Status::Completed);
    assert_eq!((world.calls(), composer.calls()), ([1, 1, 0], [0, 0, 1]));
    let published = [&world.hands, &composer.hands].map(|hands| hands.calls(StepKind::Publish));
    assert_eq!(published, [4, 0]);
    let result = world.get(&id).await.result.unwrap();
    assert_eq!(world.published(&result.url), b"mp4");
    assert!(world.get(&id).await.jobs.iter().all(|job| job.attempts == 1));
}

#[tokio::test]
async fn many_orders_are_shared_and_each_is_done_once() {
    let world = World::node_a(node).await;
    let other = NodeB::join(&world, node).await;
    let text = |number: u32| format!("Order number {number}.");
    let mut ids = Vec::new();
    for number in 0..12 {
        let order = RenderOrder { script_text: text(number), ..order() };
        ids.push(world.accept(&world.ada, None, order).await);
    }
    for id in &ids {
        assert_whole(&world.events(id, 0).await, Status::Completed);
    }
    let mut said: HashMap<String, u32> = HashMap::new();
    for text in world.hands.said().into_iter().chain(other.hands.said()) {
        *said.entry(text).or_default() += 1;
    }
    assert_eq!(said, (0..12).map(|number| (text(number), 1)).collect());
    assert!(other.hands.calls(StepKind::Speech) > 0, "the order is told to nodes that wait for work");
}

#[tokio::test]
async fn a_watcher_here_sees_everything_that_happens_there_in_order_and_soon() {
    let world = World::node_a(idle_node).await;
    let mut there = NodeB::join(&world, node).await;
    let began = Instant::now();
    for _ in 0..3 {
        there.hands.cue(StepKind::Compose, Cue::Wait);
        let id = world.start().await;
        let stream = world.process.engine.watch(&world.ada, &id, 0).await.unwrap();
        let watching = tokio::spawn(stream.collect::<Vec<ExecutionEvent>>());
        in_time(there.reached.recv()).await.unwrap();
        there.hands.release();
        let seen = in_time(watching).await.unwrap();
        assert_whole(&seen, Status::Completed);
        assert_eq!(seen, events(&there.process, &world.ada, &id, 0).await);
    }
    // Whoever only looked at the table every five seconds would need fifteen.
    assert!(began.elapsed() < Duration::from_secs(12), "{:?}", began.elapsed());
    assert_eq!((world.calls(), there.calls()), ([0; 3], [3; 3]));
}

#[tokio::test]
async fn a_cancel_here_stops_a_step_there() {
    for cue in [Cue::Wait, Cue::Deaf] {
        // Nothing but what the other node is told can end it so soon: its lease is renewed much later.
        let world = World::node_a(|settings| {
            idle_node(settings);
            settings.cancel_wait = Duration::from_secs(20);
        });
        let world = world.await;
        let mut there = NodeB::join(&world, node).await;
        there.hands.cue(StepKind::Compose, cue);
        let id = world.start().await;
        let mut watched = world.process.engine.watch(&world.ada, &id, 0).await.unwrap();
        in_time(there.reached.recv()).await.unwrap();
        // The step writes nothing more by itself, so no write of its own tells it.
        while in_time(watched.next()).await.unwrap().message != "Compose is drawing frame 1 of 2." {}
        let answer = world.process.engine.cancel(&world.ada, &id).await.unwrap();
        assert_eq!(answer.status, Status::Cancelled, "{cue:?}");
        assert_eq!(watched.next().await.unwrap().status, Status::Cancelled);
        there.hands.release();
    }
}

#[tokio::test]
async fn a_lease_is_renewed_while_its_holder_lives() {
    let mut world = World::node_a(mortal_node).await;
    world.hands.cue(StepKind::Speech, Cue::Wait);
    let id = world.start().await;
    world.reached().await;
    let other = NodeB::join(&world, mortal_node).await;
    assert!(timeout(SHORT * 3, world.reached.recv()).await.is_err(), "somebody took it");
    world.hands.release();
    assert_whole(&world.events(&id, 0).await, Status::Completed);
    assert_eq!((world.calls(), other.calls()), ([1; 3], [0; 3]));
}

#[tokio::test]
async fn another_node_takes_over_from_one_that_was_killed_in_a_step() {
    for step in MADE {
        let mut world = World::node_a(mortal_node).await;
        world.hands.cue(step, Cue::Wait);
        let id = world.start().await;
        assert_eq!(world.reached().await, step);
        let NodeB { process, hands, .. } = NodeB::join(&world, mortal_node).await;
        std::mem::replace(&mut world.process, process).kill();
        assert_whole(&world.events(&id, 0).await, Status::Completed);
        for made in MADE {
            let before =
                MADE.iter().position(|other| *other == made) < MADE.iter().position(|other| *other == step);
            assert_eq!(hands.calls(made), u32::from(!before), "{made} after the kill in {step}");
        }
        let ended = world.get(&id).await;
        assert_eq!(ended.jobs.iter().map(|job| job.attempts).sum::<u32>(), 5);
        assert_eq!(world.published(&ended.result.unwrap().url), b"mp4");
    }
}

#[tokio::test]
async fn another_node_takes_over_from_one_that_was_killed_at_a_write() {
    let presenter = StepKind::Presenter.into();
    for (call, stumble, again) in [
        (Call::Finish(presenter), Stumble::StallBefore, [0, 1, 1]),
        (Call::Finish(presenter), Stumble::StallAfter, [0, 0, 1]),
        (Call::Complete, Stumble::StallBefore, [0, 0, 0]),
        (Call::Complete, Stumble::StallAfter, [0, 0, 0]),
    ] {
        let start = Start { settings: mortal_node, ..Start::stumbling(call, stumble) };
        let mut world = World::with(On::Postgres, start).await;
        let id = world.start().await;
        in_time(world.process.stalled.recv()).await.unwrap();
        let NodeB { process, hands, .. } = NodeB::join(&world, mortal_node).await;
        std::mem::replace(&mut world.process, process).kill();
        assert_whole(&world.events(&id, 0).await, Status::Completed);
        assert_eq!(MADE.map(|step| hands.calls(step)), again, "{call:?} {stumble:?}");
    }
}

#[tokio::test]
async fn a_step_stops_when_its_node_has_lost_the_lease() {
    let mut world = World::node_a(mortal_node).await;
    world.hands.cue(StepKind::Speech, Cue::Wait);
    let id = world.start().await;
    world.reached().await;
    // Nobody takes it, so nothing but the renewal that fails can tell.
    let stolen =
        "UPDATE executions SET lease_node = 'nobody', due_at_ms = due_at_ms + 3600000 WHERE held = 1";
    assert_eq!(world.sql(stolen).await, 1);
    world.hands.are_at_work(0).await;
    assert_eq!(world.get(&id).await.status, Status::Running);
    assert_eq!(world.calls(), [1, 0, 0]);
}

#[tokio::test]
async fn what_a_lost_node_makes_late_touches_nothing() {
    let mut world = World::node_a(mortal_node).await;
    world.hands.cue(StepKind::Speech, Cue::Deaf);
    let id = world.start().await;
    world.reached().await;
    let other = NodeB::join(&world, node).await;
    let stolen = "UPDATE executions SET lease_node = 'nobody', due_at_ms = 0 WHERE held = 1";
    assert_eq!(world.sql(stolen).await, 1);
    let seen = events(&other.process, &world.ada, &id, 0).await;
    assert_whole(&seen, Status::Completed);
    assert_eq!(other.calls(), [1; 3]);
    let kept = world.kept("speech", "sound.wav");
    assert_eq!(kept.len(), 1);
    fs::write(&kept[0], b"of the one who has it").unwrap();
    world.hands.release();
    in_time(world.process.engine.drain()).await;
    assert_eq!(fs::read(&kept[0]).unwrap(), b"of the one who has it");
    assert_eq!(events(&other.process, &world.ada, &id, 0).await, seen);
    assert!(world.work_folders(&id).is_empty());
    assert_eq!(world.calls(), [1, 0, 0]);
}

#[tokio::test]
async fn a_node_that_drains_hands_its_work_to_the_others() {
    let mut world = World::node_a(node).await;
    world.hands.cue(StepKind::Compose, Cue::Wait);
    let id = world.start().await;
    world.reached().await;
    let other = NodeB::join(&world, node).await;
    in_time(world.process.engine.drain()).await;
    let seen = events(&other.process, &world.ada, &id, 0).await;
    assert_whole(&seen, Status::Completed);
    assert!(seen.iter().any(|event| event.message == "The studio is restarting. This goes on afterwards."));
    assert_eq!((world.calls(), other.calls()), ([1, 1, 1], [0, 0, 1]));
    assert!(world.process.engine.is_draining() && !other.process.engine.is_draining());
}

#[tokio::test]
async fn the_last_words_of_a_node_reach_the_others() {
    // Whether words that come at the very end are told must not be a matter of luck.
    for _ in 0..4 {
        let mut world = World::node_a(node).await;
        world.hands.cue(StepKind::Speech, Cue::Wait);
        world.start().await;
        world.reached().await;
        let other = NodeB::join(&world, idle_node).await;
        let mut hints = other.process.store.listen().await.unwrap().unwrap();
        world.start().await;
        while in_time(hints.next()).await.unwrap() != Hint::Due {}
        // Something was told just now, so what the drain has to tell must wait for its turn.
        in_time(world.process.engine.drain()).await;
        let mark = Hint::Cancel(ExecutionId::generate());
        other.process.store.tell(&mark).await.unwrap();
        let heard: Vec<Hint> =
            in_time(hints.take_while(|hint| std::future::ready(*hint != mark)).collect()).await;
        assert!(heard.contains(&Hint::Due), "{heard:?}");
    }
}
