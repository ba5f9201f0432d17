//! What was typed, checked: every choice exists before anything is made.

use super::make::failure;
use crate::{
    cli::{Failure, args::RenderArgs},
    studio_room::StudioRoom,
    uploads::clean_picture,
};
use domain::{
    AvatarId, Background, Brief, Captions, Format, Language, Quality, SCRIPT_CHARS_MAX, Scene, ScriptLength,
    Tone, VoiceId, fitting_voice,
};
use providers::{AdFiles, Backdrop, GrammarWriter, ScriptDraft, ScriptWriter};
use std::{io::Read, path::Path};
use tempfile::TempDir;

/// The same topic gives the same three scripts, so that `--script 2` means something.
const SCRIPT_SEED: u64 = 1;
const FILE_BYTES_MAX: u64 = 64 << 20;

/// Everything that an ad is made from.
pub struct Order {
    pub text: String,
    pub call_to_action: String,
    pub topic: String,
    pub tone: Tone,
    pub avatar: AvatarId,
    pub voice: VoiceId,
    pub language: Language,
    pub backdrop: Backdrop,
    pub format: Format,
    pub quality: Quality,
    pub captions: Captions,
    pub files: AdFiles,
    /// Files on the way; gone with the order.
    pub workplace: TempDir,
}

impl Order {
    /// Writes the scripts and looks up who and what was chosen.
    pub async fn read(args: RenderArgs, room: &StudioRoom) -> Result<Self, Failure> {
        let files = files_beside(&args.out)?;
        let workplace = tempfile::tempdir()
            .map_err(|cause| Failure::new(format!("There is no room for work files: {cause}.")))?;
        let backdrop = backdrop(args.background.as_deref(), workplace.path())?;
        let (avatar, voice) = pair(room, args.avatar, args.voice).await?;
        let brief = brief(args.topic, args.language, args.format)?;
        let script = script(&brief, args.script).await?;
        let text = match &args.script_file {
            Some(file) => script_of_file(file)?,
            None => script.text(),
        };
        Ok(Order {
            text,
            call_to_action: script.call_to_action,
            topic: brief.topic,
            tone: brief.tone,
            avatar,
            voice,
            language: brief.language,
            backdrop,
            format: brief.format,
            quality: if args.draft { Quality::Draft } else { Quality::Full },
            captions: if args.no_captions { Captions::Off } else { Captions::Word },
            files,
            workplace,
        })
    }
}

fn files_beside(out: &Path) -> Result<AdFiles, Failure> {
    let is_mp4 = out.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("mp4"));
    if !is_mp4 {
        return Err(Failure::usage(format!("The file {} must end in .mp4.", out.display())));
    }
    if let Some(folder) = out.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder).map_err(|cause| {
            Failure::new(format!("The folder {} cannot be made: {cause}.", folder.display()))
        })?;
    }
    Ok(AdFiles {
        mp4: out.to_owned(),
        poster: out.with_extension("png"),
        vtt: out.with_extension("vtt"),
        srt: out.with_extension("srt"),
    })
}

fn backdrop(typed: Option<&str>, workplace: &Path) -> Result<Backdrop, Failure> {
    let Some(typed) = typed else { return backdrop(Some(&Background::default().to_string()), workplace) };
    if typed.starts_with('#') || typed.starts_with("scene:") {
        return match typed.parse::<Background>() {
            Ok(Background::Color(rgb)) => Ok(Backdrop::Color(rgb)),
            Ok(Background::Scene(scene)) => Ok(Backdrop::Scene(scene)),
            _ => {
                let scenes = Scene::ALL.map(|scene| format!("scene:{}", scene.slug())).join(", ");
                let sentence =
                    format!("A background is a colour like #1f3742, a picture file, or one of {scenes}.");
                Err(Failure::usage(sentence))
            }
        };
    }
    let picture = clean_picture(&read_file(Path::new(typed))?);
    let picture = picture.map_err(|refused| Failure::new(format!("{typed}: {refused}")))?;
    let kept = workplace.join(format!("background.{}", picture.extension));
    std::fs::write(&kept, picture.bytes)
        .map_err(|cause| Failure::new(format!("The background could not be kept: {cause}.")))?;
    Ok(Backdrop::Picture(kept))
}

async fn pair(
    room: &StudioRoom,
    avatar: Option<AvatarId>,
    voice: Option<VoiceId>,
) -> Result<(AvatarId, VoiceId), Failure> {
    let avatars = room.presenter.avatars().await.map_err(failure)?;
    let voices = room.speech.voices().await.map_err(failure)?;
    let avatar = match avatar {
        Some(id) => avatars.iter().find(|known| known.id == id).ok_or_else(|| {
            let names: Vec<&str> = avatars.iter().map(|known| known.id.as_str()).collect();
            Failure::usage(format!("There is no avatar {id}; there are {}.", names.join(", ")))
        })?,
        None => avatars.first().ok_or_else(|| Failure::new("Nobody here can present."))?,
    };
    let voice = match voice {
        Some(id) => voices.iter().find(|known| known.id == id).ok_or_else(|| {
            Failure::usage(format!("There is no voice {id}; pitchreel voices lists those that there are."))
        })?,
        None => fitting_voice(avatar, &voices).ok_or_else(|| Failure::new("Nobody here can speak."))?,
    };
    Ok((avatar.id.clone(), voice.id.clone()))
}

fn brief(topic: String, language: Language, format: Format) -> Result<Brief, Failure> {
    let (tone, length) = (Tone::default(), ScriptLength::default());
    let brief = Brief { topic, tone, audience: None, language, length, format };
    brief.checked().map_err(|problem| Failure::usage(problem.sentence))
}

async fn script(brief: &Brief, number: u8) -> Result<ScriptDraft, Failure> {
    let scripts = GrammarWriter.write(brief, SCRIPT_SEED).await.map_err(failure)?;
    let chosen = scripts.into_iter().nth(usize::from(number) - 1);
    chosen.ok_or_else(|| Failure::new(format!("There is no script {number}.")))
}

fn script_of_file(file: &Path) -> Result<String, Failure> {
    let not_text = |_| Failure::new(format!("{} is not a text in UTF-8.", file.display()));
    let text = String::from_utf8(read_file(file)?).map_err(not_text)?;
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let chars = text.chars().count();
    if !text.chars().any(char::is_alphanumeric) {
        return Err(Failure::new(format!("There is nothing to say in {}.", file.display())));
    }
    if chars > SCRIPT_CHARS_MAX {
        let sentence =
            format!("A script has at most {SCRIPT_CHARS_MAX} characters; {} has {chars}.", file.display());
        return Err(Failure::new(sentence));
    }
    Ok(text)
}

fn read_file(path: &Path) -> Result<Vec<u8>, Failure> {
    let unreadable = |cause| Failure::new(format!("The file {} cannot be read: {cause}.", path.display()));
    let file = std::fs::File::open(path).map_err(unreadable)?;
    let mut bytes = Vec::new();
    file.take(FILE_BYTES_MAX).read_to_end(&mut bytes).map_err(unreadable)?;
    Ok(bytes)
}
