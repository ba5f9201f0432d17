//! What can be done about the team.

use crate::ports::CallError;
use domain::{AccountId, InvitationId, Role, UserId};
use leptos::prelude::*;

/// Makes a link that lets in one person, and shows it.
#[server(prefix = "/rpc", endpoint = "invite")]
pub async fn invite(role: Role) -> Result<String, CallError> {
    use crate::{
        call::{admin, answer},
        ports::{TeamPort, port},
    };
    let member = admin().await?;
    Ok(answer(port::<dyn TeamPort>()?.invite(&member.account, role).await)?.url)
}

/// Ends an invitation.
#[server(prefix = "/rpc", endpoint = "take_back")]
pub async fn take_back(invitation: InvitationId) -> Result<(), CallError> {
    use crate::{
        call::{admin, answer},
        ports::{TeamPort, port},
    };
    let member = admin().await?;
    answer(port::<dyn TeamPort>()?.take_back(&member.account, &invitation).await)?;
    leptos_axum::redirect("/settings#team");
    Ok(())
}

/// Gives a member another role.
#[server(prefix = "/rpc", endpoint = "change_role")]
pub async fn change_role(user: UserId, role: Role) -> Result<(), CallError> {
    use crate::{
        call::{admin, answer},
        ports::{TeamPort, port},
    };
    let member = admin().await?;
    answer(port::<dyn TeamPort>()?.set_role(&member.account, member.role, &user, role).await)?;
    leptos_axum::redirect("/settings#team");
    Ok(())
}

/// Removes a member.
#[server(prefix = "/rpc", endpoint = "remove_member")]
pub async fn remove_member(user: UserId) -> Result<(), CallError> {
    use crate::{
        call::{admin, answer},
        ports::{TeamPort, port},
    };
    let member = admin().await?;
    answer(port::<dyn TeamPort>()?.remove(&member.account, member.role, &user).await)?;
    leptos_axum::redirect("/settings#team");
    Ok(())
}

/// Accepts an invitation as whoever is logged in.
#[server(prefix = "/rpc", endpoint = "join_team")]
pub async fn join_team(invitation: String) -> Result<(), CallError> {
    use crate::{
        call::answer,
        ports::{VisitorPort, port},
    };
    answer(port::<dyn VisitorPort>()?.join(invitation).await)?;
    leptos_axum::redirect("/projects");
    Ok(())
}

/// Acts in another account from now on.
#[server(prefix = "/rpc", endpoint = "switch_account")]
pub async fn switch_account(account: AccountId) -> Result<(), CallError> {
    use crate::{
        call::answer,
        ports::{VisitorPort, port},
    };
    answer(port::<dyn VisitorPort>()?.switch(account).await)?;
    leptos_axum::redirect("/projects");
    Ok(())
}
