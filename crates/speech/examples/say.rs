//! Speaks a text into a WAV and prints what it did as JSON.
//!
//! `cargo run -p speech --example say -- [--voice ID] [--voices DIR] [--cache DIR] [--threads N] [--out FILE] TEXT`

#![expect(clippy::unwrap_used, reason = "a tool for trying things stops at the first surprise")]

use speech::{NaturalSource, SpeakOrder, VoiceBox, VoiceSettings, install_natural};
use std::path::PathBuf;
use std::time::{Duration, Instant};

fn main() {
    let mut voice = "plain".to_owned();
    let mut voices_dir = PathBuf::from(std::env::var("PITCHREEL_VOICES_DIR").unwrap_or_default());
    let mut cache_dir = None;
    let mut threads = 2;
    let mut out = PathBuf::from("said.wav");
    let mut words = Vec::new();
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        let mut value = || arguments.next().unwrap();
        match argument.as_str() {
            "--voice" => voice = value(),
            "--voices" => voices_dir = value().into(),
            "--cache" => cache_dir = Some(PathBuf::from(value())),
            "--threads" => threads = value().parse().unwrap(),
            "--out" => out = value().into(),
            "--install-from" => install_natural(NaturalSource::Archive(value().into()), &voices_dir).unwrap(),
            _ => words.push(argument),
        }
    }
    let fresh = tempfile::tempdir().unwrap();
    let cache_dir = cache_dir.unwrap_or_else(|| fresh.path().to_owned());
    let voice_box =
        VoiceBox::open(VoiceSettings { voices_dir, cache_dir, idle: Duration::from_secs(90), threads });
    let order = SpeakOrder { text: words.join(" "), voice: voice.parse().unwrap() };
    let started = Instant::now();
    let mut report = |progress: speech::SpeakProgress| {
        eprintln!(
            "{}/{} {:.2} s",
            progress.sentences_done,
            progress.sentences,
            started.elapsed().as_secs_f64()
        );
    };
    match voice_box.speak(&order, &out, &mut report, &|| false) {
        Ok(track) => {
            let seconds = started.elapsed().as_secs_f64();
            let sound_seconds = f64::from(track.duration_ms) / 1_000.0;
            let said = serde_json::json!({
                "seconds": seconds,
                "timesRealTime": sound_seconds / seconds,
                "peakMemoryMib": peak_memory_mib(),
                "track": track,
            });
            println!("{}", serde_json::to_string_pretty(&said).unwrap());
        }
        Err(error) => {
            eprintln!("{error}");
            std::process::exit(1);
        }
    }
}

/// The most memory this process ever had, where the system tells.
fn peak_memory_mib() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    Some(line.split_whitespace().nth(1)?.parse::<u64>().ok()? / 1_024)
}
