//! One frame of an ad that is not made yet, as its choices stand.

use super::made::{Previews, jpeg, unmade};
use app::ports::{DrawnFrame, FrameLook, PortError};
use domain::{AccountId, AssetId, Background, Format, FrameSize, Quality, Scene};
use futures::TryStreamExt;
use image::{DynamicImage, Rgb, RgbImage, RgbaImage, imageops::FilterType};
use std::sync::Arc;
use studio::{
    AdPicture, Backdrop, Energy, FRAMES_PER_SECOND, FrameRenderer, Performance, PresenterRig, Stage,
};

const LINES: std::ops::RangeInclusive<u32> = 120..=540;
/// What the presenter says in it, for the caption.
const SAMPLE_WORDS: &str = "This is how your words will look.";
/// The same for every frame, so that the same choices give the same picture.
const SEED: u64 = 7;

impl Previews {
    /// Draws the frame. Scenes are anybody's and kept; a colour or a picture is drawn anew each time.
    pub async fn frame(&self, account: Option<&AccountId>, look: FrameLook) -> Result<DrawnFrame, PortError> {
        let rig = look.avatar.as_ref().map(|id| self.rig(id)).transpose()?;
        let bytes = match (&look.background, account) {
            (Background::Scene(scene), _) => self.kept_frame(rig, *scene, look).await?,
            (_, None) => return Err(PortError::LoggedOut),
            (Background::Color(rgb), Some(_)) => {
                let backdrop = Backdrop::Color(*rgb);
                self.draw(move || jpeg(draw(rig, &look, backdrop))).await?
            }
            (Background::Asset(id), Some(account)) => {
                let picture = self.picture(account, id).await?;
                self.draw(move || jpeg(draw(rig, &look, Backdrop::decode(&picture).map_err(unmade)?))).await?
            }
        };
        Ok(DrawnFrame { content_type: "image/jpeg", bytes })
    }

    async fn kept_frame(
        &self,
        rig: Option<Arc<PresenterRig>>,
        scene: Scene,
        look: FrameLook,
    ) -> Result<Vec<u8>, PortError> {
        let who = look.avatar.as_ref().map_or("nobody".into(), |id| id.as_str().replace(['/', ':'], "-"));
        let lines = look.lines.clamp(*LINES.start(), *LINES.end());
        let (captions, format) = (look.captions.as_str(), look.format.as_str().replace(':', "x"));
        let name = format!("frame-{}-{who}-{format}-{captions}-{lines}.jpg", scene.slug());
        let path = self
            .kept(name, move |path| {
                std::fs::write(path, jpeg(draw(rig, &look, Backdrop::Scene(scene)))?).map_err(unmade)
            })
            .await?;
        tokio::fs::read(path).await.map_err(unmade)
    }

    async fn picture(&self, account: &AccountId, id: &AssetId) -> Result<Vec<u8>, PortError> {
        let name = self.sources.assets.asset_media(account, id).await.map_err(crate::ports::from_store)?;
        let read = self.sources.media.open(&name, None).await.map_err(crate::ports::from_store)?;
        let chunks: Vec<_> = read.body.try_collect().await.map_err(crate::ports::from_store)?;
        Ok(chunks.concat())
    }
}

fn draw(rig: Option<Arc<PresenterRig>>, look: &FrameLook, backdrop: Backdrop) -> DynamicImage {
    let size = frame_size(look.format, look.lines);
    let Some(rig) = rig else { return alone(&backdrop, size) };
    let track = studio::sample::track(SAMPLE_WORDS);
    let picture = AdPicture {
        rig,
        performance: Performance::plan(&track, Energy::default(), SEED),
        track,
        backdrop,
        format: look.format,
        quality: Quality::Draft,
        captions: look.captions,
        call_to_action: String::new(),
        title: String::new(),
    };
    let frame = studio::poster_ms(&picture) * FRAMES_PER_SECOND / 1000;
    let stage = Arc::new(Stage::at_size(picture, size));
    let size = stage.size();
    let rgba = FrameRenderer::new(stage).rgba(frame);
    RgbaImage::from_raw(size.width, size.height, rgba).unwrap_or_default().into()
}

/// The background with nobody before it.
fn alone(backdrop: &Backdrop, size: FrameSize) -> DynamicImage {
    match backdrop {
        Backdrop::Scene(scene) => studio::scene_still(*scene, size).into(),
        Backdrop::Color(rgb) => {
            RgbImage::from_pixel(size.width, size.height, Rgb([rgb.r, rgb.g, rgb.b])).into()
        }
        Backdrop::Picture(picture) => DynamicImage::from(picture.as_ref().clone()).resize_to_fill(
            size.width,
            size.height,
            FilterType::Triangle,
        ),
    }
}

/// The format's shape with a short side of about `lines`, both sides even.
fn frame_size(format: Format, lines: u32) -> FrameSize {
    let draft = format.frame_size(Quality::Draft);
    let short = draft.width.min(draft.height);
    let lines = lines.clamp(*LINES.start(), *LINES.end());
    let scaled = |side: u32| (side * lines / short) & !1;
    FrameSize { width: scaled(draft.width), height: scaled(draft.height) }
}
