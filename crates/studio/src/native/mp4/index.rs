//! The index of an MP4 (`moov`): what the tracks are and where each sample lies.

use super::boxes::{BoxWriter, put, put16};
use super::{FRAME_TICKS, TIMESCALE};
use crate::native::aac::{EncodedSound, PACKET_SAMPLES};
use crate::native::h264::ParameterSets;
use domain::FrameSize;

/// The identity matrix of pictures.
const MATRIX: [u32; 9] = [0x1_0000, 0, 0, 0, 0x1_0000, 0, 0, 0, 0x4000_0000];

/// Where the samples of one track lie.
#[derive(Debug, Default)]
pub(super) struct Track {
    pub sample_bytes: Vec<u32>,
    /// Numbers of key samples, from 1.
    pub key_samples: Vec<u32>,
    /// Where each chunk begins, and how many samples it has.
    chunks: Vec<(u64, u32)>,
}

impl Track {
    /// Notes samples that lie one after the other from `position`.
    pub fn add_chunk(&mut self, position: u64, sample_bytes: &[u32]) {
        self.sample_bytes.extend_from_slice(sample_bytes);
        self.chunks.push((position, sample_bytes.len() as u32));
    }
}

/// Everything that the index says.
pub(super) struct Index<'a> {
    pub size: FrameSize,
    pub frames: u32,
    pub parameters: &'a ParameterSets,
    pub video: &'a Track,
    pub sound: &'a Track,
    pub source: &'a EncodedSound,
}

impl Index<'_> {
    /// The most bytes that an index of this many samples takes, parameter sets aside.
    pub fn room(frames: usize, packets: usize, chunks_max: usize) -> usize {
        // Lengths, key frames, and for each of two tracks a chunk's place (8) and its run (12).
        2048 + 4 * (frames + packets) + 4 * chunks_max + 2 * 20 * (chunks_max + 1)
    }

    pub fn bytes(&self) -> Vec<u8> {
        let duration = self.frames * FRAME_TICKS;
        let mut out = BoxWriter::default();
        out.parent(b"moov", |out| {
            out.full(b"mvhd", 0, |out| {
                put(out, &[0, 0, TIMESCALE, duration, 0x1_0000, 0x0100_0000, 0, 0]);
                put(out, &MATRIX);
                put(out, &[0, 0, 0, 0, 0, 0, 3]);
            });
            out.parent(b"trak", |out| self.video_track(out, duration));
            if !self.sound.sample_bytes.is_empty() {
                out.parent(b"trak", |out| self.sound_track(out, duration));
            }
        });
        out.into_bytes()
    }

    fn video_track(&self, out: &mut BoxWriter, duration: u32) {
        let (width, height) = (self.size.width, self.size.height);
        track_header(out, 1, duration, 0, (width << 16, height << 16));
        edit(out, duration, 0);
        out.parent(b"mdia", |out| {
            media_header(out, TIMESCALE, duration, b"vide", b"VideoHandler\0");
            out.parent(b"minf", |out| {
                out.full(b"vmhd", 1, |out| put(out, &[0, 0]));
                data_here(out);
                out.parent(b"stbl", |out| {
                    self.video_description(out);
                    out.full(b"stts", 0, |out| put(out, &[1, self.frames, FRAME_TICKS]));
                    out.full(b"stss", 0, |out| {
                        put(out, &[self.video.key_samples.len() as u32]);
                        put(out, &self.video.key_samples);
                    });
                    samples(out, self.video);
                });
            });
        });
    }

    fn video_description(&self, out: &mut BoxWriter) {
        let (width, height) = (self.size.width as u16, self.size.height as u16);
        let ParameterSets { sequence, picture } = self.parameters;
        out.parent(b"stsd", |out| {
            out.raw(|out| put(out, &[0, 1]));
            out.parent(b"avc1", |out| {
                out.raw(|out| {
                    put16(out, &[0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, width, height]);
                    put(out, &[0x48_0000, 0x48_0000, 0]);
                    put16(out, &[1]);
                    out.extend_from_slice(&[0; 32]);
                    put16(out, &[24, 0xffff]);
                });
                out.leaf(b"avcC", |out| {
                    let kind = sequence.get(1..4).unwrap_or(&[100, 0, 40]);
                    out.push(1);
                    out.extend_from_slice(kind);
                    out.extend_from_slice(&[0xff, 0xe1]);
                    put16(out, &[sequence.len() as u16]);
                    out.extend_from_slice(sequence);
                    out.push(1);
                    put16(out, &[picture.len() as u16]);
                    out.extend_from_slice(picture);
                    // The High profile says once more: 4:2:0, 8 bits.
                    out.extend_from_slice(&[0xfd, 0xf8, 0xf8, 0]);
                });
                out.leaf(b"colr", |out| {
                    out.extend_from_slice(b"nclx");
                    put16(out, &[1, 1, 1]);
                    out.push(0);
                });
                out.leaf(b"pasp", |out| put(out, &[1, 1]));
            });
        });
    }

    fn sound_track(&self, out: &mut BoxWriter, duration: u32) {
        let rate = self.source.sample_rate;
        let packets = self.sound.sample_bytes.len() as u32;
        let length = packets * PACKET_SAMPLES as u32;
        track_header(out, 2, duration, 0x0100, (0, 0));
        edit(out, duration, self.source.delay_samples);
        out.parent(b"mdia", |out| {
            media_header(out, rate, length, b"soun", b"SoundHandler\0");
            out.parent(b"minf", |out| {
                out.full(b"smhd", 0, |out| put(out, &[0]));
                data_here(out);
                out.parent(b"stbl", |out| {
                    self.sound_description(out);
                    out.full(b"stts", 0, |out| put(out, &[1, packets, PACKET_SAMPLES as u32]));
                    samples(out, self.sound);
                });
            });
        });
    }

    fn sound_description(&self, out: &mut BoxWriter) {
        let config = &self.source.config;
        let config_bytes = config.len() as u8;
        out.parent(b"stsd", |out| {
            out.raw(|out| put(out, &[0, 1]));
            out.parent(b"mp4a", |out| {
                out.raw(|out| {
                    put16(out, &[0, 0, 0, 1, 0, 0, 0, 0, self.source.channels, 16, 0, 0]);
                    put(out, &[self.source.sample_rate << 16]);
                });
                out.full(b"esds", 0, |out| {
                    out.extend_from_slice(&[0x03, 23 + config_bytes, 0, 2, 0]);
                    out.extend_from_slice(&[0x04, 15 + config_bytes, 0x40, 0x15, 0, 0, 0]);
                    put(out, &[128_000, 128_000]);
                    out.extend_from_slice(&[0x05, config_bytes]);
                    out.extend_from_slice(config);
                    out.extend_from_slice(&[0x06, 1, 2]);
                });
            });
        });
    }
}

