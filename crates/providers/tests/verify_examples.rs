//! The programs of `docs/examples/verify-webhook`, each run in its language: they take and refuse what our own `verify`
//! takes and refuses. Node and Python are always there; of the others, what this machine lacks is named and left out.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use base64::{Engine as _, engine::general_purpose::STANDARD};
use hmac::{Hmac, Mac};
use providers::{WebhookSecret, sign, verify};
use serde_json::json;
use sha2::Sha256;
use std::{
    collections::BTreeMap,
    fs,
    io::Write,
    path::Path,
    process::{Command, Output, Stdio},
};

const DOCS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs");
const NOW: i64 = 1_700_000_000;
const ID: &str = "whd_01hf7y0000000000000000000";
const SECRET: &str = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";
const NEXT_SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const BODY: &str = r#"{"executionId":"01J","status":"failed","error":"Café “Zoë” 🚲 closed.\n"}"#;

#[test]
fn node_agrees() {
    agrees(example("node").arg(source("verify.mjs")));
}

#[test]
fn python_agrees() {
    agrees(example("python3").arg(source("verify.py")));
}

#[test]
fn go_agrees() {
    if is_there("go") {
        let folder = tempfile::tempdir().unwrap();
        let program = folder.path().join("verify");
        run(example("go").args(["build", "-o"]).arg(&program).arg(source("verify.go")));
        agrees(&mut Command::new(program));
    }
}

#[test]
fn php_agrees() {
    if is_there("php") {
        agrees(example("php").arg(source("verify.php")));
    }
}

#[test]
fn java_agrees() {
    if is_there("javac") {
        let folder = tempfile::tempdir().unwrap();
        run(example("javac").arg("-d").arg(folder.path()).arg(source("Verify.java")));
        agrees(example("java").arg("-cp").arg(folder.path()).arg("Verify"));
    }
}

#[test]
fn the_paper_shows_the_example_as_it_is_and_links_them_all() {
    let paper = fs::read_to_string(format!("{DOCS}/webhooks.md")).unwrap();
    let example = fs::read_to_string(source("verify.mjs")).unwrap();
    assert!(paper.contains(&format!("```js\n{example}```\n")), "docs/webhooks.md shows another verify.mjs");
    for name in ["verify.mjs", "verify.py", "verify.go", "verify.php", "Verify.java"] {
        assert!(paper.contains(&format!("(examples/verify-webhook/{name})")), "{name} is not linked");
    }
}

/// One webhook as it arrives, and what becomes of it.
struct Case {
    name: &'static str,
    headers: BTreeMap<String, String>,
    body: String,
    secret: String,
    now: i64,
    /// The id where it is genuine.
    id: Option<&'static str>,
}

impl Case {
    /// Signed by us at [`NOW`], and arrived at once.
    fn genuine(name: &'static str, secret: &str) -> Case {
        let headers = sign(ID, NOW, BODY.as_bytes(), &WebhookSecret::parse(secret).unwrap());
        Case {
            name,
            headers: headers.into_iter().map(|(name, value)| (name.to_lowercase(), value)).collect(),
            body: BODY.to_owned(),
            secret: secret.to_owned(),
            now: NOW,
            id: Some(ID),
        }
    }

    /// One of the two that the makers of Standard Webhooks publish.
    fn published(id: &'static str, timestamp: i64, secret: &str, body: &str, signature: &str) -> Case {
        let headers = [
            ("webhook-id", id),
            ("webhook-timestamp", &timestamp.to_string()),
            ("webhook-signature", signature),
        ];
        Case {
            name: "published",
            headers: headers.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect(),
            body: body.to_owned(),
            secret: secret.to_owned(),
            now: timestamp,
            id: Some(id),
        }
    }

    fn refused(name: &'static str, change: impl FnOnce(&mut Case)) -> Case {
        let mut case = Case { id: None, ..Case::genuine(name, SECRET) };
        change(&mut case);
        case
    }

    fn with(mut self, change: impl FnOnce(&mut Case)) -> Case {
        change(&mut self);
        self
    }

    fn signature(&mut self) -> &mut String {
        self.headers.get_mut("webhook-signature").unwrap()
    }

    fn set(&mut self, header: &str, value: &str) {
        self.headers.insert(header.to_owned(), value.to_owned());
    }

    /// Signs what is there now, whatever it is, so that the signature is no reason to refuse it.
    fn signed_by(mut self, key: &[u8]) -> Case {
        let (id, timestamp) = (&self.headers["webhook-id"], &self.headers["webhook-timestamp"]);
        let mac = Hmac::<Sha256>::new_from_slice(key).unwrap();
        let mac = mac.chain_update(format!("{id}.{timestamp}.{}", self.body)).finalize().into_bytes();
        *self.signature() = format!("v1,{}", STANDARD.encode(mac));
        self
    }

    fn ours(&self) -> Option<String> {
        let secret = WebhookSecret::parse(&self.secret).ok()?;
        verify(&self.headers, self.body.as_bytes(), &secret, self.now).ok()
    }
}

fn cases() -> Vec<Case> {
    [taken(), forged(), signed_and_unusable()].into_iter().flatten().collect()
}

