//! What dies in mid-render goes on.

use crate::app::{TestApp, pitchreel};
use std::{
    io::{BufRead, BufReader},
    process::Stdio,
};

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
    let mut watching = person.event_lines(&execution, 0);
    watching.next().unwrap().unwrap();
    assert!(app.stop().success(), "it did not come to rest in time");
    for line in watching {
        assert!(line.is_ok(), "the stream broke off: {line:?}");
    }
    assert!(!app.data_dir().join("pitchreel.db-wal").exists(), "the database was not closed");
}

#[test]
fn a_second_server_on_the_same_data_takes_nothing_from_the_first() {
    let app = TestApp::start();
    let mut command = app.command();
    command.arg("serve").env("LEPTOS_SITE_ADDR", "127.0.0.1:0");
    let mut second = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut listens = String::new();
    BufReader::new(second.stdout.take().unwrap()).read_line(&mut listens).unwrap();
    if !listens.is_empty() {
        second.kill().unwrap();
        panic!("{listens}");
    }
    let second = second.wait_with_output().unwrap();
    assert_eq!(second.status.code(), Some(1));
    let said = String::from_utf8(second.stderr).unwrap();
    assert!(said.lines().count() == 1 && said.contains("already"), "{said}");
    let person = app.person("me@example.com");
    let execution = person.wait_for(&person.render(&person.project()));
    assert_eq!(execution["status"], "completed", "{execution}");
}

#[test]
fn a_server_that_cannot_listen_opens_nothing() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let folder = tempfile::tempdir().unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let server = pitchreel(folder.path()).arg("serve").env("LEPTOS_SITE_ADDR", &address).output().unwrap();
    assert_eq!(server.status.code(), Some(1));
    assert!(String::from_utf8(server.stderr).unwrap().contains(&address));
    assert!(!folder.path().join("data/pitchreel.db").exists());
}
