//! The quickstart, as a newcomer follows it: the program that it shows, run by Node against a server.

use crate::app::TestApp;
use std::{
    fs,
    io::Write,
    path::Path,
    process::{Command, Output, Stdio},
};

const DOCS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs");
const EMAIL: &str = "me@example.com";

#[test]
fn the_quickstart_ends_with_a_film() {
    let app = TestApp::with(&[("EGRESS_ALLOW", "127.0.0.0/8")]);
    let folder = tempfile::tempdir().unwrap();
    let output = quickstart(&app, folder.path());
    let (path, told) = words(&output);
    assert!(output.status.success(), "{told}");
    let film = folder.path().join("first.mp4");
    assert_eq!(Path::new(path.trim()).canonicalize().unwrap(), film.canonicalize().unwrap());
    assert_eq!(&fs::read(film).unwrap()[4..8], b"ftyp");
}

#[test]
fn where_the_receiver_may_not_be_called_the_quickstart_names_the_setting() {
    let app = TestApp::start();
    let folder = tempfile::tempdir().unwrap();
    let output = quickstart(&app, folder.path());
    let (path, told) = words(&output);
    assert_eq!((output.status.code(), path.as_str()), (Some(1), ""), "{told}");
    assert!(told.contains("EGRESS_ALLOW"), "{told}");
}

#[test]
fn the_paper_shows_the_quickstart_as_it_is() {
    let paper = fs::read_to_string(format!("{DOCS}/quickstart.md")).unwrap();
    let program = fs::read_to_string(format!("{DOCS}/examples/quickstart.mjs")).unwrap();
    assert!(paper.contains(&format!("```js\n{program}```\n")), "docs/quickstart.md shows another program");
}

/// An account and a key by the command line, then the program.
fn quickstart(app: &TestApp, folder: &Path) -> Output {
    let mut add = app.command();
    let mut adding =
        add.args(["user", "add", EMAIL]).stdin(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
    adding.stdin.take().unwrap().write_all(b"a long enough password\n").unwrap();
    assert!(adding.wait().unwrap().success());
    let key = app.command().args(["key", "add", EMAIL]).output().unwrap();
    assert!(key.status.success(), "{}", String::from_utf8_lossy(&key.stderr));
    Command::new("node")
        .arg(format!("{DOCS}/examples/quickstart.mjs"))
        .args(["a mug that keeps coffee warm", "first.mp4"])
        .env("PITCHREEL_URL", &app.url)
        .env("PITCHREEL_KEY", String::from_utf8(key.stdout).unwrap().trim())
        .current_dir(folder)
        .output()
        .unwrap()
}

fn words(output: &Output) -> (String, String) {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (text(&output.stdout), text(&output.stderr))
}
