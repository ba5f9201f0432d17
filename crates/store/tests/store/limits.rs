//! What one account may keep, and what makes room.

use crate::{
    both::both,
    samples::{new_asset, new_execution, new_project, scripts},
    world::World,
};
use domain::{AccountId, AssetId, Background, ChoicesPatch, ExecutionId, ProjectId};
use store::{AssetStore, ExecutionStore, LeaseLedger, ProjectStore, RemovalStore, StoreError};

both! {
    sets_of_scripts_have_an_end,
    waiting_orders_have_an_end,
    projects_have_an_end,
    a_picture_that_nothing_names_makes_room_for_a_new_one,
    a_project_takes_the_pictures_along_that_only_it_names,
    the_work_of_what_is_long_over_is_to_be_removed,
    what_is_tried_again_after_its_work_is_gone_works_somewhere_else,
}

fn is_full<T>(answer: Result<T, StoreError>) -> bool {
    matches!(answer, Err(StoreError::Conflict(_)))
}

async fn set_background(world: &World, account: &AccountId, project: &ProjectId, asset: &AssetId) {
    let background = Some(Background::Asset(asset.clone()));
    let patch = ChoicesPatch { background, ..ChoicesPatch::default() };
    world.store.choose(account, project, &patch).await.unwrap();
}

async fn sets_of_scripts_have_an_end(world: World) {
    let ada = world.account("ada").await;
    let project = world.project(&ada, "a mug").await;
    for _ in 1..20 {
        world.store.add_scripts(&ada, &project.id, scripts("More.")).await.unwrap();
    }
    assert!(is_full(world.store.add_scripts(&ada, &project.id, scripts("Too much.")).await));
}

async fn waiting_orders_have_an_end(world: World) {
    let (ada, grace) = (world.account("ada").await, world.account("grace").await);
    let cancelled = world.order(&ada, None).await.execution.id;
    world.store.cancel_execution(&ada, &cancelled).await.unwrap();
    let first = world.order(&ada, None).await.execution.id;
    world.copy(&first, 9_999).await;
    assert!(is_full(world.store.create_execution(&ada, new_execution(None)).await));
    assert!(is_full(world.store.requeue_execution(&ada, &cancelled, "Again.").await));
    world.order(&grace, None).await;
    world.store.cancel_execution(&ada, &first).await.unwrap();
    world.store.requeue_execution(&ada, &cancelled, "Again.").await.unwrap();
}

async fn projects_have_an_end(world: World) {
    let (ada, grace) = (world.account("ada").await, world.account("grace").await);
    world.project(&ada, "a mug").await;
    world
        .sql(
            "WITH RECURSIVE more (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM more WHERE n < 999)
             INSERT INTO projects (id, account_id, topic, tone, language, length, format, avatar_id, voice_id,
                    background, captions, search_text, created_at_ms, updated_at_ms)
             SELECT 'more' || n, account_id, topic, tone, language, length, format, avatar_id, voice_id,
                    background, captions, search_text, created_at_ms, updated_at_ms FROM projects, more",
        )
        .await;
    assert!(is_full(world.store.create_project(&ada, new_project("one more")).await));
    world.project(&grace, "a mug").await;
}

async fn a_picture_that_nothing_names_makes_room_for_a_new_one(world: World) {
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
    let of_every_picture = "INSERT INTO executions (id, account_id, kind, status, order_json, media_folder,
                queued_at_ms, created_at_ms, updated_at_ms)
         SELECT 'of ' || id, account_id, 'avatar-ad', 'cancelled', '{\"background\":\"' || id || '\"}', id, 0, 0, 0
         FROM assets";
    assert_eq!(world.sql(of_every_picture).await, 100);
    assert!(is_full(world.store.create_asset(&ada, new_asset()).await));
}

async fn a_project_takes_the_pictures_along_that_only_it_names(world: World) {
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
    let ordered = cancelled_order(&world, &ada, &project.id, &own_id).await;
    set_background(&world, &ada, &project.id, &shared_id).await;

    world.store.delete_project(&ada, &project.id).await.unwrap();
    let removals = world.store.list_removals().await.unwrap();
    // Of the picture, and what the order published and left to work with.
    assert!(removals.len() == 3 && removals.contains(own.media.folder()), "{removals:?}");
    assert!(matches!(world.store.get_execution(&ada, &ordered).await, Err(StoreError::NotFound)));
    assert!(matches!(world.store.get_asset(&ada, &own_id).await, Err(StoreError::NotFound)));
    for kept in [shared_id, loose_id] {
        assert!(world.store.get_asset(&ada, &kept).await.is_ok());
    }
}

async fn cancelled_order(
    world: &World,
    account: &AccountId,
    project: &ProjectId,
    background: &AssetId,
) -> ExecutionId {
    let mut order = new_execution(Some(project));
    order.order = serde_json::json!({ "background": background });
    let id = world.accept(account, order).await;
    world.store.cancel_execution(account, &id).await.unwrap();
    id
}

async fn the_work_of_what_is_long_over_is_to_be_removed(world: World) {
    let ada = world.account("ada").await;
    let old = world.order(&ada, None).await.execution.id;
    let claim = world.claim().await;
    world.finish(&claim).await;
    let [_fresh, under_way] = [world.order(&ada, None).await, world.order(&ada, None).await];
    world.finish(&world.claim().await).await;
    assert_eq!(world.store.expire_work(7).await.unwrap(), 0);
    let ids = format!("('{old}', '{}')", under_way.execution.id);
    world.sql(&format!("UPDATE executions SET updated_at_ms = 0 WHERE id IN {ids}")).await;
    assert_eq!(world.store.expire_work(7).await.unwrap(), 1);
    assert_eq!(world.store.list_removals().await.unwrap(), std::slice::from_ref(&claim.work));
    assert_eq!(world.store.expire_work(7).await.unwrap(), 0);
}

async fn what_is_tried_again_after_its_work_is_gone_works_somewhere_else(world: World) {
    let ada = world.account("ada").await;
    let id = world.order(&ada, None).await.execution.id;
    let claim = world.claim().await;
    world.store.cancelled(&claim.lease, "Cancelled.").await.unwrap();
    world.sql("UPDATE executions SET updated_at_ms = 0").await;
    assert_eq!(world.store.expire_work(7).await.unwrap(), 1);
    world.store.requeue_execution(&ada, &id, "Again.").await.unwrap();
    let again = world.claim().await;
    assert_eq!(again.media, claim.media);
    assert!(again.work != claim.work && again.work != again.media);
}