fn taken() -> Vec<Case> {
    let other = Case::genuine("", NEXT_SECRET).signature().clone();
    let beside = |before: &str, after: &str| format!("{before} {after}");
    vec![
        Case::genuine("of now", SECRET),
        Case::genuine("a secret of plain text", "correct horse"),
        Case::genuine("a secret of eight characters", "süßwaren"),
        Case::genuine("base64 that leaves its = out", "whsec_AAAAAAAAAAAAAAAAAAAAAA"),
        Case::genuine("base64 with its =", "whsec_AAAAAAAAAAAAAAAAAAAAAA=="),
        Case::genuine("five minutes old", SECRET).with(|case| case.now += 300),
        Case::genuine("five minutes ahead", SECRET).with(|case| case.now -= 300),
        Case::genuine("rotated, ours first", SECRET)
            .with(|case| *case.signature() = beside(case.signature(), &other)),
        Case::genuine("rotated, ours second", SECRET)
            .with(|case| *case.signature() = beside(&other, case.signature())),
        Case::genuine("beside another version", SECRET)
            .with(|case| *case.signature() = beside("v1a,AAAA", case.signature())),
        Case::published(
            "msg_27UH4WbU6Z5A5EzD8u03UvzRbpk",
            1_649_367_553,
            "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD",
            r#"{"email":"test@example.com","username":"test_user"}"#,
            "v1,tZ1I4/hDygAJgO5TYxiSd6Sd0kDW6hPenDe+bTa3Kkw=",
        ),
        Case::published(
            "msg_p5jXN8AQM9LWM0D4loKWxJek",
            1_614_265_330,
            "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
            r#"{"test": 2432232314}"#,
            "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
        ),
    ]
}

fn forged() -> Vec<Case> {
    vec![
        Case::refused("tampered body", |case| case.body = case.body.replace("failed", "completed")),
        Case::refused("body parsed and written again", |case| case.body = case.body.replace(':', ": ")),
        Case::refused("wrong secret", |case| case.secret = NEXT_SECRET.to_owned()),
        Case::refused("another id", |case| case.set("webhook-id", "whd_01hf7y0000000000000000001")),
        Case::refused("another time", |case| case.set("webhook-timestamp", &(NOW + 1).to_string())),
        Case::refused("old", |case| case.now += 301),
        Case::refused("from the future", |case| case.now -= 301),
        Case::refused("no id", |case| drop(case.headers.remove("webhook-id"))),
        Case::refused("no time", |case| drop(case.headers.remove("webhook-timestamp"))),
        Case::refused("only the plain signature", |case| drop(case.headers.remove("webhook-signature"))),
        Case::refused("an empty signature", |case| case.signature().clear()),
        Case::refused("a signature of nothing", |case| *case.signature() = "v1, v1 ,".to_owned()),
        Case::refused("another version", |case| *case.signature() = case.signature().replace("v1,", "v2,")),
        Case::refused("no version", |case| *case.signature() = case.signature().replace("v1,", "")),
        Case::refused("cut off", |case| {
            case.signature().pop();
        }),
    ]
}

/// Each has a signature that fits, so only the check that it is about can refuse it. What has an unusable secret is signed
/// with the key that a receiver without care would make of it.
fn signed_and_unusable() -> Vec<Case> {
    let key = STANDARD.decode(SECRET.strip_prefix("whsec_").unwrap()).unwrap();
    let with = |name, header, value| Case::refused(name, |case| case.set(header, value)).signed_by(&key);
    let times = ["soon", "1700000000.5", "1_700_000_000", "17000000000000"]
        .map(|time| with("a time that is none", "webhook-timestamp", time));
    let secrets: [(&str, &[u8]); 7] = [
        ("", b""),
        ("1234567", b"1234567"),
        ("süßware", "süßware".as_bytes()),
        ("whsec_", b""),
        ("whsec_AAAA", &[0; 3]),
        ("whsec_AAAAAAAAAAAAAAAAAAAAA", &[0; 15]),
        ("whsec_AAAAAAAAAAAA*AAAAAAAAAAAA", &[0; 18]),
    ];
    let secrets = secrets.map(|(secret, key)| {
        Case::refused("unusable secret", |case| case.secret = secret.to_owned()).signed_by(key)
    });
    [with("an empty id", "webhook-id", "")].into_iter().chain(times).chain(secrets).collect()
}

/// Runs the program once for every case.
fn agrees(program: &mut Command) {
    program.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    for case in cases() {
        assert_eq!(case.ours().as_deref(), case.id, "ours: {} {:?}", case.name, case.secret);
        let said = ask(program, &case);
        let (id, reason) = (String::from_utf8_lossy(&said.stdout), String::from_utf8_lossy(&said.stderr));
        let about = format!("{} {:?}: {id} {reason}", case.name, case.secret);
        match case.id {
            Some(expected) => assert_eq!((said.status.code(), id.trim()), (Some(0), expected), "{about}"),
            None => {
                assert_eq!((said.status.code(), &*id), (Some(1), ""), "{about}");
                assert_eq!(reason.lines().count(), 1, "no reason, or more than one: {about}");
            }
        }
    }
}

fn ask(program: &mut Command, case: &Case) -> Output {
    let mut asked = program.spawn().unwrap();
    let question =
        json!({"headers": case.headers, "body": case.body, "secret": case.secret, "now": case.now});
    asked.stdin.take().unwrap().write_all(question.to_string().as_bytes()).unwrap();
    asked.wait_with_output().unwrap()
}

fn example(program: &str) -> Command {
    let mut command = Command::new(program);
    // Java would say on standard error that it has read it.
    command.env_remove("JAVA_TOOL_OPTIONS");
    command
}

fn source(name: &str) -> String {
    format!("{DOCS}/examples/verify-webhook/{name}")
}

fn run(command: &mut Command) {
    let output = command.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

fn is_there(program: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let found = std::env::split_paths(&path).any(|folder| Path::new(&folder).join(program).is_file());
    if !found {
        println!("SKIPPED: {program} is not on this machine, so its example was not run.");
    }
    found
}
