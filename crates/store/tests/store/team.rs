//! Teams: an invitation lets in one, an account never loses its last owner, and nobody sees the team of another.

use crate::{both::both, world::World};
use domain::{InvitationId, Role};
use futures::future::join_all;
use std::time::Duration;
use store::{Admission, StoreError, TeamStore, UserStore};

both! {
    an_invitation_lets_in_one_of_many,
    somebody_new_joins_with_no_account_of_their_own,
    an_invitation_ends_by_itself_and_when_it_is_taken_back,
    an_account_never_loses_its_last_owner,
    nobody_changes_the_team_of_another_account,
}

const A_WEEK: Duration = Duration::from_secs(7 * 24 * 60 * 60);

fn is_conflict<T>(answer: &Result<T, StoreError>) -> bool {
    matches!(answer, Err(StoreError::Conflict(_)))
}

fn is_absent<T>(answer: &Result<T, StoreError>) -> bool {
    matches!(answer, Err(StoreError::NotFound))
}

async fn an_invitation_lets_in_one_of_many(world: World) {
    let ada = world.account("ada").await;
    world.store.add_invitation(&ada, Role::Admin, "hash", A_WEEK).await.unwrap();
    let open = world.store.find_invitation("hash").await.unwrap();
    assert_eq!((open.account_name.as_str(), open.role), ("ada@example.com", Role::Admin));
    let mut others = Vec::new();
    for n in 0..8 {
        others.push(world.sign_up(&format!("other{n}"), Admission::Open).await.unwrap());
    }
    let answers =
        join_all(others.iter().map(|other| world.store.accept_invitation("hash", &other.user))).await;
    let admitted: Vec<_> = answers.iter().flatten().collect();
    assert_eq!(admitted.len(), 1);
    assert!(answers.iter().filter(|answer| is_absent(answer)).count() == 7);
    assert_eq!((&admitted[0].account, admitted[0].role), (&ada, Role::Admin));
    let user = &admitted[0].user;
    assert_eq!(world.store.find_member(user, Some(&ada)).await.unwrap().as_ref(), Some(admitted[0]));
    let own = world.store.memberships(user).await.unwrap();
    assert_eq!((own.len(), own[0].role, &own[1].account), (2, Role::Owner, &ada));
    world.store.add_invitation(&ada, Role::Member, "hash-2", A_WEEK).await.unwrap();
    assert!(is_conflict(&world.store.accept_invitation("hash-2", user).await), "a member already");
    assert!(world.store.find_invitation("hash-2").await.is_ok(), "so it is still good for somebody else");
}

async fn somebody_new_joins_with_no_account_of_their_own(world: World) {
    let ada = world.account("ada").await;
    let join = async |name: &str| world.sign_up(name, Admission::Invited("hash".into())).await;
    assert!(is_absent(&join("grace").await));
    assert_eq!(world.number("SELECT count(*) FROM users").await, 1, "who was not let in is nobody");
    world.store.add_invitation(&ada, Role::Member, "hash", A_WEEK).await.unwrap();
    assert!(is_conflict(&join("ada").await), "an email is taken once");
    let grace = join("grace").await.unwrap();
    assert_eq!((&grace.account, grace.role), (&ada, Role::Member));
    assert_eq!(world.store.memberships(&grace.user).await.unwrap(), std::slice::from_ref(&grace));
    assert!(is_absent(&join("eve").await));
    assert_eq!(world.number("SELECT count(*) FROM accounts").await, 1);
    world.store.remove_member(&ada, &grace.user).await.unwrap();
    assert_eq!(world.store.find_member(&grace.user, None).await.unwrap(), None);
}

async fn an_invitation_ends_by_itself_and_when_it_is_taken_back(world: World) {
    let ada = world.account("ada").await;
    let grace = world.sign_up("grace", Admission::Open).await.unwrap();
    world.store.add_invitation(&ada, Role::Member, "over", Duration::ZERO).await.unwrap();
    assert!(is_absent(&world.store.find_invitation("over").await));
    assert!(is_absent(&world.store.accept_invitation("over", &grace.user).await));
    assert!(world.store.list_invitations(&ada).await.unwrap().is_empty());
    let taken_back = world.store.add_invitation(&ada, Role::Member, "hash", A_WEEK).await.unwrap();
    assert_eq!(world.store.list_invitations(&ada).await.unwrap(), std::slice::from_ref(&taken_back));
    assert!(is_absent(&world.store.remove_invitation(&grace.account, &taken_back.id).await));
    world.store.remove_invitation(&ada, &taken_back.id).await.unwrap();
    assert!(is_absent(&world.store.accept_invitation("hash", &grace.user).await));
    for n in 0..100 {
        world.store.add_invitation(&ada, Role::Member, &format!("hash-{n}"), A_WEEK).await.unwrap();
    }
    assert!(is_conflict(&world.store.add_invitation(&ada, Role::Member, "one more", A_WEEK).await));
}

async fn an_account_never_loses_its_last_owner(world: World) {
    let ada = world.sign_up("ada", Admission::Open).await.unwrap();
    let (account, store) = (&ada.account, &world.store);
    store.add_invitation(account, Role::Admin, "hash", A_WEEK).await.unwrap();
    let grace = world.sign_up("grace", Admission::Invited("hash".into())).await.unwrap();
    assert!(is_conflict(&store.set_role(account, &ada.user, Role::Member).await));
    assert!(is_conflict(&store.remove_member(account, &ada.user).await));
    assert_eq!(store.list_members(account).await.unwrap(), [ada.clone(), grace.clone()]);
    assert_eq!(store.set_role(account, &grace.user, Role::Owner).await.unwrap().role, Role::Owner);
    // Of two owners who leave at the same time, one stays.
    let left = join_all([&ada, &grace].map(|owner| store.remove_member(account, &owner.user))).await;
    assert_eq!(left.iter().filter(|answer| is_conflict(answer)).count(), 1);
    assert_eq!(store.list_members(account).await.unwrap().len(), 1);
}

async fn nobody_changes_the_team_of_another_account(world: World) {
    let ada = world.sign_up("ada", Admission::Open).await.unwrap();
    let eve = world.account("eve").await;
    assert!(is_absent(&world.store.set_role(&eve, &ada.user, Role::Member).await));
    assert!(is_absent(&world.store.remove_member(&eve, &ada.user).await));
    assert!(is_absent(&world.store.remove_invitation(&eve, &InvitationId::generate()).await));
    assert!(world.store.list_members(&eve).await.unwrap().iter().all(|member| member.user != ada.user));
}
