//! Composes an ad: a stage and a voice in; MP4, subtitles and poster out, all of them or none.

use super::aac;
use super::delivery::Delivery;
use super::h264::{ParameterSets, SEGMENT_FRAMES_MAX, Segment};
use super::mp4::Mp4Writer;
use super::queue::Queue;
use super::sound::Sound;
use super::thread::CpuSeconds;
use crate::error::StudioError;
use crate::picture::{AdPicture, FRAMES_PER_SECOND, Stage};
use crate::{preview, subtitle};
use image::RgbaImage;
use image::codecs::jpeg::JpegEncoder;
use std::io::{BufWriter, Seek, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

/// The longest ad, in seconds.
const SECONDS_MAX: u32 = 600;
/// Of a poster, 1 to 100: no step is seen in a soft background, at a seventh of the size of a PNG.
const JPEG_QUALITY: u8 = 90;
/// A segment begins with a key frame, which is large: no segment is shorter, but for the last of a short ad.
const SEGMENT_FRAMES_MIN: u32 = 45;
/// Frames between two chunks of sound in the file.
const CHUNK_FRAMES: usize = FRAMES_PER_SECOND as usize;

/// Where the finished files go. A part without a path is not made.
#[derive(Debug, Clone)]
pub struct MediaFiles {
    pub mp4: PathBuf,
    pub srt: Option<PathBuf>,
    pub vtt: Option<PathBuf>,
    /// A JPEG, or a PNG where it is called that.
    pub poster: Option<PathBuf>,
}

impl MediaFiles {
    /// The four files of an ad, named after its MP4: `ad.mp4`, `ad.srt`, `ad.vtt`, `ad.png`.
    pub fn beside(mp4: &Path) -> Self {
        let named = |extension| Some(mp4.with_extension(extension));
        Self { mp4: mp4.to_owned(), srt: named("srt"), vtt: named("vtt"), poster: named("png") }
    }
}

/// How much of the machine to use.
#[derive(Debug, Clone, Copy)]
pub struct ComposeSettings {
    /// Drawing and encoding threads; each takes about 70 MB at 1080 × 1920.
    pub threads: usize,
}

impl Default for ComposeSettings {
    fn default() -> Self {
        Self { threads: std::thread::available_parallelism().map_or(2, usize::from).min(16) }
    }
}

/// How far it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ComposeProgress {
    pub frames_done: u32,
    pub frames: u32,
}

/// What was made.
#[derive(Debug, Clone, PartialEq)]
pub struct ComposedMedia {
    pub width: u32,
    pub height: u32,
    pub duration_ms: u32,
    /// Length of the MP4.
    pub bytes: u64,
    pub cpu: CpuSeconds,
}

/// Draws, encodes and writes an ad; blocks until it is done. `report` is called for every frame, from several threads;
/// `cancelled` is asked before every frame. Nothing is left behind unless everything succeeded.
pub fn compose(
    picture: &AdPicture,
    sound_wav: &Path,
    files: &MediaFiles,
    settings: &ComposeSettings,
    report: &(dyn Fn(ComposeProgress) + Sync),
    cancelled: &(dyn Fn() -> bool + Sync),
) -> Result<ComposedMedia, StudioError> {
    let frames = picture.frames();
    if picture.track.words.is_empty() && picture.track.duration_ms == 0 {
        return Err(StudioError::Empty);
    }
    let seconds = frames / FRAMES_PER_SECOND;
    if seconds > SECONDS_MAX {
        return Err(StudioError::TooLong { seconds, max: SECONDS_MAX });
    }
    // Whatever cannot be written is said before the work, not after it.
    let mp4 = Delivery::begin(&files.mp4)?;
    let duration_ms = (u64::from(frames) * 1000 / u64::from(FRAMES_PER_SECOND)) as u32;
    let voice = Sound::open(sound_wav, duration_ms)?;
    let go_on = || if cancelled() { Err(StudioError::Cancelled) } else { Ok(()) };
    go_on()?;
    let (encoded, stage) = std::thread::scope(|scope| {
        let encoding = scope.spawn(|| aac::encode(voice));
        let stage = Arc::new(Stage::new(picture.clone()));
        (encoding.join().unwrap_or(Err(StudioError::Broken)), stage)
    });
    let encoded = encoded?;
    go_on()?;
    let size = stage.size();
    let segments = segments(frames, settings.threads);
    let writing = || StudioError::writing(&files.mp4);
    let chunks_max = segments.len() * (SEGMENT_FRAMES_MAX as usize).div_ceil(CHUNK_FRAMES) + 1;
    let writer = Mp4Writer::new(BufWriter::new(mp4.as_file()), size, frames, chunks_max, encoded);
    let mut writer = writer.map_err(writing())?;

    let done = AtomicU32::new(0);
    let frame_done = || {
        let frames_done = done.fetch_add(1, Ordering::Relaxed) + 1;
        report(ComposeProgress { frames_done, frames });
    };
    let threads = settings.threads.clamp(1, segments.len().max(1));
    let queue = Queue::new(Arc::clone(&stage), segments, 2 * threads, &frame_done, cancelled);
    let mut delivery = Delivery::default();
    let parameters = std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| queue.work());
        }
        let outcome = go_on()
            .and_then(|()| companions(&stage, files, &mut delivery))
            .and_then(|()| write_segments(&queue, &mut writer).map_err(|error| error.at(&files.mp4)));
        queue.stop();
        outcome
    })?;
    let (_, bytes) = writer.finish(&parameters).map_err(writing())?;
    go_on()?;
    delivery.keep(mp4, &files.mp4)?;
    delivery.publish()?;
    Ok(ComposedMedia { width: size.width, height: size.height, duration_ms, bytes, cpu: queue.cpu() })
}

