//! Media and previews.

use crate::{app::TestApp, uploads::png};

#[test]
fn players_get_the_parts_they_ask_for() {
    let app = TestApp::start();
    let url =
        app.person("me@example.com").upload("a.png", &png(64, 48)).json()["url"].as_str().unwrap().to_owned();
    let stranger = app.stranger();
    let whole = stranger.get(&url);
    assert!(whole.header("cache-control").contains("immutable"));
    assert_eq!(whole.header("accept-ranges"), "bytes");
    assert_eq!(whole.header("x-content-type-options"), "nosniff");
    let part = stranger.get_with(&url, &[("range", "bytes=1-3")]);
    assert_eq!((part.status, part.bytes.as_slice()), (206, &whole.bytes[1..4]));
    assert_eq!(part.header("content-range"), format!("bytes 1-3/{}", whole.bytes.len()));
    let end = stranger.get_with(&url, &[("range", "bytes=-2")]);
    assert_eq!(end.bytes, &whole.bytes[whole.bytes.len() - 2..]);
    assert_eq!(stranger.get_with(&url, &[("range", "bytes=999999-")]).status, 416);
    assert_eq!(stranger.get_with(&url, &[("if-none-match", whole.header("etag"))]).status, 304);
}

#[test]
fn a_download_has_a_name() {
    let app = TestApp::start();
    let url =
        app.person("me@example.com").upload("a.png", &png(8, 8)).json()["url"].as_str().unwrap().to_owned();
    let named = |query: &str| {
        app.stranger().get(&format!("{url}?download={query}")).header("content-disposition").to_owned()
    };
    assert!(named("1").starts_with("attachment; filename="));
    assert!(named("A%20warm%20mug").starts_with("attachment; filename=\"a-warm-mug.png\""));
    assert_eq!(app.stranger().get(&url).header("content-disposition"), "");
}

#[test]
fn avatars_voices_and_scenes_can_be_seen_and_heard() {
    let app = TestApp::start();
    let person = app.person("me@example.com");
    let avatars = person.get("/api/avatars").json();
    let clip = avatars["items"][0]["previewUrl"].as_str().unwrap();
    for (path, kind) in
        [(clip, "video/mp4"), ("/previews/voices/plain", "audio/"), ("/previews/scenes/kitchen", "image/")]
    {
        let preview = app.stranger().get(path);
        assert_eq!(preview.status, 200, "{path}: {}", preview.text);
        assert!(
            preview.header("content-type").starts_with(kind),
            "{path}: {}",
            preview.header("content-type")
        );
        assert_eq!(app.stranger().get(path).bytes, preview.bytes);
    }
    for path in [
        "/previews/avatars/nobody",
        "/previews/voices/nobody",
        "/previews/voices/bf_emma",
        "/previews/scenes/moon",
    ] {
        assert_eq!(app.stranger().get(path).status, 404, "{path}");
    }
}
