//! What a client does wrong is refused and kept.

use crate::world::World;
use serde_json::json;

/// The status it is to be answered with, the method, the path, the headers and the body.
type Malformed<'a> = (u16, &'a str, &'a str, &'a [(&'a str, &'a str)], &'a str);

#[tokio::test]
async fn every_malformed_request_is_a_mistake() {
    let world = World::held().await;
    let auth = ("authorization", "Bearer sim-key");
    let typed = ("content-type", "application/json");
    let key = ("idempotency-key", "k");
    let good = json!({ "order": {} }).to_string();
    let tagged = json!({ "order": {}, "tag": "t" }).to_string();
    let requests: [Malformed<'_>; 20] = [
        (401, "POST", "/blind/jobs", &[typed], &good),
        (401, "POST", "/blind/jobs", &[typed, ("authorization", "Bearer another")], &good),
        (400, "POST", "/blind/jobs", &[auth], &good),
        (400, "POST", "/blind/jobs", &[auth, ("content-type", "text/plain")], &good),
        (400, "POST", "/blind/jobs", &[auth, typed], "{}"),
        (400, "POST", "/blind/jobs", &[auth, typed], "{"),
        (400, "POST", "/blind/jobs", &[auth, typed], &tagged),
        (400, "POST", "/blind/jobs", &[auth, typed], r#"{"order":{},"more":1}"#),
        (400, "POST", "/blind/jobs", &[auth, typed], r#"{"order":{},"callbackUrl":"somewhere"}"#),
        (400, "POST", "/blind/jobs?tag=t", &[auth, typed], &good),
        (400, "POST", "/findable/jobs", &[auth, typed], &good),
        (400, "POST", "/echoing/jobs", &[auth, typed], &good),
        (400, "POST", "/idempotent/jobs", &[auth, typed], &good),
        (404, "PUT", "/blind/jobs", &[auth, typed], &good),
        (404, "GET", "/blind/jobs/job_of_nobody", &[auth], ""),
        (404, "POST", "/blind/jobs/job_of_nobody/cancel", &[auth], ""),
        (400, "GET", "/findable/jobs", &[auth], ""),
        (404, "GET", "/media/job_of_nobody.png", &[], ""),
        (404, "GET", "/elsewhere", &[auth], ""),
        (404, "GET", "/replicate/predictions", &[auth], ""),
    ];
    for (at, (status, method, path, headers, body)) in requests.iter().enumerate() {
        let answer = world.call(method, path, headers, body).unwrap();
        assert_eq!(answer.status, *status, "{method} {path} {body}");
        assert_eq!(world.simulator.mistakes().len(), at + 1, "{method} {path} {body}");
    }
    assert_eq!(world.simulator.submissions(), []);
    // A job belongs to the service that made it.
    let id = world.submit().unwrap().text("id").to_owned();
    assert_eq!(world.look("echoing", &id).status, 404);
    assert_eq!(world.simulator.mistakes().len(), requests.len() + 1);
    // The key is honoured by one service, and is no offence to the others.
    world.call("POST", "/blind/jobs", &[auth, typed, key], &good).unwrap();
    assert_eq!(world.simulator.mistakes().len(), requests.len() + 1);
}
