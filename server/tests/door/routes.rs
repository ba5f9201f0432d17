//! Every address of the program, as the program itself lists it, times everybody who may come: nobody, a member, somebody
//! of another team, a key that was revoked, one that may only look, and an admin. An address that is not known here
//! fails, so that nobody forgets one.

use crate::{app::TestApp, person::Person, socket};
use serde_json::{Value, json};
use std::collections::HashMap;

/// One line of `pitchreel routes`.
struct Door {
    needs: String,
    method: String,
    path: String,
}

/// An account with one of everything, and everybody who comes to its doors.
struct World {
    app: TestApp,
    owner: Person,
    member: Person,
    other: Person,
    revoked: Person,
    read_only: Person,
    admin: Person,
    /// What the owner has, by the first word of its address.
    ids: HashMap<&'static str, String>,
}

fn doors(app: &TestApp) -> Vec<Door> {
    let listed = app.command().arg("routes").output().unwrap();
    assert!(listed.status.success());
    let listed = String::from_utf8(listed.stdout).unwrap();
    let door = |line: &str| {
        let words: Vec<_> = line.split_whitespace().map(str::to_owned).collect();
        let [needs, method, path] = words.try_into().unwrap();
        Door { needs, method, path }
    };
    listed.lines().map(door).collect()
}

impl World {
    fn new() -> World {
        // Nobody is where fal is asked, so nobody outside is.
        let app = TestApp::with(&[("SIGNUP", "open"), ("FAL_BASE_URL", "http://127.0.0.1:1")]);
        let owner = app.person("owner@example.com");
        let own_key = br#"{"key": "sk-0123456789"}"#;
        let json = [("content-type", "application/json")];
        assert_eq!(owner.send("PUT", "/api/provider-keys/fal", &json, own_key).status, 200);
        let project = owner.project();
        let execution = owner.render(&project);
        assert_eq!(owner.wait_for(&execution)["status"], "completed");
        let token =
            made(&owner, "/api/invitations", json!({"role": "member"}))["url"].as_str().unwrap().to_owned();
        let token = token.rsplit('/').next().unwrap();
        let member = app.stranger();
        let fields =
            [("email", "m@example.com"), ("password", "a long enough password"), ("invitation", token)];
        assert_eq!(member.call("sign_up", &fields).status, 200);
        let key = |scope: &str| made(&owner, "/api/keys", json!({"name": scope, "scope": scope}));
        let with = |key: &Value| app.stranger().with_key(key["key"].as_str().unwrap());
        let (gone, spare) = (key("admin"), key("read"));
        let gone_path = format!("/api/keys/{}", gone["id"].as_str().unwrap());
        assert_eq!(owner.send("DELETE", &gone_path, &[], b"").status, 204);
        let members = owner.get("/api/members").json();
        let picture = owner.upload("a.png", &crate::uploads::png(8, 8)).json();
        let test = made(&owner, "/api/webhooks/test", json!({"webhook": "https://hooks.example/x"}));
        let share = owner.send("PUT", &format!("/api/executions/{execution}/share"), &[], b"").json();
        let id = |value: &Value| value["id"].as_str().unwrap().to_owned();
        let invitation = made(&owner, "/api/invitations", json!({"role": "member"}));
        let media = owner.get(&format!("/api/executions/{execution}")).json()["result"]["url"].clone();
        let ids = HashMap::from([
            ("projects", project),
            ("executions", execution),
            ("assets", id(&picture)),
            ("deliveries", id(&test)),
            ("keys", id(&spare)),
            ("members", id(&members["items"][1])),
            ("invitations", id(&invitation)),
            ("join", invitation["url"].as_str().unwrap().rsplit('/').next().unwrap().to_owned()),
            ("s", id(&share)),
            ("media", media.as_str().unwrap().trim_start_matches("/media/").to_owned()),
        ]);
        let (revoked, read_only, admin) = (with(&gone), with(&key("read")), with(&key("admin")));
        let other = app.person("other@example.com");
        World { owner, member, other, revoked, read_only, admin, ids, app }
    }

    /// Whether an answer tells of what the owner has.
    fn leaks(&self, text: &str) -> bool {
        self.ids.values().any(|id| text.contains(id.as_str()))
    }

    /// Whether an address names what the owner has.
    fn is_ours(&self, path: &str) -> bool {
        self.leaks(path)
    }

