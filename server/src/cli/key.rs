//! `key add`, `key list`, `key rm`: how programs act for an account, as the operator hands it out and takes it back.

use super::{Failure, args::KeyAction, runtime};
use crate::{accounts::ApiKeys, database::open_store, ports::from_store, settings::Settings};
use app::ports::KeysPort;
use domain::{AccountId, ApiKeyId, Email, InvalidEmail, Scope};
use std::sync::Arc;
use store::{KeyStore, SqlStore, StoreError, UserStore};

pub fn key(settings: Settings, action: KeyAction) -> Result<(), Failure> {
    runtime(1)?.block_on(async {
        let (store, _) = open_store(&settings).await?;
        match action {
            KeyAction::Add { email, name, scope } => add(store, &email, name.as_deref(), scope).await,
            KeyAction::List { email } => list(store, &email).await,
            KeyAction::Rm { id } => remove(store, &id).await,
        }
    })
}

/// The key stands alone on its line, so that a script can take it as it is.
async fn add(store: Arc<SqlStore>, email: &str, name: Option<&str>, scope: Scope) -> Result<(), Failure> {
    let account = owner(&store, email).await?;
    let made = ApiKeys(store).add(&account, ApiKeyId::generate(), name, scope).await?;
    println!("{}", made.key);
    Ok(())
}

async fn list(store: Arc<SqlStore>, email: &str) -> Result<(), Failure> {
    let account = owner(&store, email).await?;
    for key in ApiKeys(store).list(&account).await? {
        let used = key.last_used_at.map_or("never used".to_owned(), |at| format!("last used {at}"));
        println!("{}  {}  {:5}  {used}  {}", key.id, key.created_at, key.scope.as_str(), key.name);
    }
    Ok(())
}

async fn remove(store: Arc<SqlStore>, id: &ApiKeyId) -> Result<(), Failure> {
    let missing = |error| match error {
        StoreError::NotFound => Failure::new(format!("There is no key {id}.")),
        other => from_store(other).into(),
    };
    let account = store.key_owner(id).await.map_err(missing)?;
    store.remove_key(&account, id).await.map_err(missing)?;
    println!("The key {id} opens nothing any more.");
    Ok(())
}

/// The account that somebody has been in for longest.
pub async fn owner(store: &SqlStore, email: &str) -> Result<AccountId, Failure> {
    let email: Email = email.parse().map_err(|error: InvalidEmail| Failure::usage(error.to_string()))?;
    let nobody = || Failure::new(format!("There is no account with the email {email}."));
    let user = store.find_credentials(&email).await.map_err(from_store)?.ok_or_else(nobody)?.user;
    Ok(store.find_member(&user.id, None).await.map_err(from_store)?.ok_or_else(nobody)?.account)
}
