//! The callbacks of fal, which it signs with Ed25519 keys that it publishes.

use crate::{
    CallbackNews, CallbackRequest, ForgedCallback, JobHandle, ProviderError,
    clock::now_s,
    http::{Caller, Remembered, Service},
    webhooks::{from_hex, is_of_now, to_hex},
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use ed25519_dalek::{Signature, VerifyingKey};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use url::Url;

/// How many of the published keys are looked at.
const KEYS_MAX: usize = 32;

/// Where fal's keys are, and the keys once they were fetched.
pub struct Signers {
    /// Called without the account's key: the keys are public.
    service: Service,
    keys_at: Url,
    keys: Remembered<Vec<VerifyingKey>>,
}

/// What a callback says of its job.
#[derive(Deserialize)]
struct News {
    request_id: String,
    #[serde(default)]
    status: String,
}

#[derive(Deserialize)]
struct KeySet {
    keys: Vec<PublishedKey>,
}

#[derive(Deserialize)]
struct PublishedKey {
    #[serde(default)]
    x: String,
}

impl Signers {
    pub fn new(caller: &Caller, keys_url: &str) -> Result<Signers, ProviderError> {
        let service = Service::new(caller, "fal", keys_url, &[])?;
        let keys_at = service.own(keys_url).ok_or_else(|| {
            ProviderError::invalid(format!("{keys_url:?} is not the address of fal's keys."))
        })?;
        Ok(Signers { service, keys_at, keys: Remembered::new() })
    }

    /// Checks a callback and reads what it tells.
    pub async fn read(&self, request: &CallbackRequest) -> Result<CallbackNews, ForgedCallback> {
        let (message, signature) = signed(request, now_s())?;
        let fits =
            |keys: &Vec<VerifyingKey>| keys.iter().any(|key| key.verify_strict(&message, &signature).is_ok());
        match self.keys.fits(|| self.fetch(), fits).await {
            Ok(true) => news(request),
            Ok(false) => Err(ForgedCallback("no signature fits".into())),
            Err(cause) => Err(ForgedCallback(format!("its signature cannot be checked: {cause}"))),
        }
    }

    async fn fetch(&self) -> Result<Vec<VerifyingKey>, String> {
        let answer = self.service.get(self.keys_at.clone()).await.map_err(|error| error.cause())?;
        if !answer.is_success() {
            return Err(format!("fal's keys are not there: status {}", answer.status));
        }
        let set: KeySet = serde_json::from_slice(&answer.body)
            .map_err(|error| format!("fal's keys cannot be read: {error}"))?;
        Ok(set.keys.iter().take(KEYS_MAX).filter_map(PublishedKey::read).collect())
    }
}

impl PublishedKey {
    fn read(&self) -> Option<VerifyingKey> {
        let bytes = URL_SAFE_NO_PAD.decode(self.x.trim_end_matches('=')).ok()?;
        VerifyingKey::from_bytes(&bytes.try_into().ok()?).ok()
    }
}

/// The message that was signed, and its signature.
fn signed(request: &CallbackRequest, now_s: i64) -> Result<(Vec<u8>, Signature), ForgedCallback> {
    let header = |name: &str| {
        let value = request.headers.get(name);
        value.ok_or_else(|| ForgedCallback(format!("the header {name} is missing")))
    };
    let id = header("x-fal-webhook-request-id")?;
    let user = header("x-fal-webhook-user-id")?;
    let timestamp = header("x-fal-webhook-timestamp")?;
    let signature = header("x-fal-webhook-signature")?;
    is_of_now(timestamp, now_s)?;
    let signature = from_hex(signature).and_then(|bytes| Signature::from_slice(&bytes).ok());
    let signature = signature.ok_or_else(|| ForgedCallback("its signature cannot be read".into()))?;
    let body = to_hex(&Sha256::digest(&request.body));
    Ok((format!("{id}\n{user}\n{timestamp}\n{body}").into_bytes(), signature))
}

fn news(request: &CallbackRequest) -> Result<CallbackNews, ForgedCallback> {
    let news: News = serde_json::from_slice(&request.body)
        .map_err(|error| ForgedCallback(format!("its body cannot be read: {error}")))?;
    Ok(CallbackNews {
        delivery_id: format!("{}:{}", news.request_id, news.status),
        job: Some(JobHandle { id: news.request_id, urls: BTreeMap::new() }),
    })
}