    /// The address with what the owner has put in.
    fn filled(&self, path: &str) -> String {
        // A word that everybody knows, and what is behind it is each account's own.
        let path = &path.replace("{provider}", "fal");
        let kind = path.split('/').nth(if path.starts_with("/api/") { 2 } else { 1 }).unwrap();
        match (path.find('{').or(path.find("/:").map(|at| at + 1)), self.ids.get(kind)) {
            (None, _) => path.to_owned(),
            (Some(at), Some(id)) => {
                let rest = path[at..].find('/').map_or("", |end| &path[at + end..]);
                format!("{}{id}{rest}", &path[..at])
            }
            (Some(_), None) => panic!("{path}: nobody knows what it names; tell this test"),
        }
    }
}

fn made(who: &Person, path: &str, body: Value) -> Value {
    let answer = who.post(path, body);
    assert!(matches!(answer.status, 201 | 202), "{path}: {}", answer.text);
    answer.json()
}

/// What is sent to a call of the API, where it takes something.
fn body(method: &str, path: &str) -> Value {
    match (method, path) {
        ("POST", "/api/projects") => json!({"topic": "a mug"}),
        ("PATCH", "/api/projects/{id}") => json!({"captions": "off"}),
        ("POST", "/api/generate-video") => json!({"prompt": "a mug"}),
        ("POST", "/api/executions") => {
            json!({"pipeline": [{"id": "a", "step": "speech", "input": {"text": "Hello."}}]})
        }
        ("POST", "/api/executions/{id}/resolve") => json!({"step": "speech", "made": false}),
        ("POST", "/api/webhooks/test") => json!({"webhook": "https://hooks.example/x"}),
        ("POST", "/api/invitations") => json!({"role": "member"}),
        ("PATCH", "/api/members/{id}") => json!({"role": "member"}),
        ("PUT", "/api/provider-keys/{provider}") => json!({"key": "sk-0123456789"}),
        _ => json!({}),
    }
}

fn ask(who: &Person, door: &Door, path: &str) -> crate::person::Answer {
    match door.method.as_str() {
        "GET" => who.get(path),
        "POST" if door.path == "/api/assets" => who.upload("a.png", &crate::uploads::png(8, 8)),
        method => {
            let body = body(method, &door.path).to_string();
            who.send(method, path, &[("content-type", "application/json")], body.as_bytes())
        }
    }
}

#[test]
fn every_call_of_the_api_opens_for_whom_it_is_and_for_nobody_else() {
    let world = World::new();
    let mut doors: Vec<Door> = doors(&world.app)
        .into_iter()
        .filter(|door| matches!(&*door.needs, "read" | "write" | "admin"))
        .collect();
    assert!(doors.len() > 35, "{}", doors.len());
    // What removes comes last, and what is deepest first.
    let ends_the_member = |door: &Door| door.path.starts_with("/api/members");
    doors.sort_by_key(|door| {
        (door.method == "DELETE", ends_the_member(door), std::cmp::Reverse(door.path.len()))
    });
    for door in &doors {
        let path = world.filled(&door.path);
        let name = format!("{} {path}", door.method);
        let refused = |who: &Person| ask(who, door, &path);
        for (who, nobody) in [("nobody", &world.app.stranger()), ("a revoked key", &world.revoked)] {
            let answer = refused(nobody);
            assert_eq!(answer.status, 401, "{name} for {who}: {}", answer.text);
            assert!(!world.leaks(&answer.text), "{name} for {who}");
        }
        let answer = refused(&world.other);
        if world.is_ours(&path) {
            assert_eq!(answer.status, 404, "{name} for another team: {}", answer.text);
            let absent = refused_absent(&world, door);
            assert_eq!(answer.text, absent, "{name}: what is not yours looks like what is not there");
        }
        assert!(!world.leaks(&answer.text), "{name} for another team: {}", answer.text);
        assert!(!matches!(answer.status, 401 | 403 | 500..), "{name} for another team: {}", answer.text);
        let allowed = |who: &str, answer: crate::person::Answer| {
            assert!(
                !matches!(answer.status, 401 | 403 | 404 | 500 | 502),
                "{name} for {who}: {}",
                answer.text
            );
        };
        match &*door.needs {
            "read" => {
                allowed("a key that may look", refused(&world.read_only));
                allowed("a member", refused(&world.member));
            }
            "write" => assert_eq!(refused(&world.read_only).status, 403, "{name} for a key that may look"),
            _ => {
                assert_eq!(refused(&world.read_only).status, 403, "{name} for a key that may look");
                assert_eq!(refused(&world.member).status, 403, "{name} for a member");
            }
        }
        allowed("an admin", refused(&world.admin));
    }
}

