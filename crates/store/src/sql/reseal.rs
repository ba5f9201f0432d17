//! Everything that is sealed, sealed anew with the present key.

use super::{SqlStore, db::sql_of};
use crate::StoreError;
use sqlx::prelude::FromRow;

/// Rows that are looked at together.
const TOGETHER: u32 = 500;

/// A column of sealed secrets: its table, what tells its rows apart, for whom they are sealed, and its name.
struct Sealed {
    table: &'static str,
    row: &'static str,
    owner: &'static str,
    column: &'static str,
}

const SEALED: [Sealed; 6] = [
    Sealed { table: "accounts", row: "id", owner: "id", column: "webhook_secret_sealed" },
    Sealed { table: "accounts", row: "id", owner: "id", column: "webhook_secret_previous_sealed" },
    Sealed { table: "executions", row: "id", owner: "account_id", column: "webhook_secret_sealed" },
    Sealed { table: "webhook_deliveries", row: "id", owner: "account_id", column: "secret_sealed" },
    Sealed {
        table: "repeatable_requests",
        row: "account_id || ' ' || key",
        owner: "account_id || ' ' || seed",
        column: "answer_sealed",
    },
    Sealed {
        table: "provider_keys",
        row: "account_id || ' ' || provider",
        owner: "account_id || '/provider-key/' || provider",
        column: "key_sealed",
    },
];

/// What became of the secrets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Resealed {
    /// Sealed anew.
    pub changed: u64,
    /// Sealed with the present key before.
    pub kept: u64,
    /// Neither key opens them; they stay as they are.
    pub unreadable: u64,
}

#[derive(FromRow)]
struct SealedRow {
    row_id: String,
    owner: String,
    sealed: String,
}

impl SqlStore {
    /// Seals everything with the vault's present key that its previous one sealed. Others may read and write meanwhile;
    /// cut off, it goes on where it is begun again.
    pub async fn reseal(&self) -> Result<Resealed, StoreError> {
        let mut resealed = Resealed::default();
        for column in &SEALED {
            let mut after = String::new();
            while let Some(last) = self.reseal_some(column, &after, &mut resealed).await? {
                after = last;
            }
        }
        Ok(resealed)
    }

    /// The last row that was looked at; nothing after the last of all.
    async fn reseal_some(
        &self,
        Sealed { table, row, owner, column }: &Sealed,
        after: &str,
        resealed: &mut Resealed,
    ) -> Result<Option<String>, StoreError> {
        let rows: Vec<SealedRow> = sql_of(format!(
            "SELECT {row} AS row_id, {owner} AS owner, {column} AS sealed FROM {table}
             WHERE {column} IS NOT NULL AND {row} > $1 ORDER BY {row} LIMIT $2"
        ))
        .bind(after)
        .bind(TOGETHER)
        .fetch_all(&mut self.look().await?)
        .await?;
        for known in &rows {
            match self.settings.vault.reseal(&known.owner, &known.sealed) {
                Ok(None) => resealed.kept += 1,
                Err(_) => resealed.unreadable += 1,
                Ok(Some(anew)) => {
                    let mut tx = self.alone().await?;
                    // One that was replaced meanwhile is sealed with the present key already.
                    resealed.changed += sql_of(format!(
                        "UPDATE {table} SET {column} = $1 WHERE {row} = $2 AND {column} = $3"
                    ))
                    .bind(anew)
                    .bind(&known.row_id)
                    .bind(&known.sealed)
                    .execute(&mut tx)
                    .await?;
                    tx.commit().await?;
                }
            }
        }
        Ok(rows.last().map(|last| last.row_id.clone()))
    }
}
