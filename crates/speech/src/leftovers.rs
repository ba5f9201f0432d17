//! What a process that was killed left half written. It is known by its name, and goes once nobody can be at it any
//! more.

use std::{fs, path::Path, time::Duration};

/// Longer than anything here is written.
const AGE_MAX: Duration = Duration::from_secs(60 * 60);

/// Removes files and folders from `folder` whose names begin with `prefix` and that nobody has touched for an hour.
pub(crate) fn remove_leftovers(folder: &Path, prefix: &str) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let unfinished = entry.file_name().to_string_lossy().starts_with(prefix);
        if !unfinished || !is_old(&entry) {
            continue;
        }
        let path = entry.path();
        let removed = if path.is_dir() { fs::remove_dir_all(&path) } else { fs::remove_file(&path) };
        if let Err(error) = removed {
            tracing::warn!(%error, path = %path.display(), "could not remove what a killed process left");
        }
    }
}

fn is_old(entry: &fs::DirEntry) -> bool {
    let touched = entry.metadata().and_then(|metadata| metadata.modified());
    touched.ok().and_then(|moment| moment.elapsed().ok()).is_some_and(|age| age > AGE_MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::SystemTime;

    #[test]
    fn only_what_is_unfinished_and_old_goes() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        fs::create_dir_all(at(".part-folder/inside")).unwrap();
        for name in [".part-file", ".part-fresh", "whole"] {
            fs::write(at(name), b"sound").unwrap();
        }
        for name in [".part-folder", ".part-file", "whole"] {
            let long_ago = SystemTime::now() - 2 * AGE_MAX;
            fs::File::open(at(name)).unwrap().set_modified(long_ago).unwrap();
        }
        remove_leftovers(folder.path(), ".part-");
        let kept = [".part-folder", ".part-file", ".part-fresh", "whole"].map(|name| at(name).exists());
        assert_eq!(kept, [false, false, true, true]);
    }
}
