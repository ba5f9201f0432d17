//! Keys of providers: sealed for their account and their provider, and nobody else's.

use crate::{both::both, world::World};
use domain::{AccountId, KeyedProvider, Secret, Timestamp};
use store::{KeyAnswer, ProviderKey, ProviderKeyStore, StoreError};

both! {
    a_key_is_kept_replaced_and_removed,
    an_answer_is_noted_for_the_key_that_it_was_given_to,
    another_account_finds_no_key_and_removes_none,
    no_provider_key_is_stored_in_the_clear,
    a_sealed_key_that_was_moved_does_not_open,
}

const KEY: &str = "sk-account-0123456789-abcd";

async fn put(world: &World, account: &AccountId, provider: KeyedProvider, key: &str) -> ProviderKey {
    let key = Secret::from(key.to_owned());
    world.store.put_provider_key(account, provider, &key, &KeyAnswer::Works).await.unwrap()
}

async fn opened(world: &World, account: &AccountId, provider: KeyedProvider) -> Option<String> {
    let opened = world.store.open_provider_key(account, provider).await.unwrap();
    opened.map(|opened| opened.key.expose().to_owned())
}

async fn a_key_is_kept_replaced_and_removed(mut world: World) {
    let ada = world.account("ada").await;
    let first = put(&world, &ada, KeyedProvider::Replicate, KEY).await;
    assert_eq!((first.last_four.as_str(), first.error.as_deref()), ("abcd", None));
    assert!(first.tested_at.is_some());
    let short = put(&world, &ada, KeyedProvider::Fal, "secret").await;
    assert_eq!(short.last_four, "ret", "of a short key half is shown at most");
    world.restart().await;
    assert_eq!(world.store.list_provider_keys(&ada).await.unwrap(), [short, first.clone()]);
    assert_eq!(opened(&world, &ada, KeyedProvider::Replicate).await.as_deref(), Some(KEY));
    assert_eq!(opened(&world, &ada, KeyedProvider::OpenRouter).await, None);
    let second = put(&world, &ada, KeyedProvider::Replicate, "sk-another-0123456789-wxyz").await;
    assert!(second.last_four == "wxyz" && second.saved_at > first.saved_at);
    world.store.remove_provider_key(&ada, KeyedProvider::Replicate).await.unwrap();
    assert_eq!(opened(&world, &ada, KeyedProvider::Replicate).await, None);
    let again = world.store.remove_provider_key(&ada, KeyedProvider::Replicate).await;
    assert!(matches!(again, Err(StoreError::NotFound)));
}

async fn an_answer_is_noted_for_the_key_that_it_was_given_to(world: World) {
    let (ada, fal) = (world.account("ada").await, KeyedProvider::Fal);
    let refused = |words: &str| KeyAnswer::Refused(words.to_owned());
    let key = Secret::from(KEY.to_owned());
    let not_asked = KeyAnswer::NotAsked("It was away.".into());
    let first = world.store.put_provider_key(&ada, fal, &key, &not_asked).await.unwrap();
    assert_eq!((first.tested_at, first.error.as_deref()), (None, Some("It was away.")));
    let note = async |saved_at: Timestamp, answer: KeyAnswer| {
        world.store.note_provider_answer(&ada, fal, saved_at, &answer).await.unwrap();
        world.store.list_provider_keys(&ada).await.unwrap().remove(0)
    };
    let noted = note(first.saved_at, refused("It was refused.")).await;
    assert!(noted.tested_at.is_some() && noted.error.as_deref() == Some("It was refused."));
    let second = put(&world, &ada, fal, KEY).await;
    assert_eq!(note(first.saved_at, refused("Late.")).await, second, "that was said of the one before");
    let noted = note(second.saved_at, KeyAnswer::Works).await;
    assert!(noted.tested_at.is_some() && noted.error.is_none());
}

async fn another_account_finds_no_key_and_removes_none(world: World) {
    let (ada, eve) = (world.account("ada").await, world.account("eve").await);
    let known = put(&world, &ada, KeyedProvider::Fal, KEY).await;
    assert!(world.store.list_provider_keys(&eve).await.unwrap().is_empty());
    assert_eq!(opened(&world, &eve, KeyedProvider::Fal).await, None);
    let removed = world.store.remove_provider_key(&eve, KeyedProvider::Fal).await;
    assert!(matches!(removed, Err(StoreError::NotFound)));
    let answer = KeyAnswer::Refused("Hers.".into());
    world.store.note_provider_answer(&eve, KeyedProvider::Fal, known.saved_at, &answer).await.unwrap();
    assert_eq!(world.store.list_provider_keys(&ada).await.unwrap(), [known]);
    let nobody = AccountId::generate();
    let key = Secret::from(KEY.to_owned());
    assert!(world.store.put_provider_key(&nobody, KeyedProvider::Fal, &key, &answer).await.is_err());
}

async fn no_provider_key_is_stored_in_the_clear(mut world: World) {
    let ada = world.account("ada").await;
    put(&world, &ada, KeyedProvider::Fal, "sk-replaced-0123456789-abcd").await;
    put(&world, &ada, KeyedProvider::Fal, KEY).await;
    let known = world.store.open_provider_key(&ada, KeyedProvider::Fal).await.unwrap();
    assert!(!format!("{known:?}").contains(KEY));
    world.restart().await;
    let stolen = String::from_utf8_lossy(&world.database.stolen()).into_owned();
    assert!(stolen.contains("abcd") && stolen.contains("v1."));
    assert!(!stolen.contains("0123456789"));
}

async fn a_sealed_key_that_was_moved_does_not_open(world: World) {
    let (ada, eve) = (world.account("ada").await, world.account("eve").await);
    put(&world, &ada, KeyedProvider::Fal, KEY).await;
    world
        .sql(&format!(
            "INSERT INTO provider_keys (account_id, provider, key_sealed, last_four, created_at_ms)
             SELECT '{eve}', provider, key_sealed, last_four, created_at_ms FROM provider_keys
             UNION ALL
             SELECT account_id, 'replicate', key_sealed, last_four, created_at_ms FROM provider_keys"
        ))
        .await;
    for (account, provider) in [(&eve, KeyedProvider::Fal), (&ada, KeyedProvider::Replicate)] {
        let moved = world.store.open_provider_key(account, provider).await;
        assert!(matches!(moved, Err(StoreError::Conflict(_))), "{provider}: {moved:?}");
    }
    assert_eq!(opened(&world, &ada, KeyedProvider::Fal).await.as_deref(), Some(KEY));
}
