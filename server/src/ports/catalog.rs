//! The catalogue: whom the makers offer, with the addresses where each can be seen or heard.

use super::from_provider;
use crate::previews::Previews;
use app::ports::{CatalogPort, DrawnFrame, FrameLook, PortError};
use domain::{AccountId, Avatar, AvatarId, Language, Voice, VoiceId, fitting_voice};
use providers::{Presenter, ScriptWriter, Speech};
use std::sync::Arc;

/// What there is to choose from.
pub struct Catalog {
    pub writer: Arc<dyn ScriptWriter>,
    pub speech: Arc<dyn Speech>,
    pub presenter: Arc<dyn Presenter>,
    pub previews: Arc<Previews>,
}

#[async_trait::async_trait]
impl CatalogPort for Catalog {
    async fn avatars(&self) -> Result<Vec<Avatar>, PortError> {
        let mut avatars = self.presenter.avatars().await.map_err(|error| from_provider(error, "avatarId"))?;
        for avatar in &mut avatars {
            avatar.preview_url.get_or_insert_with(|| format!("/previews/avatars/{}", avatar.id));
        }
        Ok(avatars)
    }

    async fn voices(&self) -> Result<Vec<Voice>, PortError> {
        let mut voices = self.speech.voices().await.map_err(|error| from_provider(error, "voiceId"))?;
        for voice in &mut voices {
            voice.preview_url.get_or_insert_with(|| format!("/previews/voices/{}", voice.id));
        }
        Ok(voices)
    }

    fn writer_note(&self) -> String {
        self.writer.note()
    }

    fn writes(&self, language: Language) -> bool {
        self.writer.writes(language)
    }

    async fn frame(&self, account: Option<&AccountId>, look: FrameLook) -> Result<DrawnFrame, PortError> {
        self.previews.frame(account, look).await
    }
}

impl Catalog {
    /// Who presents and speaks until somebody chooses otherwise: the first avatar, with the best voice of its gender.
    pub async fn first_pair(&self) -> Result<(AvatarId, VoiceId), PortError> {
        let nobody = || PortError::Unavailable { sentence: "Nobody here can present or speak yet.".into() };
        let (avatars, voices) = (self.avatars().await?, self.voices().await?);
        let avatar = avatars.first().ok_or_else(nobody)?;
        let voice = fitting_voice(avatar, &voices).ok_or_else(nobody)?;
        Ok((avatar.id.clone(), voice.id.clone()))
    }

    /// Whether somebody of this name presents here.
    pub async fn has_avatar(&self, id: &AvatarId) -> Result<bool, PortError> {
        Ok(self.avatars().await?.iter().any(|avatar| avatar.id == *id))
    }

    /// Whether somebody of this name speaks here.
    pub async fn has_voice(&self, id: &VoiceId) -> Result<bool, PortError> {
        Ok(self.voices().await?.iter().any(|voice| voice.id == *id))
    }
}
