//! API keys: how a program proves for whom it acts. A key has 256 random bits, so a plain hash of it is safe to keep,
//! and guessing needs no limit.

use crate::ports::from_store;
use app::ports::{ApiKey, KeysPort, NewApiKey, PortError};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::{AccountId, ApiKeyId, Scope};
use sha2::{Digest, Sha256};
use std::sync::Arc;
use store::{KeyHolder, KeyStore, NewKey};

/// How a key begins, so that people and scanners of sources know one when they see it.
const PREFIX: &str = "pr_";
/// `pr_` and 32 bytes in base64.
const KEY_CHARS: usize = 46;
const NAME: &str = "API key";
const NAME_CHARS_MAX: usize = 80;

/// The keys of all accounts.
#[derive(Clone)]
pub struct ApiKeys(pub Arc<dyn KeyStore>);

impl ApiKeys {
    /// For whom a key acts, and how far; nothing for what is no key, or no key any more.
    pub async fn holder_of(&self, key: &str) -> Result<Option<KeyHolder>, PortError> {
        if !key.starts_with(PREFIX) || key.len() != KEY_CHARS {
            return Ok(None);
        }
        self.0.find_key(&hash(key)).await.map_err(from_store)
    }
}

#[async_trait::async_trait]
impl KeysPort for ApiKeys {
    async fn list(&self, account: &AccountId) -> Result<Vec<ApiKey>, PortError> {
        let keys = self.0.list_keys(account).await.map_err(from_store)?;
        Ok(keys.into_iter().map(known).collect())
    }

    async fn add(
        &self,
        account: &AccountId,
        id: ApiKeyId,
        name: Option<&str>,
        scope: Scope,
    ) -> Result<NewApiKey, PortError> {
        let name = name.map(str::trim).filter(|name| !name.is_empty()).unwrap_or(NAME);
        if name.chars().count() > NAME_CHARS_MAX || name.chars().any(char::is_control) {
            let sentence = format!("A key's name has at most {NAME_CHARS_MAX} characters, on one line.");
            return Err(PortError::invalid("name", sentence));
        }
        let key = format!("{PREFIX}{}", URL_SAFE_NO_PAD.encode(rand::random::<[u8; 32]>()));
        let new = NewKey { id, name: name.to_owned(), scope, hash: hash(&key) };
        let kept = self.0.add_key(account, new).await.map_err(from_store)?;
        Ok(NewApiKey { known: known(kept), key })
    }

    async fn remove(&self, account: &AccountId, id: &ApiKeyId) -> Result<(), PortError> {
        self.0.remove_key(account, id).await.map_err(from_store)
    }
}

fn hash(key: &str) -> String {
    Sha256::digest(key).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn known(kept: store::ApiKey) -> ApiKey {
    let store::ApiKey { id, name, scope, created_at, last_used_at } = kept;
    ApiKey { id, name, scope, created_at, last_used_at }
}
