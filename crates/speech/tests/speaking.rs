//! Speaking through the public door: the file, its level, and timings that fit what was written.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod world;

use domain::Viseme;
use ebur128::{EbuR128, Mode};
use speech::{SpeakOrder, SpeechError};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use world::World;

const SCRIPT: &str = "Tired of cold coffee? The EmberMug — yes, that one 🎉 — keeps it at 140°F for 3 hours.\n\n\
                      It's just $19.99/mo, or 20% off with SAVE20! Rated 4.9/5. Visit embermug.com today.";

fn voices(world: &World) -> Vec<&'static str> {
    if world.natural() { vec!["plain", "af_heart"] } else { vec!["plain"] }
}

#[test]
fn a_script_becomes_sound_at_the_right_level_with_timings_for_every_word() {
    let world = World::new();
    let british = world.natural().then_some("bm_george");
    for voice in voices(&world).into_iter().chain(british) {
        let (wav, track) = world.speak(voice, SCRIPT).unwrap();
        let mut reader = hound::WavReader::open(&wav).unwrap();
        let spec = reader.spec();
        assert_eq!((spec.sample_rate, spec.channels, spec.bits_per_sample), (48_000, 1, 16));
        let samples: Vec<f32> = reader.samples::<i16>().map(|s| f32::from(s.unwrap()) / 32_768.0).collect();
        assert_eq!(track.duration_ms, (samples.len() as u64 * 1_000 / 48_000) as u32, "{voice}");

        let mut meter = EbuR128::new(1, 48_000, Mode::I | Mode::TRUE_PEAK).unwrap();
        meter.add_frames_f32(&samples).unwrap();
        let lufs = meter.loudness_global().unwrap();
        let peak_db = 20.0 * meter.true_peak(0).unwrap().log10();
        assert!((-15.0..=-13.0).contains(&lufs), "{voice} is at {lufs:.1} LUFS");
        assert!(peak_db <= -1.0, "{voice} peaks at {peak_db:.2} dBTP");

        let written: Vec<&str> = SCRIPT.split_whitespace().collect();
        let timed: Vec<&str> = track.words.iter().flat_map(|word| word.text.split_whitespace()).collect();
        assert_eq!(timed, written, "{voice} keeps every word in order");
        for word in &track.words {
            assert!(word.end_ms > word.start_ms, "{voice}: {word:?} takes time");
            assert!((0.0..=1.0).contains(&word.energy));
        }
        assert!(
            track.words.windows(2).all(|pair| pair[0].end_ms <= pair[1].start_ms),
            "{voice}: words overlap"
        );
        assert!(
            track.phones.windows(2).all(|pair| pair[0].end_ms <= pair[1].start_ms),
            "{voice}: phones overlap"
        );
        assert!(
            track
                .phones
                .iter()
                .all(|phone| phone.start_ms <= phone.end_ms && phone.end_ms <= track.duration_ms)
        );
        for word in 0..track.words.len() as u32 {
            assert!(track.phones.iter().any(|phone| phone.word == word), "{voice}: word {word} moves no lip");
        }
        let questions: Vec<bool> = track.sentences.iter().map(|sentence| sentence.question).collect();
        assert_eq!(questions, [true, false, false, false, false], "{voice}");
    }
}

#[test]
fn lips_move_where_the_sound_is() {
    let world = World::new();
    for voice in voices(&world) {
        let (wav, track) = world.speak(voice, SCRIPT).unwrap();
        let samples: Vec<f32> =
            hound::WavReader::open(&wav).unwrap().samples::<i16>().map(|s| f32::from(s.unwrap())).collect();
        let level = |from_ms: u32, to_ms: u32| {
            let window = &samples[(from_ms * 48) as usize..((to_ms * 48) as usize).min(samples.len())];
            (window.iter().map(|s| s * s).sum::<f32>() / window.len().max(1) as f32).sqrt()
        };
        let mean_of = |shapes: &[Viseme]| {
            let phones = track.phones.iter().filter(|p| shapes.contains(&p.viseme) && p.end_ms > p.start_ms);
            let levels: Vec<f32> = phones.map(|phone| level(phone.start_ms, phone.end_ms)).collect();
            levels.iter().sum::<f32>() / levels.len() as f32
        };
        let mean = mean_of(&[Viseme::Aa, Viseme::E, Viseme::O]);
        let closed = mean_of(&[Viseme::PP, Viseme::FF, Viseme::DD, Viseme::Kk]);
        assert!(mean > 1.3 * closed, "{voice}: open mouths at {mean:.0}, closed ones at {closed:.0}");
        for pair in track.sentences.windows(2) {
            let pause =
                level(pair[0].end_ms + 90, pair[1].start_ms.saturating_sub(60).max(pair[0].end_ms + 91));
            assert!(
                pause * 10.0 < mean,
                "{voice}: a pause is as loud as speech ({pause:.0} against {mean:.0})"
            );
        }
    }
}

