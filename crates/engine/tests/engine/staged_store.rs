//! A queue that can be held up between taking an execution and handing it over, and media whose putting in place is a
//! stagehand's act, so that a test can have either take as long as it wants.

use crate::stagehands::Stagehands;
use async_trait::async_trait;
use bytes::Bytes;
use domain::{ExecutionId, ExecutionKind, StepKind};
use futures::TryStreamExt;
use providers::Reporter;
use std::{ops::Range, path::Path, sync::Arc, time::Duration};
use store::{
    Claim, ClaimQuery, ExecutionQueue, FinishedStep, MediaFolder, MediaMeta, MediaName, MediaRead,
    MediaStore, ObjectMedia, Renewed, SqlStore, StoreError,
};
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;

/// One permit lets one claim through.
pub struct HeldQueue {
    pub inner: SqlStore,
    pub handed_over: Arc<Semaphore>,
}

#[async_trait]
impl ExecutionQueue for HeldQueue {
    async fn claim_due(&self, query: ClaimQuery<'_>) -> Result<Vec<Claim>, StoreError> {
        let claims = self.inner.claim_due(query).await?;
        if !claims.is_empty() {
            self.handed_over.acquire().await.unwrap().forget();
        }
        Ok(claims)
    }

    async fn next_due_in(&self, kinds: &[StepKind]) -> Result<Option<Duration>, StoreError> {
        self.inner.next_due_in(kinds).await
    }

    async fn renew_leases(&self, node: &str, ttl: Duration) -> Result<Vec<Renewed>, StoreError> {
        self.inner.renew_leases(node, ttl).await
    }

    async fn release_all(&self) -> Result<u64, StoreError> {
        self.inner.release_all().await
    }

    async fn nudge(&self, id: &ExecutionId) -> Result<(), StoreError> {
        self.inner.nudge(id).await
    }

    async fn recent_step_times(
        &self,
        kind: ExecutionKind,
        limit: u32,
    ) -> Result<Vec<FinishedStep>, StoreError> {
        self.inner.recent_step_times(kind, limit).await
    }
}

/// Each file that gets its second name is an act of the step `publish`, between reading it and writing it.
pub struct StagedMedia {
    pub inner: ObjectMedia,
    pub hands: Stagehands,
}

#[async_trait]
impl MediaStore for StagedMedia {
    async fn put_file(&self, name: &MediaName, from: &Path) -> Result<u64, StoreError> {
        self.inner.put_file(name, from).await
    }

    async fn put_bytes(&self, name: &MediaName, bytes: Bytes) -> Result<(), StoreError> {
        self.inner.put_bytes(name, bytes).await
    }

    async fn copy(&self, from: &MediaName, to: &MediaName) -> Result<(), StoreError> {
        let body: Vec<Bytes> = self.inner.open(from, None).await?.body.try_collect().await?;
        let (report, _progress) = Reporter::new();
        let acted = self.hands.act(StepKind::Publish, &report, &CancellationToken::new()).await;
        acted.map_err(|error| StoreError::Broken(error.into()))?;
        self.inner.put_bytes(to, body.concat().into()).await
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
