//! Accounts: one owner, whoever is first, and one account for each email.

use crate::{both::both, world::World};
use domain::{AccountRole, Email};
use futures::future::join_all;
use store::{AccountStore, Admission, StoreError};

both! {
    of_many_first_sign_ups_exactly_one_becomes_the_owner,
    later_accounts_are_members_and_an_email_is_taken_once,
    credentials_are_found_by_email_also_after_a_restart,
}

async fn of_many_first_sign_ups_exactly_one_becomes_the_owner(world: World) {
    let names: Vec<String> = (0..24).map(|n| format!("first{n}")).collect();
    let answers = join_all(names.iter().map(|name| world.sign_up(name, Admission::FirstOnly))).await;
    let owners: Vec<_> = answers.iter().flatten().collect();
    assert_eq!(owners.len(), 1);
    assert_eq!(owners.first().unwrap().role, AccountRole::Owner);
    let refused = answers.iter().filter(|answer| matches!(answer, Err(StoreError::Conflict(_)))).count();
    assert_eq!(refused, 23);
}

async fn later_accounts_are_members_and_an_email_is_taken_once(world: World) {
    assert!(!world.store.has_accounts().await.unwrap());
    assert_eq!(world.sign_up("ada", Admission::Open).await.unwrap().role, AccountRole::Owner);
    let second = world.sign_up("grace", Admission::Open).await.unwrap();
    assert_eq!(second.role, AccountRole::Member);
    assert!(matches!(world.sign_up("ADA", Admission::Open).await, Err(StoreError::Conflict(_))));
    assert!(world.store.has_accounts().await.unwrap());
    assert_eq!(world.store.get_account(&second.id).await.unwrap(), second);
}

async fn credentials_are_found_by_email_also_after_a_restart(mut world: World) {
    let account = world.account("ada").await;
    world.restart().await;
    let email: Email = "Ada@Example.com".parse().unwrap();
    let found = world.store.find_credentials(&email).await.unwrap().unwrap();
    assert_eq!(found.account.id, account);
    assert!(found.password_phc.starts_with("$argon2id$"));
    let nobody: Email = "nobody@example.com".parse().unwrap();
    assert!(world.store.find_credentials(&nobody).await.unwrap().is_none());
}
