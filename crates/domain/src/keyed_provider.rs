//! Services outside that an account may have a key of its own for.

use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// One of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum KeyedProvider {
    OpenRouter,
    HeyGen,
    ElevenLabs,
    Fal,
    Replicate,
    ImageKit,
}

impl KeyedProvider {
    /// All of them, in the order in which people read them.
    pub const ALL: [KeyedProvider; 6] = [
        KeyedProvider::OpenRouter,
        KeyedProvider::HeyGen,
        KeyedProvider::ElevenLabs,
        KeyedProvider::Fal,
        KeyedProvider::Replicate,
        KeyedProvider::ImageKit,
    ];

    /// The word that is stored, and that addresses have.
    pub const fn as_str(self) -> &'static str {
        match self {
            KeyedProvider::OpenRouter => "openrouter",
            KeyedProvider::HeyGen => "heygen",
            KeyedProvider::ElevenLabs => "elevenlabs",
            KeyedProvider::Fal => "fal",
            KeyedProvider::Replicate => "replicate",
            KeyedProvider::ImageKit => "imagekit",
        }
    }

    /// How people know it.
    pub const fn title(self) -> &'static str {
        match self {
            KeyedProvider::OpenRouter => "OpenRouter",
            KeyedProvider::HeyGen => "HeyGen",
            KeyedProvider::ElevenLabs => "ElevenLabs",
            KeyedProvider::Fal => "fal",
            KeyedProvider::Replicate => "Replicate",
            KeyedProvider::ImageKit => "ImageKit",
        }
    }
}

impl fmt::Display for KeyedProvider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for KeyedProvider {
    type Err = ();
    fn from_str(word: &str) -> Result<Self, ()> {
        KeyedProvider::ALL.into_iter().find(|provider| provider.as_str() == word).ok_or(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_word_is_stored_sent_and_read() {
        for provider in KeyedProvider::ALL {
            assert_eq!(provider.as_str().parse(), Ok(provider));
            assert_eq!(serde_json::json!(provider), provider.as_str());
        }
        assert_eq!("Fal".parse::<KeyedProvider>(), Err(()));
    }
}
