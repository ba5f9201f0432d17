//! Each fault does what its name says, and the invoice knows what it cost.

use crate::world::World;
use serde_json::json;
use simulator::{Event, Fault, Faults, JobStatus, SimulatorSettings};
use std::time::{Duration, Instant};

#[tokio::test]
async fn dropped_before_it_was_accepted_nothing_was_made() {
    let world = World::with([Fault::DropBeforeAccept]).await;
    world.submit().unwrap_err();
    world.simulator.settle_all();
    let [seen] = &world.simulator.submissions()[..] else { panic!("it was seen") };
    assert_eq!((seen.accepted, &seen.job_id), (false, &None));
    assert_eq!(world.charged(), [""; 0]);
}

#[tokio::test]
async fn dropped_after_it_was_accepted_it_costs() {
    let world = World::with([Fault::DropAfterAccept]).await;
    world.submit().unwrap_err();
    world.simulator.settle_all();
    assert_eq!(world.charged(), [world.only_job()]);
}

#[tokio::test]
async fn an_error_may_come_before_the_job_or_after_it() {
    let world = World::with([Fault::ErrorBeforeAccept]).await;
    world.simulator.force_next([Fault::ErrorAfterAccept]);
    assert_eq!((world.submit().unwrap().status, world.submit().unwrap().status), (503, 500));
    world.simulator.settle_all();
    let accepted: Vec<_> = world.simulator.submissions().iter().map(|seen| seen.accepted).collect();
    assert_eq!((accepted, world.charged().len()), (vec![false, true], 1));
    world.assert_no_mistakes();
}

#[tokio::test]
async fn too_many_says_when_to_come_again() {
    let world = World::with([Fault::TooMany { retry_after: Duration::from_millis(1500) }]).await;
    let refused = world.submit().unwrap();
    assert_eq!((refused.status, refused.header("retry-after")), (429, Some("2")));
    assert!(!world.simulator.submissions().first().unwrap().accepted);
}

#[tokio::test]
async fn a_slow_answer_comes_late_and_the_job_is_made_at_once() {
    let delay = Duration::from_millis(80);
    let world = World::with([Fault::Slow { delay }]).await;
    let asked = Instant::now();
    assert_eq!(world.submit().unwrap().status, 201);
    assert!(asked.elapsed() >= delay);
    let events = world.simulator.events();
    assert!(
        matches!(&events[..], [_, Event::Accepted { .. }, Event::Answered { code: Some(201), .. }]),
        "{events:?}"
    );
}

#[tokio::test]
async fn a_lost_job_is_not_there_and_not_charged() {
    let world = World::with([Fault::LoseJob]).await;
    let id = world.submit_with("findable", json!({ "tag": "t" })).unwrap().text("id").to_owned();
    assert_eq!(world.look("findable", &id).status, 404);
    let listed = world.ask("GET", "/findable/jobs?tag=t", None).unwrap();
    assert_eq!(listed.json, json!({ "items": [] }));
    world.simulator.settle_all();
    assert_eq!(world.look("findable", &id).status, 404);
    assert_eq!(world.charged(), [""; 0]);
    world.assert_no_mistakes();
}

#[tokio::test]
async fn a_failed_job_is_not_charged() {
    let world = World::with([Fault::FailJob]).await;
    let id = world.submit().unwrap().text("id").to_owned();
    world.simulator.settle_all();
    let failed = world.look("blind", &id);
    assert_eq!(failed.text("status"), "failed");
    assert!(!failed.text("error").is_empty());
    assert_eq!(world.charged(), [""; 0]);
}

#[tokio::test]
async fn a_cancelled_job_may_be_done_and_charged_all_the_same() {
    let world = World::with([Fault::BillCancelled]).await;
    let id = world.submit().unwrap().text("id").to_owned();
    let asked = world.ask("POST", &format!("/blind/jobs/{id}/cancel"), None).unwrap();
    assert_eq!((asked.status, asked.text("status")), (200, "pending"));
    world.simulator.settle_all();
    assert_eq!(world.look("blind", &id).text("status"), "done");
    assert_eq!(world.charged(), [id]);
}

#[tokio::test]
async fn the_first_look_may_fail() {
    let world = World::with([Fault::PollError]).await;
    let id = world.submit().unwrap().text("id").to_owned();
    assert_eq!((world.look("blind", &id).status, world.look("blind", &id).status), (503, 200));
    world.assert_no_mistakes();
}

#[tokio::test]
async fn looks_fail_by_their_odds() {
    let faults = Faults::none().with(Fault::PollError, 500);
    let world = World::new(SimulatorSettings { faults, ..SimulatorSettings::default() }).await;
    let id = world.submit().unwrap().text("id").to_owned();
    let failed = (0..100).filter(|_| world.look("blind", &id).status == 503).count();
    assert!((25..75).contains(&failed), "{failed} of 100 looks failed");
}

#[tokio::test]
async fn a_rule_picks_the_submissions_out() {
    let world = World::held().await;
    world
        .simulator
        .force_when(|seen| (seen.order.get("prompt")? == "a cup").then(|| vec![Fault::ErrorBeforeAccept]));
    let cup = json!({ "order": { "prompt": "a cup" } });
    assert_eq!(world.submit().unwrap().status, 201);
    assert_eq!(world.submit_with("blind", cup).unwrap().status, 503);
}

#[tokio::test]
async fn a_repeated_key_may_lose_its_answer_too() {
    let world = World::with([Fault::DropAfterAccept]).await;
    world.simulator.force_next([Fault::DropAfterAccept]);
    let headers =
        [("authorization", "Bearer sim-key"), ("content-type", "application/json"), ("idempotency-key", "k")];
    let submit = || world.call("POST", "/idempotent/jobs", &headers, r#"{"order":{}}"#);
    submit().unwrap_err();
    submit().unwrap_err();
    assert_eq!((submit().unwrap().status, world.simulator.accepted_of("k")), (200, 1));
    world.simulator.settle_all();
    let ended = |event: &Event| matches!(event, Event::Ended { status: JobStatus::Done, .. });
    world.simulator.wait_for(ended).await.unwrap();
    assert_eq!(world.charged().len(), 1);
}
