//! Turns at the only writer of a SQLite database. SQLite itself lets whoever comes at the right moment go first, so that
//! one who waits behind a crowd may wait for as long as there is a crowd.

use std::sync::Arc;
use tokio::sync::{Mutex, OwnedMutexGuard};

/// Writes line up, and only the first in the line waits for the writer. So whoever passes the line waits for the write
/// that is under way and for at most one more.
#[derive(Clone, Default)]
pub(in crate::sql) struct Turns {
    line: Arc<Mutex<()>>,
    writer: Arc<Mutex<()>>,
}

/// The right to write until it is dropped.
pub(in crate::sql) type Turn = OwnedMutexGuard<()>;

impl Turns {
    /// After everybody who asked before.
    pub async fn in_line(&self) -> Turn {
        let _first = self.line.lock().await;
        self.next().await
    }

    /// Before everybody who stands in the line.
    pub async fn next(&self) -> Turn {
        self.writer.clone().lock_owned().await
    }
}
