//! Media: files by unguessable names, put from disk and read as a stream, never whole in memory.

use crate::StoreError;
use bytes::Bytes;
use domain::Timestamp;
use std::{fmt, ops::Range, path::Path, str::FromStr};

/// A folder whose name nobody can guess: 160 random bits.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct MediaFolder(String);

/// A file in such a folder, written `FOLDER/FILE`. Parsing it is the check that keeps paths inside the store.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct MediaName {
    folder: MediaFolder,
    file: String,
}

const FOLDER_CHARS: usize = 40;
const FILE_CHARS_MAX: usize = 64;

impl MediaFolder {
    /// A fresh folder name.
    pub fn generate() -> Self {
        let random: [u8; FOLDER_CHARS / 2] = rand::random();
        MediaFolder(random.iter().map(|byte| format!("{byte:02x}")).collect())
    }

    /// The name as it stands in addresses.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// A file in this folder; `NotFound` for a file name that cannot exist.
    pub fn file(&self, file: &str) -> Result<MediaName, StoreError> {
        let plain = file.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"-_.".contains(&b));
        if plain && !file.is_empty() && file.len() <= FILE_CHARS_MAX && !file.starts_with('.') {
            Ok(MediaName { folder: self.clone(), file: file.to_owned() })
        } else {
            Err(StoreError::NotFound)
        }
    }
}

impl FromStr for MediaFolder {
    type Err = StoreError;
    fn from_str(text: &str) -> Result<Self, StoreError> {
        let hex = text.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
        if hex && text.len() == FOLDER_CHARS {
            Ok(MediaFolder(text.to_owned()))
        } else {
            Err(StoreError::NotFound)
        }
    }
}

impl MediaName {
    /// The folder it is in.
    pub fn folder(&self) -> &MediaFolder {
        &self.folder
    }

    /// The address it is served at, without the host.
    pub fn url(&self) -> String {
        format!("/media/{self}")
    }

    /// The type that its ending stands for.
    pub fn content_type(&self) -> &'static str {
        match self.file.rsplit('.').next().unwrap_or_default() {
            "mp4" => "video/mp4",
            "png" => "image/png",
            "jpg" | "jpeg" => "image/jpeg",
            "webp" => "image/webp",
            "vtt" => "text/vtt; charset=utf-8",
            "srt" => "application/x-subrip; charset=utf-8",
            "wav" => "audio/wav",
            _ => "application/octet-stream",
        }
    }
}

impl fmt::Display for MediaName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.folder.0, self.file)
    }
}

impl FromStr for MediaName {
    type Err = StoreError;
    fn from_str(text: &str) -> Result<Self, StoreError> {
        let (folder, file) = text.split_once('/').ok_or(StoreError::NotFound)?;
        folder.parse::<MediaFolder>()?.file(file)
    }
}

/// What is known of a file without reading it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MediaMeta {
    pub bytes: u64,
    pub changed_at: Timestamp,
    /// Changes whenever the content does, where the store has one.
    pub etag: Option<String>,
}

/// A file, or a part of it, on its way.
pub struct MediaRead {
    pub meta: MediaMeta,
    /// The bytes that follow, from (inclusive) and to (exclusive).
    pub range: Range<u64>,
    pub body: futures::stream::BoxStream<'static, Result<Bytes, StoreError>>,
}

/// Files that browsers fetch.
#[async_trait::async_trait]
pub trait MediaStore: Send + Sync {
    /// Copies a file in, replacing one of the same name; it appears whole or not at all. Gives its size.
    async fn put_file(&self, name: &MediaName, from: &Path) -> Result<u64, StoreError>;
    /// The same for bytes that are in memory already.
    async fn put_bytes(&self, name: &MediaName, bytes: Bytes) -> Result<(), StoreError>;
    /// Gives a file a second name, replacing one of that name; where the store can, without a second copy.
    async fn copy(&self, from: &MediaName, to: &MediaName) -> Result<(), StoreError>;
    async fn head(&self, name: &MediaName) -> Result<MediaMeta, StoreError>;
    /// Opens it, or the part of it that the range names; a range that starts past the end is `Conflict`, one that
    /// ends past it is cut.
    async fn open(&self, name: &MediaName, range: Option<Range<u64>>) -> Result<MediaRead, StoreError>;
    /// Removes a folder with all that is in it; one that is not there is no error.
    async fn delete_folder(&self, folder: &MediaFolder) -> Result<(), StoreError>;
}
