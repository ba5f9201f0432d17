//! Signing up, logging in and out.

use crate::app::{TestApp, pitchreel};
use std::{io::Write, process::Stdio};

const PASSWORD: &str = "a long enough password";

#[test]
fn the_first_account_is_the_owner_and_closes_sign_up() {
    let app = TestApp::start();
    app.person("owner@example.com");
    let late = app.stranger().sign_up("late@example.com", PASSWORD);
    assert_eq!(late.status, 409, "{}", late.text);
    assert!(late.text.contains("closed"), "{}", late.text);
}

#[test]
fn open_sign_up_takes_anybody_once() {
    let app = TestApp::with(&[("SIGNUP", "open")]);
    app.person("one@example.com");
    app.person("two@example.com");
    assert_eq!(app.stranger().sign_up("Two@Example.com", PASSWORD).status, 409);
}

#[test]
fn a_session_lasts_over_a_restart_and_ends_with_log_out() {
    let mut app = TestApp::start();
    let person = app.person("me@example.com");
    app.kill_and_restart();
    let person = person.at(&app.url);
    assert_eq!(person.get("/api/projects").status, 200);
    assert_eq!(person.call("log_out", &[]).status, 200);
    assert_eq!(person.get("/api/projects").status, 401);
    assert_eq!(person.log_in("me@example.com", PASSWORD).status, 200);
    assert_eq!(person.get("/api/projects").status, 200);
}

#[test]
fn the_cookie_is_kept_from_scripts_and_other_sites_and_changes_at_log_in() {
    let app = TestApp::with(&[("PUBLIC_URL", "https://ads.example.com")]);
    // The cookie is for TLS alone, so this browser, which has none, sends it by hand.
    let first = app.stranger().sign_up("me@example.com", PASSWORD);
    let planted = first.cookie();
    let form = ("content-type", "application/x-www-form-urlencoded");
    let fields = b"email=me%40example%2Ecom&password=a%20long%20enough%20password";
    let again = app.stranger().send("POST", "/rpc/log_in", &[form, ("cookie", &planted)], fields);
    assert_eq!(again.status, 200, "{}", again.text);
    for answer in [&first, &again] {
        let words = answer.header("set-cookie");
        for word in ["HttpOnly", "SameSite=Lax", "Secure", "Path=/"] {
            assert!(words.contains(word), "{words}");
        }
    }
    let with = |cookie: &str| app.stranger().get_with("/api/projects", &[("cookie", cookie)]).status;
    assert_eq!((with(&planted), with(&again.cookie())), (401, 200));
}

#[test]
fn what_cannot_be_an_account_is_named_by_its_field() {
    let app = TestApp::start();
    let stranger = app.stranger();
    for (email, password, field) in [
        ("", PASSWORD, "email"),
        ("nobody", PASSWORD, "email"),
        ("a@b@c", PASSWORD, "email"),
        ("me@example.com", "", "password"),
        ("me@example.com", "ninechars", "password"),
        ("me@example.com", &"x".repeat(5_000), "password"),
    ] {
        let answer = stranger.sign_up(email, password);
        assert_eq!(answer.status, 400, "{email} {}", answer.text);
        assert!(answer.text.contains(field), "{email}: {}", answer.text);
    }
    assert_eq!(stranger.call("sign_up", &[("email", "me@example.com")]).status, 400);
    assert_eq!(stranger.sign_up("me@example.com", PASSWORD).status, 200);
}

#[test]
fn an_unknown_email_and_a_wrong_password_look_the_same_and_are_limited() {
    let app = TestApp::start();
    app.person("me@example.com");
    let stranger = app.stranger();
    let wrong = stranger.log_in("me@example.com", "not the password");
    let unknown = stranger.log_in("nobody@example.com", "not the password");
    assert_eq!((wrong.status, &wrong.text), (unknown.status, &unknown.text));
    assert_eq!(wrong.status, 400);
    for _ in 0..9 {
        stranger.log_in("me@example.com", "not the password");
    }
    let limited = stranger.log_in("me@example.com", PASSWORD);
    assert_eq!(limited.status, 429, "{}", limited.text);
    assert!(limited.header("retry-after").parse::<u32>().unwrap() > 0);
}

#[test]
fn who_guesses_locks_out_nobody_but_themselves() {
    let app = TestApp::start();
    app.person("me@example.com");
    let log_in = |forwarded: &str, password: &str| {
        let form = ("content-type", "application/x-www-form-urlencoded");
        let fields = format!("email=me%40example%2Ecom&password={}", password.replace(' ', "%20"));
        let headers = [form, ("x-forwarded-for", forwarded)];
        app.stranger().send("POST", "/rpc/log_in", &headers, fields.as_bytes()).status
    };
    for attempt in 0..10 {
        // The proxy's own entry is the last one; the others are the guesser's to invent.
        assert_eq!(log_in(&format!("192.0.2.{attempt}, 203.0.113.9"), "not the password"), 400);
    }
    assert_eq!(log_in("192.0.2.77, 203.0.113.9", PASSWORD), 429);
    assert_eq!(log_in("203.0.113.9, 198.51.100.1", PASSWORD), 200);
}

#[test]
fn other_sites_cannot_act_for_a_person() {
    let app = TestApp::start();
    let person = app.person("me@example.com");
    let body = br#"{"topic": "mugs"}"#;
    let json = ("content-type", "application/json");
    for foreign in [("sec-fetch-site", "cross-site"), ("origin", "https://evil.example")] {
        assert_eq!(person.send("POST", "/api/projects", &[json, foreign], body).status, 403);
        let socket = [("upgrade", "websocket"), ("connection", "upgrade"), foreign];
        assert_eq!(person.get_with("/rpc/watch_execution", &socket).status, 403);
    }
    assert_eq!(person.send("POST", "/api/projects", &[json, ("origin", &app.url)], body).status, 201);
}

#[test]
fn the_operator_makes_accounts_on_the_command_line() {
    let data = tempfile::tempdir().unwrap();
    let add = |email: &str, password: &str| {
        let mut command = pitchreel(data.path());
        command
            .args(["user", "add", email])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut process = command.spawn().unwrap();
        process.stdin.take().unwrap().write_all(password.as_bytes()).unwrap();
        process.wait_with_output().unwrap()
    };
    let first = add("owner@example.com", "a long enough password\n");
    assert!(first.status.success());
    assert!(String::from_utf8(first.stdout).unwrap().contains("owner"));
    assert!(add("member@example.com", "a long enough password").status.success());
    let short = add("third@example.com", "short\n");
    assert_eq!(short.status.code(), Some(1));
    assert_eq!(String::from_utf8(short.stderr).unwrap().lines().count(), 1);
}
