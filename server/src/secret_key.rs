//! The key that seals secrets: the operator's own, else one that is made at the first start and kept in
//! `DATA_DIR/secret.key`, where nobody else may read it.
//!
//! Two starts at once never make two keys: a key is written whole to a file of another name, which then takes the name
//! `secret.key` unless there is one by then. For the same reason a start that is cut off leaves no half of a key.

use crate::{
    cli::Failure,
    settings::{SecretKey, Settings},
};
use std::{
    fs::File,
    io::{self, ErrorKind, Read, Write},
    os::unix::fs::MetadataExt,
    path::Path,
};
use tempfile::NamedTempFile;

const KEY_FILE: &str = "secret.key";
const PREVIOUS_FILE: &str = "secret.key.previous";
const OTHERS: u32 = 0o077;
/// A key in base64 has 44 characters; what is much longer is something else.
const LONGEST: u64 = 256;

/// The key of this node. Where `several_nodes` share a database they must share the key too, and a file in the folder
/// of one of them is not shared, so there it must be a setting.
pub fn load_or_make(settings: &Settings, several_nodes: bool) -> Result<[u8; 32], Failure> {
    if let Some(key) = settings.secret_key {
        return Ok(key.bytes());
    }
    if several_nodes {
        return Err(Failure::new(
            "Nodes that share a PostgreSQL database need one SECRET_KEY, and none is set. Set the same one for each of \
             them; `openssl rand -base64 32` makes one.",
        ));
    }
    let path = settings.data_dir.join(KEY_FILE);
    let unusable = |cause| unusable(&path, cause);
    let file = match File::open(&path) {
        Err(error) if error.kind() == ErrorKind::NotFound => {
            make(&settings.data_dir, &path).map_err(unusable)?;
            File::open(&path)
        }
        opened => opened,
    };
    load(file.map_err(unusable)?, &path)
}

/// The key before it, while it is being changed: the operator's own, else one that a rotation left in the folder.
pub fn previous(settings: &Settings) -> Result<Option<[u8; 32]>, Failure> {
    if let Some(key) = settings.secret_key_previous {
        return Ok(Some(key.bytes()));
    }
    let path = settings.data_dir.join(PREVIOUS_FILE);
    match File::open(&path) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        opened => load(opened.map_err(|cause| unusable(&path, cause))?, &path).map(Some),
    }
}

/// Puts another key in the place of the one in the folder, which stays beside it until [`forget_previous`]. A rotation
/// that was cut off goes on with the two keys that it left. Nobody may serve the folder meanwhile.
pub fn replace(settings: &Settings) -> Result<(), Failure> {
    let (present, previous) = (settings.data_dir.join(KEY_FILE), settings.data_dir.join(PREVIOUS_FILE));
    if previous.exists() {
        return Ok(());
    }
    load_or_make(settings, false)?;
    let failed = |cause| unusable(&present, cause);
    std::fs::hard_link(&present, &previous).map_err(failed)?;
    let mut file = NamedTempFile::with_prefix_in(".secret.key-", &settings.data_dir).map_err(failed)?;
    writeln!(file, "{}", SecretKey::from(rand::random::<[u8; 32]>()).to_base64()).map_err(failed)?;
    file.as_file().sync_all().map_err(failed)?;
    file.persist(&present).map_err(|error| unusable(&present, error.error))?;
    File::open(&settings.data_dir).and_then(|folder| folder.sync_all()).map_err(failed)
}

/// The previous key seals nothing any more.
pub fn forget_previous(settings: &Settings) -> Result<(), Failure> {
    let path = settings.data_dir.join(PREVIOUS_FILE);
    match std::fs::remove_file(&path) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(unusable(&path, error)),
        _ => Ok(()),
    }
}

fn unusable(path: &Path, cause: io::Error) -> Failure {
    Failure::new(format!("The key file {} cannot be used: {cause}.", path.display()))
}

/// Leaves a key at `path`, made now or by somebody else a moment ago.
fn make(folder: &Path, path: &Path) -> io::Result<()> {
    std::fs::create_dir_all(folder)?;
    // It is made with `O_EXCL` and mode 0600.
    let mut file = NamedTempFile::with_prefix_in(".secret.key-", folder)?;
    writeln!(file, "{}", SecretKey::from(rand::random::<[u8; 32]>()).to_base64())?;
    file.as_file().sync_all()?;
    match file.persist_noclobber(path) {
        Err(error) if error.error.kind() != ErrorKind::AlreadyExists => Err(error.error),
        // The name is kept by the folder; without this a power cut could take it back.
        _ => File::open(folder)?.sync_all(),
    }
}

