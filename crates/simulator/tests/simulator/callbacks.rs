//! Callbacks of the plain protocol: signed, tried again, and what faults add to them.

use crate::{
    receiver::{Received, Receiver},
    world::World,
};
use hmac::{Hmac, Mac};
use serde_json::{Value, json};
use sha2::Sha256;
use simulator::{Event, Fault, JobStatus, SimulatorSettings};

/// Whether it was signed with the secret of the settings.
fn is_genuine(received: &Received) -> bool {
    let mut mac = Hmac::<Sha256>::new_from_slice(b"sim-callback-secret").unwrap();
    mac.update(&received.body);
    let signature: String = mac.finalize().into_bytes().iter().map(|byte| format!("{byte:02x}")).collect();
    received.header("x-sim-signature") == format!("sha256={signature}")
}

/// Submits with a callback and returns the job.
fn submit(world: &World, receiver: &Receiver) -> String {
    let more = json!({ "tag": "t-1", "callbackUrl": receiver.url("t-1") });
    world.submit_with("echoing", more).unwrap().text("id").to_owned()
}

/// Waits until so many callbacks were tried.
async fn tried(world: &World, count: usize) {
    let mut tried = 0;
    let is_last = |event: &Event| {
        tried += usize::from(matches!(event, Event::CallbackSent { .. }));
        tried == count
    };
    world.simulator.wait_for(is_last).await.unwrap();
}

fn told(receiver: &Receiver, member: &str) -> Vec<Value> {
    receiver.received().iter().map(|received| received.json().get(member).unwrap().clone()).collect()
}

#[tokio::test]
async fn the_end_is_told_once_signed_with_the_tag() {
    let (world, receiver) = (World::held().await, Receiver::start());
    let id = submit(&world, &receiver);
    world.simulator.settle_all();
    tried(&world, 1).await;
    let [received] = &receiver.received()[..] else { panic!("one callback") };
    assert!(is_genuine(received));
    assert_eq!(received.path, "/hooks/t-1");
    let said = received.json();
    assert_eq!(
        said,
        json!({ "deliveryId": said["deliveryId"], "jobId": id, "tag": "t-1", "status": "done" })
    );
    world.assert_no_mistakes();
}

#[tokio::test]
async fn only_the_echoing_service_tells_the_tag() {
    let (world, receiver) = (World::held().await, Receiver::start());
    let more = json!({ "tag": "t-1", "callbackUrl": receiver.url("t-1") });
    let id = world.submit_with("findable", more).unwrap().text("id").to_owned();
    world.ask("POST", &format!("/findable/jobs/{id}/cancel"), None).unwrap();
    tried(&world, 1).await;
    let said = receiver.received().first().unwrap().json();
    assert_eq!((said.get("tag"), said.get("status")), (None, Some(&json!("cancelled"))));
}

#[tokio::test]
async fn a_callback_that_is_not_heard_is_sent_again() {
    let (world, receiver) = (World::held().await, Receiver::answering([500, 503]));
    submit(&world, &receiver);
    world.simulator.settle_all();
    tried(&world, 3).await;
    let deliveries = told(&receiver, "deliveryId");
    assert_eq!(deliveries, vec![deliveries.first().unwrap().clone(); 3]);
}

#[tokio::test]
async fn a_callback_may_come_before_the_answer() {
    let (world, receiver) = (World::with([Fault::CallbackBeforeAnswer]).await, Receiver::start());
    submit(&world, &receiver);
    assert_eq!(told(&receiver, "status"), ["done"]);
    let events = world.simulator.events();
    let sent = events.iter().position(|event| matches!(event, Event::CallbackSent { .. }));
    let answered = events.iter().position(|event| matches!(event, Event::Answered { .. }));
    assert!(sent.unwrap() < answered.unwrap());
}

#[tokio::test]
async fn a_callback_may_come_twice_and_a_late_one_behind_it() {
    let (world, receiver) =
        (World::with([Fault::CallbackTwice, Fault::CallbackOutOfOrder]).await, Receiver::start());
    submit(&world, &receiver);
    world.simulator.settle_all();
    tried(&world, 3).await;
    assert_eq!(told(&receiver, "status"), ["done", "done", "pending"]);
    let [first, second, third] = &told(&receiver, "deliveryId")[..] else { panic!("three callbacks") };
    assert_eq!(first, second);
    assert_ne!(second, third);
    assert!(receiver.received().iter().all(is_genuine));
}

#[tokio::test]
async fn a_forger_signs_wrongly_and_names_the_job_and_a_stranger() {
    let (world, receiver) = (World::with([Fault::CallbackForged]).await, Receiver::answering([401, 401]));
    let id = submit(&world, &receiver);
    tried(&world, 2).await;
    world.simulator.settle_all();
    tried(&world, 3).await;
    let genuine: Vec<_> = receiver.received().iter().map(is_genuine).collect();
    assert_eq!(genuine, [false, false, true]);
    assert_eq!(told(&receiver, "status"), ["done", "failed", "done"]);
    let jobs = told(&receiver, "jobId");
    assert_ne!(jobs.first().unwrap(), &json!(id));
    assert_eq!(jobs.get(1..).unwrap(), [json!(id), json!(id)]);
    let truth = Event::CallbackSent { job: id, status: JobStatus::Done, genuine: true, answer: Some(204) };
    world.simulator.wait_for(|event| *event == truth).await.unwrap();
}

#[tokio::test]
async fn the_last_segment_of_the_address_is_the_key_where_there_is_no_other() {
    let world = World::new(SimulatorSettings::default()).await;
    let receiver = Receiver::start();
    world.submit_with("blind", json!({ "callbackUrl": receiver.url("key-7") })).unwrap();
    assert_eq!(world.simulator.accepted_of("key-7"), 1);
    tried(&world, 1).await;
    assert_eq!(world.simulator.invoice().first().unwrap().request_key.as_deref(), Some("key-7"));
}