/// What the other team is told of an id that nobody has.
fn refused_absent(world: &World, door: &Door) -> String {
    let path = world.filled(&door.path);
    let id = world.ids.values().find(|id| path.contains(id.as_str())).unwrap();
    let (prefix, rest) = id.split_at(id.len() - 6);
    let absent =
        format!("{prefix}{}", rest.chars().map(|c| if c == '0' { '1' } else { '0' }).collect::<String>());
    let answer = ask(&world.other, door, &path.replace(id.as_str(), &absent));
    assert_eq!(answer.status, 404);
    answer.text
}

type Fields = Vec<(&'static str, String)>;

/// The fields of each server function, and whether strangers may call it.
fn functions(ids: &HashMap<&'static str, String>) -> HashMap<&'static str, (bool, Fields)> {
    let id = |kind: &str| ids[kind].clone();
    let project =
        || vec![("project", id("projects")), ("format", "1:1".into()), ("patch[captions]", "off".into())];
    let execution =
        || vec![("execution", id("executions")), ("step", "speech".into()), ("made", "false".into())];
    let nobody = |fields| (false, fields);
    HashMap::from([
        ("sign_up", (true, vec![("email", "x".into()), ("password", "x".into())])),
        ("log_in", (true, vec![("email", "x".into()), ("password", "x".into())])),
        ("log_out", (true, vec![])),
        ("frame", (true, vec![])),
        ("create_project", nobody(vec![("topic", "a mug".into())])),
        ("choose", nobody(project())),
        ("save_choices", nobody(project())),
        ("use_script", nobody(project())),
        ("write_more", nobody(project())),
        ("another_cut", nobody(project())),
        ("upload_background", nobody(project())),
        ("start_render", nobody(project())),
        ("delete_project", nobody(project())),
        ("cancel_render", nobody(execution())),
        ("retry_render", nobody(execution())),
        ("resolve_step", nobody(execution())),
        ("read_execution", nobody(execution())),
        ("watch_execution", nobody(execution())),
        ("share_ad", nobody(execution())),
        ("unshare_ad", nobody(execution())),
        ("list_running", nobody(vec![])),
        ("make_key", nobody(vec![("name", "x".into()), ("scope", "read".into())])),
        ("remove_key", nobody(vec![("key", id("keys"))])),
        ("save_provider_key", nobody(vec![("provider", "fal".into()), ("key", "sk-0123456789".into())])),
        ("remove_provider_key", nobody(vec![("provider", "fal".into())])),
        ("invite", nobody(vec![("role", "member".into())])),
        ("take_back", nobody(vec![("invitation", id("invitations"))])),
        ("change_role", nobody(vec![("user", id("members")), ("role", "member".into())])),
        ("remove_member", nobody(vec![("user", id("members"))])),
        ("join_team", nobody(vec![("invitation", "not-a-token".into())])),
        ("switch_account", nobody(vec![("account", "acc_00000000000000000000000000".into())])),
        ("send_test", nobody(vec![("webhook", "https://hooks.example/x".into())])),
        ("redeliver", nobody(vec![("delivery", id("deliveries"))])),
        ("show_secret", nobody(vec![])),
        ("rotate_secret", nobody(vec![])),
    ])
}

/// Those that only admins may call.
const MANAGING: [&str; 10] = [
    "make_key",
    "remove_key",
    "save_provider_key",
    "remove_provider_key",
    "invite",
    "take_back",
    "change_role",
    "remove_member",
    "show_secret",
    "rotate_secret",
];

#[test]
fn every_function_of_the_pages_asks_who_calls_it() {
    let world = World::new();
    let known = functions(&world.ids);
    let mut seen = 0;
    for door in doors(&world.app).iter().filter(|door| door.needs == "function") {
        let name = door.path.trim_start_matches("/rpc/");
        let (open, fields) = known.get(name).unwrap_or_else(|| panic!("{}: tell this test of it", door.path));
        seen += 1;
        if *open || name == "watch_execution" {
            continue;
        }
        let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        // A key is for the API alone; without a session its holder is a stranger here.
        for who in [&world.app.stranger(), &world.revoked, &world.read_only, &world.admin] {
            let answer = call(who, name, &fields);
            assert_eq!(answer.status, 401, "{name}: {}", answer.text);
        }
        let answer = call(&world.other, name, &fields);
        let names_ours = fields.iter().any(|(_, value)| world.ids.values().any(|id| id == value));
        if names_ours {
            assert_eq!(answer.status, 404, "{name} for another team: {}", answer.text);
        }
        assert!(!world.leaks(&answer.text), "{name} for another team: {}", answer.text);
        if MANAGING.contains(&name) {
            assert_eq!(call(&world.member, name, &fields).status, 403, "{name} for a member");
        }
    }
    assert_eq!(seen, known.len(), "some of the functions that are known here are gone");
    let execution = &world.ids["executions"];
    let frame = format!("/rpc/frame?background={}&format=1:1&lines=160", world.ids["assets"]);
    assert_eq!((world.app.stranger().get(&frame).status, world.other.get(&frame).status), (401, 404));
    assert_eq!(world.member.get(&frame).status, 200);
    // The socket opens for whoever is logged in, and tells each of what is theirs.
    assert_eq!(socket::watch(&world.app.stranger(), execution), (401, String::new()));
    assert_eq!(socket::watch(&world.admin, execution).0, 401);
    let (status, heard) = socket::watch(&world.member, execution);
    assert!(status == 101 && heard.contains("completed"), "{status} {heard}");
    let (status, heard) = socket::watch(&world.other, execution);
    assert!(status == 101 && !heard.contains("completed") && !world.leaks(&heard), "{status} {heard}");
}

fn call(who: &Person, name: &str, fields: &[(&str, &str)]) -> crate::person::Answer {
    if name != "upload_background" {
        return who.call(name, fields);
    }
    let project = fields.iter().find(|(name, _)| *name == "project").unwrap().1;
    let head = format!(
        "--edge\r\nContent-Disposition: form-data; name=\"project\"\r\n\r\n{project}\r\n--edge\r\n\
         Content-Disposition: form-data; name=\"file\"; filename=\"a.png\"\r\nContent-Type: image/png\r\n\r\n"
    );
    let body = [head.as_bytes(), &crate::uploads::png(8, 8), b"\r\n--edge--\r\n"].concat();
    who.send(
        "POST",
        "/rpc/upload_background",
        &[("content-type", "multipart/form-data; boundary=edge")],
        &body,
    )
}

#[test]
fn every_page_and_every_open_address_shows_what_it_is_for() {
    let world = World::new();
    for door in doors(&world.app).iter().filter(|door| door.needs == "page") {
        let path = world.filled(&door.path);
        let (stranger, other) = (world.app.stranger().page(&path), world.other.page(&path));
        let expected = match door.path.split('/').nth(1).unwrap() {
            "login" | "signup" | "join" | "s" => (200, if path.len() > 8 { 200 } else { 302 }),
            "" | "settings" => (302, 200),
            "projects" | "executions" => (302, if path == door.path { 200 } else { 404 }),
            _ => panic!("{}: tell this test of it", door.path),
        };
        assert_eq!((stranger.status, other.status), expected, "{path}");
        if !matches!(door.path.split('/').nth(1), Some("join" | "s")) {
            let told = other.text.replace(path.as_str(), "");
            assert!(!world.leaks(&told), "{path} tells another team of it");
        }
    }
    for door in doors(&world.app).iter().filter(|door| door.needs == "anyone") {
        let answer = match &*door.path {
            "/metrics" => {
                // Through a proxy it is as if it were not there.
                let forwarded = [("x-forwarded-for", "192.0.2.7")];
                assert_eq!(world.app.stranger().get_with("/metrics", &forwarded).status, 404);
                world.app.stranger().get("/metrics")
            }
            "/healthz" | "/readyz" | "/api/openapi.json" | "/api/docs" | "/api/docs/start.js" => {
                world.app.stranger().get(&door.path)
            }
            "/media/{*name}" => world.app.stranger().get(&world.filled(&door.path)),
            "/previews/avatars/{*id}" => world.app.stranger().get("/previews/avatars/amara"),
            "/previews/voices/{*id}" => world.app.stranger().get("/previews/voices/plain"),
            "/previews/scenes/{slug}" => world.app.stranger().get("/previews/scenes/kitchen"),
            // They are signed, and `hooks.rs` knows them; a foreign one is not there.
            "/hooks/{*address}" => {
                assert_eq!(world.app.stranger().post("/hooks/fal/00/x", json!({})).status, 404);
                continue;
            }
            other => panic!("{other}: tell this test of it"),
        };
        assert_eq!(answer.status, 200, "{}: {}", door.path, answer.text);
        assert!(!world.leaks(&answer.text), "{}", door.path);
    }
    let folder = world.ids["media"].split('/').next().unwrap().to_owned();
    for guess in ["", "/ad.mp4x", "/../../pitchreel.db", "/%2e%2e/secret.key"] {
        let answer = world.app.stranger().get(&format!("/media/{folder}{guess}"));
        assert_eq!(answer.status, 404, "{guess}");
    }
    assert_eq!(world.owner.get("/api/nothing").status, 404);
}
