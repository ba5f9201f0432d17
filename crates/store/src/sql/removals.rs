//! What nobody owns any more: pictures that nothing names, and folders of media on their way out.

use super::{
    SqlStore, Write,
    db::{sql, sql_of},
};
use crate::{MediaFolder, MediaName, RemovalStore, StoreError};
use async_trait::async_trait;
use domain::{AccountId, ProjectId};

#[async_trait]
impl RemovalStore for SqlStore {
    async fn list_removals(&self) -> Result<Vec<MediaFolder>, StoreError> {
        let folders: Vec<String> = sql("SELECT folder FROM media_removals ORDER BY asked_at_ms, folder")
            .scalars(&mut self.look().await?)
            .await?;
        folders.iter().map(|folder| folder.parse()).collect()
    }

    async fn expire_work(&self, days: u32) -> Result<u64, StoreError> {
        let mut write = self.begin().await?;
        let before = write.now_ms - i64::from(days) * 24 * 60 * 60 * 1000;
        // One that is being queued again at this moment needs its work.
        let lock = self.dialect().skip_locked("e");
        let folders: Vec<String> = sql_of(format!(
            "SELECT e.work_folder FROM executions e
             WHERE e.work_folder IS NOT NULL AND e.updated_at_ms < $1
               AND e.status IN ('completed', 'failed', 'cancelled')
             ORDER BY e.updated_at_ms LIMIT 500{lock}"
        ))
        .bind(before)
        .scalars(&mut write.tx)
        .await?;
        for folder in &folders {
            write.remove_later(folder).await?;
            sql("UPDATE executions SET work_folder = NULL WHERE work_folder = $1")
                .bind(folder)
                .execute(&mut write.tx)
                .await?;
        }
        write.commit().await?;
        Ok(folders.len() as u64)
    }

    async fn forget_removal(&self, folder: &MediaFolder) -> Result<(), StoreError> {
        let mut write = self.begin().await?;
        sql("DELETE FROM media_removals WHERE folder = $1")
            .bind(folder.as_str())
            .execute(&mut write.tx)
            .await?;
        write.commit().await
    }
}

impl Write {
    /// These media are nobody's once this transaction is stored.
    pub(super) async fn remove_later(&mut self, folder: &str) -> Result<(), StoreError> {
        sql("INSERT INTO media_removals (folder, asked_at_ms) VALUES ($1, $2) ON CONFLICT DO NOTHING")
            .bind(folder)
            .bind(self.now_ms)
            .execute(&mut self.tx)
            .await?;
        Ok(())
    }

    /// What stands behind the presenter in this project and in what was ordered from it.
    pub(super) async fn backgrounds_of(&mut self, project: &ProjectId) -> Result<Vec<String>, StoreError> {
        let background = self.dialect().json_text("order_json", "background");
        let named = sql_of(format!(
            "SELECT background FROM projects WHERE id = $1
             UNION SELECT {background} FROM executions WHERE project_id = $1 AND {background} IS NOT NULL"
        ));
        named.bind(project.as_str()).scalars(&mut self.tx).await
    }

    /// Removes pictures that no project and no order of the account names, the oldest first, at most `most`; of
    /// `these` alone, where they are given. Says how many went.
    pub(super) async fn remove_unnamed_assets(
        &mut self,
        account: &AccountId,
        these: Option<&[String]>,
        most: u32,
    ) -> Result<usize, StoreError> {
        let these = these.map(serde_json::to_string).transpose()?;
        let (list, background) =
            (self.dialect().list("$2"), self.dialect().json_text("e.order_json", "background"));
        let of_these = if these.is_some() { format!("a.id IN {list}") } else { "$2 = ''".to_owned() };
        let unnamed: Vec<String> = sql_of(format!(
            "DELETE FROM assets WHERE id IN (
                 SELECT a.id FROM assets a
                 WHERE a.account_id = $1 AND {of_these}
                   AND NOT EXISTS (SELECT 1 FROM projects p
                                   WHERE p.account_id = $1 AND p.background = a.id)
                   AND NOT EXISTS (SELECT 1 FROM executions e
                                   WHERE e.account_id = $1 AND {background} = a.id)
                 ORDER BY a.id LIMIT $3)
             RETURNING media_name"
        ))
        .bind(account.as_str())
        .bind(these.unwrap_or_default())
        .bind(most)
        .scalars(&mut self.tx)
        .await?;
        for name in &unnamed {
            let name: MediaName = name.parse()?;
            self.remove_later(name.folder().as_str()).await?;
        }
        Ok(unnamed.len())
    }
}
