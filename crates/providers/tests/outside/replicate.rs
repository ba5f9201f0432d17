//! Replicate through its public door.

use crate::{
    orders,
    stand::{Reply, Seen, Stand},
};
use bytes::Bytes;
use providers::{
    CallbackRequest, Capability, FailureKind, JobHandle, JobProvider, JobState, LookError, WebhookSecret,
    sign,
};
use serde_json::{Value, json};
use std::{
    collections::BTreeMap,
    time::{SystemTime, UNIX_EPOCH},
};

const SECRET: &str = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";

/// A moment in the list of predictions: `12:00:00` is when the lost one was sent.
fn at(time: &str) -> String {
    format!("2026-11-22T{time}Z")
}

const SUBMITTED_MS: i64 = 1_795_348_800_000;

fn prediction(id: &str, status: &str) -> Value {
    json!({"id": id, "model": "wan-video/wan-2.2-i2v-fast", "status": status, "created_at": at("12:00:01")})
}

#[tokio::test]
async fn a_video_from_order_to_file() {
    let stand = Stand::start(|seen| {
        let mut one = prediction("p1", "processing");
        one["urls"] = json!({
            "get": format!("{}/v1/predictions/p1?from=here", seen.base),
            "cancel": format!("{}/v1/predictions/p1/cancel", seen.base),
        });
        match seen.path.as_str() {
            "/v1/predictions/p1?from=here" => {
                one["status"] = json!("succeeded");
                one["output"] = json!(["https://replicate.delivery/a.mp4"]);
                Reply::Json(200, one)
            }
            "/v1/predictions/p1/cancel" => Reply::Json(200, one),
            _ => Reply::Json(201, one),
        }
    })
    .await;
    let replicate = orders::replicate(&stand.base);
    let order = orders::video();
    let accepted = replicate.submit(orders::submission(&order)).await.unwrap();
    assert!(matches!(accepted.state, JobState::Pending { .. }));
    let JobState::Done { media, cost } = replicate.look(&accepted.job).await.unwrap() else { panic!() };
    assert_eq!((media[0].url.as_str(), cost), ("https://replicate.delivery/a.mp4", None));
    replicate.cancel(&accepted.job).await.unwrap();
    insta::assert_json_snapshot!(stand.seen().iter().map(Seen::plain).collect::<Vec<_>>());
}

#[tokio::test]
async fn an_address_of_another_origin_is_never_followed() {
    let elsewhere = Stand::start(|_| Reply::Json(200, prediction("p1", "starting"))).await;
    let stand = Stand::start(|_| Reply::Json(200, prediction("p1", "starting"))).await;
    let job = JobHandle {
        id: "p1".into(),
        urls: BTreeMap::from([("get".to_owned(), format!("{}/v1/predictions/p1", elsewhere.base))]),
    };
    orders::replicate(&stand.base).look(&job).await.unwrap();
    assert!(elsewhere.seen().is_empty());
    assert_eq!(stand.seen()[0].path, "/v1/predictions/p1");
}

#[tokio::test]
async fn a_forgotten_job_is_lost_and_a_removed_key_is_refused() {
    let look = async |answer: fn(&Seen) -> Reply| {
        let stand = Stand::start(answer).await;
        orders::replicate(&stand.base).look(&JobHandle { id: "p1".into(), urls: BTreeMap::new() }).await
    };
    let lost = look(|_| Reply::Json(404, json!({"detail": "Not found"}))).await.unwrap();
    assert!(matches!(lost, JobState::Failed { failure, .. } if failure.kind == FailureKind::Lost));
    assert!(matches!(look(|_| Reply::Json(401, json!({}))).await, Err(LookError::Refused(_))));
    let busy = look(|_| Reply::Json(429, json!({"detail": "Expected available in 3 seconds."}))).await;
    assert!(matches!(busy, Err(LookError::Later { retry_after: Some(wait), .. }) if wait.as_secs() == 3));
    assert!(matches!(look(|_| Reply::Json(502, json!({}))).await, Err(LookError::Later { .. })));
}

/// The input of the order, as the first submission sent it.
async fn sent_input() -> Value {
    let stand = Stand::start(|_| Reply::Json(201, prediction("p1", "starting"))).await;
    let order = orders::video();
    orders::replicate(&stand.base).submit(orders::submission(&order)).await.unwrap();
    stand.seen()[0].json()["input"].clone()
}

