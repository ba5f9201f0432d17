//! What every performance keeps, whatever is said: lips that touch, no leaps, one seed one film.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use domain::{SpokenTrack, Viseme};
use studio::rig::{Drawing, presenters};
use studio::{Energy, Performance, Pose, sample};
use vello_cpu::kurbo::{PathEl, Point};

const FRAME_MS: f64 = 1_000.0 / 30.0;
const SCRIPT: &str = "Tired of cold coffee before your first meeting? You are not alone, but maybe it is time to stop \
    reheating. Meet the mug that keeps every sip perfect for five whole hours. People love it, because above all it \
    simply works. Grab yours today!";

/// The script, its words unevenly stressed; `pace` 1 is even speech, less is faster.
fn spoken(pace: f64) -> SpokenTrack {
    let mut track = sample::track(SCRIPT);
    let scaled = |ms: &mut u32| *ms = (f64::from(*ms) * pace).round() as u32;
    for (index, word) in track.words.iter_mut().enumerate() {
        word.energy = [0.1, 0.9, 0.4, 0.65, 0.2, 1.0, 0.55][index % 7];
        scaled(&mut word.start_ms);
        scaled(&mut word.end_ms);
    }
    for (index, phone) in track.phones.iter_mut().enumerate() {
        phone.loudness = [0.3, 0.8, 1.0, 0.5][index % 4];
        scaled(&mut phone.start_ms);
        scaled(&mut phone.end_ms);
    }
    for sentence in &mut track.sentences {
        scaled(&mut sentence.start_ms);
        scaled(&mut sentence.end_ms);
    }
    scaled(&mut track.duration_ms);
    track
}

fn frames(track: &SpokenTrack) -> impl Iterator<Item = f64> + use<> {
    let count = (f64::from(track.duration_ms + 4_000) / FRAME_MS) as usize;
    (0..count).map(|frame| (frame as f64 + 0.5) * FRAME_MS)
}

#[test]
fn lips_touch_for_every_closure() {
    for pace in [1.0, 0.7, 0.5] {
        let track = spoken(pace);
        let performance = Performance::plan(&track, Energy::Friendly, 3);
        for phone in track.phones.iter().filter(|phone| matches!(phone.viseme, Viseme::PP | Viseme::FF)) {
            // The mouth is 40 ms early, and a closure may move to the next free frame.
            let near = frames(&track).filter(|ms| {
                (*ms > f64::from(phone.start_ms) - 115.0) && (*ms < f64::from(phone.end_ms) + 60.0)
            });
            let most =
                near.map(|ms| performance.pose_at(ms).visemes[phone.viseme as usize]).fold(0.0, f32::max);
            assert!(most > 0.99, "pace {pace}: {:?} at {} ms reaches {most}", phone.viseme, phone.start_ms);
        }
    }
}

#[test]
fn closures_that_crowd_each_other_all_get_a_frame() {
    let crowded = [(Viseme::PP, 0, 80), (Viseme::FF, 80, 92), (Viseme::PP, 92, 104)];
    for offset_ms in 400..434 {
        let mut track = sample::track("Camp fire map.");
        track.phones.truncate(crowded.len());
        for (phone, (viseme, start_ms, end_ms)) in track.phones.iter_mut().zip(crowded) {
            phone.viseme = viseme;
            (phone.start_ms, phone.end_ms) = (offset_ms + start_ms, offset_ms + end_ms);
        }
        let performance = Performance::plan(&track, Energy::Friendly, 3);
        let mut shown: Vec<Viseme> = frames(&track)
            .filter_map(|ms| {
                let weights = performance.pose_at(ms).visemes;
                [Viseme::PP, Viseme::FF].into_iter().find(|shape| weights[*shape as usize] > 0.99)
            })
            .collect();
        shown.dedup();
        assert_eq!(shown, crowded.map(|(viseme, ..)| viseme), "from {offset_ms} ms");
    }
}

#[test]
fn never_more_than_three_shapes_at_once() {
    let track = spoken(0.7);
    let performance = Performance::plan(&track, Energy::Energetic, 3);
    for ms in frames(&track) {
        let weights = performance.pose_at(ms).visemes;
        assert!(weights.iter().filter(|weight| **weight > 0.05).count() <= 3, "{ms} ms: {weights:?}");
        let sum: f32 = weights.iter().sum();
        assert!((sum - 1.0).abs() < 0.01, "{ms} ms: the weights add up to {sum}");
    }
}

