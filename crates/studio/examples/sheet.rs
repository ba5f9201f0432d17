//! Draws stills of every background in every format, at three moments, into a folder: a look at what ads look like.
//!
//! `sheet FOLDER [PICTURE]`

use domain::{Captions, Format, FrameSize, Quality, Rgb, Scene};
use image::{RgbaImage, imageops};
use std::path::PathBuf;
use std::sync::Arc;
use studio::{AdPicture, Backdrop, Energy, FrameRenderer, Performance, Stage, rig};

const TEXT: &str = "Your coffee was perfect. Then you answered one email, and it went cold. Pour at nine, sip at one, still \
warm. It costs $19.99, once.";
const CAST: [&str; 6] = ["amara", "henrik", "leila", "jun", "rosa", "dev"];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = PathBuf::from(std::env::args().nth(1).ok_or("name a folder")?);
    let mut backdrops: Vec<(&str, Backdrop)> =
        Scene::ALL.into_iter().map(|scene| (scene.slug(), Backdrop::Scene(scene))).collect();
    backdrops.push(("colour", Backdrop::Color(Rgb { r: 0x1f, g: 0x37, b: 0x42 })));
    backdrops.push(("light", Backdrop::Color(Rgb { r: 0xf4, g: 0xea, b: 0xdc })));
    if let Some(path) = std::env::args().nth(2) {
        backdrops.push(("picture", Backdrop::decode(&std::fs::read(path)?)?));
    }
    for (index, (name, backdrop)) in backdrops.into_iter().enumerate() {
        for format in Format::ALL {
            let captions = if index % 3 == 2 { Captions::Line } else { Captions::Word };
            let avatar = CAST.get(index % CAST.len()).ok_or("no presenter")?.parse()?;
            let track = studio::sample::track(TEXT);
            let picture = AdPicture {
                rig: rig::built_in(&avatar).ok_or("there is no such presenter")?,
                performance: Performance::plan(&track, Energy::default(), 1),
                track,
                backdrop: backdrop.clone(),
                format,
                quality: Quality::Full,
                captions,
                call_to_action: "Try it for thirty days".into(),
                title: "A mug that keeps coffee warm for four hours".into(),
            };
            let full = format.frame_size(Quality::Full);
            let size = FrameSize { width: full.width / 2, height: full.height / 2 };
            let stage = Arc::new(Stage::at_size(picture, size));
            let mut renderer = FrameRenderer::new(Arc::clone(&stage));
            let last = stage.frames() - 1;
            let mut strip = RgbaImage::new(size.width * 3, size.height);
            for (place, frame) in [60, last / 2, last - 30].into_iter().enumerate() {
                let still =
                    RgbaImage::from_raw(size.width, size.height, renderer.rgba(frame)).ok_or("no frame")?;
                imageops::replace(&mut strip, &still, i64::from(size.width) * place as i64, 0);
            }
            let shape = format.as_str().replace(':', "x");
            strip.save(folder.join(format!("{name}-{shape}.png")))?;
        }
    }
    Ok(())
}
