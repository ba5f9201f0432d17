//! Avatars, voices and frames as sketches.

use app::ports::{CatalogPort, DrawnFrame, FrameLook, PortError};
use domain::{AccountId, Avatar, Background, Captions, Format, Gender, Language, Scene, Voice};
use std::sync::Arc;

struct Sketches;

pub fn provide() {
    crate::publish::<dyn CatalogPort>(Arc::new(Sketches));
}

/// Name, hair, skin and clothes of each sketch.
const CAST: [(&str, &str, &str, &str, &str); 6] = [
    ("amara", "Amara", "#33221c", "#8d5a3b", "#d99a2b"),
    ("henrik", "Henrik", "#d8d6d2", "#e8b99a", "#3b5a7a"),
    ("leila", "Leila", "#2f6b66", "#d9a37a", "#2f6b66"),
    ("jun", "Jun", "#1c1a22", "#ecc7a4", "#7a6bb0"),
    ("rosa", "Rosa", "#4a2c22", "#dba27c", "#f2efe8"),
    ("dev", "Dev", "#2a211d", "#a8744f", "#2f7f86"),
];

#[async_trait::async_trait]
impl CatalogPort for Sketches {
    async fn avatars(&self) -> Result<Vec<Avatar>, PortError> {
        let avatar = |(id, name, ..): &(&str, &str, &str, &str, &str)| Avatar {
            id: id.parse().expect("an id"),
            name: (*name).into(),
            provider: "studio".into(),
            gender: None,
            preview_url: None,
        };
        Ok(CAST.iter().map(avatar).collect())
    }

    async fn voices(&self) -> Result<Vec<Voice>, PortError> {
        let voices = [
            ("af_heart", "Heart", "en-US", Gender::Female, "Warm and close"),
            ("af_bella", "Bella", "en-US", Gender::Female, "Bright and quick"),
            ("am_michael", "Michael", "en-US", Gender::Male, "Low and calm"),
            ("bf_emma", "Emma", "en-GB", Gender::Female, "Clear and even"),
            ("bm_george", "George", "en-GB", Gender::Male, "Dry and sure"),
            ("plain", "Plain", "en-US", Gender::Male, "The voice that is always there"),
        ];
        let voice = |(id, name, language, gender, about): (&str, &str, &str, Gender, &str)| Voice {
            id: id.parse().expect("an id"),
            name: name.into(),
            provider: "studio".into(),
            language: Some(language.into()),
            gender: Some(gender),
            description: Some(about.into()),
            preview_url: Some(format!("/samples/{id}.wav")),
        };
        Ok(voices.map(voice).to_vec())
    }

    fn writer_note(&self) -> String {
        "Three drafts in a few seconds, written on this machine without a language model. Free.".into()
    }

    fn writes(&self, language: Language) -> bool {
        language == Language::English
    }

    async fn frame(&self, _account: Option<&AccountId>, look: FrameLook) -> Result<DrawnFrame, PortError> {
        Ok(DrawnFrame { content_type: "image/svg+xml", bytes: sketch(&look).into_bytes() })
    }
}

fn sketch(look: &FrameLook) -> String {
    let (width, height) = match look.format {
        Format::Portrait => (270, 480),
        Format::Square => (270, 270),
        Format::Landscape => (480, 270),
    };
    let (wall, floor) = match &look.background {
        Background::Color(rgb) => (rgb.to_string(), rgb.to_string()),
        Background::Asset(_) => ("#7f8a86".into(), "#5f6a66".into()),
        Background::Scene(scene) => {
            let (wall, floor) = match scene {
                Scene::PaperSweep => ("#b9c4b4", "#cbd4c6"),
                Scene::MorningWindow => ("#d9b48a", "#a97f57"),
                Scene::Kitchen => ("#33505a", "#24393f"),
                Scene::DuskHills => ("#a65d63", "#3a2f4a"),
                Scene::Curtain => ("#7c2f2a", "#3d1917"),
                Scene::BlueStudio => ("#2c4f7c", "#172b47"),
            };
            (wall.to_owned(), floor.to_owned())
        }
    };
    let person = look.avatar.as_ref().and_then(|id| CAST.iter().find(|known| known.0 == id.as_str()));
    let person = person.map_or(String::new(), |(_, _, hair, skin, clothes)| {
        let (x, y, r) = (width / 2, height * 55 / 100, height.min(300) / 6);
        format!(
            "<path d='M{} {height}q0-{} {} -{}t{} {}z' fill='{clothes}'/><circle cx='{x}' cy='{}' r='{}' fill='{hair}'/><circle cx='{x}' cy='{y}' r='{r}' fill='{skin}'/>",
            x - 2 * r, r * 2, 2 * r, r * 2, 2 * r, r * 2, y - r / 4, r * 5 / 4
        )
    });
    let words = match look.captions {
        Captions::Off => "",
        _ => {
            "<text x='50%' y='17%' text-anchor='middle' font-family='sans-serif' font-weight='700' font-size='26' fill='#fff'>still warm</text>"
        }
    };
    let words = if look.avatar.is_some() { words } else { "" };
    let ground = height * 72 / 100;
    format!(
        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {width} {height}' width='{width}' height='{height}'><rect width='100%' height='100%' fill='{wall}'/><rect y='{ground}' width='100%' height='100%' fill='{floor}'/>{person}{words}</svg>"
    )
}