fn load(file: File, path: &Path) -> Result<[u8; 32], Failure> {
    let shown = path.display();
    let unusable = |cause| unusable(path, cause);
    if file.metadata().map_err(unusable)?.mode() & OTHERS != 0 {
        return Err(Failure::new(format!(
            "The key file {shown} can be read or changed by others. Run `chmod 600 {shown}`, and start again."
        )));
    }
    let mut text = String::new();
    file.take(LONGEST).read_to_string(&mut text).map_err(unusable)?;
    SecretKey::from_base64(text.trim()).map(SecretKey::bytes).ok_or_else(|| {
        Failure::new(format!(
            "The key file {shown} does not hold 32 bytes in base64. Bring it back from a backup: what was sealed with \
             it does not open without it."
        ))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::Environment;
    use std::{fs, os::unix::fs::PermissionsExt};
    use tempfile::TempDir;

    fn settings_in(folder: &Path, secret_key: &str) -> Settings {
        let data_dir = folder.to_str().unwrap();
        Settings::read(&Environment::from([("DATA_DIR", data_dir), ("SECRET_KEY", secret_key)])).unwrap()
    }

    #[test]
    fn a_key_is_made_once_and_kept_for_its_owner_alone() {
        let folder = TempDir::new().unwrap();
        let data_dir = folder.path().join("data");
        let settings = settings_in(&data_dir, "");
        let key = load_or_make(&settings, false).unwrap();
        assert_eq!(load_or_make(&settings, false).unwrap(), key);
        let kept: Vec<_> = fs::read_dir(&data_dir).unwrap().map(|entry| entry.unwrap()).collect();
        assert_eq!(kept.len(), 1, "{kept:?}");
        assert_eq!(kept[0].file_name(), KEY_FILE);
        assert_eq!(kept[0].metadata().unwrap().mode() & 0o777, 0o600);
    }

    #[test]
    fn starts_at_one_moment_agree_on_one_key() {
        let folder = TempDir::new().unwrap();
        let settings = settings_in(folder.path(), "");
        let keys: Vec<[u8; 32]> = std::thread::scope(|scope| {
            let starts: Vec<_> =
                (0..8).map(|_| scope.spawn(|| load_or_make(&settings, false).unwrap())).collect();
            starts.into_iter().map(|start| start.join().unwrap()).collect()
        });
        assert!(keys.iter().all(|key| *key == keys[0]));
    }

    #[test]
    fn the_setting_comes_before_the_file() {
        let folder = TempDir::new().unwrap();
        let settings = settings_in(folder.path(), &SecretKey::from([5; 32]).to_base64());
        assert_eq!(load_or_make(&settings, true).unwrap(), [5; 32]);
        assert!(!folder.path().join(KEY_FILE).exists());
    }

    #[test]
    fn several_nodes_are_not_given_a_key_each() {
        let folder = TempDir::new().unwrap();
        let refused = load_or_make(&settings_in(folder.path(), ""), true).unwrap_err();
        assert!(refused.to_string().contains("SECRET_KEY"), "{refused}");
        assert!(!folder.path().join(KEY_FILE).exists());
    }

    #[test]
    fn a_file_that_others_may_read_is_refused_with_the_remedy() {
        let folder = TempDir::new().unwrap();
        let settings = settings_in(folder.path(), "");
        load_or_make(&settings, false).unwrap();
        let path = folder.path().join(KEY_FILE);
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        let refused = load_or_make(&settings, false).unwrap_err().to_string();
        assert!(refused.contains(&format!("chmod 600 {}", path.display())), "{refused}");
    }

    #[test]
    fn a_file_with_anything_else_is_refused_and_stays_as_it_is() {
        let folder = TempDir::new().unwrap();
        let settings = settings_in(folder.path(), "");
        load_or_make(&settings, false).unwrap();
        let path = folder.path().join(KEY_FILE);
        for text in ["", "hunter2"] {
            fs::write(&path, text).unwrap();
            let refused = load_or_make(&settings, false).unwrap_err().to_string();
            assert!(refused.contains("backup") && !refused.contains("hunter2"), "{refused}");
            assert_eq!(fs::read_to_string(&path).unwrap(), text);
        }
    }
}
