//! Trying a key: each provider is asked in its own way, and only its clear no is a refusal.

use crate::stand::{Reply, Stand, nobody};
use domain::{KeyedProvider, Secret};
use providers::{Caller, KeyTest, KeyTester, KeyVerdict, ProviderAddresses};
use serde_json::json;
use std::time::Duration;

const KEY: &str = "sk-0123456789-secret";

async fn test(base: &str, provider: KeyedProvider) -> KeyVerdict {
    tester(base).test(provider, &Secret::from(KEY.to_owned())).await
}

fn tester(base: &str) -> KeyTester {
    let base = base.to_owned();
    let addresses = ProviderAddresses {
        openrouter: base.clone(),
        heygen: base.clone(),
        elevenlabs: base.clone(),
        fal: base.clone(),
        replicate: base.clone(),
        imagekit: base,
    };
    KeyTester::new(Caller::new().unwrap(), addresses)
}

/// The provider answers with this, and repeats the key, as some do.
async fn answered(provider: KeyedProvider, status: u16, word: &str) -> KeyVerdict {
    let body = json!({ "detail": { "status": word, "message": format!("about {KEY}") } });
    let stand = Stand::start(move |_| Reply::Json(status, body.clone())).await;
    test(&stand.base, provider).await
}

#[tokio::test]
async fn each_provider_is_asked_in_its_own_way() {
    let asked = [
        (KeyedProvider::OpenRouter, "/key", "authorization", format!("Bearer {KEY}")),
        (KeyedProvider::HeyGen, "/v3/users/me", "x-api-key", KEY.to_owned()),
        (KeyedProvider::ElevenLabs, "/v1/user/subscription", "xi-api-key", KEY.to_owned()),
        (
            KeyedProvider::Fal,
            "/fal-ai/flux/requests/00000000-0000-0000-0000-000000000000/status",
            "authorization",
            format!("Key {KEY}"),
        ),
        (KeyedProvider::Replicate, "/v1/account", "authorization", format!("Bearer {KEY}")),
        (
            KeyedProvider::ImageKit,
            "/v1/files?limit=1",
            "authorization",
            "Basic c2stMDEyMzQ1Njc4OS1zZWNyZXQ6".to_owned(),
        ),
    ];
    for (provider, path, header, value) in asked {
        let stand = Stand::start(|_| Reply::Json(200, json!({}))).await;
        assert_eq!(test(&stand.base, provider).await, KeyVerdict::Works, "{provider}");
        let [seen] = &stand.seen()[..] else { panic!("{provider} was not asked once") };
        assert_eq!((seen.method.as_str(), seen.path.as_str()), ("GET", path));
        assert_eq!(seen.headers.get(header), Some(&value), "{provider}");
        assert!(seen.body.is_empty());
    }
}

#[tokio::test]
async fn a_clear_no_is_a_refusal_and_all_else_says_nothing() {
    for provider in KeyedProvider::ALL {
        for status in [401, 403] {
            let verdict = answered(provider, status, "no").await;
            let KeyVerdict::Refused { sentence } = verdict else { panic!("{provider}: {verdict:?}") };
            assert!(sentence.starts_with(provider.title()) && !sentence.contains(KEY), "{sentence}");
        }
        for status in [302, 402, 429, 500, 503] {
            let verdict = answered(provider, status, "no").await;
            let KeyVerdict::NotReached { sentence } = verdict else { panic!("{provider}: {verdict:?}") };
            assert!(sentence.contains(&status.to_string()) && !sentence.contains(KEY), "{sentence}");
        }
        for reply in ["nobody", "close"] {
            let stand = Stand::start(|_| Reply::Close).await;
            let base = if reply == "nobody" { nobody().await } else { stand.base.clone() };
            let verdict = test(&base, provider).await;
            assert!(matches!(&verdict, KeyVerdict::NotReached { .. }), "{provider}: {verdict:?}");
            assert!(!format!("{verdict:?}").contains(KEY), "{verdict:?}");
        }
    }
    assert_eq!(answered(KeyedProvider::Fal, 404, "no such request").await, KeyVerdict::Works);
    assert!(matches!(answered(KeyedProvider::HeyGen, 404, "no").await, KeyVerdict::NotReached { .. }));
    assert_eq!(answered(KeyedProvider::ElevenLabs, 401, "quota_exceeded").await, KeyVerdict::Works);
}

#[tokio::test]
async fn whoever_does_not_answer_in_time_has_said_nothing() {
    let stand = Stand::start(|_| Reply::Hang).await;
    let tester = tester(&stand.base).with_patience(Duration::from_millis(100));
    let verdict = tester.test(KeyedProvider::Fal, &Secret::from(KEY.to_owned())).await;
    assert!(matches!(verdict, KeyVerdict::NotReached { .. }), "{verdict:?}");
}
