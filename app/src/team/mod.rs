//! The team: who acts in an account, invitations, and the accounts that somebody is in.

mod api;
mod component;
#[cfg(feature = "ssr")]
mod join_page;
#[cfg(feature = "ssr")]
mod pane;

pub use api::{
    ChangeRole, Invite, JoinTeam, RemoveMember, SwitchAccount, TakeBack, change_role, invite, join_team,
    remove_member, switch_account, take_back,
};
pub use component::NewInvitation;
#[cfg(feature = "ssr")]
pub use join_page::JoinPage;
#[cfg(feature = "ssr")]
pub use pane::{accounts_of, role_text, team_pane};
