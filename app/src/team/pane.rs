//! The pane of the settings that shows the team, and the accounts that somebody may act in.

use super::{ChangeRole, NewInvitation, RemoveMember, SwitchAccount, TakeBack};
use crate::{
    parts::day_and_time,
    ports::{CallError, TeamPort, VisitorPort, port},
};
use domain::{Invitation, Member, Role, Scope};
use leptos::prelude::*;
use server_fn::ServerFn;

/// Who is in this account; for admins also what can be done about it.
pub async fn team_pane(me: &Member) -> Result<AnyView, CallError> {
    let team = port::<dyn TeamPort>()?;
    let members = team.members(&me.account).await?;
    let manages = me.role.scope() == Scope::Admin;
    let invitations = if manages { team.invitations(&me.account).await? } else { Vec::new() };
    let rows = members.into_iter().map(|member| row(me, member, manages)).collect_view();
    let open = (!invitations.is_empty()).then(|| {
        view! {
            <h3 class="h3">"Open invitations"</h3>
            <ul class="rows">{invitations.into_iter().map(open_invitation).collect_view()}</ul>
        }
    });
    Ok(view! {
        <section id="team" class="pane stack" aria-labelledby="team-title">
            <h2 id="team-title">"Team"</h2>
            <p class="dim">"Members share the projects, the keys and the limits of this account."</p>
            <ul class="rows">{rows}</ul>
            {manages.then(|| view! { <NewInvitation/> })}
            {open}
        </section>
    }
    .into_any())
}

fn row(me: &Member, member: Member, manages: bool) -> impl IntoView + use<> {
    let name = member.email.to_string();
    let is_me = member.user == me.user;
    let role = role_text(member.role);
    // Only owners change owners, and nobody takes themselves out by accident.
    let changes = manages && !is_me && (me.role == Role::Owner || member.role != Role::Owner);
    let other = if member.role == Role::Member { Role::Admin } else { Role::Member };
    let promote = format!("Make {name} {}", if other == Role::Admin { "an admin" } else { "a member" });
    let remove = format!("Remove {name} from the team");
    let user = member.user.to_string();
    view! {
        <li class="pk">
            <div>
                <b>{name}{is_me.then_some(" (you)")}</b>
                <small class="dim">{format!("{role} since {}", day_and_time(member.joined_at))}</small>
            </div>
            {changes.then(|| view! {
                <form method="post" action=ChangeRole::url()>
                    <input type="hidden" name="user" value=user.clone()/>
                    <button class="btn bare" type="submit" name="role" value=other.as_str() aria-label=promote>
                        {if other == Role::Admin { "Make admin" } else { "Make member" }}
                    </button>
                </form>
                <form method="post" action=RemoveMember::url()>
                    <input type="hidden" name="user" value=user/>
                    <button class="btn bare" type="submit" aria-label=remove>"Remove"</button>
                </form>
            })}
        </li>
    }
}

fn open_invitation(invitation: Invitation) -> impl IntoView {
    let label = format!("Take back the invitation of {}", day_and_time(invitation.created_at));
    view! {
        <li class="pk">
            <div>
                <b>{role_text(invitation.role)}</b>
                <small class="dim">{format!("Good until {}", day_and_time(invitation.ends_at))}</small>
            </div>
            <form method="post" action=TakeBack::url()>
                <input type="hidden" name="invitation" value=invitation.id.to_string()/>
                <button class="btn bare" type="submit" aria-label=label>"Take back"</button>
            </form>
        </li>
    }
}

/// What a role is called.
pub fn role_text(role: Role) -> &'static str {
    match role {
        Role::Owner => "Owner",
        Role::Admin => "Admin",
        Role::Member => "Member",
    }
}

/// The other accounts that somebody may act in; nothing where there is none.
pub async fn accounts_of(me: &Member) -> Result<Option<AnyView>, CallError> {
    let mut accounts = port::<dyn VisitorPort>()?.accounts().await?;
    accounts.retain(|other| other.account != me.account);
    if accounts.is_empty() {
        return Ok(None);
    }
    let rows = accounts.into_iter().map(|other| {
        let label = format!("Work in the account {}", other.account_name);
        view! {
            <li class="pk">
                <div><b>{other.account_name}</b><small class="dim">{role_text(other.role)}</small></div>
                <form method="post" action=SwitchAccount::url()>
                    <input type="hidden" name="account" value=other.account.to_string()/>
                    <button class="btn quiet" type="submit" aria-label=label>"Work there"</button>
                </form>
            </li>
        }
    });
    Ok(Some(
        view! {
            <h3 class="h3">"Your other accounts"</h3>
            <ul class="rows">{rows.collect_view()}</ul>
        }
        .into_any(),
    ))
}
