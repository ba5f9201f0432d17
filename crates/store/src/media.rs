//! Media as the objects of a folder on this machine.

use crate::{MediaFolder, MediaMeta, MediaName, MediaRead, MediaStore, StoreError};
use async_trait::async_trait;
use bytes::Bytes;
use domain::Timestamp;
use futures::{StreamExt, TryStreamExt};
use object_store::{
    GetOptions, GetRange, ObjectMeta, ObjectStore, ObjectStoreExt, buffered::BufWriter,
    local::LocalFileSystem, path::Path as ObjectPath,
};
use std::{io::ErrorKind, ops::Range, path::Path, sync::Arc};
use tokio::io::AsyncWriteExt;

/// Media as objects. Cheap to clone.
#[derive(Clone)]
pub struct ObjectMedia {
    objects: Arc<dyn ObjectStore>,
    folder: Arc<Path>,
}

impl ObjectMedia {
    /// Media in a folder, which is made if it is not there.
    pub fn in_folder(folder: &Path) -> Result<ObjectMedia, StoreError> {
        std::fs::create_dir_all(folder).map_err(StoreError::broken)?;
        let files = LocalFileSystem::new_with_prefix(folder)?.with_automatic_cleanup(true).with_fsync(true);
        Ok(ObjectMedia { objects: Arc::new(files), folder: folder.into() })
    }
}

#[async_trait]
impl MediaStore for ObjectMedia {
    async fn put_file(&self, name: &MediaName, from: &Path) -> Result<u64, StoreError> {
        let mut file = tokio::fs::File::open(from).await.map_err(StoreError::broken)?;
        let mut writer = BufWriter::new(self.objects.clone(), path(name));
        match tokio::io::copy(&mut file, &mut writer).await {
            Ok(bytes) => {
                writer.shutdown().await.map_err(StoreError::broken)?;
                Ok(bytes)
            }
            Err(error) => {
                writer.abort().await?;
                Err(StoreError::broken(error))
            }
        }
    }

    async fn put_bytes(&self, name: &MediaName, bytes: Bytes) -> Result<(), StoreError> {
        self.objects.put(&path(name), bytes.into()).await?;
        Ok(())
    }

    async fn copy(&self, from: &MediaName, to: &MediaName) -> Result<(), StoreError> {
        Ok(self.objects.copy(&path(from), &path(to)).await?)
    }

    async fn head(&self, name: &MediaName) -> Result<MediaMeta, StoreError> {
        Ok(meta(&self.objects.head(&path(name)).await?))
    }

    async fn open(&self, name: &MediaName, range: Option<Range<u64>>) -> Result<MediaRead, StoreError> {
        if let Some(range) = &range {
            let whole = self.head(name).await?.bytes;
            if range.start >= whole || range.is_empty() {
                return Err(StoreError::Conflict("The file has no such part."));
            }
        }
        let options = GetOptions { range: range.map(GetRange::Bounded), ..GetOptions::default() };
        let found = self.objects.get_opts(&path(name), options).await?;
        Ok(MediaRead {
            meta: meta(&found.meta),
            range: found.range.clone(),
            body: found.into_stream().map_err(StoreError::from).boxed(),
        })
    }

    async fn delete_folder(&self, folder: &MediaFolder) -> Result<(), StoreError> {
        // The objects alone would leave behind what a put that was killed had written so far, and the folder itself.
        match tokio::fs::remove_dir_all(self.folder.join(folder.as_str())).await {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(StoreError::broken(error)),
            _ => Ok(()),
        }
    }
}

fn path(name: &MediaName) -> ObjectPath {
    ObjectPath::from(name.to_string())
}

fn meta(found: &ObjectMeta) -> MediaMeta {
    MediaMeta {
        bytes: found.size,
        changed_at: Timestamp::from_unix_ms(found.last_modified.timestamp_millis()),
        etag: found.e_tag.clone(),
    }
}

impl From<object_store::Error> for StoreError {
    fn from(error: object_store::Error) -> Self {
        match error {
            object_store::Error::NotFound { .. } => StoreError::NotFound,
            other => StoreError::broken(other),
        }
    }
}
