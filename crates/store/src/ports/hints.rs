//! Hints between nodes: something changed, look at the table. Any of them may be lost.

use crate::StoreError;
use domain::ExecutionId;
use futures::stream::BoxStream;

/// What a node is told by another one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Hint {
    /// These have new events.
    Changed(Vec<ExecutionId>),
    /// This one is to be stopped.
    Cancel(ExecutionId),
    /// Something is due.
    Due,
}

/// Hints to and from the other nodes. Where there are none, telling does nothing and nothing is heard.
#[async_trait::async_trait]
pub trait HintChannel: Send + Sync {
    /// Tells the other nodes.
    async fn tell(&self, hint: &Hint) -> Result<(), StoreError>;
    /// What the others tell from now on; `None` where there are no others. The stream ends when the line breaks.
    async fn listen(&self) -> Result<Option<BoxStream<'static, Hint>>, StoreError>;
}
