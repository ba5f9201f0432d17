//! Is the voice understood? Speaks thirty plain ad sentences, has a recogniser write down what it hears, and compares
//! both as phonemes, through the same reading and the same phonemiser.
//!
//! `intelligibility --voices DIR --python PYTHON [--voice ID] [--limit 0.08]`
//! where PYTHON is an interpreter with the packages of `bench/requirements.txt`. Prints one line of JSON last; fails
//! when the mean phoneme error is over the limit, or any one sentence is far off.

#![expect(clippy::unwrap_used, reason = "a bench stops at the first surprise")]

use speech::{SpeakOrder, VoiceBox, VoiceSettings};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::{Duration, Instant};

/// No sentence may be further off than this.
const WORST_LIMIT: f64 = 0.25;

fn main() -> ExitCode {
    let mut voice = "af_heart".to_owned();
    let mut voices_dir = PathBuf::from(std::env::var("PITCHREEL_VOICES_DIR").unwrap_or_default());
    let mut python = "python3".to_owned();
    let mut limit = 0.08;
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        let value = arguments.next().unwrap();
        match argument.as_str() {
            "--voice" => voice = value,
            "--voices" => voices_dir = value.into(),
            "--python" => python = value,
            "--limit" => limit = value.parse().unwrap(),
            other => panic!("what is {other}?"),
        }
    }
    let bench = Path::new(env!("CARGO_MANIFEST_DIR")).join("bench");
    let sentences: Vec<String> =
        std::fs::read_to_string(bench.join("sentences.txt")).unwrap().lines().map(str::to_owned).collect();
    let folder = tempfile::tempdir().unwrap();
    let voice_box = VoiceBox::open(VoiceSettings {
        voices_dir,
        cache_dir: folder.path().join("cache"),
        idle: Duration::from_secs(90),
        threads: 2,
    });
    let (sound_seconds, seconds) = speak_all(&voice_box, &voice, &sentences, folder.path());
    let heard = listen(&python, &bench, folder.path());
    let errors: Vec<f64> = sentences
        .iter()
        .zip(&heard)
        .map(|(said, heard)| {
            let error = phoneme_error(&voice_box, said, heard);
            println!("{error:.3}  {said}\n       {heard}");
            error
        })
        .collect();
    let mean = errors.iter().sum::<f64>() / errors.len() as f64;
    let worst = errors.iter().copied().fold(0.0, f64::max);
    let real_time = sound_seconds / seconds;
    println!(
        "{{\"voice\":\"{voice}\",\"sentences\":{},\"meanPhonemeError\":{mean:.4},\"worst\":{worst:.3},\"limit\":{limit},\"timesRealTime\":{real_time:.2}}}",
        errors.len()
    );
    // A lost number or word is a large part of its sentence.
    if heard.len() == sentences.len() && mean <= limit && worst <= WORST_LIMIT {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

/// Speaks each sentence into a file of its own; gives seconds of sound and seconds taken.
fn speak_all(voice_box: &VoiceBox, voice: &str, sentences: &[String], folder: &Path) -> (f64, f64) {
    let started = Instant::now();
    // All in one order first, as an ad is spoken; the single files then come from the kept sentences.
    let order = SpeakOrder { text: sentences.join("\n"), voice: voice.parse().unwrap() };
    let track = voice_box.speak(&order, &folder.join("whole.sound"), &mut |_| {}, &|| false).unwrap();
    let seconds = started.elapsed().as_secs_f64();
    for (at, sentence) in sentences.iter().enumerate() {
        let order = SpeakOrder { text: sentence.clone(), voice: voice.parse().unwrap() };
        voice_box.speak(&order, &folder.join(format!("{at:02}.wav")), &mut |_| {}, &|| false).unwrap();
    }
    (f64::from(track.duration_ms) / 1_000.0, seconds)
}

fn listen(python: &str, bench: &Path, folder: &Path) -> Vec<String> {
    let output = Command::new(python).arg(bench.join("listen.py")).arg(folder).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let heard = String::from_utf8(output.stdout).unwrap();
    heard.lines().map(|line| line.split_once('\t').map_or("", |(_, text)| text).to_owned()).collect()
}

/// Edits from what was said to what was heard, for each phoneme said.
fn phoneme_error(voice_box: &VoiceBox, said: &str, heard: &str) -> f64 {
    let (said, heard) = (phonemes(voice_box, said), phonemes(voice_box, heard));
    edits(&said, &heard) as f64 / said.len() as f64
}

/// Without stress, length, gaps, and differences that nobody hears.
fn phonemes(voice_box: &VoiceBox, text: &str) -> Vec<char> {
    let american = "af_heart".parse().unwrap();
    let words = voice_box.pronounce(text, &american).unwrap_or_default();
    let letters = words.iter().flat_map(|word| word.phonemes.chars());
    letters
        .filter(|letter| letter.is_alphabetic() && !"ˈˌː".contains(*letter))
        .map(|letter| match letter {
            'T' | 'ɾ' => 't',
            'ɐ' | 'ᵊ' | 'ʌ' | 'ᵻ' => 'ə',
            'ɑ' => 'ɔ',
            other => other,
        })
        .collect()
}

fn edits(from: &[char], to: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=to.len()).collect();
    for (i, a) in from.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, b) in to.iter().enumerate() {
            let above = row[j + 1];
            row[j + 1] = (diagonal + usize::from(a != b)).min(above + 1).min(row[j] + 1);
            diagonal = above;
        }
    }
    row[to.len()]
}
