//! From an ad to its files, through the public door: what the MP4 holds, what is left behind when it stops, and that
//! the same ad always gives the same frames.

#![cfg(feature = "native")]
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use domain::{Captions, END_CARD_MS, Format, Quality, Rgb, Scene, SpokenTrack};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use studio::{
    AdPicture, Backdrop, ComposeSettings, Energy, FrameRenderer, MediaFiles, Performance, PresenterRig,
    Stage, StudioError, compose,
};

const TEXT: &str = "Your coffee was perfect. Then you answered one email.";

fn ad(text: &str, backdrop: Backdrop, format: Format) -> AdPicture {
    ad_of(studio::sample::track(text), backdrop, format)
}

fn ad_of(track: SpokenTrack, backdrop: Backdrop, format: Format) -> AdPicture {
    AdPicture {
        rig: PresenterRig::built_in(&"leila".parse().unwrap()).unwrap(),
        performance: Performance::plan(&track, Energy::default(), 3),
        track,
        backdrop,
        format,
        quality: Quality::Draft,
        captions: Captions::Word,
        call_to_action: "Try it for thirty days".into(),
        title: "A mug that keeps coffee warm".into(),
    }
}

/// A voice: a tone while words are spoken.
fn voice(folder: &Path, track: &SpokenTrack) -> PathBuf {
    let path = folder.join("voice.wav");
    let spec = hound::WavSpec {
        channels: 1,
        sample_rate: 48_000,
        bits_per_sample: 16,
        sample_format: hound::SampleFormat::Int,
    };
    let mut wav = hound::WavWriter::create(&path, spec).unwrap();
    for sample in 0..track.duration_ms * 48 {
        let spoken = track.words.iter().any(|word| (word.start_ms..word.end_ms).contains(&(sample / 48)));
        let tone = (f64::from(sample) * 0.05).sin() * 8_000.0;
        wav.write_sample(if spoken { tone as i16 } else { 0 }).unwrap();
    }
    wav.finalize().unwrap();
    path
}

