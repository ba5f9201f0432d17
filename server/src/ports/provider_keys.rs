//! An account's own keys of providers: each is tried when it is saved.

use super::from_store;
use crate::job_desk;
use app::ports::{KeyState, PortError, ProviderKey, ProviderKeysPort};
use domain::{AccountId, KeyedProvider, Secret};
use providers::{KeyTest, KeyVerdict};
use std::{ops::RangeInclusive, sync::Arc};
use store::{KeyAnswer, ProviderKeyStore};
use tokio::sync::Semaphore;

const KEY_CHARS: RangeInclusive<usize> = 8..=512;
/// Keys that are tried at the same time; whoever comes later waits.
const TRIED_AT_ONCE: usize = 8;

/// The keys of all accounts.
pub struct ProviderKeys {
    keys: Arc<dyn ProviderKeyStore>,
    test: Arc<dyn KeyTest>,
    turns: Semaphore,
}

impl ProviderKeys {
    pub fn new(keys: Arc<dyn ProviderKeyStore>, test: Arc<dyn KeyTest>) -> Self {
        ProviderKeys { keys, test, turns: Semaphore::new(TRIED_AT_ONCE) }
    }

    /// What its provider says of a key.
    async fn tried(&self, provider: KeyedProvider, key: &Secret) -> Result<KeyAnswer, PortError> {
        let _turn = self.turns.acquire().await;
        match self.test.test(provider, key).await {
            KeyVerdict::Works => Ok(KeyAnswer::Works),
            KeyVerdict::Refused { sentence } => Err(PortError::invalid("key", sentence)),
            KeyVerdict::NotReached { sentence } => Ok(KeyAnswer::NotAsked(sentence)),
        }
    }
}

#[async_trait::async_trait]
impl ProviderKeysPort for ProviderKeys {
    async fn list(&self, account: &AccountId) -> Result<Vec<ProviderKey>, PortError> {
        let keys = self.keys.list_provider_keys(account).await.map_err(from_store)?;
        Ok(keys.into_iter().map(shown).collect())
    }

    async fn get(&self, account: &AccountId, provider: KeyedProvider) -> Result<ProviderKey, PortError> {
        let keys = self.list(account).await?;
        keys.into_iter().find(|key| key.id == provider).ok_or(PortError::NotFound)
    }

    async fn put(
        &self,
        account: &AccountId,
        provider: KeyedProvider,
        key: Secret,
    ) -> Result<ProviderKey, PortError> {
        let key = readable(&key)?;
        let answer = self.tried(provider, &key).await?;
        self.keys.put_provider_key(account, provider, &key, &answer).await.map(shown).map_err(from_store)
    }

    async fn remove(&self, account: &AccountId, provider: KeyedProvider) -> Result<(), PortError> {
        self.keys.remove_provider_key(account, provider).await.map_err(from_store)
    }

    fn is_used(&self, provider: KeyedProvider) -> bool {
        job_desk::uses(provider)
    }
}

/// The key without the blanks around it that copying leaves, or what is wrong with it.
fn readable(key: &Secret) -> Result<Secret, PortError> {
    let text = key.expose().trim();
    if !KEY_CHARS.contains(&text.len()) || !text.bytes().all(|byte| byte.is_ascii_graphic()) {
        let sentence =
            "A key has 8 to 512 letters, digits and signs, with no blanks. Copy it again from its provider.";
        return Err(PortError::invalid("key", sentence));
    }
    Ok(Secret::from(text.to_owned()))
}

fn shown(kept: store::ProviderKey) -> ProviderKey {
    let state = match (&kept.error, kept.tested_at) {
        (_, None) => KeyState::Untested,
        (None, Some(_)) => KeyState::Works,
        (Some(_), Some(_)) => KeyState::Refused,
    };
    ProviderKey {
        id: kept.provider,
        state,
        last_four: kept.last_four,
        last_error: kept.error,
        tested_at: kept.tested_at,
        saved_at: kept.saved_at,
        used: job_desk::uses(kept.provider),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_taken_without_its_blanks_and_is_no_sentence() {
        let read = |text: &str| readable(&Secret::from(text.to_owned())).map(|key| key.expose().to_owned());
        assert_eq!(read(" sk-12345:abc\n"), Ok("sk-12345:abc".to_owned()));
        for wrong in ["", "short", "two words of it", "sk-12345\n678", "sk-12345é", &"x".repeat(513)] {
            assert!(matches!(read(wrong), Err(PortError::Invalid { .. })), "{wrong:?}");
        }
    }
}
