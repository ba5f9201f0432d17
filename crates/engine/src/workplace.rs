//! Files of steps under way: one folder on this machine for each lease that this node holds.
//!
//! A step writes into a folder that ends in `.part`. When it is done, its files go into the media store, where any node
//! finds them; what stays here is only a copy at hand. Folders and names in the media store carry the lease's epoch, so
//! an earlier holder that is still winding down, here or on another node, can touch nothing of a later one, and the whole
//! folder may go when its lease does.

use crate::output::{KeptFile, StepOutput};
use domain::StepName;
use futures::TryStreamExt;
use std::{
    fs,
    future::pending,
    io,
    path::{Path, PathBuf},
    sync::Arc,
};
use store::{Lease, MediaFolder, MediaName, MediaStore, StoreError};
use tokio::io::AsyncWriteExt;

/// All folders of this node.
#[derive(Clone)]
pub(crate) struct Workplaces {
    root: PathBuf,
    media: Arc<dyn MediaStore>,
}

/// The folder of one lease.
#[derive(Clone)]
pub(crate) struct Workplace {
    folder: PathBuf,
    media: Arc<dyn MediaStore>,
}

/// Why a file of an earlier step is not at hand.
#[derive(Debug)]
pub(crate) enum NotAtHand {
    /// It is gone: whoever made it must make it again.
    Gone,
    Store(StoreError),
    Disk(io::Error),
}

impl Workplaces {
    pub fn new(root: PathBuf, media: Arc<dyn MediaStore>) -> Self {
        Workplaces { root, media }
    }

    pub fn of(&self, lease: &Lease) -> Workplace {
        let folder = self.root.join(format!("{}.{}", lease.execution, lease.epoch));
        Workplace { folder, media: self.media.clone() }
    }

    /// Removes what an earlier process left.
    pub async fn clear(&self) {
        let root = self.root.clone();
        if let Err(error) = blocking(move || remove_if_there(&root)).await {
            tracing::warn!(%error, "old work folders could not be removed");
        }
    }
}

impl Workplace {
    /// A fresh folder for an attempt. What earlier attempts left is removed.
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

    /// The attempt succeeded: its files go to where every node finds them.
    pub async fn keep(
        &self,
        step: StepName,
        epoch: u64,
        work: &MediaFolder,
    ) -> Result<Vec<KeptFile>, StoreError> {
        let part = self.part(step, epoch);
        let mut names = Vec::new();
        for entry in fs::read_dir(&part).map_err(StoreError::from)? {
            names.push(entry.map_err(StoreError::from)?.file_name().to_string_lossy().into_owned());
        }
        names.sort();
        let mut files = Vec::with_capacity(names.len());
        for name in names {
            let media = work.file(&format!("{step}-{epoch}-{name}"))?;
            let from = part.join(&name);
            let bytes = self.media.put_file(&media, &from).await?;
            let at_hand = self.at_hand(&media);
            blocking(move || {
                at_hand.parent().map_or(Ok(()), fs::create_dir_all)?;
                fs::rename(&from, &at_hand)
            })
            .await
            .map_err(StoreError::from)?;
            files.push(KeptFile { name, media: media.to_string(), bytes });
        }
        blocking(move || remove_if_there(&part)).await.map_err(StoreError::from)?;
        Ok(files)
    }

    /// The path of a file that a finished step left, on this machine.
    pub async fn local(&self, output: &StepOutput, name: &str) -> Result<PathBuf, NotAtHand> {
        let file = output.file(name).ok_or(NotAtHand::Gone)?;
        let media = file.media().ok_or(NotAtHand::Gone)?;
        let path = self.at_hand(&media);
        if fs::metadata(&path).is_ok_and(|found| found.len() == file.bytes) {
            return Ok(path);
        }
        let folder = path.parent().map(Path::to_owned).unwrap_or_default();
        blocking(move || fs::create_dir_all(folder)).await.map_err(NotAtHand::Disk)?;
        let mut read = match self.media.open(&media, None).await {
            Err(StoreError::NotFound) => return Err(NotAtHand::Gone),
            other => other.map_err(NotAtHand::Store)?,
        };
        if read.meta.bytes != file.bytes {
            return Err(NotAtHand::Gone);
        }
        let mut copy = tokio::fs::File::create(&path).await.map_err(NotAtHand::Disk)?;
        while let Some(bytes) = read.body.try_next().await.map_err(NotAtHand::Store)? {
            copy.write_all(&bytes).await.map_err(NotAtHand::Disk)?;
        }
        copy.flush().await.map_err(NotAtHand::Disk)?;
        Ok(path)
    }

    /// Whether everything that a step left is still where every node finds it.
    pub async fn holds(&self, output: &StepOutput) -> Result<bool, StoreError> {
        for file in &output.files {
            let Some(media) = file.media() else { return Ok(false) };
            match self.media.head(&media).await {
                Ok(meta) if meta.bytes == file.bytes => {}
                Ok(_) | Err(StoreError::NotFound) => return Ok(false),
                Err(error) => return Err(error),
            }
        }
        Ok(true)
    }

    /// Removes everything that is here.
    pub async fn remove(&self) {
        if !self.folder.exists() {
            return;
        }
        let folder = self.folder.clone();
        if let Err(error) = blocking(move || remove_if_there(&folder)).await {
            tracing::warn!(folder = %self.folder.display(), %error, "a work folder could not be removed");
        }
    }

    fn part(&self, step: StepName, epoch: u64) -> PathBuf {
        self.folder.join(format!("{step}.{epoch}.part"))
    }

    fn at_hand(&self, media: &MediaName) -> PathBuf {
        self.folder.join(media.to_string())
    }
}

fn remove_if_there(folder: &Path) -> io::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        other => other,
    }
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> io::Result<T> + Send + 'static) -> io::Result<T> {
    match tokio::task::spawn_blocking(work).await {
        // A runtime that ends takes nothing more on, and this task goes next: that is no failure of the disk.
        Err(refused) if refused.is_cancelled() => pending().await,
        Err(panic) => Err(io::Error::other(panic)),
        Ok(done) => done,
    }
}