/// What a tool prints, or nothing where it is not installed: then only our own checks are made.
fn output_of(tool: &str, arguments: &[&str], file: &Path) -> Option<String> {
    match Command::new(tool).args(arguments).arg(file).output() {
        Ok(output) => Some(String::from_utf8_lossy(&output.stdout).into_owned()),
        Err(_) => {
            eprintln!("{tool} is not installed, so what it would say about the file is not checked");
            None
        }
    }
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[test]
fn an_ad_becomes_four_files_that_players_understand() {
    let folder = tempfile::tempdir().unwrap();
    let picture = ad(TEXT, Backdrop::Scene(Scene::Kitchen), Format::Portrait);
    let sound = voice(folder.path(), &picture.track);
    let files = MediaFiles::beside(&folder.path().join("ad.mp4"));
    let reported = AtomicU32::new(0);
    let report = |progress: studio::ComposeProgress| {
        assert_eq!(progress.frames, picture.frames());
        reported.fetch_max(progress.frames_done, Ordering::Relaxed);
    };
    let made =
        compose(&picture, &sound, &files, &ComposeSettings { threads: 2 }, &report, &|| false).unwrap();
    assert_eq!(reported.into_inner(), picture.frames());
    assert_eq!(names(folder.path()), ["ad.mp4", "ad.png", "ad.srt", "ad.vtt", "voice.wav"]);
    let expected_ms = picture.words_end_ms() + END_CARD_MS;
    assert!(made.duration_ms.abs_diff(expected_ms) * 50 <= expected_ms, "{} ms", made.duration_ms);
    assert_eq!(made.bytes, std::fs::metadata(&files.mp4).unwrap().len());

    let bytes = std::fs::read(&files.mp4).unwrap();
    let place = |name: &[u8]| bytes.windows(4).position(|window| window == name).unwrap();
    assert!(place(b"moov") < place(b"mdat"), "the index comes first");
    let entries = "stream=codec_name,profile,pix_fmt,color_space,color_transfer,color_primaries,color_range,width,\
                   height,r_frame_rate,sample_rate,nb_read_frames";
    let asked =
        ["-v", "error", "-count_frames", "-of", "default=noprint_wrappers=1", "-show_entries", entries];
    if let Some(text) = output_of("ffprobe", &asked, &files.mp4) {
        let frames = format!("nb_read_frames={}", picture.frames());
        for line in [
            "codec_name=h264",
            "profile=High",
            "width=540",
            "height=960",
            "pix_fmt=yuv420p",
            "color_range=tv",
            "color_space=bt709",
            "color_transfer=bt709",
            "color_primaries=bt709",
            "r_frame_rate=30/1",
            &frames,
            "codec_name=aac",
            "profile=LC",
            "sample_rate=48000",
        ] {
            assert!(text.lines().any(|found| found == line), "{line} is missing in\n{text}");
        }
    }
    if let Some(text) = output_of(
        "ffprobe",
        &["-v", "error", "-of", "csv=p=0", "-show_entries", "format=duration"],
        &files.mp4,
    ) {
        let seconds: f64 = text.trim().parse().unwrap();
        assert!(
            (seconds * 1000.0 - f64::from(expected_ms)).abs() < 0.02 * f64::from(expected_ms),
            "{seconds}"
        );
    }
    let poster = image::open(files.poster.unwrap()).unwrap();
    assert_eq!((poster.width(), poster.height()), (540, 960));
}

#[test]
fn the_sound_is_in_step_with_the_words() {
    let folder = tempfile::tempdir().unwrap();
    let picture = ad(TEXT, Backdrop::Color(Rgb { r: 31, g: 55, b: 66 }), Format::Square);
    let sound = voice(folder.path(), &picture.track);
    let files = MediaFiles { mp4: folder.path().join("ad.mp4"), srt: None, vtt: None, poster: None };
    compose(&picture, &sound, &files, &ComposeSettings { threads: 1 }, &|_| {}, &|| false).unwrap();
    let decoded = folder.path().join("back.wav");
    let decode = Command::new("ffmpeg").args(["-v", "error", "-i"]).arg(&files.mp4).arg(&decoded).output();
    let Ok(_) = decode else {
        eprintln!("ffmpeg is not installed, so the decoded sound is not checked");
        return;
    };
    let samples: Vec<i16> =
        hound::WavReader::open(&decoded).unwrap().into_samples::<i16>().map(Result::unwrap).collect();
    let loud = samples.iter().position(|sample| sample.unsigned_abs() > 1_500).unwrap() / 48;
    let first = picture.track.words[0].start_ms as usize;
    assert!(loud.abs_diff(first) <= 8, "the first word is heard at {loud} ms instead of {first}");
}

#[test]
fn frames_depend_on_nothing_but_their_number() {
    for backdrop in [Backdrop::Scene(Scene::DuskHills), Backdrop::Scene(Scene::BlueStudio)] {
        let stage = Arc::new(Stage::new(ad(TEXT, backdrop, Format::Landscape)));
        let mut forwards = FrameRenderer::new(Arc::clone(&stage));
        let numbers = [0, 1, 2, 40, 41, 75, 76, 130, stage.frames() - 1];
        let frames: Vec<Vec<u8>> = numbers.iter().map(|number| forwards.rgba(*number)).collect();
        let mut backwards = FrameRenderer::new(stage);
        for (number, frame) in numbers.iter().zip(&frames).rev() {
            assert!(backwards.rgba(*number) == *frame, "frame {number} differs");
        }
    }
}

#[test]
fn cancelling_stops_at_once_and_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let picture = ad(&TEXT.repeat(4), Backdrop::Scene(Scene::Curtain), Format::Portrait);
    let sound = voice(folder.path(), &picture.track);
    let files = MediaFiles::beside(&folder.path().join("ad.mp4"));
    let done = AtomicU32::new(0);
    let report = |_| {
        done.fetch_add(1, Ordering::Relaxed);
    };
    let cancelled = || done.load(Ordering::Relaxed) >= 10;
    let outcome = compose(&picture, &sound, &files, &ComposeSettings { threads: 2 }, &report, &cancelled);
    assert!(matches!(outcome, Err(StudioError::Cancelled)), "{outcome:?}");
    assert!(done.into_inner() <= 12, "the threads went on after the wish to cancel");
    assert_eq!(names(folder.path()), ["voice.wav"]);
}

