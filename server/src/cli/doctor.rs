//! `doctor`: what works on this machine as it is, and what each missing part would add.

use super::{Failure, runtime};
use crate::{database::open_store, settings::Settings, studio_room::StudioRoom};
use providers::{GrammarWriter, ScriptWriter};
use speech::VoiceBox;

/// One line of the table.
struct Finding {
    works: bool,
    part: &'static str,
    sentence: String,
}

pub fn doctor(settings: Settings) -> Result<(), Failure> {
    let findings = runtime(1)?.block_on(examine(&settings))?;
    for Finding { works, part, sentence } in &findings {
        println!("{:<8} {part:<12} {sentence}", if *works { "works" } else { "missing" });
    }
    println!("\nScripts, voices, presenters and their ads are made on this machine, with no key.");
    Ok(())
}

async fn examine(settings: &Settings) -> Result<Vec<Finding>, Failure> {
    let StudioRoom { voices, cast, .. } = StudioRoom::open(settings)?;
    let names: Vec<&str> = cast.iter().map(|rig| rig.id().as_str()).collect();
    Ok(vec![
        Finding { works: true, part: "Scripts", sentence: GrammarWriter.note() },
        plain_voice(&voices),
        natural_voice(&voices),
        Finding { works: !names.is_empty(), part: "Avatars", sentence: format!("{}.", names.join(", ")) },
        Finding {
            works: true,
            part: "Video",
            sentence: "H.264 and AAC in MP4, with captions and a poster.".into(),
        },
        outside(settings.fal_key.is_some(), "Pictures", "FAL_KEY", "pictures from a prompt"),
        outside(settings.replicate_key.is_some(), "Motion", "REPLICATE_API_TOKEN", "video from a picture"),
        database(settings).await,
        site(settings),
    ])
}

fn plain_voice(voices: &VoiceBox) -> Finding {
    let works = voices.voices().iter().any(|voice| voice.id.as_str() == "plain");
    Finding { works, part: "Plain voice", sentence: "Always there, in English.".into() }
}

fn natural_voice(voices: &VoiceBox) -> Finding {
    let works = voices.natural_installed();
    let sentence = if works {
        format!("{} voices, listed by: pitchreel voices", voices.voices().len().saturating_sub(1))
    } else {
        "Would add voices that sound like people: pitchreel voices add natural".into()
    };
    Finding { works, part: "Human voice", sentence }
}

/// What somebody outside makes, once there is a key. The key itself is not tried here.
fn outside(has_key: bool, part: &'static str, setting: &str, what: &str) -> Finding {
    let sentence = match has_key {
        true => format!("{setting} is set."),
        false => format!("Would add {what}: set {setting}, or save a key of your own in the settings."),
    };
    Finding { works: has_key, part, sentence }
}

async fn database(settings: &Settings) -> Finding {
    let opened = open_store(settings).await;
    let sentence = match &opened {
        Ok(_) => format!("{} is up to date.", settings.database),
        Err(failure) => failure.to_string(),
    };
    Finding { works: opened.is_ok(), part: "Database", sentence }
}

fn site(settings: &Settings) -> Finding {
    let (works, sentence) = match &settings.site_root {
        Some(root) => (true, format!("Built, in {}.", root.display())),
        None => {
            (false, "Would add the look of the web app: cargo leptos build, or set LEPTOS_SITE_ROOT.".into())
        }
    };
    Finding { works, part: "Pages", sentence }
}
