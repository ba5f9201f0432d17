//! Another key: what was sealed is still there, and the key before it opens nothing any more.

use crate::app::TestApp;
use serde_json::json;
use std::{fs, os::unix::fs::PermissionsExt};

#[test]
fn a_key_in_the_folder_is_replaced_while_nobody_serves_it() {
    let mut app = TestApp::start();
    let person = app.person("me@example.com");
    let secret = person.get("/api/webhooks/secret").json()["secret"].as_str().unwrap().to_owned();
    let rotate = |app: &TestApp| app.command().arg("rotate-key").output().unwrap();
    let refused = rotate(&app);
    assert_eq!(refused.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("Stop it first"), "{refused:?}");
    assert!(app.stop().success());
    let file = app.data_dir().join("secret.key");
    let before = fs::read_to_string(&file).unwrap();
    let rotated = rotate(&app);
    assert!(rotated.status.success(), "{rotated:?}");
    assert!(String::from_utf8_lossy(&rotated.stdout).starts_with("1 secrets"), "{rotated:?}");
    assert_ne!(fs::read_to_string(&file).unwrap(), before);
    assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    assert!(!app.data_dir().join("secret.key.previous").exists());
    app.start_again();
    let person = person.at(&app.url);
    assert_eq!(person.get("/api/webhooks/secret").json()["secret"], json!(secret));
}

#[test]
fn a_rotation_that_was_cut_off_loses_nothing() {
    let mut app = TestApp::start();
    let person = app.person("me@example.com");
    let secret = person.get("/api/webhooks/secret").json()["secret"].clone();
    assert!(app.stop().success());
    let (key, previous) = (app.data_dir().join("secret.key"), app.data_dir().join("secret.key.previous"));
    // Cut off after the key was replaced and before anything was sealed with it.
    fs::rename(&key, &previous).unwrap();
    fs::write(&key, "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWY=\n").unwrap();
    fs::set_permissions(&key, fs::Permissions::from_mode(0o600)).unwrap();
    app.start_again();
    let person = person.at(&app.url);
    assert_eq!(person.get("/api/webhooks/secret").json()["secret"], secret);
    assert!(app.stop().success());
    assert!(app.command().arg("rotate-key").output().unwrap().status.success());
    assert!(!previous.exists());
    app.start_again();
    assert_eq!(person.at(&app.url).get("/api/webhooks/secret").json()["secret"], secret);
}

#[test]
fn a_key_that_is_a_setting_is_changed_by_the_operator() {
    let app = TestApp::with(&[("SECRET_KEY", "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWY=")]);
    let refused = app.command().arg("rotate-key").output().unwrap();
    assert_eq!(refused.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("SECRET_KEY_PREVIOUS"), "{refused:?}");
}
