//! Webhooks on their way to a receiver that a user named.

use crate::stand::{Reply, Seen, Stand, nobody};
use bytes::Bytes;
use providers::{
    Courier, DELIVERY_TIMEOUT, Delivery, Egress, GuardedClient, GuardedCourier, WebhookSecret, sign, verify,
};
use serde_json::json;
use std::time::Duration;

const BODY: &[u8] = br#"{"executionId":"01J","status":"completed"}"#;

async fn delivered_to(url: &str, allow: &str, timeout: Duration) -> Delivery {
    let client = GuardedClient::new(Egress::parse(allow).unwrap()).unwrap();
    let headers = sign("msg_1", 1_700_000_000, BODY, &WebhookSecret::parse("a good secret").unwrap());
    GuardedCourier::new(client).deliver(url, &headers, Bytes::from_static(BODY), timeout).await
}

async fn delivered(answer: fn(&Seen) -> Reply, timeout: Duration) -> Delivery {
    let stand = Stand::start(answer).await;
    delivered_to(&stand.base, "127.0.0.0/8", timeout).await
}

#[tokio::test]
async fn the_bytes_that_were_signed_arrive() {
    let stand = Stand::start(|_| Reply::Json(200, json!({"thank": "you"}))).await;
    let delivery = delivered_to(&format!("{}/hook", stand.base), "127.0.0.0/8", DELIVERY_TIMEOUT).await;
    assert_eq!((delivery.status, delivery.error), (Some(200), None));
    assert_eq!(delivery.answer, r#"{"thank":"you"}"#);
    let seen = &stand.seen()[0];
    assert_eq!((seen.method.as_str(), seen.path.as_str(), seen.body.as_slice()), ("POST", "/hook", BODY));
    let secret = WebhookSecret::parse("a good secret").unwrap();
    assert_eq!(verify(&seen.headers, &seen.body, &secret, 1_700_000_000).unwrap(), "msg_1");
    assert!(seen.headers["x-webhook-signature"].starts_with("sha256="));
    assert_eq!(seen.headers["content-type"], "application/json");
}

#[tokio::test]
async fn a_private_receiver_is_refused_unless_it_is_allowed() {
    let stand = Stand::start(|_| Reply::Json(200, json!({}))).await;
    for url in [stand.base.clone(), stand.base.replace("127.0.0.1", "localhost")] {
        let delivery = delivered_to(&url, "10.0.0.0/8", DELIVERY_TIMEOUT).await;
        assert_eq!(delivery.status, None);
        assert!(delivery.error.unwrap().contains("private network"));
    }
    assert!(stand.seen().is_empty());
}

#[tokio::test]
async fn what_the_receiver_says_is_kept_as_it_is() {
    let redirect = |_: &Seen| Reply::With(302, vec![("location", "http://127.0.0.1:1/".into())], vec![]);
    assert_eq!(delivered(redirect, DELIVERY_TIMEOUT).await.status, Some(302));
    let busy =
        delivered(|_| Reply::With(429, vec![("retry-after", "9".into())], vec![]), DELIVERY_TIMEOUT).await;
    assert_eq!((busy.status, busy.retry_after), (Some(429), Some(Duration::from_secs(9))));
    let long = delivered(|_| Reply::With(500, vec![], vec![b'x'; 1_000_000]), DELIVERY_TIMEOUT).await;
    assert_eq!((long.status, long.answer.len()), (Some(500), 1024));
    let noise = delivered(|_| Reply::With(200, vec![], vec![0xff; 5_000]), DELIVERY_TIMEOUT).await;
    assert!(noise.answer.len() <= 1024 && noise.answer.starts_with('\u{fffd}'), "{}", noise.answer.len());
}

#[tokio::test]
async fn a_receiver_that_says_nothing_is_waited_for_no_longer_than_it_may_take() {
    let timeout = Duration::from_millis(200);
    let silent = delivered(|_| Reply::Hang, timeout).await;
    assert_eq!((silent.status, silent.error.as_deref()), (None, Some("No answer came in time.")));
    assert!(silent.duration >= timeout && silent.duration < Duration::from_secs(5));
    let endless = |_: &Seen| {
        let head = b"HTTP/1.1 200 OK\r\ncontent-length: 500\r\n\r\nthanks".to_vec();
        Reply::Raw(vec![head, b"!".to_vec()], Duration::from_secs(60))
    };
    let begun = delivered(endless, timeout).await;
    assert_eq!((begun.status, begun.answer.as_str()), (Some(200), "thanks"));
    let closed = delivered(|_| Reply::Close, DELIVERY_TIMEOUT).await;
    assert!(closed.status.is_none() && closed.error.is_some());
    let nobody = delivered_to(&nobody().await, "127.0.0.0/8", DELIVERY_TIMEOUT).await;
    assert!(nobody.error.unwrap().contains("cannot be reached"));
}
