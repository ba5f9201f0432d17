//! Keys: each service is strict about where its key stands, and each account sees its own jobs alone.

use crate::world::{UNTIL_SETTLED, World};
use serde_json::json;
use simulator::{API_KEY, Profile, SimulatorSettings};

const ADA: &str = "sim-key-of-ada";

async fn world() -> World {
    let keys = vec![ADA.to_owned()];
    World::new(SimulatorSettings { keys, job_time: UNTIL_SETTLED, ..SimulatorSettings::default() }).await
}

#[tokio::test]
async fn a_key_is_tried_where_it_belongs() {
    let world = world().await;
    let fal = "/fal/fal-ai/flux/requests/00000000-0000-0000-0000-000000000000/status";
    let calls = [
        ("/openrouter/api/v1/key", "authorization", "Bearer sim-key-of-ada", "Bearer nobody", 200),
        ("/heygen/v3/users/me", "x-api-key", ADA, "nobody", 200),
        ("/elevenlabs/v1/user/subscription", "xi-api-key", ADA, "nobody", 200),
        (fal, "authorization", "Key sim-key-of-ada", "Key nobody", 404),
        ("/replicate/v1/account", "authorization", "Bearer sim-key-of-ada", "Bearer nobody", 200),
        // `sim-key-of-ada:` and `nobody:`.
        (
            "/imagekit/v1/files?limit=1",
            "authorization",
            "Basic c2ltLWtleS1vZi1hZGE6",
            "Basic bm9ib2R5Og==",
            200,
        ),
    ];
    for (path, header, good, wrong, status) in calls {
        let ask = |value: &str| world.call("GET", path, &[(header, value)], "").unwrap().status;
        assert_eq!((ask(good), ask(wrong)), (status, 401), "{path}");
    }
    world.assert_no_mistakes();
    assert_eq!(world.simulator.key_tests().len(), 12);
    for (at, (path, header, good, ..)) in calls.into_iter().enumerate() {
        let elsewhere = if header == "authorization" { "x-api-key" } else { "authorization" };
        assert_eq!(world.call("GET", path, &[(elsewhere, good)], "").unwrap().status, 401, "{path}");
        assert_eq!(world.simulator.mistakes().len(), at + 1, "{path}");
    }
}

#[tokio::test]
async fn nobody_sees_the_jobs_of_another_account() {
    let world = world().await;
    let order = json!({ "prompt": "a mug" }).to_string();
    let ask = |method: &str, path: &str, key: &str, body: &str| {
        let scheme = if path.starts_with("/fal") { "Key" } else { "Bearer" };
        let headers = [("authorization", &*format!("{scheme} {key}")), ("content-type", "application/json")];
        world.call(method, path, &headers[..if body.is_empty() { 1 } else { 2 }], body).unwrap()
    };
    let made = ask("POST", "/fal/fal-ai/flux/schnell", ADA, &order);
    let status = format!("/fal/fal-ai/flux/requests/{}/status", made.text("request_id"));
    assert_eq!((ask("GET", &status, ADA, "").status, ask("GET", &status, API_KEY, "").status), (202, 404));
    let input = json!({ "input": { "prompt": "a mug" } }).to_string();
    let made = ask("POST", "/replicate/v1/models/a/b/predictions", ADA, &input);
    let (id, list) = (made.text("id"), "/replicate/v1/predictions");
    let look = format!("{list}/{id}");
    assert_eq!((ask("GET", &look, ADA, "").status, ask("GET", &look, API_KEY, "").status), (200, 404));
    assert_eq!(ask("POST", &format!("{look}/cancel"), API_KEY, "").status, 404);
    let listed = |key: &str| ask("GET", list, key, "").json["results"].as_array().unwrap().len();
    assert_eq!((listed(ADA), listed(API_KEY)), (1, 0));
    let secret =
        |key: &str| ask("GET", "/replicate/v1/webhooks/default/secret", key, "").text("key").to_owned();
    assert_ne!(secret(ADA), secret(API_KEY));
    world.assert_no_mistakes();
    let seen = world.simulator.submissions();
    assert!(seen.iter().all(|seen| seen.key == ADA), "{seen:?}");
    world.simulator.revoke(ADA);
    assert_eq!(ask("GET", &look, ADA, "").status, 401);
    assert_eq!(world.simulator.count(Profile::Replicate, simulator::CallKind::Submit), 1);
    world.assert_no_mistakes();
}
