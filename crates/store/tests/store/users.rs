//! People: one owner, whoever is first, and one person for each email.

use crate::{both::both, world::World};
use domain::{Email, Role, UserId};
use futures::future::join_all;
use store::{Admission, StoreError, UserStore};

both! {
    of_many_first_sign_ups_exactly_one_becomes_the_owner,
    whoever_comes_later_has_an_account_of_their_own_and_an_email_is_taken_once,
    credentials_are_found_by_email_also_after_a_restart,
}

async fn of_many_first_sign_ups_exactly_one_becomes_the_owner(world: World) {
    let names: Vec<String> = (0..24).map(|n| format!("first{n}")).collect();
    let answers = join_all(names.iter().map(|name| world.sign_up(name, Admission::FirstOnly))).await;
    let members: Vec<_> = answers.iter().flatten().collect();
    assert_eq!(members.len(), 1);
    let owner = world.store.find_credentials(&members[0].email).await.unwrap().unwrap().user;
    assert_eq!((owner.role, members[0].role), (Role::Owner, Role::Owner));
    let refused = answers.iter().filter(|answer| matches!(answer, Err(StoreError::Conflict(_)))).count();
    assert_eq!(refused, 23);
    assert_eq!(world.number("SELECT count(*) FROM accounts").await, 1);
}

async fn whoever_comes_later_has_an_account_of_their_own_and_an_email_is_taken_once(world: World) {
    assert!(!world.store.has_users().await.unwrap());
    let ada = world.sign_up("ada", Admission::Open).await.unwrap();
    let grace = world.sign_up("grace", Admission::Open).await.unwrap();
    assert_ne!(ada.account, grace.account);
    assert_eq!((grace.role, grace.account_name.as_str()), (Role::Owner, "grace@example.com"));
    let credentials = world.store.find_credentials(&grace.email).await.unwrap().unwrap();
    assert_eq!((credentials.user.id, credentials.user.role), (grace.user.clone(), Role::Member));
    assert!(matches!(world.sign_up("ADA", Admission::Open).await, Err(StoreError::Conflict(_))));
    assert!(world.store.has_users().await.unwrap());
    let found = async |account| world.store.find_member(&grace.user, account).await.unwrap();
    assert_eq!(found(None).await, Some(grace.clone()));
    assert_eq!(found(Some(&ada.account)).await, Some(grace.clone()), "in no account that is not theirs");
    assert_eq!(world.store.find_member(&UserId::generate(), None).await.unwrap(), None);
}

async fn credentials_are_found_by_email_also_after_a_restart(mut world: World) {
    world.account("ada").await;
    world.restart().await;
    let email: Email = "Ada@Example.com".parse().unwrap();
    let found = world.store.find_credentials(&email).await.unwrap().unwrap();
    assert_eq!(found.user.email.as_str(), "ada@example.com");
    assert!(found.password_phc.starts_with("$argon2id$"));
    let nobody: Email = "nobody@example.com".parse().unwrap();
    assert!(world.store.find_credentials(&nobody).await.unwrap().is_none());
}
