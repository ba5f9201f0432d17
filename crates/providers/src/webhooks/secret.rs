//! The secret that signs a webhook, in the two ways in which it can be written.

use base64::{
    Engine as _,
    alphabet::STANDARD,
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig},
};
use std::fmt;

const PREFIX: &str = "whsec_";
const KEY_BYTES_MIN: usize = 16;
const TEXT_CHARS_MIN: usize = 8;

/// Senders disagree on whether base64 ends with its `=`; the bytes are the same.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// A secret that was read and found usable. It is never printed.
#[derive(Clone)]
pub struct WebhookSecret {
    given: String,
    key: Vec<u8>,
}

impl WebhookSecret {
    /// A secret that begins with `whsec_` is base64 of 16 bytes or more; any other of 8 characters or more is its UTF-8
    /// bytes. The error is a sentence for people.
    pub fn parse(given: &str) -> Result<WebhookSecret, String> {
        let key =
            match given.strip_prefix(PREFIX) {
                Some(encoded) => BASE64.decode(encoded).ok().filter(|key| key.len() >= KEY_BYTES_MIN).ok_or(
                    "A webhook secret that begins with whsec_ goes on with base64 of 16 bytes or more.",
                )?,
                None if given.chars().count() >= TEXT_CHARS_MIN => given.as_bytes().to_vec(),
                None => return Err("A webhook secret has 8 characters or more.".into()),
            };
        Ok(WebhookSecret { given: given.to_owned(), key })
    }

    /// The key of Standard Webhooks.
    pub(crate) fn key(&self) -> &[u8] {
        &self.key
    }

    /// The secret as it was given, with its prefix: the key of `X-Webhook-Signature`.
    pub(crate) fn as_given(&self) -> &[u8] {
        self.given.as_bytes()
    }
}

impl fmt::Debug for WebhookSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("WebhookSecret(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_ways_to_write_a_secret() {
        let encoded = WebhookSecret::parse("whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD").unwrap();
        assert_eq!(encoded.key().len(), 24);
        assert_eq!(encoded.as_given(), b"whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD");
        assert_eq!(WebhookSecret::parse("whsec_AAAAAAAAAAAAAAAAAAAAAA==").unwrap().key(), [0; 16]);
        assert_eq!(WebhookSecret::parse("whsec_AAAAAAAAAAAAAAAAAAAAAA").unwrap().key(), [0; 16]);
        assert_eq!(WebhookSecret::parse("süßwaren").unwrap().key(), "süßwaren".as_bytes());
        for wrong in
            ["", "1234567", "whsec_", "whsec_AAAA", "whsec_AAAAAAAAAAAAAAAAAAAAA", "whsec_not base64 at all!"]
        {
            assert!(WebhookSecret::parse(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_secret_is_never_printed() {
        let secret = WebhookSecret::parse("a good secret").unwrap();
        assert_eq!(format!("{secret:?}"), "WebhookSecret(..)");
    }
}
