//! The description of the API at `/api/openapi.json`: what is read there can be taken at its word.

use crate::{app::TestApp, person::Person};
use serde_json::{Value, json};
use std::collections::BTreeSet;

fn described(person: &Person) -> Value {
    person.get("/api/openapi.json").json()
}

fn calls(description: &Value) -> impl Iterator<Item = &Value> {
    let paths = description["paths"].as_object().unwrap().values();
    paths.flat_map(|path| path.as_object().unwrap().values()).filter(|call| call["responses"].is_object())
}

/// The words of a named kind of text.
fn words(description: &Value, name: &str) -> Vec<Value> {
    description["components"]["schemas"][name]["enum"].as_array().unwrap().clone()
}

#[test]
fn every_call_has_a_name_of_its_own() {
    let description = described(&TestApp::start().stranger());
    let mut names = BTreeSet::new();
    for call in calls(&description) {
        let name = call["operationId"].as_str().unwrap();
        assert!(names.insert(name), "{name} names two calls");
    }
    assert!(names.len() > 30, "{names:?}");
}

#[test]
fn every_word_that_is_offered_is_taken() {
    let app = TestApp::start();
    let person = app.person("me@example.com");
    let description = described(&person);
    for (field, kind) in
        [("tone", "Tone"), ("language", "Language"), ("length", "ScriptLength"), ("format", "Format")]
    {
        for word in words(&description, kind) {
            let made = person.post("/api/projects", json!({ "topic": "a warm mug", field: word }));
            // A language that nobody here writes is understood, and refused for want of a writer.
            if made.status == 201 {
                assert_eq!(made.json()[field], word);
            } else {
                assert_eq!((field, &*made.pointer()), ("language", "#/topic"), "{word}: {}", made.text);
            }
        }
    }
    let project = person.project();
    for word in words(&description, "Captions") {
        let saved = person.patch(&format!("/api/projects/{project}"), json!({ "captions": word }));
        assert_eq!(saved.status, 200, "{word}: {}", saved.text);
    }
}
