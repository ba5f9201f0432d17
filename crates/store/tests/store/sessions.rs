//! Sessions: kept, replaced, ended.

use crate::{both::both, world::World};
use domain::Timestamp;
use store::{SessionRow, SessionStore};

both! {
    a_session_survives_a_restart_and_a_taken_id_is_refused,
    an_ended_session_is_not_there_and_goes_when_asked,
}

const FAR_MS: i64 = 4_000_000_000_000;

fn session(id: &str, data: &[u8], expires_at_ms: i64) -> SessionRow {
    SessionRow { id: id.into(), data: data.into(), expires_at: Timestamp::from_unix_ms(expires_at_ms) }
}

async fn a_session_survives_a_restart_and_a_taken_id_is_refused(mut world: World) {
    let row = session("one", b"first", FAR_MS);
    assert!(world.store.create_session(&row).await.unwrap());
    assert!(!world.store.create_session(&session("one", b"other", FAR_MS)).await.unwrap());
    world.restart().await;
    assert_eq!(world.store.load_session("one").await.unwrap(), Some(row));
    world.store.save_session(&session("one", b"second", FAR_MS)).await.unwrap();
    assert_eq!(world.store.load_session("one").await.unwrap().unwrap().data, b"second");
    world.store.delete_session("one").await.unwrap();
    assert_eq!(world.store.load_session("one").await.unwrap(), None);
}

async fn an_ended_session_is_not_there_and_goes_when_asked(world: World) {
    world.store.save_session(&session("old", b"", 1)).await.unwrap();
    world.store.save_session(&session("new", b"", FAR_MS)).await.unwrap();
    assert_eq!(world.store.load_session("old").await.unwrap(), None);
    assert_eq!(world.store.delete_ended_sessions().await.unwrap(), 1);
    assert!(world.store.load_session("new").await.unwrap().is_some());
}
