//! The files that jobs leave: a real picture or a real clip, filled up to the wanted size with bytes of its own job.

use bytes::Bytes;
use sha2::{Digest, Sha256};

/// Two seconds of a test picture, 180×320, H.264 baseline without sound; made by ffmpeg's `testsrc2`.
const CLIP: &[u8] = include_bytes!("../fixtures/clip.mp4");

const WIDTH: u32 = 72;
const HEIGHT: u32 = 128;

/// A chunk's length, name and checksum.
const PNG_CHUNK: usize = 12;
/// A box's length and name.
const MP4_BOX: usize = 8;

/// The clip, with a `free` box behind it.
pub(crate) fn clip(job_id: &str, bytes: usize) -> Bytes {
    let mut file = CLIP.to_vec();
    if let Some(filler) = bytes.checked_sub(file.len() + MP4_BOX) {
        file.extend(((MP4_BOX + filler) as u32).to_be_bytes());
        file.extend(b"free");
        file.extend(noise(job_id, filler));
    }
    file.into()
}

/// A slope from one colour to another, both of them the job's own, with a chunk of noise that readers skip.
pub(crate) fn picture(job_id: &str, bytes: usize) -> Bytes {
    let colours = noise(job_id, 6);
    let mut rows = Vec::with_capacity(((WIDTH * 3 + 1) * HEIGHT) as usize);
    for y in 0..HEIGHT {
        rows.push(0);
        for _ in 0..WIDTH {
            let (above, below) = colours.split_at(3);
            let mixed = above.iter().zip(below).map(|(&a, &b)| {
                let sum = u32::from(a) * (HEIGHT - 1 - y) + u32::from(b) * y;
                (sum / (HEIGHT - 1)) as u8
            });
            rows.extend(mixed);
        }
    }
    let mut header = [WIDTH.to_be_bytes(), HEIGHT.to_be_bytes()].concat();
    // Eight bits, red green blue, and the one way there is to compress, filter and not interlace.
    header.extend([8, 2, 0, 0, 0]);
    let mut file = b"\x89PNG\r\n\x1a\n".to_vec();
    push_chunk(&mut file, b"IHDR", &header);
    push_chunk(&mut file, b"IDAT", &stored(&rows));
    if let Some(filler) = bytes.checked_sub(file.len() + 2 * PNG_CHUNK) {
        push_chunk(&mut file, b"paDd", &noise(job_id, filler));
    }
    push_chunk(&mut file, b"IEND", &[]);
    file.into()
}

/// Bytes that come from the job's id alone.
fn noise(job_id: &str, bytes: usize) -> Vec<u8> {
    let blocks = (0_u64..)
        .flat_map(|block| Sha256::new().chain_update(job_id).chain_update(block.to_be_bytes()).finalize());
    blocks.take(bytes).collect()
}

fn push_chunk(file: &mut Vec<u8>, name: &[u8; 4], data: &[u8]) {
    file.extend((data.len() as u32).to_be_bytes());
    let from = file.len();
    file.extend(name);
    file.extend(data);
    let sum = crc32(file.get(from..).unwrap_or_default());
    file.extend(sum.to_be_bytes());
}

/// A zlib stream of one block that is stored as it is; the picture is small enough for one.
fn stored(data: &[u8]) -> Vec<u8> {
    let length = data.len() as u16;
    let mut stream = vec![0x78, 0x01, 0x01];
    stream.extend(length.to_le_bytes());
    stream.extend((!length).to_le_bytes());
    stream.extend(data);
    let (low, high) = data.iter().fold((1_u32, 0_u32), |(low, high), &byte| {
        let low = (low + u32::from(byte)) % 65_521;
        (low, (high + low) % 65_521)
    });
    stream.extend(((high << 16) | low).to_be_bytes());
    stream
}

fn crc32(data: &[u8]) -> u32 {
    let sum = data.iter().fold(u32::MAX, |sum, &byte| {
        (0..8).fold(sum ^ u32::from(byte), |sum, _| (sum >> 1) ^ (0xEDB8_8320 & 0_u32.wrapping_sub(sum & 1)))
    });
    !sum
}
