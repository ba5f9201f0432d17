//! What can be done with API keys.

use crate::ports::CallError;
use domain::{ApiKeyId, Scope};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// A key that was just made: the only time that it is seen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MadeKey {
    pub name: String,
    pub key: String,
}

/// Makes a key and shows it.
#[server(prefix = "/rpc", endpoint = "make_key")]
pub async fn make_key(#[server(default)] name: String, scope: Scope) -> Result<MadeKey, CallError> {
    use crate::{
        call::{admin, answer},
        ports::{KeysPort, port},
    };
    let member = admin().await?;
    let keys = port::<dyn KeysPort>()?;
    let made = answer(keys.add(&member.account, ApiKeyId::generate(), Some(&name), scope).await)?;
    Ok(MadeKey { name: made.known.name, key: made.key })
}

/// Removes a key and leads back to the others.
#[server(prefix = "/rpc", endpoint = "remove_key")]
pub async fn remove_key(key: ApiKeyId) -> Result<(), CallError> {
    use crate::{
        call::{admin, answer},
        ports::{KeysPort, port},
    };
    let member = admin().await?;
    answer(port::<dyn KeysPort>()?.remove(&member.account, &key).await)?;
    leptos_axum::redirect("/settings#api");
    Ok(())
}