#[test]
fn nothing_leaps_between_two_frames() {
    for (pace, energy) in [(1.0, Energy::Energetic), (0.7, Energy::Friendly)] {
        let track = spoken(pace);
        let performance = Performance::plan(&track, energy, 11);
        for rig in presenters() {
            let mut drawing = Drawing::new(rig);
            let mut last: Vec<Point> = Vec::new();
            for ms in frames(&track) {
                drawing.pose(rig, &performance.pose_at(ms));
                let now = points(&drawing);
                let step = now.iter().zip(&last).map(|(a, b)| a.distance(*b)).fold(0.0, f64::max);
                assert!(step <= 30.0, "{} leaps {step:.1} units at {ms:.0} ms, pace {pace}", rig.name());
                last = now;
            }
        }
    }
}

fn points(drawing: &Drawing) -> Vec<Point> {
    let of = |element: &PathEl| match *element {
        PathEl::MoveTo(to) | PathEl::LineTo(to) | PathEl::QuadTo(_, to) | PathEl::CurveTo(_, _, to) => {
            Some(to)
        }
        PathEl::ClosePath => None,
    };
    drawing.outlines().flat_map(|(path, _)| path.elements().iter().filter_map(of)).collect()
}

#[test]
fn a_seed_gives_one_film_and_another_seed_another() {
    let track = spoken(1.0);
    let plan = |seed| Performance::plan(&track, Energy::Friendly, seed);
    assert_eq!(plan(5), plan(5));
    assert_ne!(plan(5), plan(6));
}

#[test]
fn a_plan_comes_back_from_disk_as_it_was_and_is_small() {
    let track = spoken(1.0);
    let performance = Performance::plan(&track, Energy::Friendly, 5);
    let json = serde_json::to_string(&performance).unwrap();
    let back: Performance = serde_json::from_str(&json).unwrap();
    assert_eq!(performance, back);
    let seconds = f64::from(track.duration_ms + 16_000) / 1_000.0;
    assert!((json.len() as f64) < 1_200.0 * seconds, "{} bytes for {seconds} s", json.len());
    assert!(serde_json::from_str::<Performance>(&json.replacen("\"mouth\":\"", "\"mouth\":\"é", 1)).is_err());
}

#[test]
fn the_head_stays_in_the_conversation() {
    let track = spoken(1.0);
    for seed in 0..20 {
        let performance = Performance::plan(&track, Energy::Energetic, seed);
        for ms in frames(&track) {
            let Pose { yaw, roll, pitch, brow_l, smile, .. } = performance.pose_at(ms);
            assert!(yaw.abs() + roll.abs() <= 14.0 && pitch.abs() <= 9.0, "{yaw} {roll} {pitch}");
            assert!((-0.3..=1.0).contains(&brow_l) && (0.1..=0.9).contains(&smile), "{brow_l} {smile}");
        }
    }
}

#[test]
fn people_blink_but_not_at_once() {
    let track = spoken(1.0);
    for seed in 0..20 {
        let performance = Performance::plan(&track, Energy::Friendly, seed);
        let closed = |ms: f64| performance.pose_at(ms).blink_l > 0.9;
        assert!(!(0..400).any(|ms| closed(f64::from(ms))), "seed {seed} blinks before anything is said");
        let blinks = (0..60_000 / 10).filter(|step| {
            let ms = f64::from(*step) * 10.0;
            closed(ms + 10.0) && !closed(ms)
        });
        let count = blinks.count();
        assert!((8..45).contains(&count), "seed {seed} blinks {count} times a minute");
    }
}

#[test]
fn after_the_last_word_the_presenter_smiles_and_lives() {
    let track = spoken(1.0);
    let performance = Performance::plan(&track, Energy::Friendly, 9);
    let end = f64::from(performance.speech_end_ms());
    let poses: Vec<Pose> =
        (0..200).map(|step| performance.pose_at(end + 700.0 + f64::from(step) * 150.0)).collect();
    assert!(poses.iter().all(|pose| pose.smile >= 0.39 && pose.lean.abs() < 0.01));
    assert!(poses.windows(2).all(|pair| pair[0] != pair[1]), "a frozen frame");
    assert!(poses.iter().any(|pose| pose.visemes[Viseme::Grin as usize] > 0.5), "no grin");
}

#[test]
fn a_track_without_words_is_a_presenter_who_waits() {
    let performance = Performance::plan(&SpokenTrack::default(), Energy::Calm, 1);
    let breaths: Vec<f32> = (0..80).map(|step| performance.pose_at(f64::from(step) * 100.0).breath).collect();
    let most = breaths.iter().copied().fold(0.0, f32::max);
    assert!(most > 0.7 && breaths.iter().any(|breath| *breath < 0.3));
    assert_eq!(performance.pose_at(f64::NAN), performance.pose_at(0.0));
}
