//! The temporary folder of a cluster, and the user that it belongs to.

use std::{
    fs,
    os::unix::{fs::chown, process::CommandExt},
    path::{Path, PathBuf},
    process::Command,
};
use tempfile::TempDir;

/// A folder that is removed when it is dropped.
pub(crate) struct ClusterFolder {
    folder: TempDir,
    owner: Option<Owner>,
}

/// Whom the server runs as, because PostgreSQL refuses root.
#[derive(Clone, Copy)]
struct Owner {
    uid: u32,
    gid: u32,
}

impl ClusterFolder {
    pub fn make() -> Result<ClusterFolder, String> {
        let folder = tempfile::Builder::new()
            .prefix("pitchreel-postgres-")
            .tempdir()
            .map_err(|error| format!("there is no temporary folder: {error}"))?;
        let owner = rustix::process::geteuid().is_root().then(Owner::other_than_root);
        if let Some(owner) = owner {
            chown(folder.path(), Some(owner.uid), Some(owner.gid))
                .map_err(|error| format!("the folder cannot be given away: {error}"))?;
        }
        Ok(ClusterFolder { folder, owner })
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// The tables.
    pub fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// What the server said; it is shown when it does not start.
    pub fn log(&self) -> PathBuf {
        self.folder.path().join("log")
    }

    /// The last lines of the log.
    pub fn last_words(&self) -> String {
        let log = fs::read_to_string(self.log()).unwrap_or_default();
        let lines: Vec<_> = log.lines().collect();
        lines.iter().skip(lines.len().saturating_sub(8)).copied().collect::<Vec<_>>().join("\n")
    }

    /// A command that runs in this folder as its owner.
    pub fn command(&self, program: impl AsRef<Path>) -> Command {
        let mut command = Command::new(program.as_ref());
        command.current_dir(self.path());
        if let Some(owner) = self.owner {
            command.uid(owner.uid).gid(owner.gid);
        }
        command
    }
}

impl Owner {
    /// The user `postgres` where there is one, and else `nobody`.
    fn other_than_root() -> Owner {
        let users = fs::read_to_string("/etc/passwd").unwrap_or_default();
        let user = |name: &str| {
            let line = users.lines().find(|line| line.split(':').next() == Some(name))?;
            let mut numbers = line.split(':').skip(2).map(str::parse::<u32>);
            Some(Owner { uid: numbers.next()?.ok()?, gid: numbers.next()?.ok()? })
        };
        user("postgres").or_else(|| user("nobody")).unwrap_or(Owner { uid: 65_534, gid: 65_534 })
    }
}