/// Long segments first, shorter ones towards the end, so that all threads come to their end at about the same time.
fn segments(frames: u32, threads: usize) -> Vec<Range<u32>> {
    let shares = 2 * threads.clamp(1, 64) as u32;
    let mut segments = Vec::new();
    let mut start = 0;
    while start < frames {
        let left = frames - start;
        let share = left.div_ceil(shares).clamp(SEGMENT_FRAMES_MIN, SEGMENT_FRAMES_MAX);
        let end = if left < share + SEGMENT_FRAMES_MIN / 2 { frames } else { start + share };
        segments.push(start..end.min(start + SEGMENT_FRAMES_MAX));
        start = end.min(start + SEGMENT_FRAMES_MAX);
    }
    segments
}

/// Subtitles and poster, made while the workers draw.
fn companions(stage: &Arc<Stage>, files: &MediaFiles, delivery: &mut Delivery) -> Result<(), StudioError> {
    let track = &stage.picture.track;
    if let Some(path) = &files.srt {
        delivery.add(path, subtitle::srt(track).as_bytes())?;
    }
    if let Some(path) = &files.vtt {
        delivery.add(path, subtitle::vtt(track).as_bytes())?;
    }
    if let Some(path) = &files.poster {
        let poster = preview::poster(stage);
        delivery.add(path, &poster_bytes(poster, path)?)?;
    }
    Ok(())
}

/// The poster as a JPEG or, where the name asks for it, as a PNG.
fn poster_bytes(poster: RgbaImage, path: &Path) -> Result<Vec<u8>, StudioError> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    let rgb = image::DynamicImage::ImageRgba8(poster).into_rgb8();
    let written = match path.extension().and_then(|extension| extension.to_str()) {
        Some("png") => rgb.write_to(&mut bytes, image::ImageFormat::Png),
        _ => rgb.write_with_encoder(JpegEncoder::new_with_quality(&mut bytes, JPEG_QUALITY)),
    };
    written.map_err(|error| StudioError::Encoder { codec: "poster", reason: error.to_string() })?;
    Ok(bytes.into_inner())
}

/// A failure of the queue or of the file that is written.
enum Stop {
    Studio(StudioError),
    File(std::io::Error),
}

impl Stop {
    fn at(self, path: &Path) -> StudioError {
        match self {
            Stop::Studio(error) => error,
            Stop::File(error) => StudioError::writing(path)(error),
        }
    }
}

impl From<std::io::Error> for Stop {
    fn from(error: std::io::Error) -> Self {
        Stop::File(error)
    }
}

/// Writes segments as they come, in order; gives back what the decoder must know.
fn write_segments<W: Write + Seek>(
    queue: &Queue<'_>,
    writer: &mut Mp4Writer<W>,
) -> Result<ParameterSets, Stop> {
    let mut parameters: Option<ParameterSets> = None;
    while let Some(segment) = queue.hand_over().map_err(Stop::Studio)? {
        let known = parameters.get_or_insert_with(|| segment.parameters.clone());
        if *known != segment.parameters {
            let reason = "two segments differ in their parameters".into();
            return Err(Stop::Studio(StudioError::Encoder { codec: "H.264", reason }));
        }
        write_segment(writer, &segment)?;
    }
    Ok(parameters.unwrap_or_default())
}

pub(super) fn write_segment<W: Write + Seek>(
    writer: &mut Mp4Writer<W>,
    segment: &Segment,
) -> std::io::Result<()> {
    let mut start = 0;
    for (index, samples) in segment.sample_bytes.chunks(CHUNK_FRAMES).enumerate() {
        let end = start + samples.iter().map(|bytes| *bytes as usize).sum::<usize>();
        writer.write_frames(segment.bytes.get(start..end).unwrap_or_default(), samples, index == 0)?;
        start = end;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn segments_cover_every_frame_once_and_share_the_work() {
        for frames in [1, 29, 150, 151, 317, 900, 18_000] {
            for threads in [1, 2, 3, 16] {
                let segments = segments(frames, threads);
                assert_eq!(segments.first().map(|range| range.start), Some(0));
                assert_eq!(segments.last().map(|range| range.end), Some(frames));
                assert!(segments.windows(2).all(|pair| pair[0].end == pair[1].start));
                assert!(
                    segments
                        .iter()
                        .all(|range| range.len() as u32 <= SEGMENT_FRAMES_MAX && !range.is_empty())
                );
            }
        }
        let lengths: Vec<_> = segments(900, 2).iter().map(|range| range.len()).collect();
        assert!(lengths.first() == Some(&150) && lengths.last() < Some(&70), "{lengths:?}");
    }
}
