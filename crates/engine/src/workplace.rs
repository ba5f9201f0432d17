//! Files between the steps: one folder for each execution under way, one folder in it for each step that is done.
//!
//! A step writes into a folder that ends in `.part` and carries its epoch; only when the step is done is that folder
//! renamed to the step's own name. So a file under a step's name is whole, what an interrupted step left is known by
//! its name, and an earlier attempt that is still winding down can touch nothing of a later one.

use domain::{ExecutionId, StepName};
use serde::{Deserialize, Serialize};
use std::{
    collections::HashSet,
    fs, io,
    path::{Path, PathBuf},
    time::SystemTime,
};

/// Folders of ended executions that are kept for a retry; beyond it the oldest go, and their steps would be redone.
const KEPT_FOLDERS: usize = 32;

/// All folders of this node.
#[derive(Clone)]
pub(crate) struct Workplaces {
    root: PathBuf,
}

/// One execution's folder.
#[derive(Clone)]
pub(crate) struct Workplace {
    folder: PathBuf,
}

/// A file that a finished step left, as it stands in the step's stored outcome.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct KeptFile {
    pub path: String,
    pub bytes: u64,
}

impl Workplaces {
    pub fn new(root: PathBuf) -> Self {
        Workplaces { root }
    }

    pub fn of(&self, id: &ExecutionId) -> Workplace {
        Workplace { folder: self.root.join(id.as_str()) }
    }

    /// Keeps those that are running and the newest of the others.
    pub async fn sweep(&self, running: HashSet<ExecutionId>) {
        let root = self.root.clone();
        let swept = blocking(move || sweep(&root, &running)).await;
        if let Err(error) = swept {
            tracing::warn!(%error, "old work folders could not be removed");
        }
    }
}

impl Workplace {
    /// An empty folder for this attempt; what interrupted attempts left is removed, unless one that has not ended yet
    /// still writes there.
    pub async fn begin(&self, step: StepName, epoch: u64) -> io::Result<PathBuf> {
        let (folder, part) = (self.folder.clone(), self.part(step, epoch));
        blocking(move || {
            fs::create_dir_all(&folder)?;
            for entry in fs::read_dir(&folder)? {
                let path = entry?.path();
                if path.extension().is_some_and(|ending| ending == "part")
                    && let Err(error) = fs::remove_dir_all(&path)
                {
                    tracing::warn!(path = %path.display(), %error, "what another attempt left cannot be removed; the next attempt tries again");
                }
            }
            fs::create_dir(&part)?;
            Ok(part)
        })
        .await
    }

    /// The attempt succeeded: its files get the step's name and reach the disk.
    pub async fn keep(&self, step: StepName, epoch: u64) -> io::Result<Vec<KeptFile>> {
        let (part, place) = (self.part(step, epoch), self.folder.join(step.as_str()));
        blocking(move || {
            let mut files = Vec::new();
            for entry in fs::read_dir(&part)? {
                let entry = entry?;
                fs::File::open(entry.path())?.sync_all()?;
                let path = format!("{step}/{}", entry.file_name().to_string_lossy());
                files.push(KeptFile { path, bytes: entry.metadata()?.len() });
            }
            remove_if_there(&place)?;
            fs::rename(&part, &place)?;
            files.sort_by(|a, b| a.path.cmp(&b.path));
            Ok(files)
        })
        .await
    }

    /// Whether all of these are still there, whole.
    pub fn holds(&self, files: &[KeptFile]) -> bool {
        let whole = |file: &KeptFile| {
            fs::metadata(self.folder.join(&file.path)).is_ok_and(|found| found.len() == file.bytes)
        };
        files.iter().all(whole)
    }

    /// A file of a finished step.
    pub fn file(&self, step: StepName, name: &str) -> PathBuf {
        self.folder.join(step.as_str()).join(name)
    }

    /// Removes everything.
    pub async fn remove(&self) {
        let folder = self.folder.clone();
        if let Err(error) = blocking(move || remove_if_there(&folder)).await {
            tracing::warn!(folder = %self.folder.display(), %error, "a work folder could not be removed");
        }
    }

    fn part(&self, step: StepName, epoch: u64) -> PathBuf {
        self.folder.join(format!("{step}.{epoch}.part"))
    }
}

fn sweep(root: &Path, running: &HashSet<ExecutionId>) -> io::Result<()> {
    let mut ended: Vec<(SystemTime, PathBuf)> = Vec::new();
    let entries = match fs::read_dir(root) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        other => other?,
    };
    for entry in entries {
        let entry = entry?;
        if !running.iter().any(|id| entry.file_name() == id.as_str()) {
            ended.push((entry.metadata()?.modified()?, entry.path()));
        }
    }
    ended.sort();
    let surplus = ended.len().saturating_sub(KEPT_FOLDERS);
    ended.into_iter().take(surplus).try_for_each(|(_, path)| remove_if_there(&path))
}

fn remove_if_there(folder: &Path) -> io::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        other => other,
    }
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> io::Result<T> + Send + 'static) -> io::Result<T> {
    tokio::task::spawn_blocking(work).await.map_err(io::Error::other)?
}
