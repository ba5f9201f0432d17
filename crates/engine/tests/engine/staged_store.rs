//! A queue that can be held up between taking an execution and handing it over, and media whose putting in place is a
//! stagehand's act, so that a test can have either take as long as it wants.

use crate::stagehands::Stagehands;
use async_trait::async_trait;
use bytes::Bytes;
use domain::{ExecutionEvent, ExecutionId, ExecutionKind, StepName};
use providers::Reporter;
use std::{ops::Range, path::Path, sync::Arc};
use store::{
    Claim, ExecutionQueue, FinishedStep, MediaFolder, MediaMeta, MediaName, MediaRead, MediaStore,
    ObjectMedia, SqliteStore, StoreError,
};
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;

/// One permit lets one claim through.
pub struct HeldQueue {
    pub inner: SqliteStore,
    pub handed_over: Arc<Semaphore>,
}

#[async_trait]
impl ExecutionQueue for HeldQueue {
    async fn claim_next_execution(&self, node: &str) -> Result<Option<Claim>, StoreError> {
        let claim = self.inner.claim_next_execution(node).await?;
        if claim.is_some() {
            self.handed_over.acquire().await.unwrap().forget();
        }
        Ok(claim)
    }

    async fn recover_executions(&self, node: &str) -> Result<Vec<(ExecutionId, ExecutionEvent)>, StoreError> {
        self.inner.recover_executions(node).await
    }

    async fn recent_step_times(
        &self,
        kind: ExecutionKind,
        limit: u32,
    ) -> Result<Vec<FinishedStep>, StoreError> {
        self.inner.recent_step_times(kind, limit).await
    }
}

/// Each file that is put in place is an act of the step `publish`, between reading it and writing it.
pub struct StagedMedia {
    pub inner: ObjectMedia,
    pub hands: Stagehands,
}

#[async_trait]
impl MediaStore for StagedMedia {
    async fn put_file(&self, name: &MediaName, from: &Path) -> Result<u64, StoreError> {
        let bytes =
            Bytes::from(tokio::fs::read(from).await.map_err(|error| StoreError::Broken(error.into()))?);
        let (report, _progress) = Reporter::new();
        let acted = self.hands.act(StepName::Publish, &report, &CancellationToken::new()).await;
        acted.map_err(|error| StoreError::Broken(error.into()))?;
        self.inner.put_bytes(name, bytes.clone()).await?;
        Ok(bytes.len() as u64)
    }

    async fn put_bytes(&self, name: &MediaName, bytes: Bytes) -> Result<(), StoreError> {
        self.inner.put_bytes(name, bytes).await
    }

    async fn head(&self, name: &MediaName) -> Result<MediaMeta, StoreError> {
        self.inner.head(name).await
    }

    async fn open(&self, name: &MediaName, range: Option<Range<u64>>) -> Result<MediaRead, StoreError> {
        self.inner.open(name, range).await
    }

    async fn delete_folder(&self, folder: &MediaFolder) -> Result<(), StoreError> {
        self.inner.delete_folder(folder).await
    }
}
