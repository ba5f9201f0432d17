//! The cast: every built-in voice by name, and how it sounds.

use domain::{Gender, Voice, VoiceEngine, VoiceId};

/// Who speaks for all voices of this room.
pub(crate) const PROVIDER: &str = "studio";

/// One built-in voice.
#[derive(Debug)]
pub(crate) struct BuiltInVoice {
    pub id: &'static str,
    pub name: &'static str,
    pub gender: Gender,
    pub language: &'static str,
    pub description: &'static str,
    pub engine: VoiceEngine,
    /// Of its file in the package; the plain voice has none.
    pub sha256: &'static str,
}

const fn natural(
    id: &'static str,
    name: &'static str,
    gender: Gender,
    description: &'static str,
    sha256: &'static str,
) -> BuiltInVoice {
    let british = id.as_bytes()[0] == b'b';
    let language = if british { "en-GB" } else { "en-US" };
    BuiltInVoice { id, name, gender, language, description, engine: VoiceEngine::Natural, sha256 }
}

use Gender::{Female, Male};

/// Best first. The plain voice is the last.
pub(crate) const VOICES: [BuiltInVoice; 15] = [
    natural(
        "af_heart",
        "Hazel",
        Female,
        "Warm and close, like a friend with good news",
        "d583ccff3cdca2f7fae535cb998ac07e9fcb90f09737b9a41fa2734ec44a8f0b",
    ),
    natural(
        "am_michael",
        "Michael",
        Male,
        "Calm and sure, easy to trust",
        "1d1f21dd8da39c30705cd4c75d039d265e9bc4a2a93ed09bc9e1b1225eb95ba1",
    ),
    natural(
        "af_bella",
        "Bella",
        Female,
        "Bright and lively, with a smile in it",
        "f69d836209b78eb8c66e75e3cda491e26ea838a3674257e9d4e5703cbaf55c8b",
    ),
    natural(
        "bf_emma",
        "Emma",
        Female,
        "British, clear and composed",
        "669fe0647f9dd04fcab92f1439a40eeb4c8b4ab1f82e4996fe3d918ce4a63b73",
    ),
    natural(
        "am_fenrir",
        "Felix",
        Male,
        "Energetic and direct, made for offers",
        "c27989f741f7ee34d273a39d8a595cc0837d35f5ced9a29b7cc162614616df43",
    ),
    natural(
        "bm_george",
        "George",
        Male,
        "British, warm and unhurried",
        "c4b235a4c1f2cd3b939fed08b899ce9385638b763f7b73a59616c4fc9bd6c9bc",
    ),
    natural(
        "af_sarah",
        "Sarah",
        Female,
        "Clear and thoughtful, takes her time",
        "4409fbc125afabacc615d94db5398d847006a737b0247d6892b7a9a0007a2f0a",
    ),
    natural(
        "am_puck",
        "Parker",
        Male,
        "Young and playful",
        "fcf73c989033e9233e0b98713eca600c8c74dcc1614b37009d5450ff4a2274a0",
    ),
    natural(
        "af_kore",
        "Cora",
        Female,
        "Even and confident, a lower voice",
        "9be5221b6a941c04b561959b8ff0b06e809444dcc4ab7e75a7b23606f691819e",
    ),
    natural(
        "af_aoede",
        "Ada",
        Female,
        "Soft-edged and friendly",
        "4a004c33430762e2461eedb2013fad808ef4ab3121f5300f554476caf58d8361",
    ),
    natural(
        "af_nicole",
        "Nicole",
        Female,
        "Hushed and near, almost a whisper",
        "cd2191ab31b914ed7b318416b0e4440fdf392ddad9106a060819aa600a64f59a",
    ),
    natural(
        "am_onyx",
        "Owen",
        Male,
        "Very deep and grounded",
        "da5d135b424164916d75a68ffb4c2abce3d7d5ccc82dd1ee6cf447ce286145e6",
    ),
    natural(
        "bm_fable",
        "Fabian",
        Male,
        "British, a storyteller with swing",
        "f889083196807b4adb15e9204252165f503b8d33d3982e681c52443c49d798f1",
    ),
    natural(
        "bf_isabella",
        "Isabella",
        Female,
        "British, light and polished",
        "3754352c4aaa46d17f27654ab7518d65b62ad6163a0f55a5f4330c2da2c4e94f",
    ),
    BuiltInVoice {
        id: "plain",
        name: "Kal",
        gender: Male,
        language: "en-US",
        description: "Plain and robotic; always there",
        engine: VoiceEngine::Plain,
        sha256: "",
    },
];

/// The natural voices, best first.
pub(crate) fn natural_voices() -> impl Iterator<Item = &'static BuiltInVoice> {
    VOICES.iter().filter(|voice| voice.engine == VoiceEngine::Natural)
}

/// The voice of that id, installed or not.
pub(crate) fn find(id: &VoiceId) -> Option<&'static BuiltInVoice> {
    VOICES.iter().find(|voice| voice.id == id.as_str())
}

impl BuiltInVoice {
    /// As the rest of the house sees it.
    pub(crate) fn to_domain(&self) -> Option<Voice> {
        Some(Voice {
            id: self.id.parse().ok()?,
            name: self.name.to_owned(),
            provider: PROVIDER.to_owned(),
            language: Some(self.language.to_owned()),
            gender: Some(self.gender),
            description: Some(self.description.to_owned()),
            preview_url: None,
        })
    }
}
