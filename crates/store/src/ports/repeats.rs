//! Requests that may come again: the answer to the first one is kept, and is the answer to all.

use crate::StoreError;
use domain::{AccountId, Secret, Seed};
use std::time::Duration;

/// What a request is that names a key.
#[derive(Debug, Clone)]
pub enum Taken {
    /// The first, or one that takes up what another left. Ids of what it makes follow from the seed.
    Ours(Seed),
    /// It was answered with this.
    Answered(Secret),
    /// Another one with this key is being answered.
    UnderWay,
    /// The key belongs to another request.
    Another,
}

/// The keys that programs give their requests.
#[async_trait::async_trait]
pub trait RepeatStore: Send + Sync {
    /// Takes a key for a request with this hash. Whoever takes it answers within `held`; after that the next one takes
    /// it up. Keys older than `kept` are forgotten.
    async fn take_key(
        &self,
        account: &AccountId,
        key: &str,
        request_hash: &str,
        held: Duration,
        kept: Duration,
    ) -> Result<Taken, StoreError>;
    /// Keeps the answer, sealed.
    async fn keep_answer(&self, account: &AccountId, key: &str, answer: &Secret) -> Result<(), StoreError>;
    /// The request made nothing: the key is as if it had never been given.
    async fn forget_key(&self, account: &AccountId, key: &str) -> Result<(), StoreError>;
    /// The request may have made something and was not answered: the next one takes it up at once.
    async fn leave_key(&self, account: &AccountId, key: &str) -> Result<(), StoreError>;
    /// The same for all keys of a database that no other process uses.
    async fn leave_all_keys(&self) -> Result<(), StoreError>;
    /// Removes keys older than this, and says how many.
    async fn forget_old_keys(&self, kept: Duration) -> Result<u64, StoreError>;
}
