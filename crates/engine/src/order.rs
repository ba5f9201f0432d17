//! The check of an order before it is accepted: everything it names exists here and belongs to the account.

use crate::{EngineError, works::Works};
use domain::{AccountId, Background, RenderOrder, SCRIPT_CHARS_MAX};
use store::StoreError;

/// Says which part of the order cannot be taken, if any.
pub(crate) async fn check(
    works: &Works,
    account: &AccountId,
    order: &RenderOrder,
) -> Result<(), EngineError> {
    if !order.script_text.chars().any(char::is_alphanumeric) {
        return Err(EngineError::invalid(
            "scriptText",
            "Choose a script, or write one, before you generate.",
        ));
    }
    let chars = order.script_text.chars().count();
    if chars > SCRIPT_CHARS_MAX {
        let sentence = format!("A script has at most {SCRIPT_CHARS_MAX} characters; this one has {chars}.");
        return Err(EngineError::invalid("scriptText", sentence));
    }
    let voices = works.makers.speech.voices().await.map_err(EngineError::broken)?;
    if !voices.iter().any(|voice| voice.id == order.voice_id) {
        let sentence = format!("The voice {} is not here. Choose another one.", order.voice_id);
        return Err(EngineError::invalid("voiceId", sentence));
    }
    let avatars = works.makers.presenter.avatars().await.map_err(EngineError::broken)?;
    if !avatars.iter().any(|avatar| avatar.id == order.avatar_id) {
        let sentence = format!("The avatar {} is not here. Choose another one.", order.avatar_id);
        return Err(EngineError::invalid("avatarId", sentence));
    }
    if let Background::Asset(id) = &order.background {
        return match works.stores.assets.get_asset(account, id).await {
            Err(StoreError::NotFound) => Err(EngineError::invalid(
                "background",
                "That picture is not here. Upload it again or choose another background.",
            )),
            other => other.map(drop).map_err(EngineError::from),
        };
    }
    Ok(())
}
