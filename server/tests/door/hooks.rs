//! Callbacks of providers: whatever is not ours is answered alike.

use crate::app::TestApp;

#[test]
fn what_is_not_ours_is_the_same_404() {
    let app = TestApp::with(&[("FAL_KEY", "sim-key")]);
    let stranger = app.stranger();
    let send = |method: &str, path: &str| stranger.send(method, path, &[], b"{}");
    let answers = [
        send("POST", "/hooks/fal/00000000000000000000000000000000/some-key"),
        send("POST", "/hooks/nobody/00000000000000000000000000000000/some-key"),
        send("POST", "/hooks/fal/x/some-key"),
        send("POST", "/hooks/fal/00000000000000000000000000000000"),
        send("POST", "/hooks/fal/00000000000000000000000000000000/some/key"),
        send("PUT", "/hooks/fal/00000000000000000000000000000000/some-key"),
    ];
    for answer in &answers {
        assert_eq!((answer.status, &answer.text), (404, &answers[0].text));
    }
    let path = "/hooks/fal/00000000000000000000000000000000/some-key";
    assert_eq!(stranger.send("POST", path, &[], &vec![b'x'; (256 << 10) + 1]).status, 413);
}
