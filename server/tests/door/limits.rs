//! How often somebody may ask: each key and each address for itself, and everybody is told how much is left.

use crate::app::TestApp;

#[test]
fn a_key_at_its_limit_is_told_when_to_come_again_and_keeps_no_other_one_away() {
    let app = TestApp::with(&[("RATE_LIMIT", "5/15m")]);
    let _person = app.person("me@example.com");
    let (first, second) = (app.program("me@example.com"), app.program("me@example.com"));
    for left in (0..5).rev() {
        let answer = first.get("/api/projects");
        assert_eq!(answer.status, 200, "{}", answer.text);
        assert_eq!(
            (answer.header("ratelimit-limit"), answer.header("ratelimit-remaining")),
            ("5", &*left.to_string())
        );
        assert_eq!(answer.header("ratelimit-policy"), "5;w=900");
        assert!((1..=900).contains(&answer.header("ratelimit-reset").parse::<u32>().unwrap()));
    }
    let refused = first.get("/api/projects");
    assert_eq!((refused.status, refused.header("content-type")), (429, "application/problem+json"));
    assert!((1..=900).contains(&refused.header("retry-after").parse::<u32>().unwrap()));
    assert_eq!(refused.header("ratelimit-remaining"), "0");
    assert_eq!(second.get("/api/projects").status, 200);
    assert_eq!(first.get("/healthz").status, 200, "what is not the API is not counted");
}

#[test]
fn whoever_has_no_key_is_counted_by_address() {
    let app = TestApp::with(&[("RATE_LIMIT", "4/15m")]);
    let person = app.person("me@example.com");
    let wrong = app.stranger().with_key("pr_0123456789012345678901234567890123456789012");
    assert_eq!(wrong.get("/api/projects").status, 401);
    assert_eq!(wrong.get("/api/projects").header("www-authenticate"), "Bearer");
    assert_eq!(app.stranger().get("/api/projects").status, 401);
    assert_eq!(person.get("/api/projects").status, 200);
    assert_eq!(person.get("/api/projects").status, 429);
    assert_eq!(wrong.get("/api/projects").status, 429);
    assert_eq!(app.program("me@example.com").get("/api/projects").status, 200);
    let elsewhere = [("x-forwarded-for", "192.0.2.7")];
    assert_eq!(
        person.get_with("/api/projects", &elsewhere).status,
        200,
        "a proxy on this machine names the address"
    );
}

#[test]
fn deep_json_is_refused_with_a_sentence() {
    let app = TestApp::start();
    let person = app.person("me@example.com");
    let deep = format!(r#"{{"pipeline": {}{}}}"#, "[".repeat(100_000), "]".repeat(100_000));
    let kind = [("content-type", "application/json")];
    let answer = person.send("POST", "/api/executions", &kind, deep.as_bytes());
    assert_eq!(answer.status, 400, "{}", answer.text);
}
