//! Keys of programs: found by their hash, each account's own, and not without end.

use crate::{both::both, world::World};
use domain::{ApiKeyId, Scope};
use store::{KeyStore, NewKey, StoreError};

both! {
    a_key_is_found_by_its_hash_until_it_is_removed,
    nobody_sees_or_removes_the_keys_of_another_account,
    keys_have_an_end,
    a_key_that_nobody_saw_is_made_anew,
}

fn new_key(name: &str, hash: &str) -> NewKey {
    NewKey { id: ApiKeyId::generate(), name: name.into(), scope: Scope::Write, hash: hash.into() }
}

async fn a_key_is_found_by_its_hash_until_it_is_removed(world: World) {
    let ada = world.account("ada").await;
    let first = world.store.add_key(&ada, new_key("the shop", "hash-1")).await.unwrap();
    let second = world.store.add_key(&ada, new_key("the shop", "hash-2")).await.unwrap();
    assert_eq!((first.name.as_str(), first.last_used_at), ("the shop", None));
    let listed = world.store.list_keys(&ada).await.unwrap();
    assert_eq!(listed, [second.clone(), first.clone()]);
    let holder = world.store.find_key("hash-1").await.unwrap().unwrap();
    assert_eq!((holder.account, holder.key, holder.scope), (ada.clone(), first.id.clone(), Scope::Write));
    assert_eq!(world.store.find_key("hash-3").await.unwrap(), None);
    let used = world.store.list_keys(&ada).await.unwrap();
    assert_eq!((used[0].last_used_at, used[1].last_used_at.is_some()), (None, true));
    // To the minute: a second use writes nothing.
    world.store.find_key("hash-1").await.unwrap();
    assert_eq!(world.store.list_keys(&ada).await.unwrap(), used);
    world.store.remove_key(&ada, &first.id).await.unwrap();
    assert_eq!(world.store.find_key("hash-1").await.unwrap(), None);
    let again = world.store.remove_key(&ada, &first.id).await;
    assert!(matches!(again, Err(StoreError::NotFound)));
    assert_eq!(world.store.list_keys(&ada).await.unwrap(), [second]);
}

async fn nobody_sees_or_removes_the_keys_of_another_account(world: World) {
    let (ada, eve) = (world.account("ada").await, world.account("eve").await);
    let key = world.store.add_key(&ada, new_key("the shop", "hash-1")).await.unwrap();
    assert!(world.store.list_keys(&eve).await.unwrap().is_empty());
    assert_eq!(world.store.key_owner(&key.id).await.unwrap(), ada);
    assert!(matches!(world.store.key_owner(&ApiKeyId::generate()).await, Err(StoreError::NotFound)));
    assert!(matches!(world.store.remove_key(&eve, &key.id).await, Err(StoreError::NotFound)));
    assert_eq!(world.store.find_key("hash-1").await.unwrap().map(|holder| holder.account), Some(ada));
    let hers = NewKey { id: key.id, ..new_key("mine now", "hash-2") };
    assert!(world.store.add_key(&eve, hers).await.is_err());
}

async fn keys_have_an_end(world: World) {
    let (ada, eve) = (world.account("ada").await, world.account("eve").await);
    for number in 0..50 {
        world.store.add_key(&ada, new_key("one of many", &format!("hash-{number}"))).await.unwrap();
    }
    let full = world.store.add_key(&ada, new_key("too many", "hash-50")).await;
    assert!(matches!(full, Err(StoreError::Conflict(_))));
    world.store.add_key(&eve, new_key("the first", "hash-50")).await.unwrap();
}

async fn a_key_that_nobody_saw_is_made_anew(world: World) {
    let ada = world.account("ada").await;
    let lost = new_key("the shop", "hash-1");
    world.store.add_key(&ada, lost.clone()).await.unwrap();
    world.store.add_key(&ada, NewKey { hash: "hash-2".into(), ..lost }).await.unwrap();
    assert_eq!(world.store.find_key("hash-1").await.unwrap(), None);
    assert!(world.store.find_key("hash-2").await.unwrap().is_some());
    assert_eq!(world.store.list_keys(&ada).await.unwrap().len(), 1);
}
