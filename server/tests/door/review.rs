//! An answer to a paid request is lost: what can be told is told by the provider's callback, and the rest by a person.

use crate::{
    outside::{simulator, start},
    person::Person,
};
use serde_json::{Value, json};
use simulator::{Fault, Simulator};

fn order(program: &Person) -> String {
    let ordered = program.post("/api/generate-video", json!({"prompt": "a red bicycle"}));
    assert_eq!(ordered.status, 202, "{}", ordered.text);
    ordered.json()["executionId"].as_str().unwrap().to_owned()
}

fn pictures_paid(simulator: &Simulator) -> usize {
    simulator.invoice().iter().filter(|line| line.profile == simulator::Profile::Fal).count()
}

#[test]
fn a_lost_answer_is_told_by_the_callback() {
    let simulator = simulator();
    simulator.force_next([Fault::DropAfterAccept]);
    let app = start(&simulator, &[]);
    let person = app.person("me@example.com");
    let done = person.wait_for(&order(&person));
    assert_eq!(done["status"], "completed", "{done}");
    assert_eq!(pictures_paid(&simulator), 1, "the picture was ordered twice");
    assert_eq!(simulator.mistakes(), Vec::<String>::new());
}

/// Nobody reaches this installation, so no callback does.
const UNREACHABLE: [(&str, &str); 2] = [("PUBLIC_URL", "http://127.0.0.1:1"), ("STEP_DEADLINE", "1s")];

/// The execution that waits, as it then is.
fn waiting(person: &Person, id: &str) -> Value {
    let stopped = person.wait_for(id);
    assert_eq!(stopped["errorDetail"]["code"], "needs_review", "{stopped}");
    assert_eq!((&stopped["status"], &stopped["errorDetail"]["stage"]), (&json!("failed"), &json!("image")));
    assert_ne!(stopped["cost"]["reservedUsd"], "0.0000", "what may be owed stays held");
    stopped
}

#[test]
fn a_person_names_the_job_and_nothing_is_paid_twice() {
    let simulator = simulator();
    simulator.force_next([Fault::DropAfterAccept]);
    let app = start(&simulator, &UNREACHABLE);
    let person = app.person("me@example.com");
    let id = order(&person);
    waiting(&person, &id);
    assert_eq!(person.post(&format!("/api/executions/{id}/retry"), json!({})).status, 409);
    let page = person.page(&format!("/executions/{id}"));
    for words in ["Did fal make it?", "Job id", "It was made", "It was not made, submit again"] {
        assert!(page.text.contains(words), "{words} is not on the page");
    }
    let unnamed = person.call("resolve_step", &[("execution", &id), ("step", "image"), ("made", "true")]);
    assert_eq!(unnamed.status, 400, "{}", unnamed.text);
    let job = simulator.submissions()[0].job_id.clone().unwrap();
    let fields = [("execution", id.as_str()), ("step", "image"), ("made", "true"), ("job", job.as_str())];
    let taken = person.call("resolve_step", &fields);
    assert_eq!(taken.status, 200, "{}", taken.text);
    let done = person.wait_for(&id);
    assert_eq!(done["status"], "completed", "{done}");
    assert_eq!(pictures_paid(&simulator), 1, "the picture was ordered twice");
    let page = person.page(&format!("/executions/{id}")).text;
    assert!(page.contains("Completed") && page.contains("<video"), "{page}");
}

#[test]
fn an_answer_that_comes_while_the_month_is_full_is_kept() {
    let simulator = simulator();
    simulator.force_next([Fault::DropAfterAccept]);
    let app = start(&simulator, &[UNREACHABLE.as_slice(), &[("MONTHLY_VIDEO_LIMIT", "1")]].concat());
    let person = app.person("me@example.com");
    let id = order(&person);
    waiting(&person, &id);
    // What stopped gave its place back, and somebody took it.
    let other = person.render(&person.project());
    let job = simulator.submissions()[0].job_id.clone().unwrap();
    let said = json!({"step": "image", "made": true, "providerJobId": job});
    let settle = || person.post(&format!("/api/executions/{id}/resolve"), said.clone());
    assert_eq!(settle().status, 402);
    assert_eq!(person.post(&format!("/api/executions/{other}/cancel"), json!({})).status, 200);
    assert_eq!(settle().status, 202);
    assert_eq!(person.wait_for(&id)["status"], "completed");
    assert_eq!(pictures_paid(&simulator), 1, "the picture was ordered twice");
}

#[test]
fn what_was_not_made_is_ordered_again_when_a_person_says_so() {
    let simulator = simulator();
    simulator.force_next([Fault::DropBeforeAccept]);
    let app = start(&simulator, &UNREACHABLE);
    let person = app.person("me@example.com");
    let id = order(&person);
    waiting(&person, &id);
    let settled =
        person.post(&format!("/api/executions/{id}/resolve"), json!({"step": "image", "made": false}));
    assert_eq!(settled.status, 202, "{}", settled.text);
    let done = person.wait_for(&id);
    assert_eq!(done["status"], "completed", "{done}");
    assert_eq!(pictures_paid(&simulator), 1);
    let again =
        person.post(&format!("/api/executions/{id}/resolve"), json!({"step": "image", "made": false}));
    assert_eq!(again.status, 409, "{}", again.text);
}
