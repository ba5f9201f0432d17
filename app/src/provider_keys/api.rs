//! What can be done with keys of providers.

use crate::ports::CallError;
use domain::KeyedProvider;
use leptos::prelude::*;

/// Tests a key, keeps it, and leads back to the others.
#[server(prefix = "/rpc", endpoint = "save_provider_key")]
pub async fn save_provider_key(
    provider: KeyedProvider,
    #[server(default)] key: String,
) -> Result<(), CallError> {
    use crate::{
        call::{admin, answer},
        ports::{ProviderKeysPort, port},
    };
    let member = admin().await?;
    answer(port::<dyn ProviderKeysPort>()?.put(&member.account, provider, key.into()).await)?;
    leptos_axum::redirect("/settings#keys");
    Ok(())
}

/// Removes a key and leads back to the others.
#[server(prefix = "/rpc", endpoint = "remove_provider_key")]
pub async fn remove_provider_key(provider: KeyedProvider) -> Result<(), CallError> {
    use crate::{
        call::{admin, answer},
        ports::{ProviderKeysPort, port},
    };
    let member = admin().await?;
    answer(port::<dyn ProviderKeysPort>()?.remove(&member.account, provider).await)?;
    leptos_axum::redirect("/settings#keys");
    Ok(())
}
