//! A small MP4 writer: one H.264 track and one AAC track, index first, written as the samples come.
//!
//! How many samples there will be is known beforehand, so the room for the index is left at the front and filled at the
//! end: nothing is copied, and memory holds only the samples' lengths. About every second of video is followed by its
//! sound. The sound's encoder delay is skipped by an edit list.

mod boxes;
mod index;

use super::aac::{EncodedSound, PACKET_SAMPLES};
use super::h264::ParameterSets;
use crate::picture::FRAMES_PER_SECOND;
use boxes::BoxWriter;
use domain::FrameSize;
use index::{Index, Track};
use std::io::{Seek, SeekFrom, Write};

/// Ticks of a second in the video track and the film.
pub(super) const TIMESCALE: u32 = 30_000;
/// Ticks of a frame.
pub(super) const FRAME_TICKS: u32 = TIMESCALE / FRAMES_PER_SECOND;
/// Room for parameter sets beyond what any of our settings makes.
const PARAMETER_ROOM: usize = 256;

/// An MP4 in the making.
pub(super) struct Mp4Writer<W> {
    out: W,
    position: u64,
    index_room: usize,
    media_start: u64,
    size: FrameSize,
    frames: u32,
    video: Track,
    sound: Track,
    source: EncodedSound,
    sound_written: usize,
    packets_written: usize,
}

impl<W: Write + Seek> Mp4Writer<W> {
    /// Begins a file that will have exactly this many frames, and at most one chunk for each of `chunks_max` calls.
    pub fn new(
        mut out: W,
        size: FrameSize,
        frames: u32,
        chunks_max: usize,
        source: EncodedSound,
    ) -> std::io::Result<Self> {
        let mut header = BoxWriter::default();
        header.leaf(b"ftyp", |out| {
            out.extend_from_slice(b"isom\0\0\x02\0isomiso2avc1mp41");
        });
        let header = header.into_bytes();
        out.write_all(&header)?;
        let index_room = Index::room(frames as usize, source.packet_bytes.len(), chunks_max) + PARAMETER_ROOM;
        let media_start = header.len() as u64 + index_room as u64 + 16;
        out.seek(SeekFrom::Start(media_start))?;
        Ok(Self {
            out,
            position: media_start,
            index_room,
            media_start,
            size,
            frames,
            video: Track::default(),
            sound: Track::default(),
            source,
            sound_written: 0,
            packets_written: 0,
        })
    }

    /// Appends frames, the first of which is a key frame if `key` says so, and the sound up to their end.
    pub fn write_frames(&mut self, bytes: &[u8], sample_bytes: &[u32], key: bool) -> std::io::Result<()> {
        if key {
            self.video.key_samples.push(self.video.sample_bytes.len() as u32 + 1);
        }
        self.video.add_chunk(self.position, sample_bytes);
        self.out.write_all(bytes)?;
        self.position += bytes.len() as u64;
        let seconds = self.video.sample_bytes.len() as f64 / f64::from(FRAMES_PER_SECOND);
        let heard = seconds * f64::from(self.source.sample_rate) + f64::from(self.source.delay_samples);
        self.write_sound(heard as usize / PACKET_SAMPLES)
    }

    /// Appends the packets up to (not including) this number.
    fn write_sound(&mut self, until: usize) -> std::io::Result<()> {
        let until = until.min(self.source.packet_bytes.len());
        let packets = self.source.packet_bytes.get(self.packets_written..until).unwrap_or_default();
        if packets.is_empty() {
            return Ok(());
        }
        let length: usize = packets.iter().map(|bytes| *bytes as usize).sum();
        let end = self.sound_written + length;
        self.out.write_all(self.source.bytes.get(self.sound_written..end).unwrap_or_default())?;
        self.sound.add_chunk(self.position, packets);
        self.position += length as u64;
        self.sound_written = end;
        self.packets_written = until;
        Ok(())
    }

    /// Writes the rest of the sound and the index; gives back the file, complete and flushed, and its length in bytes.
    pub fn finish(mut self, parameters: &ParameterSets) -> std::io::Result<(W, u64)> {
        self.write_sound(usize::MAX)?;
        let index = Index {
            size: self.size,
            frames: self.frames,
            parameters,
            video: &self.video,
            sound: &self.sound,
            source: &self.source,
        };
        let mut head = index.bytes();
        let spare = self.index_room.checked_sub(head.len()).filter(|spare| *spare >= 8);
        let spare = spare.ok_or_else(|| std::io::Error::other("the index outgrew its room"))?;
        head.extend_from_slice(&(spare as u32).to_be_bytes());
        head.extend_from_slice(b"free");
        head.resize(head.len() + spare - 8, 0);
        // The media's box uses the long form of its length, so that no ad is too large for it.
        head.extend_from_slice(&1u32.to_be_bytes());
        head.extend_from_slice(b"mdat");
        head.extend_from_slice(&(self.position - self.media_start + 16).to_be_bytes());
        let start = self.media_start - head.len() as u64;
        self.out.seek(SeekFrom::Start(start))?;
        self.out.write_all(&head)?;
        self.out.flush()?;
        Ok((self.out, self.position))
    }
}