fn track_header(out: &mut BoxWriter, id: u32, duration: u32, volume: u16, (width, height): (u32, u32)) {
    out.full(b"tkhd", 3, |out| {
        put(out, &[0, 0, id, 0, duration, 0, 0]);
        put16(out, &[0, if id == 2 { 1 } else { 0 }, volume, 0]);
        put(out, &MATRIX);
        put(out, &[width, height]);
    });
}

/// The track plays for `duration` from `start` of its own time.
fn edit(out: &mut BoxWriter, duration: u32, start: u32) {
    out.parent(b"edts", |out| {
        out.full(b"elst", 0, |out| put(out, &[1, duration, start, 0x1_0000]));
    });
}

fn media_header(out: &mut BoxWriter, timescale: u32, duration: u32, kind: &[u8; 4], name: &[u8]) {
    out.full(b"mdhd", 0, |out| {
        put(out, &[0, 0, timescale, duration]);
        // The language is "und", in five bits a letter.
        put16(out, &[0x55c4, 0]);
    });
    out.full(b"hdlr", 0, |out| {
        put(out, &[0]);
        out.extend_from_slice(kind);
        put(out, &[0, 0, 0]);
        out.extend_from_slice(name);
    });
}

/// The samples are in this very file.
fn data_here(out: &mut BoxWriter) {
    out.parent(b"dinf", |out| {
        out.parent(b"dref", |out| {
            out.raw(|out| put(out, &[0, 1]));
            out.full(b"url ", 1, |_| {});
        });
    });
}

/// How long each sample is, which chunk it is in, and where the chunks are.
fn samples(out: &mut BoxWriter, track: &Track) {
    let mut runs: Vec<[u32; 3]> = Vec::new();
    for (index, (_, count)) in track.chunks.iter().enumerate() {
        if runs.last().is_none_or(|run| run[1] != *count) {
            runs.push([index as u32 + 1, *count, 1]);
        }
    }
    out.full(b"stsc", 0, |out| {
        put(out, &[runs.len() as u32]);
        put(out, runs.as_flattened());
    });
    out.full(b"stsz", 0, |out| {
        put(out, &[0, track.sample_bytes.len() as u32]);
        put(out, &track.sample_bytes);
    });
    out.full(b"co64", 0, |out| {
        put(out, &[track.chunks.len() as u32]);
        for (position, _) in &track.chunks {
            put(out, &[(position >> 32) as u32, *position as u32]);
        }
    });
}
