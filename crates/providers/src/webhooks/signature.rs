//! The signature of a webhook, made and checked.
//!
//! What is signed are the exact bytes that travel. Every comparison takes the same time whatever it finds.

use super::{SIGNATURE_AGE_MAX_S, WebhookSecret, to_hex};
use crate::ForgedCallback;
use base64::{Engine as _, engine::general_purpose::STANDARD};
use hmac::{Hmac, Mac};
use sha2::Sha256;
use std::collections::BTreeMap;

/// How many signatures of one webhook are looked at. Two are usual while a secret is being replaced.
const SIGNATURES_MAX: usize = 8;

/// The headers of a webhook: Standard Webhooks, and beside it the plain signature of the body. `timestamp` is the second
/// of this attempt; `id` stays the same for every attempt.
pub fn sign(id: &str, timestamp: i64, body: &[u8], secret: &WebhookSecret) -> Vec<(String, String)> {
    let standard = mac(secret.key(), &[id.as_bytes(), b".", timestamp.to_string().as_bytes(), b".", body]);
    let plain = mac(secret.as_given(), &[body]);
    let signature = |mac: Option<Hmac<Sha256>>| mac.map(|mac| mac.finalize().into_bytes().to_vec());
    let standard = signature(standard).map(|bytes| format!("v1,{}", STANDARD.encode(bytes)));
    let plain = signature(plain).map(|bytes| format!("sha256={}", to_hex(&bytes)));
    [
        ("webhook-id", Some(id.to_owned())),
        ("webhook-timestamp", Some(timestamp.to_string())),
        ("webhook-signature", standard),
        ("X-Webhook-Signature", plain),
    ]
    .into_iter()
    .filter_map(|(name, value)| Some((name.to_owned(), value?)))
    .collect()
}

/// The same while a secret is being replaced: each one signs, and a receiver that knows one of them is content. The plain
/// signature is the first one's.
pub fn sign_with_each(
    id: &str,
    timestamp: i64,
    body: &[u8],
    secrets: &[WebhookSecret],
) -> Vec<(String, String)> {
    let Some((first, others)) = secrets.split_first() else { return Vec::new() };
    let mut headers = sign(id, timestamp, body, first);
    let is_signature = |(name, _): &&(String, String)| name == "webhook-signature";
    for other in others {
        let more = sign(id, timestamp, body, other).iter().find(is_signature).map(|(_, value)| value.clone());
        if let Some((_, value)) = headers.iter_mut().find(|(name, _)| name == "webhook-signature") {
            value.push(' ');
            value.push_str(&more.unwrap_or_default());
        }
    }
    headers
}

/// Checks a webhook that came in, and says its id. Header names are in lower case.
pub fn verify(
    headers: &BTreeMap<String, String>,
    body: &[u8],
    secret: &WebhookSecret,
    now_s: i64,
) -> Result<String, ForgedCallback> {
    let signed = SignedHeaders::read(headers, now_s)?;
    if signed.fits(body, secret) {
        Ok(signed.id.to_owned())
    } else {
        Err(ForgedCallback("no signature fits".into()))
    }
}

/// The headers of a signed webhook, before its signature is checked.
pub(crate) struct SignedHeaders<'a> {
    pub id: &'a str,
    timestamp: &'a str,
    signatures: Vec<Vec<u8>>,
}

impl<'a> SignedHeaders<'a> {
    /// Reads the headers and refuses what is incomplete or not of now.
    pub fn read(
        headers: &'a BTreeMap<String, String>,
        now_s: i64,
    ) -> Result<SignedHeaders<'a>, ForgedCallback> {
        let header = |name: &str| match headers.get(name) {
            Some(value) if !value.is_empty() => Ok(value.as_str()),
            _ => Err(ForgedCallback(format!("the header {name} is missing"))),
        };
        let (id, timestamp) = (header("webhook-id")?, header("webhook-timestamp")?);
        is_of_now(timestamp, now_s)?;
        let entries = header("webhook-signature")?.split(' ').take(SIGNATURES_MAX);
        let versioned = entries.filter_map(|entry| entry.strip_prefix("v1,"));
        let signatures = versioned.filter_map(|encoded| STANDARD.decode(encoded).ok()).collect();
        Ok(SignedHeaders { id, timestamp, signatures })
    }

    /// Whether one of the signatures was made with this secret.
    pub fn fits(&self, body: &[u8], secret: &WebhookSecret) -> bool {
        let parts = [self.id.as_bytes(), b".", self.timestamp.as_bytes(), b".", body];
        let fits = |signature: &Vec<u8>| {
            mac(secret.key(), &parts).is_some_and(|mac| mac.verify_slice(signature).is_ok())
        };
        self.signatures.iter().any(fits)
    }
}