fn listed(id: &str, created: &str, input: &Value) -> Value {
    let mut listed = prediction(id, "processing");
    listed["created_at"] = json!(at(created));
    listed["input"] = input.clone();
    listed
}

/// What is found in a list of these pages.
async fn find_in(pages: Vec<Vec<Value>>, taken: &'static str) -> Result<Option<JobHandle>, LookError> {
    let stand = Stand::start(move |seen| {
        let number: usize = seen.path.split("page=").nth(1).map_or(0, |number| number.parse().unwrap());
        let next =
            (number + 1 < pages.len()).then(|| format!("{}/v1/predictions?page={}", seen.base, number + 1));
        Reply::Json(200, json!({"results": pages[number], "next": next, "previous": null}))
    })
    .await;
    let replicate = orders::replicate(&stand.base);
    assert_eq!(replicate.capability(false), Capability::Findable);
    replicate.find("exec-1:image", &orders::video(), SUBMITTED_MS, &|id| id == taken).await
}

#[tokio::test]
async fn a_lost_prediction_is_found_by_its_input() {
    let input = sent_input().await;
    let mut other = input.clone();
    other["seed"] = json!(1);
    let mut other_model = listed("p8", "12:00:01", &input);
    other_model["model"] = json!("somebody/something");
    let pages = vec![
        vec![listed("p9", "12:00:09", &other), other_model, listed("p7", "12:00:07", &input)],
        vec![listed("p6", "12:00:06", &input), listed("p5", "12:00:05", &input)],
        vec![listed("p1", "11:57:00", &input)],
    ];
    assert_eq!(find_in(pages.clone(), "").await.unwrap().unwrap().id, "p5", "the oldest that is not too old");
    assert_eq!(find_in(pages, "p5").await.unwrap().unwrap().id, "p6", "and that nobody else has");
    assert_eq!(find_in(vec![vec![listed("p9", "12:00:09", &other)]], "").await.unwrap(), None);
    assert_eq!(find_in(vec![vec![]], "").await.unwrap(), None);
}

#[tokio::test]
async fn what_the_list_cannot_show_is_not_denied() {
    let other = json!({});
    let mut forgotten = listed("p1", "12:00:01", &other);
    forgotten["data_removed"] = json!(true);
    let unclear = find_in(vec![vec![forgotten]], "").await;
    assert!(matches!(unclear, Err(LookError::Refused(_))), "{unclear:?}");
    let endless: Vec<_> = (0..9).map(|_| vec![listed("p1", "12:00:01", &other)]).collect();
    assert!(matches!(find_in(endless, "").await, Err(LookError::Refused(_))));
    let stand =
        Stand::start(|_| Reply::Json(200, json!({"results": [], "next": "https://example.com/"}))).await;
    let replicate = orders::replicate(&stand.base);
    let found = replicate.find("key", &orders::video(), SUBMITTED_MS, &|_| false).await;
    assert!(matches!(found, Err(LookError::Later { .. })));
    let stand = Stand::start(|_| Reply::Json(200, json!({"results": [], "next": null}))).await;
    let replicate = orders::replicate(&stand.base);
    let just_now = replicate.find("key", &orders::video(), now_s() * 1000, &|_| false).await;
    assert!(matches!(just_now, Err(LookError::Later { retry_after: Some(_), .. })));
}

fn now_s() -> i64 {
    i64::try_from(SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs()).unwrap()
}

#[tokio::test]
async fn a_callback_is_believed_by_its_signature_alone() {
    let stand = Stand::start(|_| Reply::Json(200, json!({"key": SECRET}))).await;
    let replicate = orders::replicate(&stand.base);
    let body = Bytes::from(prediction("p1", "succeeded").to_string());
    let signed = |secret: &str, timestamp: i64| {
        let headers = sign("msg_1", timestamp, &body, &WebhookSecret::parse(secret).unwrap());
        let headers = headers.into_iter().map(|(name, value)| (name.to_ascii_lowercase(), value)).collect();
        CallbackRequest { headers, body: body.clone() }
    };
    let news = replicate.read_callback(&signed(SECRET, now_s())).await.unwrap();
    assert_eq!((news.delivery_id.as_str(), news.job.unwrap().id.as_str()), ("msg_1", "p1"));
    assert!(replicate.read_callback(&signed("another secret", now_s())).await.is_err());
    assert!(replicate.read_callback(&signed(SECRET, now_s() - 310)).await.is_err());
    let seen = stand.seen();
    assert_eq!((seen.len(), seen[0].path.as_str()), (1, "/v1/webhooks/default/secret"));
}
