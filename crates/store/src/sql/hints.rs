//! Hints between nodes, by PostgreSQL's NOTIFY. They are sent outside of any transaction that matters, since a commit
//! that notifies waits for all others that do.

use super::{
    SqlStore,
    db::{Dialect, hint_listener, sql},
};
use crate::{Hint, HintChannel, StoreError};
use async_trait::async_trait;
use futures::stream::{self, BoxStream, StreamExt};

const CHANNEL: &str = "pitchreel";

#[async_trait]
impl HintChannel for SqlStore {
    async fn tell(&self, hint: &Hint) -> Result<(), StoreError> {
        if self.dialect() == Dialect::Sqlite {
            return Ok(());
        }
        sql("SELECT pg_notify($1, $2) IS NULL")
            .bind(CHANNEL)
            .bind(written(hint))
            .execute(&mut self.look().await?)
            .await?;
        Ok(())
    }

    async fn listen(&self) -> Result<Option<BoxStream<'static, Hint>>, StoreError> {
        let Some(mut listener) = hint_listener(&self.pools).await? else { return Ok(None) };
        listener.listen(CHANNEL).await?;
        let hints = stream::unfold(listener, async |mut listener| {
            // `None` and an error both mean that the line broke: whoever listens begins anew.
            let heard = listener.try_recv().await.ok().flatten()?;
            Some((read(heard.payload()), listener))
        });
        Ok(Some(hints.filter_map(async |hint| hint).boxed()))
    }
}

/// `c` and the ids, `x` and the id, or `d`. A payload holds 8,000 bytes: some 250 ids.
fn written(hint: &Hint) -> String {
    match hint {
        Hint::Changed(ids) => {
            format!("c{}", ids.iter().map(|id| id.as_str()).collect::<Vec<_>>().join(","))
        }
        Hint::Cancel(id) => format!("x{id}"),
        Hint::Due => "d".to_owned(),
    }
}

fn read(text: &str) -> Option<Hint> {
    let rest = text.get(1..)?;
    match text.get(..1)? {
        "c" => Some(Hint::Changed(rest.split(',').filter_map(|id| id.parse().ok()).collect())),
        "x" => Some(Hint::Cancel(rest.parse().ok()?)),
        "d" => Some(Hint::Due),
        _ => None,
    }
}
