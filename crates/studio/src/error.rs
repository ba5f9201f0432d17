//! What can go wrong in the studio, each with a sentence that a person can act on.
//!
//! Drawing itself cannot fail; reading pictures and sound, encoding and writing files can.

use std::path::PathBuf;

/// Why the studio could not make what was asked for.
#[derive(Debug, thiserror::Error)]
pub enum StudioError {
    #[error(
        "The background picture cannot be read. Use a PNG, JPEG or WebP picture of at most 50 megapixels."
    )]
    Picture(#[source] image::ImageError),
    #[error("The sound cannot be read: {reason}. It must be a 16 bit WAV of 48 kHz, mono or stereo.")]
    Sound { reason: String },
    #[error("There is nothing to show: the spoken track has no words and no sound.")]
    Empty,
    #[error("The ad would be {seconds} seconds long; the most is {max}. Shorten the script.")]
    TooLong { seconds: u32, max: u32 },
    #[error("The {codec} encoder refused its work: {reason}.")]
    Encoder { codec: &'static str, reason: String },
    #[error("Cannot write {path}: {source}. Check that the folder exists, may be written and has room.")]
    Write {
        path: PathBuf,
        #[source]
        source: std::io::Error,
    },
    #[error("A drawing thread broke down.")]
    Broken,
    #[error("Cancelled.")]
    Cancelled,
}

#[cfg(feature = "native")]
impl StudioError {
    /// Names the file that could not be written.
    pub(crate) fn writing(path: &std::path::Path) -> impl FnOnce(std::io::Error) -> StudioError + use<> {
        let path = path.to_owned();
        move |source| StudioError::Write { path, source }
    }
}
