//! On every paid call three things are told apart: taken, refused, and nobody knows. The same for every provider.

use crate::{
    orders,
    stand::{Reply, Seen, Stand, nobody},
};
use providers::{FailureKind, JobProvider, Submission, SubmitError};
use serde_json::json;
use std::time::Duration;

/// What both providers make of this answer to a submission.
async fn submitted(answer: fn(&Seen) -> Reply) -> [SubmitError; 2] {
    let stand = Stand::start(answer).await;
    let outcome = both(&stand.base, Duration::from_secs(10)).await;
    assert_eq!(stand.seen().len(), 2, "each order is sent exactly once");
    outcome
}

async fn both(base: &str, timeout: Duration) -> [SubmitError; 2] {
    let (picture, video) = (orders::picture(), orders::video());
    let fal = Submission { timeout, ..orders::submission(&picture) };
    let replicate = Submission { timeout, ..orders::submission(&video) };
    [
        orders::fal(base).submit(fal).await.unwrap_err(),
        orders::replicate(base).submit(replicate).await.unwrap_err(),
    ]
}

fn is_unknown(error: &SubmitError) -> bool {
    matches!(error, SubmitError::Unknown { .. })
}

fn refused(error: SubmitError) -> (FailureKind, bool, Option<u64>) {
    match error {
        SubmitError::Rejected { failure, transient, retry_after } => {
            assert!(failure.sentence.ends_with('.') && failure.remedy.ends_with('.'), "{failure:?}");
            (failure.kind, transient, retry_after.map(|wait| wait.as_secs()))
        }
        SubmitError::Unknown { cause } => panic!("unknown: {cause}"),
    }
}

#[tokio::test]
async fn an_address_where_nobody_listens_is_a_refusal_that_may_pass() {
    for error in both(&nobody().await, Duration::from_secs(10)).await {
        assert_eq!(refused(error), (FailureKind::Broken, true, None));
    }
}

#[tokio::test]
async fn a_connection_closed_after_the_request_is_unknown() {
    assert!(submitted(|_| Reply::Close).await.iter().all(is_unknown));
}

#[tokio::test]
async fn an_answer_cut_in_the_middle_is_unknown() {
    let cut = |_: &Seen| {
        let head = b"HTTP/1.1 200 OK\r\ncontent-length: 500\r\n\r\n{\"request_id\":";
        Reply::Raw(vec![head.to_vec()], Duration::ZERO)
    };
    assert!(submitted(cut).await.iter().all(is_unknown));
}

#[tokio::test]
async fn an_answer_that_does_not_come_is_unknown() {
    let stand = Stand::start(|_| Reply::Hang).await;
    assert!(both(&stand.base, Duration::from_millis(200)).await.iter().all(is_unknown));
}

#[tokio::test]
async fn a_server_that_broke_is_unknown() {
    for broken in [
        |_: &Seen| Reply::Json(500, json!({"detail": "oops"})),
        |_: &Seen| Reply::With(502, vec![], b"<html>bad gateway</html>".to_vec()),
        |_: &Seen| Reply::Json(503, json!({})),
        |_: &Seen| Reply::Json(408, json!({})),
        |_: &Seen| Reply::Json(200, json!({"hello": "world"})),
        |_: &Seen| Reply::With(201, vec![], b"not json".to_vec()),
    ] {
        assert!(submitted(broken).await.iter().all(is_unknown));
    }
}

#[tokio::test]
async fn a_refused_order_is_refused_for_good() {
    let invalid =
        |_: &Seen| Reply::Json(422, json!({"detail": [{"loc": ["body", "prompt"], "msg": "too long"}]}));
    for error in submitted(invalid).await {
        assert!(
            matches!(&error, SubmitError::Rejected { failure, .. } if failure.sentence.contains("too long"))
        );
        assert_eq!(refused(error), (FailureKind::Invalid, false, None));
    }
    for keyless in [
        |_: &Seen| Reply::Json(401, json!({"detail": "Invalid token."})),
        |_: &Seen| Reply::Json(402, json!({"title": "Insufficient credit"})),
        |_: &Seen| Reply::Json(403, json!({"detail": "User is locked. Reason: Exhausted balance."})),
    ] {
        for error in submitted(keyless).await {
            assert_eq!(refused(error), (FailureKind::Refused, false, None));
        }
    }
    for error in submitted(|_| Reply::Json(404, json!({"detail": "Not found"}))).await {
        assert_eq!(refused(error), (FailureKind::Invalid, false, None));
    }
}

#[tokio::test]
async fn a_busy_provider_says_when_to_come_back() {
    let busy =
        |_: &Seen| Reply::With(429, vec![("retry-after", "17".into())], b"{\"detail\":\"slow\"}".to_vec());
    for error in submitted(busy).await {
        assert_eq!(refused(error), (FailureKind::Broken, true, Some(17)));
    }
    let in_words =
        |_: &Seen| Reply::Json(429, json!({"detail": "Request was throttled. It resets in ~30s."}));
    let [fal, replicate] = submitted(in_words).await;
    assert_eq!(refused(fal), (FailureKind::Broken, true, None));
    assert_eq!(refused(replicate), (FailureKind::Broken, true, Some(30)));
}

#[tokio::test]
async fn the_key_follows_no_redirect() {
    for status in [301, 302, 307, 308] {
        let elsewhere = Stand::start(|_| Reply::Json(200, json!({}))).await;
        let to = elsewhere.base.clone();
        let stand = Stand::start(move |_| Reply::With(status, vec![("location", to.clone())], vec![])).await;
        for error in both(&stand.base, Duration::from_secs(10)).await {
            assert_eq!(refused(error), (FailureKind::Refused, false, None));
        }
        assert!(elsewhere.seen().is_empty());
    }
}

#[tokio::test]
async fn what_a_provider_does_not_do_is_never_sent() {
    let stand = Stand::start(|_| Reply::Close).await;
    let (picture, video) = (orders::picture(), orders::video());
    let fal = orders::fal(&stand.base).submit(orders::submission(&video)).await;
    let replicate = orders::replicate(&stand.base).submit(orders::submission(&picture)).await;
    assert_eq!(refused(fal.unwrap_err()), (FailureKind::Invalid, false, None));
    assert_eq!(refused(replicate.unwrap_err()), (FailureKind::Invalid, false, None));
    assert!(stand.seen().is_empty());
}
