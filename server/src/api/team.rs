//! The team: members, and invitations by link.

use super::{
    body::{Body, List},
    page::{Page, PageQuery},
    path::Id,
};
use crate::http::{CanAdmin, CanRead, Problem};
use app::ports::{NewInvitation, Paged, TeamPort};
use axum::{Json, extract::State, http::StatusCode};
use domain::{Email, Invitation, InvitationId, Member, Role, Timestamp, UserId};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

type Team = State<Arc<dyn TeamPort>>;

/// One person of the team, under the name that every object of the API has.
#[derive(Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = TeamMember)]
pub struct Listed {
    id: UserId,
    email: Email,
    role: Role,
    joined_at: Timestamp,
}

impl From<Member> for Listed {
    fn from(member: Member) -> Self {
        Listed { id: member.user, email: member.email, role: member.role, joined_at: member.joined_at }
    }
}

/// `{role}`.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RoleBody {
    role: Role,
}

/// List members, the longest first
#[utoipa::path(get, path = "/members", operation_id = "listMembers", tag = "Team", security(("key" = ["read"]), ("session" = ["read"])), params(PageQuery),
    responses((status = 200, description = "A part of the team", body = List<Listed>)))]
pub async fn members(
    State(team): Team,
    CanRead(account): CanRead,
    Page(paging): Page,
) -> Result<Json<List<Listed>>, Problem> {
    let members = team.members(&account).await?.into_iter().map(Listed::from).collect();
    Ok(Json(Paged::of_all(members, &paging, |member: &Listed| member.id.to_string())?.into()))
}

/// Give a member another role
///
/// Only an owner changes who the owners are, and there always is one.
#[utoipa::path(patch, path = "/members/{id}", operation_id = "updateMember", tag = "Team", security(("key" = ["admin"]), ("session" = ["admin"])), params(("id" = UserId, Path)),
    request_body(content = RoleBody, example = json!({"role": "admin"})),
    responses((status = 200, description = "The member", body = Listed),
        (status = 409, description = "It would leave the account with no owner", body = super::Refusal)))]
pub async fn set_role(
    State(team): Team,
    CanAdmin(account, acting): CanAdmin,
    Id(user): Id<UserId>,
    Body(RoleBody { role }): Body<RoleBody>,
) -> Result<Json<Listed>, Problem> {
    Ok(Json(team.set_role(&account, acting, &user, role).await?.into()))
}

/// Remove a member
#[utoipa::path(delete, path = "/members/{id}", operation_id = "deleteMember", tag = "Team", security(("key" = ["admin"]), ("session" = ["admin"])), params(("id" = UserId, Path)),
    responses((status = 204, description = "They see nothing of the account any more"),
        (status = 409, description = "It would leave the account with no owner", body = super::Refusal)))]
pub async fn remove(
    State(team): Team,
    CanAdmin(account, acting): CanAdmin,
    Id(user): Id<UserId>,
) -> Result<StatusCode, Problem> {
    team.remove(&account, acting, &user).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// List invitations that are still good, the newest first
#[utoipa::path(get, path = "/invitations", operation_id = "listInvitations", tag = "Team", security(("key" = ["admin"]), ("session" = ["admin"])), params(PageQuery),
    responses((status = 200, description = "A part of the invitations", body = List<Invitation>)))]
pub async fn invitations(
    State(team): Team,
    CanAdmin(account, _): CanAdmin,
    Page(paging): Page,
) -> Result<Json<List<Invitation>>, Problem> {
    let invitations = team.invitations(&account).await?;
    Ok(Json(Paged::of_all(invitations, &paging, |invitation| invitation.id.to_string())?.into()))
}

/// Invite somebody by a link
///
/// It is good for a week and for one person; the answer is the only one that shows it.
#[utoipa::path(post, path = "/invitations", operation_id = "createInvitation", tag = "Team", security(("key" = ["admin"]), ("session" = ["admin"])),
    request_body(content = RoleBody, example = json!({"role": "member"})),
    responses((status = 201, description = "The invitation with its link", body = NewInvitation)))]
pub async fn invite(
    State(team): Team,
    CanAdmin(account, _): CanAdmin,
    Body(RoleBody { role }): Body<RoleBody>,
) -> Result<(StatusCode, Json<NewInvitation>), Problem> {
    Ok((StatusCode::CREATED, Json(team.invite(&account, role).await?)))
}

/// Take an invitation back
#[utoipa::path(delete, path = "/invitations/{id}", operation_id = "deleteInvitation", tag = "Team", security(("key" = ["admin"]), ("session" = ["admin"])), params(("id" = InvitationId, Path)),
    responses((status = 204, description = "Its link leads nowhere any more")))]
pub async fn take_back(
    State(team): Team,
    CanAdmin(account, _): CanAdmin,
    Id(id): Id<InvitationId>,
) -> Result<StatusCode, Problem> {
    team.take_back(&account, &id).await?;
    Ok(StatusCode::NO_CONTENT)
}
