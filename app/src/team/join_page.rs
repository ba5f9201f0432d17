//! Where an invitation leads: whoever is logged in joins, and somebody new signs up.

use super::JoinTeam;
use crate::{
    accounts::{SignUpForm, doorway},
    ports::{TeamPort, VisitorPort, port},
    shell::{Nav, Page, open_page},
};
use domain::Role;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use server_fn::ServerFn;

/// One invitation.
#[component]
pub fn JoinPage() -> impl IntoView {
    let token = use_params_map().get_untracked().get("token").unwrap_or_default();
    open_page(Nav::None, async move {
        let open = port::<dyn TeamPort>()?.open(&token).await?;
        let as_what = if open.role == Role::Admin { "an admin" } else { "a member" };
        let title = format!("Join {}", open.account_name);
        let me = port::<dyn VisitorPort>()?.member().await?;
        let body = match me {
            Some(me) => view! {
                <h1>{title}</h1>
                <p class="dim">{format!("You are logged in as {}. You join as {as_what}.", me.email)}</p>
                <form method="post" action=JoinTeam::url()>
                    <input type="hidden" name="invitation" value=token/>
                    <button class="btn big" type="submit">"Join the team"</button>
                </form>
            }
            .into_any(),
            None => view! {
                <SignUpForm next="/projects".into() invitation=token.clone() team=open.account_name/>
                <p class="small dim">
                    "Already have an account? "
                    <a class="tap" href=format!("/login?invitation={token}")>"Log in"</a>
                </p>
            }
            .into_any(),
        };
        Ok(Page::new("Join the team", doorway(body)))
    })
}