#[test]
fn the_same_order_gives_the_same_bytes_fresh_or_kept() {
    let (one, two) = (World::new(), World::new());
    for voice in voices(&one) {
        const SCRIPT: &str = "Two short ones. This is the second.";
        let (fresh, fresh_track) = one.speak(voice, SCRIPT).unwrap();
        let fresh = std::fs::read(fresh).unwrap();
        let (kept, kept_track) = one.speak(voice, SCRIPT).unwrap();
        let (other, other_track) = two.speak(voice, SCRIPT).unwrap();
        assert!(fresh == std::fs::read(kept).unwrap(), "{voice}: kept sentences sound different");
        assert!(fresh == std::fs::read(other).unwrap(), "{voice}: another run sounds different");
        assert_eq!((&fresh_track, &fresh_track), (&kept_track, &other_track));
    }
}

#[test]
fn a_cancelled_order_ends_within_a_second_and_leaves_no_file() {
    let world = World::new();
    for voice in voices(&world) {
        let wav = world.folder().join("cancelled.wav");
        let order = SpeakOrder { text: format!("{SCRIPT} {SCRIPT}"), voice: voice.parse().unwrap() };
        let questions = AtomicUsize::new(0);
        let asked = OnceLock::new();
        // By the twentieth question the voice is in the middle of its first sentences.
        let cancelled = || {
            let stop = questions.fetch_add(1, Ordering::Relaxed) >= 20;
            if stop {
                asked.get_or_init(Instant::now);
            }
            stop
        };
        let spoken = world.voice_box().speak(&order, &wav, &mut |_| {}, &cancelled);
        assert!(matches!(spoken, Err(SpeechError::Cancelled)), "{voice}: {spoken:?}");
        assert!(asked.get().unwrap().elapsed() < Duration::from_secs(1), "{voice} went on");
        assert!(!wav.exists());
    }
}

#[test]
fn what_cannot_be_spoken_says_why() {
    let world = World::new();
    let said = |voice: &str, text: &str| world.speak(voice, text).unwrap_err().to_string();
    assert!(said("plain", " … 🎉 ").contains("nothing to say"));
    assert!(said("plain", "Купи сейчас").contains("Latin letters"));
    assert!(said("nobody", "Hello.").contains("no voice called “nobody”"));
    assert!(said("plain", &"word ".repeat(10_000)).contains("at most"));
    let bare = World::without_natural();
    assert!(matches!(bare.speak("af_heart", "Hello."), Err(SpeechError::NaturalMissing)));
}

#[test]
fn every_voice_is_named_and_has_a_short_sample() {
    let world = World::new();
    let listed = world.voice_box().voices();
    assert_eq!(listed.len(), if world.natural() { 15 } else { 1 });
    assert_eq!(listed.last().unwrap().id.as_str(), "plain");
    for voice in &listed {
        assert!(!voice.name.is_empty() && voice.description.is_some() && voice.gender.is_some());
    }
    let plain = &listed.last().unwrap().id;
    let sample = world.voice_box().sample(plain).unwrap();
    let seconds = hound::WavReader::open(&sample).unwrap().duration() as f32 / 48_000.0;
    assert!((2.0..5.0).contains(&seconds), "{seconds} s");
    let written = std::fs::metadata(&sample).unwrap().modified().unwrap();
    assert_eq!(world.voice_box().sample(plain).unwrap(), sample);
    assert_eq!(std::fs::metadata(&sample).unwrap().modified().unwrap(), written, "made once and kept");
}

#[test]
fn a_very_long_sentence_is_spoken_whole() {
    let world = World::new();
    let text = format!("{} and that is all.", "We bake bread for the whole town, every morning, ".repeat(12));
    for voice in voices(&world) {
        let (_, track) = world.speak(voice, &text).unwrap();
        assert_eq!(track.words.len(), text.split_whitespace().count());
        assert!(track.words.iter().all(|word| word.end_ms > word.start_ms), "{voice} lost a word");
    }
}

#[test]
fn any_latin_text_is_spoken_or_refused_but_never_breaks() {
    let world = World::new();
    for text in [
        "-",
        "--- x ---",
        "$",
        "$$$ 5",
        "a/b/c",
        "'",
        "''90s",
        "%",
        "1,,2..3",
        "@#&",
        "....?!",
        "x".repeat(500).as_str(),
        "1-2-3-4",
        "((((1))))",
        "0",
        "00:00",
        "99:99",
        "13/45/2020",
        "1e400",
        "+",
        "€",
        "5€€",
        "www.",
        "http://",
        "a@b",
        "\u{0}x\u{7}",
    ] {
        match world.speak("plain", text) {
            Ok((_, track)) => assert!(!track.words.is_empty(), "{text:?}"),
            Err(error) => assert!(matches!(error, SpeechError::NothingToSay), "{text:?}: {error}"),
        }
    }
}

#[test]
fn what_is_kept_or_quick_is_little_work() {
    let world = World::new();
    let effort = |voice: &str, text: &str| {
        world.voice_box().effort(&SpeakOrder { text: text.into(), voice: voice.parse().unwrap() })
    };
    assert!(effort("af_heart", SCRIPT) > 0.99, "a natural voice has everything to say");
    let fresh = effort("plain", SCRIPT);
    assert!(fresh < 0.1, "the plain voice is quick: {fresh}");
    world.speak("plain", SCRIPT).unwrap();
    let kept = effort("plain", SCRIPT);
    assert!(kept < fresh, "what was spoken is kept: {kept} of {fresh}");
    let longer = effort("plain", &format!("{SCRIPT} And there is one sentence more."));
    assert!(kept < longer && longer < fresh, "only the new sentence is left: {longer}");
}