/// Whether a signature's second is near enough to now.
pub(crate) fn is_of_now(timestamp: &str, now_s: i64) -> Result<(), ForgedCallback> {
    let then: i64 = timestamp.parse().map_err(|_| ForgedCallback("its time cannot be read".into()))?;
    match then.abs_diff(now_s) {
        0..=SIGNATURE_AGE_MAX_S => Ok(()),
        _ if then < now_s => Err(ForgedCallback("it is too old".into())),
        _ => Err(ForgedCallback("it is from the future".into())),
    }
}

/// HMAC takes a key of any length, so there always is one.
fn mac(key: &[u8], parts: &[&[u8]]) -> Option<Hmac<Sha256>> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).ok()?;
    for part in parts {
        mac.update(part);
    }
    Some(mac)
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Vector {
        secret: &'static str,
        id: &'static str,
        timestamp: i64,
        body: &'static str,
        signature: &'static str,
    }

    /// From the tests of the official libraries.
    const VECTORS: [Vector; 2] = [
        Vector {
            secret: "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD",
            id: "msg_27UH4WbU6Z5A5EzD8u03UvzRbpk",
            timestamp: 1_649_367_553,
            body: r#"{"email":"test@example.com","username":"test_user"}"#,
            signature: "v1,tZ1I4/hDygAJgO5TYxiSd6Sd0kDW6hPenDe+bTa3Kkw=",
        },
        Vector {
            secret: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
            id: "msg_p5jXN8AQM9LWM0D4loKWxJek",
            timestamp: 1_614_265_330,
            body: r#"{"test": 2432232314}"#,
            signature: "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
        },
    ];

    fn headers(vector: &Vector, signature: &str) -> BTreeMap<String, String> {
        BTreeMap::from([
            ("webhook-id".into(), vector.id.into()),
            ("webhook-timestamp".into(), vector.timestamp.to_string()),
            ("webhook-signature".into(), signature.into()),
        ])
    }

    #[test]
    fn the_published_vectors_hold_both_ways() {
        for vector in &VECTORS {
            let secret = WebhookSecret::parse(vector.secret).unwrap();
            let signed = sign(vector.id, vector.timestamp, vector.body.as_bytes(), &secret);
            assert_eq!(signed[2], ("webhook-signature".into(), vector.signature.into()));
            let headers = headers(vector, vector.signature);
            let body = vector.body.as_bytes();
            assert_eq!(verify(&headers, body, &secret, vector.timestamp + 300).unwrap(), vector.id);
            assert_eq!(verify(&headers, body, &secret, vector.timestamp - 300).unwrap(), vector.id);
            assert!(verify(&headers, body, &secret, vector.timestamp + 301).is_err());
            assert!(verify(&headers, body, &secret, vector.timestamp - 301).is_err());
            assert!(verify(&headers, b"{}", &secret, vector.timestamp).is_err());
        }
    }

    #[test]
    fn what_was_changed_or_signed_for_somebody_else_is_not_believed() {
        let [vector, other] = &VECTORS;
        let (id, body) = (vector.id, vector.body.as_bytes());
        let (own, foreign) = (WebhookSecret::parse(vector.secret), WebhookSecret::parse(other.secret));
        let (own, foreign) = (own.unwrap(), foreign.unwrap());
        let believed = |id: &str, timestamp: &str, signature: &str, body: &[u8], secret: &WebhookSecret| {
            let mut headers = headers(vector, signature);
            headers.insert("webhook-id".into(), id.into());
            headers.insert("webhook-timestamp".into(), timestamp.into());
            verify(&headers, body, secret, vector.timestamp).is_ok()
        };
        let at = vector.timestamp.to_string();
        assert!(believed(id, &at, vector.signature, body, &own));
        assert!(
            !believed(id, &at, vector.signature, body, &foreign),
            "signed with the secret of somebody else"
        );
        assert!(!believed(id, &at, other.signature, body, &own), "signed for another webhook");
        assert!(!believed(other.id, &at, vector.signature, body, &own), "the same under another id");
        // What was sent long ago cannot be made new, nor its time be written in another way.
        let later = (vector.timestamp + 1).to_string();
        for timestamp in [&later, &format!("+{at}"), &format!("0{at}"), &format!("{at}.0"), &format!(" {at}")]
        {
            assert!(!believed(id, timestamp, vector.signature, body, &own), "{timestamp:?}");
        }
        // What is moved from one part to the next is signed as something else.
        assert!(!believed(&format!("{id}.{at}"), &at, vector.signature, body, &own));
        for place in 0..body.len() {
            let mut changed = body.to_vec();
            changed[place] ^= 1;
            assert!(!believed(id, &at, vector.signature, &changed, &own), "byte {place}");
        }
        for (cut, longer) in
            [(&body[1..], [b" ", body].concat()), (&body[..body.len() - 1], [body, b"\n"].concat())]
        {
            assert!(!believed(id, &at, vector.signature, cut, &own));
            assert!(!believed(id, &at, vector.signature, &longer, &own));
        }
        let signature = STANDARD.decode(vector.signature.strip_prefix("v1,").unwrap()).unwrap();
        for length in 0..signature.len() {
            let short = format!("v1,{}", STANDARD.encode(&signature[..length]));
            assert!(!believed(id, &at, &short, body, &own), "{length} bytes of the signature");
        }
    }

    #[test]
    fn any_fitting_signature_is_enough_and_none_is_not() {
        let vector = &VECTORS[1];
        let secret = WebhookSecret::parse(vector.secret).unwrap();
        let wrong = "v1,Ceo5qEr07ixe2NLpvHk3FH9bwy/WavXrAFQ/9tdO6mc=";
        let verified = |signature: &str| {
            verify(&headers(vector, signature), vector.body.as_bytes(), &secret, vector.timestamp).is_ok()
        };
        assert!(verified(&format!("{wrong} v1a,xxxx {}", vector.signature)));
        for forged in [wrong, "v1,", "v1", "", " ", &vector.signature.replace("v1,", "v2,"), "v1,====="] {
            assert!(!verified(forged), "{forged:?}");
        }
        for missing in ["webhook-id", "webhook-timestamp", "webhook-signature"] {
            let mut headers = headers(vector, vector.signature);
            headers.remove(missing);
            assert!(verify(&headers, vector.body.as_bytes(), &secret, vector.timestamp).is_err());
        }
    }

    #[test]
    fn while_a_secret_is_replaced_either_one_fits() {
        let [old, new] = ["an old secret", "a new secret"].map(|given| WebhookSecret::parse(given).unwrap());
        let signed = sign_with_each("msg_1", 1_000, b"{}", &[new.clone(), old.clone()]);
        let headers: BTreeMap<String, String> = signed.iter().cloned().collect();
        for secret in [&new, &old] {
            assert_eq!(verify(&headers, b"{}", secret, 1_000).unwrap(), "msg_1");
        }
        assert!(verify(&headers, b"{}", &WebhookSecret::parse("another secret").unwrap(), 1_000).is_err());
        assert_eq!(signed[3], sign("msg_1", 1_000, b"{}", &new)[3]);
    }

    #[test]
    fn the_plain_signature_uses_the_secret_as_it_was_given() {
        // Made with `openssl dgst -sha256 -hmac`.
        for (given, plain) in [
            (
                "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD",
                "sha256=03048224d6df6ae681e2c17f2cbc069167fbe9f7d79b487d5a213faad40300a2",
            ),
            ("a good secret", "sha256=f9ab39702d769c40ac0378388da68bd3affc18f8a5710465ab7109311adfe458"),
        ] {
            let signed = sign("msg_1", 1, br#"{"a":1}"#, &WebhookSecret::parse(given).unwrap());
            assert_eq!(signed[3], ("X-Webhook-Signature".into(), plain.into()));
        }
    }
}
