//! Keys of programs: found by their hash, each account's own, and not without end.

use crate::{both::both, world::World};
use domain::ApiKeyId;
use store::{KeyStore, StoreError};

both! {
    a_key_is_found_by_its_hash_until_it_is_removed,
    nobody_sees_or_removes_the_keys_of_another_account,
    keys_have_an_end,
}

async fn a_key_is_found_by_its_hash_until_it_is_removed(world: World) {
    let ada = world.account("ada").await;
    let first = world.store.add_key(&ada, "the shop", "hash-1").await.unwrap();
    let second = world.store.add_key(&ada, "the shop", "hash-2").await.unwrap();
    assert_eq!((first.name.as_str(), first.last_used_at), ("the shop", None));
    let listed = world.store.list_keys(&ada).await.unwrap();
    assert_eq!(listed, [second.clone(), first.clone()]);
    assert_eq!(world.store.find_key("hash-1").await.unwrap(), Some(ada.clone()));
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
    let key = world.store.add_key(&ada, "the shop", "hash-1").await.unwrap();
    assert!(world.store.list_keys(&eve).await.unwrap().is_empty());
    assert_eq!(world.store.key_owner(&key.id).await.unwrap(), ada);
    assert!(matches!(world.store.key_owner(&ApiKeyId::generate()).await, Err(StoreError::NotFound)));
    assert!(matches!(world.store.remove_key(&eve, &key.id).await, Err(StoreError::NotFound)));
    assert_eq!(world.store.find_key("hash-1").await.unwrap(), Some(ada));
}

async fn keys_have_an_end(world: World) {
    let (ada, eve) = (world.account("ada").await, world.account("eve").await);
    for number in 0..50 {
        world.store.add_key(&ada, "one of many", &format!("hash-{number}")).await.unwrap();
    }
    let full = world.store.add_key(&ada, "too many", "hash-50").await;
    assert!(matches!(full, Err(StoreError::Conflict(_))));
    world.store.add_key(&eve, "the first", "hash-50").await.unwrap();
}
