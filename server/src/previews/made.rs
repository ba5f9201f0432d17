//! Making previews once and keeping them, in a folder that belongs to this build: another build draws anew.

use crate::turns::Turns;
use app::ports::PortError;
use domain::{AvatarId, FrameSize, Scene, VoiceId};
use image::{DynamicImage, codecs::jpeg::JpegEncoder};
use speech::{SpeechError, VoiceBox};
use std::{
    fmt::Display,
    io::Cursor,
    path::{Path, PathBuf},
    sync::Arc,
    time::UNIX_EPOCH,
};
use store::{AssetStore, MediaStore};
use studio::PresenterRig;

const JPEG_QUALITY: u8 = 88;
/// Files that are being written.
const PART_PREFIX: &str = "part-";
const SCENE_SIZE: FrameSize = FrameSize { width: 360, height: 640 };

/// What previews are made from.
pub struct PreviewSources {
    pub voices: VoiceBox,
    pub cast: Vec<Arc<PresenterRig>>,
    pub assets: Arc<dyn AssetStore>,
    pub media: Arc<dyn MediaStore>,
}

/// Everything that can be previewed.
pub struct Previews {
    folder: PathBuf,
    pub(super) sources: PreviewSources,
    /// One picture or clip is drawn at a time, and one sample spoken.
    drawing: Turns,
    speaking: Turns,
}

impl Previews {
    /// Keeps previews below `root`; what other builds or an ended process left there is removed.
    pub fn new(root: PathBuf, sources: PreviewSources) -> Self {
        let folder = root.join(build_mark());
        remove_all(&root, |entry| *entry != folder);
        remove_all(&folder, |entry| {
            entry.file_name().is_some_and(|name| name.to_string_lossy().starts_with(PART_PREFIX))
        });
        Self { folder, sources, drawing: Turns::new(1), speaking: Turns::new(1) }
    }

    /// The presenter of this id.
    pub(super) fn rig(&self, id: &AvatarId) -> Result<Arc<PresenterRig>, PortError> {
        self.sources.cast.iter().find(|rig| rig.id() == id).cloned().ok_or(PortError::NotFound)
    }

    /// A looping MP4 of a presenter who talks.
    pub async fn avatar(&self, id: &AvatarId) -> Result<PathBuf, PortError> {
        let rig = self.rig(id)?;
        let name = format!("avatar-{}.mp4", rig.id().as_str().replace(['/', ':'], "-"));
        self.kept(name, move |path| studio::avatar_clip(&rig, path).map_err(unmade)).await
    }

    /// A JPEG of a scene without anybody in it.
    pub async fn scene(&self, scene: Scene) -> Result<PathBuf, PortError> {
        let name = format!("scene-{}.jpg", scene.slug());
        self.kept(name, move |path| {
            let picture = jpeg(studio::scene_still(scene, SCENE_SIZE).into())?;
            std::fs::write(path, picture).map_err(unmade)
        })
        .await
    }

    /// A short sound to hear a voice by; the voices keep it themselves.
    pub async fn voice(&self, id: VoiceId) -> Result<PathBuf, PortError> {
        let voices = self.sources.voices.clone();
        let spoken = self.speaking.take(move || match voices.sample(&id) {
            Err(SpeechError::UnknownVoice(_) | SpeechError::NaturalMissing) => Err(PortError::NotFound),
            other => other.map_err(unmade),
        });
        spoken.await.map_err(unmade)?
    }

    /// The kept file, made by `make` if it is not there yet: written beside, then renamed, so that it is whole.
    pub(super) async fn kept(
        &self,
        name: String,
        make: impl FnOnce(&Path) -> Result<(), PortError> + Send + 'static,
    ) -> Result<PathBuf, PortError> {
        let path = self.folder.join(&name);
        if tokio::fs::try_exists(&path).await.map_err(unmade)? {
            return Ok(path);
        }
        let folder = self.folder.clone();
        self.draw(move || {
            if !path.exists() {
                std::fs::create_dir_all(&folder).map_err(unmade)?;
                let part = tempfile::Builder::new().prefix(PART_PREFIX).suffix(&name).tempfile_in(&folder);
                let part = part.map_err(unmade)?.into_temp_path();
                make(&part)?;
                part.persist(&path).map_err(unmade)?;
            }
            Ok(path)
        })
        .await
    }

    /// Runs one piece of drawing when its turn comes.
    pub(super) async fn draw<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, PortError> + Send + 'static,
    ) -> Result<T, PortError> {
        self.drawing.take(work).await.map_err(unmade)?
    }
}

/// The picture as JPEG.
pub(super) fn jpeg(picture: DynamicImage) -> Result<Vec<u8>, PortError> {
    let mut out = Cursor::new(Vec::new());
    let encoder = JpegEncoder::new_with_quality(&mut out, JPEG_QUALITY);
    DynamicImage::ImageRgb8(picture.into_rgb8()).write_with_encoder(encoder).map_err(unmade)?;
    Ok(out.into_inner())
}

/// The cause goes to the log; a person can do without this picture or sound.
pub(super) fn unmade(cause: impl Display) -> PortError {
    tracing::error!(%cause, "a preview was not made");
    PortError::Unavailable { sentence: "This preview cannot be made right now.".into() }
}

/// When this binary was built, as far as its file says.
fn build_mark() -> String {
    let changed = std::env::current_exe().and_then(|binary| binary.metadata()?.modified()).ok();
    let seconds =
        changed.and_then(|moment| moment.duration_since(UNIX_EPOCH).ok()).map_or(0, |age| age.as_secs());
    format!("{}-{seconds:x}", env!("CARGO_PKG_VERSION"))
}

/// Removes the entries of a folder that are `unwanted`.
fn remove_all(folder: &Path, unwanted: impl Fn(&PathBuf) -> bool) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for path in entries.flatten().map(|entry| entry.path()).filter(unwanted) {
        let removed =
            if path.is_dir() { std::fs::remove_dir_all(&path) } else { std::fs::remove_file(&path) };
        if let Err(cause) = removed {
            tracing::debug!(%cause, path = %path.display(), "an old preview was not removed");
        }
    }
}
