//! What dies in mid-render goes on.

use crate::app::TestApp;

#[test]
fn a_render_that_was_killed_goes_on_from_what_was_stored() {
    let mut app = TestApp::start();
    let person = app.person("me@example.com");
    let execution = person.render(&person.project());
    // Composing has begun, so speech and performance are stored.
    person.events(&execution, 0).find(|event| event["currentJob"] == "compose").unwrap();
    app.kill_and_restart();
    let person = person.at(&app.url);
    let done = person.wait_for(&execution);
    assert_eq!(done["status"], "completed", "{done}");
    assert_eq!(done["jobs"][0]["name"], "speech");
    assert_eq!(done["jobs"][0]["attempts"], 1, "speech was stored and spoken again");
}

#[test]
fn a_server_that_is_asked_to_stop_ends_well_while_somebody_watches() {
    let mut app = TestApp::start();
    let person = app.person("me@example.com");
    let execution = person.render(&person.project());
    let watching = person.events(&execution, 0);
    assert!(app.stop().success());
    // The stream ended rather than broke off the reader for ever.
    watching.for_each(drop);
}
