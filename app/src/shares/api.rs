//! Public links.

use crate::ports::CallError;
use domain::{ExecutionId, ShareToken};
use leptos::prelude::*;

/// The link's token, the same each time. A form that was sent without the script is led to the public page itself.
#[server(prefix = "/rpc", endpoint = "share_ad")]
pub async fn share_ad(execution: ExecutionId) -> Result<ShareToken, CallError> {
    use crate::{
        call::{answer, caller, wants_page},
        ports::{SharesPort, port},
    };
    let member = caller().await?;
    let token = answer(port::<dyn SharesPort>()?.share(&member.account, &execution).await)?;
    if wants_page() {
        leptos_axum::redirect(&format!("/s/{token}"));
    }
    Ok(token)
}

/// Ends the link.
#[server(prefix = "/rpc", endpoint = "unshare_ad")]
pub async fn unshare_ad(execution: ExecutionId) -> Result<(), CallError> {
    use crate::{
        call::{answer, caller},
        ports::{SharesPort, port},
    };
    let member = caller().await?;
    answer(port::<dyn SharesPort>()?.unshare(&member.account, &execution).await)
}
