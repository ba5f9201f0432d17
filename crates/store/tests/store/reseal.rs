//! Another key: everything that is sealed is sealed anew, and nothing is forgotten.

use crate::{both::both, samples::told, world::World};
use domain::Secret;
use std::{sync::Arc, time::Duration};
use store::{RepeatStore, Resealed, SqlStore, StoreSettings, Taken, Vault, WebhookSecretStore};

both! {
    everything_opens_with_the_new_key_alone,
    every_sealed_column_is_known,
}

const HOOK: &str = "https://receiver.example/hook";
const KEYS: [[u8; 32]; 2] = [[1; 32], [2; 32]];

async fn open_with(world: &World, key: [u8; 32], previous: Option<[u8; 32]>) -> SqlStore {
    let settings = StoreSettings {
        vault: Arc::new(Vault::new(key, previous)),
        monthly: world.monthly,
        public_url: "http://127.0.0.1:3000".into(),
    };
    SqlStore::open(&world.database.url(), settings).await.unwrap()
}

async fn everything_opens_with_the_new_key_alone(world: World) {
    let ada = world.account("ada").await;
    world.store.close().await;
    let old = open_with(&world, KEYS[0], None).await;
    let secret = old.webhook_secrets(&ada).await.unwrap().present;
    let kept = Duration::from_secs(60);
    assert!(matches!(old.take_key(&ada, "k", "h", kept, kept).await.unwrap(), Taken::Ours(_)));
    old.keep_answer(&ada, "k", &Secret::from("201 pr_secret".to_owned())).await.unwrap();
    let mut order = told(HOOK);
    order.webhook.as_mut().unwrap().secret = Some(Secret::from("the order's own".to_owned()));
    store::ExecutionStore::create_execution(&old, &ada, order).await.unwrap();
    old.close().await;

    let changing = open_with(&world, KEYS[1], Some(KEYS[0])).await;
    assert_eq!(changing.reseal().await.unwrap(), Resealed { changed: 3, kept: 0, unreadable: 0 });
    assert_eq!(changing.reseal().await.unwrap(), Resealed { changed: 0, kept: 3, unreadable: 0 });
    changing.close().await;

    let new = open_with(&world, KEYS[1], None).await;
    assert_eq!(new.webhook_secrets(&ada).await.unwrap().present.expose(), secret.expose());
    let Taken::Answered(answer) = new.take_key(&ada, "k", "h", kept, kept).await.unwrap() else {
        panic!("it was answered")
    };
    assert_eq!(answer.expose(), "201 pr_secret");
    new.close().await;
    let stranger = open_with(&world, [3; 32], None).await;
    assert_eq!(stranger.reseal().await.unwrap(), Resealed { changed: 0, kept: 0, unreadable: 3 });
}

async fn every_sealed_column_is_known(world: World) {
    let columns = if world.store.is_for_one_process() {
        "SELECT count(*) FROM sqlite_master AS t, pragma_table_info(t.name) AS c
         WHERE t.type = 'table' AND c.name LIKE '%\\_sealed' ESCAPE '\\'"
    } else {
        "SELECT count(*) FROM information_schema.columns
         WHERE table_schema = 'public' AND column_name LIKE '%\\_sealed'"
    };
    assert_eq!(world.number(columns).await, 6, "tell sql/reseal.rs of a new one");
}
