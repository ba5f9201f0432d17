//! Voices: who speaks the ad.

use crate::{Avatar, VoiceId};
use serde::{Deserialize, Serialize};

/// A voice that can speak a script.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Voice {
    pub id: VoiceId,
    pub name: String,
    /// Who speaks: `studio` for the built-in voices.
    pub provider: String,
    /// BCP 47, `en-US`.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub language: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub gender: Option<Gender>,
    /// One line on how it sounds: "Warm and low".
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub description: Option<String>,
    /// A short sample to listen to.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub preview_url: Option<String>,
}

/// How a voice presents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum Gender {
    Female,
    Male,
}

/// The voice that an avatar speaks with until somebody chooses another: the first of the avatar's gender, else the
/// first of all.
pub fn fitting_voice<'a>(avatar: &Avatar, voices: &'a [Voice]) -> Option<&'a Voice> {
    voices.iter().find(|voice| voice.gender == avatar.gender).or_else(|| voices.first())
}

/// Which built-in engine speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum VoiceEngine {
    /// The neural voice, present once it has been fetched.
    Natural,
    /// The plain voice that is always there.
    Plain,
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]
mod tests {
    use super::*;

    #[test]
    fn the_first_of_the_avatars_gender_or_the_first_of_all() {
        let voice = |id: &str, gender| Voice {
            id: id.parse().unwrap(),
            name: id.into(),
            provider: "studio".into(),
            language: None,
            gender,
            description: None,
            preview_url: None,
        };
        let avatar = |gender| Avatar {
            id: "amara".parse().unwrap(),
            name: "Amara".into(),
            provider: "studio".into(),
            gender,
            preview_url: None,
        };
        let (female, male) = (Some(Gender::Female), Some(Gender::Male));
        let voices = [voice("one", female), voice("two", male), voice("three", male)];
        let fitting = |gender, voices| fitting_voice(&avatar(gender), voices).map(|voice| voice.id.as_str());
        assert_eq!(fitting(male, &voices), Some("two"));
        assert_eq!(fitting(male, &voices[..1]), Some("one"));
        assert_eq!(fitting(None, &voices), Some("one"));
        assert_eq!(fitting(male, &[]), None);
    }
}
