//! Who does jobs for money, for which account and with which key.

use async_trait::async_trait;
use domain::AccountId;
use providers::JobProvider;
use std::sync::Arc;
use store::StoreError;

/// Somebody who does jobs for money, with one key.
#[derive(Clone)]
pub struct JobMaker {
    pub provider: Arc<dyn JobProvider>,
    /// Tells the keys of one provider apart and tells nothing of them; nothing for the server's own. It is kept with
    /// each request, since only who has the key that a request was made with can say that it was not taken.
    pub key: Option<String>,
}

/// Knows who does jobs for an account.
#[async_trait]
pub trait JobDesk: Send + Sync {
    /// With the account's own keys first, then with the server's; the first that does a kind of step gets it. `Conflict`,
    /// with a sentence for people, where one of the account's keys cannot be used.
    async fn of(&self, account: &AccountId) -> Result<Vec<JobMaker>, StoreError>;
    /// The names of all who may ever be asked, so that figures begin at nothing.
    fn providers(&self) -> Vec<String>;
}

/// The same for every account, with the server's own keys.
#[async_trait]
impl JobDesk for Vec<Arc<dyn JobProvider>> {
    async fn of(&self, _account: &AccountId) -> Result<Vec<JobMaker>, StoreError> {
        Ok(self.iter().map(|provider| JobMaker { provider: provider.clone(), key: None }).collect())
    }

    fn providers(&self) -> Vec<String> {
        self.iter().map(|provider| provider.name().to_owned()).collect()
    }
}
