//! Figures of the whole installation, for whoever watches over it. They name no account and nothing that is anybody's.

use crate::StoreError;
use std::time::Duration;

/// How everything stands at one moment.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Figures {
    /// Executions that have not begun, or wait to go on where they were handed back.
    pub queued: u64,
    /// Executions that a node holds.
    pub held: u64,
    /// Executions under way that nobody holds: they wait for somebody outside, or lost their holder.
    pub waiting_outside: u64,
    /// How long ago the one was queued that waits longest; zero where none does.
    pub oldest_queued: Duration,
    /// Webhooks that are to be delivered, now or later.
    pub deliveries_pending: u64,
    pub cost: BudgetFigures,
    pub videos: BudgetFigures,
}

/// How near accounts are to one of their limits of this month. A limit of zero is near to nobody.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct BudgetFigures {
    /// The part used and reserved by the account that is nearest to its limit: 1 is all of it.
    pub most_used: f64,
    /// Accounts that have used or reserved nine tenths of their limit.
    pub nearly_used: u64,
}

/// One set of connections to the database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PoolFigures {
    /// What they are for.
    pub name: &'static str,
    pub busy: u64,
    pub idle: u64,
}

/// What can be said of an installation as a whole.
#[async_trait::async_trait]
pub trait FigureStore: Send + Sync {
    /// Reads them. It looks at everything that is under way, so it is not for every moment.
    async fn figures(&self) -> Result<Figures, StoreError>;
    /// The connections of this process, without asking the database.
    fn connections(&self) -> Vec<PoolFigures>;
}
