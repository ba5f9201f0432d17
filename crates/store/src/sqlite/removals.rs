//! What nobody owns any more: pictures that nothing names, and folders of media on their way out.

use super::{SqliteStore, Write};
use crate::{MediaFolder, MediaName, RemovalStore, StoreError};
use async_trait::async_trait;
use domain::{AccountId, ProjectId};

#[async_trait]
impl RemovalStore for SqliteStore {
    async fn list_removals(&self) -> Result<Vec<MediaFolder>, StoreError> {
        let folders: Vec<String> =
            sqlx::query_scalar("SELECT folder FROM media_removals ORDER BY asked_at_ms, folder")
                .fetch_all(&self.reads)
                .await?;
        folders.iter().map(|folder| folder.parse()).collect()
    }

    async fn forget_removal(&self, folder: &MediaFolder) -> Result<(), StoreError> {
        let gone = sqlx::query("DELETE FROM media_removals WHERE folder = ?").bind(folder.as_str());
        gone.execute(&self.writes).await?;
        Ok(())
    }
}

impl Write {
    /// These media are nobody's once this transaction is stored.
    pub(super) async fn remove_later(&mut self, folder: &str) -> Result<(), StoreError> {
        sqlx::query("INSERT INTO media_removals (folder, asked_at_ms) VALUES (?, ?) ON CONFLICT DO NOTHING")
            .bind(folder)
            .bind(self.now_ms)
            .execute(&mut *self.tx)
            .await?;
        Ok(())
    }

    /// What stands behind the presenter in this project and in what was ordered from it.
    pub(super) async fn backgrounds_of(&mut self, project: &ProjectId) -> Result<Vec<String>, StoreError> {
        let named = sqlx::query_scalar(
            "SELECT background FROM projects WHERE id = ?1
             UNION SELECT json_extract(order_json, '$.background') FROM executions
                   WHERE project_id = ?1 AND json_extract(order_json, '$.background') IS NOT NULL",
        );
        Ok(named.bind(project.as_str()).fetch_all(&mut *self.tx).await?)
    }

    /// Removes pictures that no project and no order of the account names, the oldest first, at most `most`; of
    /// `these` alone, where they are given. Says how many went.
    pub(super) async fn remove_unnamed_assets(
        &mut self,
        account: &AccountId,
        these: Option<&[String]>,
        most: u32,
    ) -> Result<usize, StoreError> {
        let unnamed: Vec<String> = sqlx::query_scalar(
            "DELETE FROM assets WHERE id IN (
                 SELECT a.id FROM assets a
                 WHERE a.account_id = ?1
                   AND (?2 IS NULL OR a.id IN (SELECT value FROM json_each(?2)))
                   AND NOT EXISTS (SELECT 1 FROM projects p
                                   WHERE p.account_id = ?1 AND p.background = a.id)
                   AND NOT EXISTS (SELECT 1 FROM executions e
                                   WHERE e.account_id = ?1
                                     AND json_extract(e.order_json, '$.background') = a.id)
                 ORDER BY a.id LIMIT ?3)
             RETURNING media_name",
        )
        .bind(account.as_str())
        .bind(these.map(serde_json::to_string).transpose()?)
        .bind(most)
        .fetch_all(&mut *self.tx)
        .await?;
        for name in &unnamed {
            let name: MediaName = name.parse()?;
            self.remove_later(name.folder().as_str()).await?;
        }
        Ok(unnamed.len())
    }
}
