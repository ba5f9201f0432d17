//! An execution's events: in order, with no gap, also for who comes back.

use crate::app::TestApp;
use serde_json::Value;

fn numbers(events: impl Iterator<Item = Value>) -> Vec<u64> {
    events.map(|event| event["seq"].as_u64().unwrap()).collect()
}

#[test]
fn a_reader_that_comes_back_goes_on_where_it_stopped() {
    let app = TestApp::start();
    let person = app.person("me@example.com");
    let execution = person.render(&person.project());
    let first = numbers(person.events(&execution, 0).take(3));
    assert_eq!(first, [1, 2, 3]);
    let rest = numbers(person.events(&execution, 3));
    let last = *rest.last().unwrap();
    assert_eq!(rest, (4..=last).collect::<Vec<_>>());
    assert_eq!(numbers(person.events(&execution, 0)), (1..=last).collect::<Vec<_>>());

    let path = format!("/api/executions/{execution}/events");
    let nothing_more = person.get_with(&path, &[("last-event-id", &last.to_string())]);
    assert_eq!(nothing_more.status, 204);
    assert_eq!(person.get_with(&path, &[("last-event-id", "soon")]).status, 400);
}

#[test]
fn two_readers_see_the_same() {
    let app = TestApp::start();
    let person = app.person("me@example.com");
    let execution = person.render(&person.project());
    let (one, two) = (person.events(&execution, 0), person.events(&execution, 0));
    let other = std::thread::spawn(move || two.collect::<Vec<_>>());
    let seen = one.collect::<Vec<_>>();
    assert_eq!(seen, other.join().unwrap());
    assert_eq!(seen.last().unwrap()["status"], "completed");
    let count = seen.len() as u64;
    assert_eq!(numbers(seen.into_iter()), (1..=count).collect::<Vec<_>>());
}
