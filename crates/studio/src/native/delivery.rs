//! Delivers files whole or not at all: written beside their place under another name, then renamed.

use crate::error::StudioError;
use std::io::Write;
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;

/// Finished files that wait to take their places.
#[derive(Default)]
pub(super) struct Delivery {
    waiting: Vec<(NamedTempFile, PathBuf)>,
}

impl Delivery {
    /// An unnamed-for-now file in the folder of `path`; it vanishes unless it is delivered.
    pub fn begin(path: &Path) -> Result<NamedTempFile, StudioError> {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let mut name = tempfile::Builder::new();
        name.prefix(".pitchreel-").suffix(".part");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            // The owner decides by the umask, as for any file that a program makes.
            name.permissions(std::fs::Permissions::from_mode(0o644));
        }
        name.tempfile_in(folder).map_err(StudioError::writing(path))
    }

    /// Adds a small file with this content.
    pub fn add(&mut self, path: &Path, content: &[u8]) -> Result<(), StudioError> {
        let mut file = Self::begin(path)?;
        file.write_all(content).map_err(StudioError::writing(path))?;
        self.keep(file, path)
    }

    /// Adds a file that is completely written.
    pub fn keep(&mut self, file: NamedTempFile, path: &Path) -> Result<(), StudioError> {
        file.as_file().sync_all().map_err(StudioError::writing(path))?;
        self.waiting.push((file, path.to_owned()));
        Ok(())
    }

    /// Puts every file in its place, in the order in which they were added; if one cannot go, none stays.
    pub fn publish(self) -> Result<(), StudioError> {
        let mut placed = Vec::with_capacity(self.waiting.len());
        for (file, path) in self.waiting {
            if let Err(error) = file.persist(&path) {
                for path in &placed {
                    // What cannot be removed is a whole file, and the error that is told matters more.
                    let _ = std::fs::remove_file(path);
                }
                return Err(StudioError::writing(&path)(error.error));
            }
            placed.push(path);
        }
        Ok(())
    }
}
