//! What belongs to somebody else looks like what does not exist, and nobody is asked to log in.

use crate::app::TestApp;
use serde_json::json;

#[test]
fn another_account_finds_nothing_and_changes_nothing() {
    let app = TestApp::with(&[("SIGNUP", "open")]);
    let (owner, other) = (app.person("owner@example.com"), app.person("other@example.com"));
    let project = owner.project();
    let execution = owner.render(&project);
    let png = crate::uploads::png(8, 8);
    let asset = owner.upload("a.png", &png).json()["id"].as_str().unwrap().to_owned();
    for path in [
        format!("/api/projects/{project}"),
        format!("/api/projects/{project}/estimate"),
        format!("/api/assets/{asset}"),
        format!("/api/executions/{execution}"),
        format!("/api/executions/{execution}/events"),
        format!("/api/executions/{execution}/deliveries"),
    ] {
        assert_eq!(other.get(&path).status, 404, "GET {path}");
        assert_eq!(app.stranger().get(&path).status, 401, "GET {path}");
    }
    for path in [
        format!("/api/projects/{project}/scripts"),
        format!("/api/projects/{project}/render"),
        format!("/api/executions/{execution}/cancel"),
        format!("/api/executions/{execution}/retry"),
    ] {
        assert_eq!(other.post(&path, json!({})).status, 404, "POST {path}");
        assert_eq!(app.stranger().post(&path, json!({})).status, 401, "POST {path}");
    }
    let settle = |who: &crate::person::Person| {
        let said = json!({"step": "speech", "made": false});
        who.post(&format!("/api/executions/{execution}/resolve"), said).status
    };
    assert_eq!((settle(&other), settle(&app.stranger())), (404, 401));
    for (function, name, id) in [
        ("choose", "project", &project),
        ("save_choices", "project", &project),
        ("use_script", "project", &project),
        ("write_more", "project", &project),
        ("another_cut", "project", &project),
        ("delete_project", "project", &project),
        ("start_render", "project", &project),
        ("read_execution", "execution", &execution),
        ("cancel_render", "execution", &execution),
        ("retry_render", "execution", &execution),
        ("resolve_step", "execution", &execution),
        ("share_ad", "execution", &execution),
        ("unshare_ad", "execution", &execution),
    ] {
        // What one function does not know it passes over.
        let fields = [
            (name, id.as_str()),
            ("format", "1:1"),
            ("step", "speech"),
            ("made", "false"),
            ("patch[captions]", "off"),
            ("script", "scr_00000000000000000000000000"),
        ];
        assert_eq!(other.call(function, &fields).status, 404, "{function}");
        assert_eq!(app.stranger().call(function, &fields).status, 401, "{function}");
    }
    let frame = format!("/rpc/frame?background={asset}&format=1:1&lines=160");
    assert_eq!(other.get(&frame).status, 404);
    assert_eq!(app.stranger().get(&frame).status, 401);
    for path in [format!("/projects/{project}"), format!("/executions/{execution}")] {
        assert_eq!(other.page(&path).status, 404, "{path}");
        assert_eq!(app.stranger().page(&path).status, 302, "{path}");
    }
    let path = format!("/api/projects/{project}");
    assert_eq!(other.patch(&path, json!({"captions": "off"})).status, 404);
    assert_eq!(other.send("DELETE", &path, &[], b"").status, 404);
    let theirs = other.project();
    let stolen = other.patch(&format!("/api/projects/{theirs}"), json!({"background": asset}));
    assert_eq!(stolen.pointer(), "#/background");
    assert_eq!(other.get("/api/executions").json()["items"], json!([]));
    assert_eq!(other.get("/api/assets").json()["items"], json!([]));
    assert_eq!(owner.get(&path).status, 200);
    assert_eq!(owner.wait_for(&execution)["status"], "completed");
}
