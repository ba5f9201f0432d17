//! Hints between nodes, by PostgreSQL's NOTIFY. They are sent outside of any transaction that matters, since a commit
//! that notifies waits for all others that do.

use super::{
    SqlStore,
    db::{Dialect, hint_listener, sql},
};
use crate::{Hint, HintChannel, StoreError};
use async_trait::async_trait;
use domain::ExecutionId;
use futures::stream::{self, BoxStream, StreamExt};

const CHANNEL: &str = "pitchreel";
/// What a payload of 8,000 bytes has room for.
const IDS_AT_ONCE: usize = 250;

#[async_trait]
impl HintChannel for SqlStore {
    async fn tell(&self, hint: &Hint) -> Result<(), StoreError> {
        if self.dialect() == Dialect::Sqlite {
            return Ok(());
        }
        let texts = match hint {
            Hint::Changed(ids) => ids.chunks(IDS_AT_ONCE).map(changed).collect(),
            Hint::Cancel(id) => vec![format!("x{id}")],
            Hint::Due => vec!["d".to_owned()],
        };
        let mut look = self.look().await?;
        for text in texts {
            sql("SELECT pg_notify($1, $2) IS NULL").bind(CHANNEL).bind(text).execute(&mut look).await?;
        }
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

fn changed(ids: &[ExecutionId]) -> String {
    format!("c{}", ids.iter().map(|id| id.as_str()).collect::<Vec<_>>().join(","))
}

/// `c` and the ids, `x` and the id, or `d`.
fn read(text: &str) -> Option<Hint> {
    let rest = text.get(1..)?;
    match text.get(..1)? {
        "c" => Some(Hint::Changed(rest.split(',').filter_map(|id| id.parse().ok()).collect())),
        "x" => Some(Hint::Cancel(rest.parse().ok()?)),
        "d" => Some(Hint::Due),
        _ => None,
    }
}
