//! Where each provider is asked.

use domain::KeyedProvider;

/// Scheme, host and perhaps a path of each, with no slash at the end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProviderAddresses {
    pub openrouter: String,
    pub heygen: String,
    pub elevenlabs: String,
    pub fal: String,
    /// Without the `/v1`.
    pub replicate: String,
    /// Of its API, which is not where it takes uploads.
    pub imagekit: String,
}

impl Default for ProviderAddresses {
    /// The services themselves.
    fn default() -> Self {
        ProviderAddresses {
            openrouter: "https://openrouter.ai/api/v1".into(),
            heygen: "https://api.heygen.com".into(),
            elevenlabs: "https://api.elevenlabs.io".into(),
            fal: "https://queue.fal.run".into(),
            replicate: "https://api.replicate.com".into(),
            imagekit: "https://api.imagekit.io".into(),
        }
    }
}

impl ProviderAddresses {
    pub fn of(&self, provider: KeyedProvider) -> &str {
        match provider {
            KeyedProvider::OpenRouter => &self.openrouter,
            KeyedProvider::HeyGen => &self.heygen,
            KeyedProvider::ElevenLabs => &self.elevenlabs,
            KeyedProvider::Fal => &self.fal,
            KeyedProvider::Replicate => &self.replicate,
            KeyedProvider::ImageKit => &self.imagekit,
        }
    }
}