#[test]
fn a_folder_that_is_not_there_is_a_clear_error() {
    let folder = tempfile::tempdir().unwrap();
    let picture = ad(TEXT, Backdrop::Scene(Scene::PaperSweep), Format::Square);
    let sound = voice(folder.path(), &picture.track);
    let files = MediaFiles::beside(&folder.path().join("absent").join("ad.mp4"));
    let outcome = compose(&picture, &sound, &files, &ComposeSettings { threads: 1 }, &|_| {}, &|| false);
    let Err(error @ StudioError::Write { .. }) = outcome else { panic!("{outcome:?}") };
    assert!(error.to_string().contains("ad.mp4"), "{error}");
}

#[test]
fn a_place_that_cannot_be_taken_leaves_no_half_file() {
    let folder = tempfile::tempdir().unwrap();
    let picture = ad("Hi.", Backdrop::Scene(Scene::PaperSweep), Format::Square);
    let sound = voice(folder.path(), &picture.track);
    let mp4 = folder.path().join("ad.mp4");
    std::fs::create_dir(&mp4).unwrap();
    let files = MediaFiles::beside(&mp4);
    let outcome = compose(&picture, &sound, &files, &ComposeSettings { threads: 1 }, &|_| {}, &|| false);
    assert!(matches!(outcome, Err(StudioError::Write { .. })), "{outcome:?}");
    assert_eq!(names(folder.path()), ["ad.mp4", "voice.wav"]);
}

#[test]
fn sound_of_another_kind_is_a_clear_error() {
    let folder = tempfile::tempdir().unwrap();
    let picture = ad(TEXT, Backdrop::Scene(Scene::PaperSweep), Format::Square);
    let sound = folder.path().join("noise.wav");
    std::fs::write(&sound, b"this is no sound").unwrap();
    let files = MediaFiles::beside(&folder.path().join("ad.mp4"));
    let outcome = compose(&picture, &sound, &files, &ComposeSettings { threads: 1 }, &|_| {}, &|| false);
    assert!(matches!(outcome, Err(StudioError::Sound { .. })), "{outcome:?}");
}

#[test]
fn odd_texts_and_pictures_are_drawn_all_the_same() {
    let long = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamter";
    let text = format!("🚀 {long} שלום مرحبا 你好 ok?! 🎉🎉");
    let picture = image::RgbImage::from_fn(37, 211, |x, y| image::Rgb([x as u8 * 6, y as u8, 90]));
    for format in Format::ALL {
        for captions in Captions::ALL {
            let mut ad = ad(&text, Backdrop::Picture(Arc::new(picture.clone())), format);
            ad.captions = captions;
            ad.call_to_action = format!("{long} 🚀 {long}");
            ad.title = text.repeat(6);
            let stage = Arc::new(Stage::new(ad));
            let mut renderer = FrameRenderer::new(Arc::clone(&stage));
            for frame in (0..stage.frames()).step_by(17) {
                renderer.planes(frame);
            }
        }
    }
}

#[test]
fn a_picture_that_is_none_is_a_clear_error() {
    assert!(matches!(Backdrop::decode(b"GIF89a nothing"), Err(StudioError::Picture(_))));
}

#[test]
fn a_presenter_has_a_short_silent_clip() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("leila.mp4");
    let rig = PresenterRig::built_in(&"leila".parse().unwrap()).unwrap();
    studio::avatar_clip(&rig, &path).unwrap();
    let asked = ["-v", "error", "-of", "csv=p=0", "-show_entries", "stream=codec_name,width,height"];
    if let Some(text) = output_of("ffprobe", &asked, &path) {
        assert_eq!(text.trim(), "h264,320,320");
    }
}
