//! The cast: the six presenters that ship with the studio, and any further ones that lie in a folder as files.

use super::PresenterRig;
use domain::AvatarId;
use std::sync::{Arc, LazyLock};

#[cfg(feature = "native")]
pub use folder::{load_cast, load_folder};

const FILES: [&str; 6] = [
    include_str!("../../presenters/amara.json"),
    include_str!("../../presenters/henrik.json"),
    include_str!("../../presenters/leila.json"),
    include_str!("../../presenters/jun.json"),
    include_str!("../../presenters/rosa.json"),
    include_str!("../../presenters/dev.json"),
];

/// A file that could not be read would be missing here; a test keeps that from happening.
static CAST: LazyLock<Vec<Arc<PresenterRig>>> =
    LazyLock::new(|| FILES.iter().filter_map(|json| PresenterRig::parse(json).ok()).map(Arc::new).collect());

/// The built-in presenters, in the order in which they are offered. They are read at the first call and kept.
pub fn presenters() -> &'static [Arc<PresenterRig>] {
    &CAST
}

/// The built-in presenter of this id.
pub fn built_in(id: &AvatarId) -> Option<Arc<PresenterRig>> {
    presenters().iter().find(|rig| rig.id() == id).cloned()
}

impl PresenterRig {
    /// The built-in presenter of this id.
    pub fn built_in(id: &AvatarId) -> Option<Arc<PresenterRig>> {
        built_in(id)
    }
}

#[cfg(feature = "native")]
mod folder {
    //! Presenters from files, so that a seventh one needs no code.

    use super::super::model::FILE_BYTES_MAX;
    use super::super::{PresenterRig, RigError};
    use std::path::Path;
    use std::sync::Arc;

    /// More files than anybody would scroll through.
    const FOLDER_MAX: usize = 200;

    /// The built-in presenters, then those of a folder; one with the id of a built-in takes its place.
    pub fn load_cast(folder: Option<&Path>) -> Result<Vec<Arc<PresenterRig>>, RigError> {
        let mut cast = super::presenters().to_vec();
        for rig in folder.map(load_folder).transpose()?.unwrap_or_default() {
            match cast.iter_mut().find(|known| known.id() == rig.id()) {
                Some(known) => *known = rig,
                None => cast.push(rig),
            }
        }
        Ok(cast)
    }

    /// Reads every `*.json` of a folder, in the order of their names. One bad file refuses the folder and is named.
    pub fn load_folder(folder: &Path) -> Result<Vec<Arc<PresenterRig>>, RigError> {
        let failed = |path: &Path, reason: &dyn std::fmt::Display| RigError::Folder {
            path: path.display().to_string(),
            reason: reason.to_string(),
        };
        let entries = std::fs::read_dir(folder).map_err(|error| failed(folder, &error))?;
        let mut files = Vec::new();
        for entry in entries {
            let path = entry.map_err(|error| failed(folder, &error))?.path();
            if path.extension().is_some_and(|extension| extension == "json") {
                files.push(path);
            }
        }
        super::super::check::limit("files in its folder", files.len(), FOLDER_MAX)?;
        files.sort();
        files.iter().map(|file| read(file).map_err(|error| failed(file, &error))).collect()
    }

    fn read(file: &Path) -> Result<Arc<PresenterRig>, RigError> {
        let unreadable = |error: std::io::Error| RigError::Unreadable(error.to_string());
        let bytes = std::fs::metadata(file).map_err(unreadable)?.len();
        super::super::check::limit("bytes", usize::try_from(bytes).unwrap_or(usize::MAX), FILE_BYTES_MAX)?;
        let json = std::fs::read_to_string(file).map_err(unreadable)?;
        PresenterRig::parse(&json).map(Arc::new)
    }
}
