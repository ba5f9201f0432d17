//! Pages, headers and health.

use crate::app::TestApp;

#[test]
fn every_page_answers_and_carries_its_policy() {
    let app = TestApp::start();
    let person = app.person("me@example.com");
    let project = format!("/projects/{}", person.project());
    for path in ["/", "/login", "/signup", "/projects", &project, "/settings"] {
        let page = person.page(path);
        assert!(matches!(page.status, 200 | 302), "{path}: {}", page.status);
        if page.status == 200 {
            let policy = page.header("content-security-policy");
            let nonce = policy.split("'nonce-").nth(1).unwrap().split('\'').next().unwrap();
            assert!(page.text.contains(&format!("nonce=\"{nonce}\"")), "{path} has no script with its nonce");
            assert!(policy.contains("frame-ancestors 'none'"), "{policy}");
        }
        assert_eq!(page.header("x-content-type-options"), "nosniff");
        assert!(!page.header("x-request-id").is_empty());
    }
}

#[test]
fn strangers_are_led_to_the_door() {
    let app = TestApp::start();
    let stranger = app.stranger();
    for path in ["/projects", "/settings"] {
        let page = stranger.page(path);
        assert!(page.status == 302 && page.header("location").starts_with("/"), "{path}: {}", page.status);
    }
    assert_eq!(stranger.page("/s/sh_00000000000000000000000000").status, 404);
}

#[test]
fn health_is_told_without_a_session() {
    let app = TestApp::start();
    assert_eq!(app.stranger().get("/healthz").status, 200);
    assert_eq!(app.stranger().get("/readyz").status, 200);
}
