//! What each provider is asked, and what its status says of the key.

use super::KeyVerdict;
use base64::{Engine as _, engine::general_purpose::STANDARD};
use domain::KeyedProvider;
use reqwest::header::{self, HeaderName};

/// A request of fal's that nobody ever made. fal tells nothing of keys alone, but who has none is told so before any
/// request is looked for.
const NO_REQUEST: &str = "fal-ai/flux/requests/00000000-0000-0000-0000-000000000000/status";

/// Below the provider's address.
pub(super) fn path(provider: KeyedProvider) -> (&'static str, Option<(&'static str, &'static str)>) {
    match provider {
        KeyedProvider::OpenRouter => ("key", None),
        KeyedProvider::HeyGen => ("v3/users/me", None),
        KeyedProvider::ElevenLabs => ("v1/user/subscription", None),
        KeyedProvider::Fal => (NO_REQUEST, None),
        KeyedProvider::Replicate => ("v1/account", None),
        KeyedProvider::ImageKit => ("v1/files", Some(("limit", "1"))),
    }
}

/// The header that carries the key.
pub(super) fn credentials(provider: KeyedProvider, key: &str) -> (HeaderName, String) {
    match provider {
        KeyedProvider::OpenRouter | KeyedProvider::Replicate => {
            (header::AUTHORIZATION, format!("Bearer {key}"))
        }
        KeyedProvider::HeyGen => (HeaderName::from_static("x-api-key"), key.to_owned()),
        KeyedProvider::ElevenLabs => (HeaderName::from_static("xi-api-key"), key.to_owned()),
        KeyedProvider::Fal => (header::AUTHORIZATION, format!("Key {key}")),
        // The key is the user, and the password is empty.
        KeyedProvider::ImageKit => {
            (header::AUTHORIZATION, format!("Basic {}", STANDARD.encode(format!("{key}:"))))
        }
    }
}

/// What an answer says of the key.
pub(super) fn verdict(provider: KeyedProvider, status: u16, body: &[u8]) -> KeyVerdict {
    let name = provider.title();
    match (provider, status) {
        (_, 200..=299) => KeyVerdict::Works,
        // The request is not there, which is only said to whoever has a key.
        (KeyedProvider::Fal, 400 | 404 | 422) => KeyVerdict::Works,
        // The key is good and its credits are used up.
        (KeyedProvider::ElevenLabs, 401) if holds(body, "quota_exceeded") => KeyVerdict::Works,
        (_, 401) => KeyVerdict::Refused {
            sentence: format!("{name} does not accept this key. Copy it again from {}.", keys_page(provider)),
        },
        (_, 403) => KeyVerdict::Refused {
            sentence: format!(
                "{name} refuses this key: it may not be used here, or its account is locked. Look at {}.",
                keys_page(provider)
            ),
        },
        (_, status) => KeyVerdict::NotReached {
            sentence: format!("{name} answered with status {status}, which says nothing of the key."),
        },
    }
}

fn holds(body: &[u8], word: &str) -> bool {
    body.windows(word.len()).any(|part| part == word.as_bytes())
}

/// Where a person finds their keys.
fn keys_page(provider: KeyedProvider) -> &'static str {
    match provider {
        KeyedProvider::OpenRouter => "openrouter.ai/settings/keys",
        KeyedProvider::HeyGen => "app.heygen.com/settings",
        KeyedProvider::ElevenLabs => "elevenlabs.io/app/settings/api-keys",
        KeyedProvider::Fal => "fal.ai/dashboard/keys",
        KeyedProvider::Replicate => "replicate.com/account/api-tokens",
        KeyedProvider::ImageKit => "imagekit.io/dashboard/developer/api-keys",
    }
}
