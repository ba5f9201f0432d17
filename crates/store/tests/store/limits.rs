//! What one account may keep, and what makes room.

use crate::world::{World, new_asset, new_execution, scripts};
use domain::{AccountId, AssetId, Background, ChoicesPatch, ProjectId};
use store::{AssetStore, ExecutionStore, ProjectStore, RemovalStore, StoreError};

fn is_full<T>(answer: Result<T, StoreError>) -> bool {
    matches!(answer, Err(StoreError::Conflict(_)))
}

async fn set_background(world: &World, account: &AccountId, project: &ProjectId, asset: &AssetId) {
    let background = Some(Background::Asset(asset.clone()));
    let patch = ChoicesPatch { background, ..ChoicesPatch::default() };
    world.store.choose(account, project, &patch).await.unwrap();
}

#[tokio::test]
async fn projects_sets_and_waiting_renders_have_an_end() {
    let world = World::new().await;
    let (ada, grace) = (world.account("ada").await, world.account("grace").await);
    let project = world.project(&ada, "a mug").await;
    for _ in 1..20 {
        world.store.add_scripts(&ada, &project.id, scripts("More.")).await.unwrap();
    }
    assert!(is_full(world.store.add_scripts(&ada, &project.id, scripts("Too much.")).await));

    for _ in 0..50 {
        world.order(&ada, None).await;
    }
    assert!(is_full(world.store.create_execution(&ada, new_execution(None)).await));
    world.order(&grace, None).await;
    let cancelled = world.store.list_executions(&ada, None, 1).await.unwrap().remove(0).id;
    world.store.cancel_execution(&ada, &cancelled).await.unwrap();
    world.order(&ada, None).await;
    assert!(is_full(world.store.requeue_execution(&ada, &cancelled, "Again.").await));

    world
        .sql(
            "WITH RECURSIVE more (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM more WHERE n < 999)
             INSERT INTO projects (id, account_id, topic, tone, language, length, format, avatar_id, voice_id,
                    background, captions, search_text, created_at_ms, updated_at_ms)
             SELECT 'more' || n, account_id, topic, tone, language, length, format, avatar_id, voice_id,
                    background, captions, search_text, created_at_ms, updated_at_ms FROM projects, more",
        )
        .await;
    assert!(is_full(world.store.create_project(&ada, World::new_project("one more")).await));
    world.project(&grace, "a mug").await;
}

#[tokio::test]
async fn a_picture_that_nothing_names_makes_room_for_a_new_one() {
    let world = World::new().await;
    let ada = world.account("ada").await;
    let (first, second) = (new_asset(), new_asset());
    let first_id = world.store.create_asset(&ada, first).await.unwrap().id;
    world.store.create_asset(&ada, second.clone()).await.unwrap();
    let project = world.project(&ada, "a mug").await;
    set_background(&world, &ada, &project.id, &first_id).await;
    for _ in 2..100 {
        world.store.create_asset(&ada, new_asset()).await.unwrap();
    }
    assert!(world.store.list_removals().await.unwrap().is_empty());
    world.store.create_asset(&ada, new_asset()).await.unwrap();
    assert_eq!(world.store.list_removals().await.unwrap(), [second.media.folder().clone()]);
    assert!(world.store.get_asset(&ada, &first_id).await.is_ok());
    world.sql("INSERT INTO executions (id, account_id, kind, status, order_json, media_folder, queued_at_ms, created_at_ms, updated_at_ms)
               SELECT 'of ' || id, account_id, 'avatar_ad', 'cancelled', json_object('background', id), id, 0, 0, 0 FROM assets").await;
    assert!(is_full(world.store.create_asset(&ada, new_asset()).await));
}

#[tokio::test]
async fn a_project_takes_the_pictures_along_that_only_it_names() {
    let world = World::new().await;
    let ada = world.account("ada").await;
    let (own, shared, loose) = (new_asset(), new_asset(), new_asset());
    let mut ids = Vec::new();
    for new in [&own, &shared, &loose] {
        ids.push(world.store.create_asset(&ada, new.clone()).await.unwrap().id);
    }
    let [own_id, shared_id, loose_id] = ids.try_into().unwrap();
    let (project, other) = (world.project(&ada, "a mug").await, world.project(&ada, "a cup").await);
    set_background(&world, &ada, &other.id, &shared_id).await;
    // Ordered with one picture, and then given another.
    let mut order = new_execution(Some(&project.id));
    order.order = serde_json::json!({ "background": own_id });
    let ordered = world.store.create_execution(&ada, order).await.unwrap().execution.id;
    world.store.cancel_execution(&ada, &ordered).await.unwrap();
    set_background(&world, &ada, &project.id, &shared_id).await;

    world.store.delete_project(&ada, &project.id).await.unwrap();
    let removals = world.store.list_removals().await.unwrap();
    assert!(removals.len() == 2 && removals.contains(own.media.folder()), "{removals:?}");
    assert!(matches!(world.store.get_asset(&ada, &own_id).await, Err(StoreError::NotFound)));
    for kept in [shared_id, loose_id] {
        assert!(world.store.get_asset(&ada, &kept).await.is_ok());
    }
}
