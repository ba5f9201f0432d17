//! The team: an invitation lets in one, roles hold, and whoever is removed sees nothing any more.

use crate::{app::TestApp, person::Person};
use serde_json::{Value, json};

/// The secret part of a fresh invitation.
fn invite(who: &Person, role: &str) -> String {
    let made = who.post("/api/invitations", json!({ "role": role }));
    assert_eq!(made.status, 201, "{}", made.text);
    let made = made.json();
    made["url"].as_str().unwrap().rsplit('/').next().unwrap().to_owned()
}

fn join(app: &TestApp, email: &str, token: &str) -> Person {
    let person = app.stranger();
    let fields = [("email", email), ("password", "a long enough password"), ("invitation", token)];
    let answer = person.call("sign_up", &fields);
    assert_eq!(answer.status, 200, "{}", answer.text);
    person
}

fn id_of(who: &Person, email: &str) -> String {
    let members = who.get("/api/members").json();
    let found = members["items"].as_array().unwrap().iter().find(|member| member["email"] == email);
    found.unwrap()["id"].as_str().unwrap().to_owned()
}

#[test]
fn an_invited_member_shares_the_account_until_they_are_removed() {
    let app = TestApp::start();
    let owner = app.person("owner@example.com");
    let project = owner.project();
    let token = invite(&owner, "member");
    assert_eq!(owner.page(&format!("/join/{token}")).status, 200);
    let member = join(&app, "grace@example.com", &token);
    assert_eq!(member.get(&format!("/api/projects/{project}")).status, 200);
    let late = app.stranger();
    let fields =
        [("email", "eve@example.com"), ("password", "a long enough password"), ("invitation", &token)];
    assert_eq!(late.call("sign_up", &fields).status, 404, "an invitation lets in one");
    assert_eq!(app.stranger().page(&format!("/join/{token}")).status, 404);
    // A member makes ads, and does not manage.
    for path in ["/api/keys", "/api/invitations", "/api/webhooks/secret"] {
        assert_eq!(member.get(path).status, 403, "{path}");
    }
    assert_eq!(member.call("make_key", &[("name", "mine"), ("scope", "read")]).status, 403);
    assert_eq!(member.post("/api/invitations", json!({"role": "admin"})).status, 403);
    let id = id_of(&owner, "grace@example.com");
    assert_eq!(member.patch(&format!("/api/members/{id}"), json!({"role": "owner"})).status, 403);
    assert_eq!(owner.send("DELETE", &format!("/api/members/{id}"), &[], b"").status, 204);
    assert_eq!(member.get(&format!("/api/projects/{project}")).status, 401);
    assert_eq!(member.page("/projects").status, 302);
    let again = member.log_in("grace@example.com", "a long enough password");
    assert_eq!(again.status, 409, "{}", again.text);
    assert_eq!(owner.get(&format!("/api/projects/{project}")).status, 200);
}

#[test]
fn admins_manage_but_not_owners_and_an_owner_stays() {
    let app = TestApp::start();
    let owner = app.person("owner@example.com");
    let admin = join(&app, "ada@example.com", &invite(&owner, "admin"));
    let member = join(&app, "grace@example.com", &invite(&admin, "member"));
    let (owner_id, admin_id) = (id_of(&admin, "owner@example.com"), id_of(&admin, "ada@example.com"));
    let member_id = id_of(&admin, "grace@example.com");
    let role = |who: &Person, id: &str, role: &str| {
        who.patch(&format!("/api/members/{id}"), json!({"role": role})).status
    };
    assert_eq!(role(&admin, &owner_id, "member"), 403);
    assert_eq!(role(&admin, &admin_id, "owner"), 403);
    assert_eq!(admin.send("DELETE", &format!("/api/members/{owner_id}"), &[], b"").status, 403);
    assert_eq!(role(&admin, &member_id, "admin"), 200);
    assert_eq!(member.get("/api/keys").status, 200);
    assert_eq!(role(&owner, &owner_id, "member"), 409, "there always is an owner");
    assert_eq!(admin.post("/api/invitations", json!({"role": "owner"})).pointer(), "#/role");
    let key = admin.post("/api/keys", json!({"name": "a"})).json()["key"].as_str().unwrap().to_owned();
    let program = app.stranger().with_key(&key);
    assert_eq!(role(&program, &owner_id, "member"), 403, "a key of an admin is no owner");
    assert_eq!(program.post("/api/invitations", json!({"role": "member"})).status, 201);
}

#[test]
fn somebody_of_several_accounts_works_in_one_at_a_time() {
    let app = TestApp::with(&[("SIGNUP", "open")]);
    let (owner, other) = (app.person("owner@example.com"), app.person("other@example.com"));
    let (project, own) = (owner.project(), other.project());
    let token = invite(&owner, "member");
    let account = |who: &Person| -> Value { who.get("/api/projects").json()["items"][0]["id"].clone() };
    assert_eq!(account(&other), json!(own));
    assert_eq!(other.call("join_team", &[("invitation", &token)]).status, 200);
    assert_eq!(account(&other), json!(project));
    assert_eq!(other.get(&format!("/api/projects/{own}")).status, 404);
    let page = other.page("/settings").text;
    let back = page.split("name=\"account\" value=\"").nth(1).unwrap().split('"').next().unwrap();
    assert_eq!(other.call("switch_account", &[("account", back)]).status, 200);
    assert_eq!(account(&other), json!(own));
    assert_eq!(owner.call("switch_account", &[("account", back)]).status, 404);
}

#[test]
fn a_key_goes_as_far_as_its_scope() {
    let app = TestApp::start();
    let person = app.person("me@example.com");
    let project = person.project();
    let with = |scope: &str| {
        let made = person.post("/api/keys", json!({"name": scope, "scope": scope})).json();
        assert_eq!(made["scope"], scope);
        app.stranger().with_key(made["key"].as_str().unwrap())
    };
    let (read, write, admin) = (with("read"), with("write"), with("admin"));
    let choice = json!({"captions": "off"});
    let path = format!("/api/projects/{project}");
    assert_eq!((read.get(&path).status, read.patch(&path, choice.clone()).status), (200, 403));
    assert_eq!(read.post(&format!("{path}/render"), json!({})).status, 403);
    assert_eq!((write.patch(&path, choice).status, write.get("/api/keys").status), (200, 403));
    assert_eq!(admin.get("/api/keys").status, 200);
    assert_eq!(person.post("/api/keys", json!({"scope": "all"})).pointer(), "#/scope");
    let made = app.command().args(["key", "add", "me@example.com", "--scope", "read"]).output().unwrap();
    let cli = app.stranger().with_key(String::from_utf8(made.stdout).unwrap().trim());
    assert_eq!((cli.get(&path).status, cli.send("DELETE", &path, &[], b"").status), (200, 403));
}
