//! Pages, headers and health.

use crate::app::TestApp;

#[test]
fn every_page_answers_and_carries_its_policy() {
    let app = TestApp::start();
    let person = app.person("me@example.com");
    let project = format!("/projects/{}", person.project());
    let stranger = app.stranger();
    for (who, path) in [
        (&person, "/"),
        (&person, "/projects"),
        (&person, &project),
        (&person, "/settings"),
        (&stranger, "/login"),
        (&stranger, "/signup"),
    ] {
        let page = who.page(path);
        assert_eq!(page.status, 200, "{path}");
        let policy = page.header("content-security-policy");
        let nonce = policy.split("'nonce-").nth(1).unwrap().split('\'').next().unwrap();
        assert!(page.text.contains(&format!("nonce=\"{nonce}\"")), "{path} has no script with its nonce");
        assert!(policy.contains("frame-ancestors 'none'"), "{policy}");
        assert_eq!(page.header("x-content-type-options"), "nosniff");
        assert_eq!(page.header("cache-control"), "private, no-store", "{path} may be stale after Back");
        assert!(!page.header("x-request-id").is_empty());
    }
    for path in ["/login", "/signup"] {
        let page = person.page(path);
        assert_eq!((page.status, page.header("location")), (302, "/"), "{path}");
    }
}

#[test]
fn strangers_are_led_to_the_door() {
    let app = TestApp::start();
    let stranger = app.stranger();
    for path in ["/", "/projects", "/settings"] {
        let page = stranger.page(path);
        let way = page.header("location");
        assert!(page.status == 302 && way.starts_with("/signup"), "{path}: {} {way}", page.status);
    }
    assert_eq!(stranger.page("/s/sh_00000000000000000000000000").status, 404);
}

#[test]
fn a_shared_ad_tells_other_sites_what_it_is_by_whole_addresses() {
    let app = TestApp::with(&[("PUBLIC_URL", "http://ads.example.com")]);
    let person = app.person("me@example.com");
    let execution = person.render(&person.project());
    person.wait_for(&execution);
    let token = person.call("share_ad", &[("execution", &execution)]).json();
    let page = app.stranger().page(&format!("/s/{}", token.as_str().unwrap()));
    for name in ["og:image", "og:video"] {
        let start = format!("property=\"{name}\" content=\"http://ads.example.com/media/");
        assert!(page.text.contains(&start), "{name} is missing or not whole: {}", page.text);
    }
    assert!(page.text.contains("noindex"));
}

#[test]
fn health_is_told_without_a_session() {
    let app = TestApp::start();
    assert_eq!(app.stranger().get("/healthz").status, 200);
    assert_eq!(app.stranger().get("/readyz").status, 200);
}

#[test]
fn who_watches_while_building_says_no_word_and_gets_the_pages() {
    let app = TestApp::with(&[("LEPTOS_WATCH", "true")]);
    assert_eq!(app.stranger().page("/signup").status, 200);
}
