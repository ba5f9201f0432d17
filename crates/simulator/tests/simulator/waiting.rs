//! Signals, and answers that are held back while a client dies.

use crate::world::{World, agent, send};
use simulator::{CallKind, Event, Profile, Simulator, SimulatorSettings};
use std::{thread, time::Duration};

#[tokio::test]
async fn while_answers_are_held_jobs_are_made_and_nobody_hears() {
    let world = World::held().await;
    let held = world.simulator.hold_answers();
    let url = format!("{}/blind/jobs", world.simulator.base_url());
    let client = thread::spawn(move || {
        let headers = [("authorization", "Bearer sim-key"), ("content-type", "application/json")];
        send(&agent(), "POST", &url, &headers, r#"{"order":{}}"#)
    });
    let accepted = world.simulator.wait_for(|event| matches!(event, Event::Accepted { .. })).await.unwrap();
    let is_answered = || world.simulator.events().iter().any(|event| matches!(event, Event::Answered { .. }));
    assert!(!is_answered());
    drop(held);
    let answer = client.join().unwrap().unwrap();
    assert!(is_answered());
    assert_eq!(accepted, Event::Accepted { key: None, job: answer.text("id").to_owned() });
}

#[tokio::test]
async fn a_client_that_dies_with_its_runtime_leaves_its_job() {
    let world = World::held().await;
    let held = world.simulator.hold_answers();
    let address = world.simulator.base_url().strip_prefix("http://").unwrap().to_owned();
    let client = tokio::runtime::Runtime::new().unwrap();
    client.spawn(async move {
        use tokio::io::{AsyncReadExt, AsyncWriteExt};
        let mut stream = tokio::net::TcpStream::connect(&address).await.unwrap();
        let head = "POST /blind/jobs HTTP/1.1\r\nhost: sim\r\nauthorization: Bearer sim-key\r\n\
                    content-type: application/json\r\ncontent-length: 12\r\n\r\n{\"order\":{}}";
        stream.write_all(head.as_bytes()).await.unwrap();
        stream.read_u8().await.unwrap();
    });
    world.simulator.wait_for(|event| matches!(event, Event::Accepted { .. })).await.unwrap();
    client.shutdown_background();
    drop(held);
    world.simulator.settle_all();
    assert_eq!(world.charged(), [world.only_job()]);
}

#[tokio::test]
async fn what_does_not_happen_is_said_with_what_did() {
    let patience = Duration::from_millis(10);
    let world = World::new(SimulatorSettings { patience, ..SimulatorSettings::default() }).await;
    world.submit().unwrap();
    let waited = world.simulator.wait_for(|event| matches!(event, Event::Cancelled { .. })).await;
    let never = waited.unwrap_err();
    assert!(never.events.iter().any(|event| matches!(event, Event::Accepted { .. })));
    assert!(never.to_string().contains("Accepted"), "{never}");
}

#[tokio::test]
async fn calls_are_counted_by_their_kind() {
    let world = World::held().await;
    let id = world.submit().unwrap().text("id").to_owned();
    world.look("blind", &id);
    world.look("blind", &id);
    assert_eq!(world.simulator.count(Profile::Blind, CallKind::Submit), 1);
    assert_eq!(world.simulator.count(Profile::Blind, CallKind::Look), 2);
    assert_eq!(world.simulator.count(Profile::Fal, CallKind::Look), 0);
}

#[tokio::test]
async fn it_ends_when_it_is_dropped() {
    let simulator = Simulator::start(SimulatorSettings::default()).await.unwrap();
    let address = simulator.base_url().strip_prefix("http://").unwrap().to_owned();
    std::net::TcpStream::connect(&address).unwrap();
    drop(simulator);
    std::net::TcpStream::connect(&address).unwrap_err();
}
