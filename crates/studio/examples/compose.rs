//! Composes an ad from a made-up or a given voice and prints what it took.
//!
//! `compose OUT.mp4 [--seconds 30] [--background '#1f3742'|scene:NAME|PICTURE] [--format 9:16] [--avatar amara]
//! [--captions word] [--draft] [--threads 2] [--track TRACK.json --sound VOICE.wav] [--cta TEXT] [--title TEXT]`

use std::path::{Path, PathBuf};
use std::time::Instant;
use studio::{AdPicture, Backdrop, ComposeSettings, Energy, MediaFiles, Performance, PresenterRig};

const TEXT: &str = "Your coffee was perfect. Then you answered one email, and it went cold. This mug is just good steel: \
two walls, a lid that seals, and nothing to charge. Pour at nine, sip at one, still warm. Is it worth $19.99? \
Ask the 4,000 people who would never go back. Try it for thirty days. If it goes cold, send it back.";

type Failure = Box<dyn std::error::Error>;

fn main() -> Result<(), Failure> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let option = |name: &str| {
        let place = arguments.iter().position(|argument| argument == name)?;
        arguments.get(place + 1).cloned()
    };
    let out = PathBuf::from(arguments.first().ok_or("name the MP4 to write")?);
    let seconds: u32 = option("--seconds").map_or(Ok(30), |text| text.parse())?;
    let track = match option("--track") {
        Some(path) => serde_json::from_slice(&std::fs::read(path)?)?,
        None => track_of(seconds),
    };
    let avatar = option("--avatar").unwrap_or_else(|| "amara".into()).parse()?;
    let rig = PresenterRig::built_in(&avatar).ok_or("there is no such presenter")?;
    let picture = AdPicture {
        rig,
        performance: Performance::plan(&track, Energy::default(), 1),
        backdrop: backdrop(&option("--background").unwrap_or_else(|| "scene:kitchen".into()))?,
        format: option("--format").unwrap_or_else(|| "9:16".into()).parse()?,
        quality: if arguments.iter().any(|a| a == "--draft") {
            domain::Quality::Draft
        } else {
            domain::Quality::Full
        },
        captions: option("--captions").unwrap_or_else(|| "word".into()).parse()?,
        call_to_action: option("--cta").unwrap_or_else(|| "Try it for thirty days".into()),
        title: option("--title").unwrap_or_else(|| "A mug that keeps coffee warm for four hours".into()),
        track,
    };
    let sound = match option("--sound") {
        Some(path) => PathBuf::from(path),
        None => hum(&picture, &out.with_extension("wav"))?,
    };
    let threads = option("--threads").map_or(Ok(ComposeSettings::default().threads), |text| text.parse())?;
    let start = Instant::now();
    let made = studio::compose(
        &picture,
        &sound,
        &MediaFiles::beside(&out),
        &ComposeSettings { threads },
        &|_| {},
        &|| false,
    )?;
    let wall = start.elapsed().as_secs_f64();
    let frames = f64::from(picture.frames());
    println!(
        "{{\"frames\":{frames},\"wallSeconds\":{wall:.2},\"framesPerSecond\":{:.1},\"drawCpuSeconds\":{:.2},\
         \"encodeCpuSeconds\":{:.2},\"ratio\":{:.2},\"bytes\":{},\"peakMemoryMiB\":{}}}",
        frames / wall,
        made.cpu.draw,
        made.cpu.encode,
        (made.cpu.draw + made.cpu.encode) / made.cpu.encode,
        made.bytes,
        peak_memory_mib(),
    );
    Ok(())
}

/// A made-up track of about this length, end card included.
fn track_of(seconds: u32) -> domain::SpokenTrack {
    let words: Vec<&str> = TEXT.split_whitespace().collect();
    let mut text = String::new();
    let mut track = studio::sample::track("");
    for word in words.iter().cycle() {
        if track.duration_ms + domain::END_CARD_MS >= seconds * 1000 {
            break;
        }
        text.push_str(word);
        text.push(' ');
        track = studio::sample::track(&text);
    }
    track
}

fn backdrop(text: &str) -> Result<Backdrop, Failure> {
    Ok(match text.parse::<domain::Background>() {
        Ok(domain::Background::Color(rgb)) => Backdrop::Color(rgb),
        Ok(domain::Background::Scene(scene)) => Backdrop::Scene(scene),
        _ => Backdrop::decode(&std::fs::read(text)?)?,
    })
}

/// A hum that is loud while somebody speaks.
fn hum(picture: &AdPicture, path: &Path) -> Result<PathBuf, Failure> {
    let spec = hound::WavSpec {
        channels: 1,
        sample_rate: 48_000,
        bits_per_sample: 16,
        sample_format: hound::SampleFormat::Int,
    };
    let mut wav = hound::WavWriter::create(path, spec)?;
    for sample in 0..picture.track.duration_ms * 48 {
        let ms = sample / 48;
        let word = picture.track.words.partition_point(|word| word.start_ms <= ms);
        let spoken = picture
            .track
            .words
            .get(word.saturating_sub(1))
            .is_some_and(|w| w.start_ms <= ms && ms < w.end_ms);
        let phase = f64::from(sample) / 48_000.0 * std::f64::consts::TAU;
        let tone = (phase * 160.0).sin() * 0.5 + (phase * 320.0).sin() * 0.3 + (phase * 640.0).sin() * 0.1;
        wav.write_sample(if spoken { (tone * 9_000.0) as i16 } else { 0 })?;
    }
    wav.finalize()?;
    Ok(path.to_owned())
}

/// The most memory that this process has held, where the system says so.
fn peak_memory_mib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|kib| kib.parse::<u64>().ok()).unwrap_or(0) / 1024
}
