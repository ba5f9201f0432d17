//! How callbacks are signed: HMAC in hex for the plain protocol, Standard Webhooks for Replicate, Ed25519 for fal.

use crate::API_KEY;
use base64::{
    Engine,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use ed25519_dalek::{Signer, SigningKey};
use hmac::{Hmac, Mac};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::time::{SystemTime, UNIX_EPOCH};

/// The keys of one simulator, all of them derived from its callback secret.
pub(crate) struct Keys {
    plain: Vec<u8>,
    /// From which the secret of each of Replicate's accounts follows.
    webhook: [u8; 32],
    /// In the key set beside the key in use, so that a client has to try each.
    retired: SigningKey,
    signing: SigningKey,
}

impl Keys {
    pub fn new(callback_secret: &str) -> Keys {
        let derived = |purpose: &str| -> [u8; 32] {
            Sha256::new().chain_update(purpose).chain_update(callback_secret).finalize().into()
        };
        Keys {
            plain: callback_secret.as_bytes().to_vec(),
            webhook: derived("standard webhooks"),
            retired: SigningKey::from_bytes(&derived("retired ed25519")),
            signing: SigningKey::from_bytes(&derived("ed25519")),
        }
    }

    /// `sha256=<hex>` of the plain protocol.
    pub fn plain_signature(&self, body: &[u8]) -> String {
        format!("sha256={}", hex(&hmac(&self.plain, &[body])))
    }

    /// The secret as Replicate shows it to the account of this key.
    pub fn webhook_secret(&self, key: &str) -> String {
        format!("whsec_{}", STANDARD.encode(self.webhook_of(key)))
    }

    /// `v1,<base64>` of Standard Webhooks, for the account of this key.
    pub fn webhook_signature(&self, key: &str, id: &str, timestamp: u64, body: &[u8]) -> String {
        let head = format!("{id}.{timestamp}.");
        format!("v1,{}", STANDARD.encode(hmac(&self.webhook_of(key), &[head.as_bytes(), body])))
    }

    fn webhook_of(&self, key: &str) -> Vec<u8> {
        match key {
            API_KEY => self.webhook.to_vec(),
            another => hmac(&self.webhook, &[another.as_bytes()]),
        }
    }

    /// fal's signature, in hex.
    pub fn fal_signature(&self, request_id: &str, user_id: &str, timestamp: u64, body: &[u8]) -> String {
        let message = format!("{request_id}\n{user_id}\n{timestamp}\n{}", sha256_hex(body));
        hex(&self.signing.sign(message.as_bytes()).to_bytes())
    }

    /// The key set that fal's signatures are checked with.
    pub fn key_set(&self) -> Value {
        let key = |key: &SigningKey| json!({ "kty": "OKP", "crv": "Ed25519", "x": URL_SAFE_NO_PAD.encode(key.verifying_key().as_bytes()) });
        json!({ "keys": [key(&self.retired), key(&self.signing)] })
    }
}

/// The first keys of HMAC may be of any length, so that making one cannot fail.
fn hmac(key: &[u8], parts: &[&[u8]]) -> Vec<u8> {
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key) else { return Vec::new() };
    parts.iter().for_each(|part| mac.update(part));
    mac.finalize().into_bytes().to_vec()
}

/// SHA-256 in hex.
pub(crate) fn sha256_hex(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Seconds since 1970.
pub(crate) fn now_s() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
}
