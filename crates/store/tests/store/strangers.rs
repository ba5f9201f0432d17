//! Nobody reads or changes what is not theirs, and what is not theirs looks like what is not there.

use crate::{
    both::both,
    samples::{new_asset, new_execution, scripts},
    world::World,
};
use domain::{Background, ChoicesPatch};
use store::{AssetStore, ExecutionStore, ProjectFilter, ProjectQuery, ProjectStore, ShareStore, StoreError};

both! {
    everything_of_another_account_is_not_found,
    a_picture_of_another_account_is_not_found_and_no_background,
}

macro_rules! assert_not_found {
    ($($answer:expr),+ $(,)?) => { $(
        match $answer.await {
            Err(StoreError::NotFound) => {}
            Err(other) => panic!("{}: {other}", stringify!($answer)),
            Ok(_) => panic!("{}: it was allowed", stringify!($answer)),
        }
    )+ };
}

async fn everything_of_another_account_is_not_found(world: World) {
    let (ada, eve) = (world.account("ada").await, world.account("eve").await);
    let project = world.project(&ada, "a mug").await;
    let id = world.order(&ada, Some(&project.id)).await.execution.id;
    world.finish(&world.claim().await).await;
    let before = world.store.get_project(&ada, &project.id).await.unwrap();
    let store = &world.store;
    let patch = ChoicesPatch::default();
    assert_not_found!(
        store.get_project(&eve, &project.id),
        store.choose(&eve, &project.id, &patch),
        store.add_scripts(&eve, &project.id, scripts("Mine.")),
        store.delete_project(&eve, &project.id),
        store.create_execution(&eve, new_execution(Some(&project.id))),
        store.get_execution(&eve, &id),
        store.cancel_execution(&eve, &id),
        store.requeue_execution(&eve, &id, ""),
        store.share_execution(&eve, &id),
        store.unshare_execution(&eve, &id),
    );
    assert!(store.list_events(&eve, &id, 0, 10).await.unwrap().is_empty());
    assert!(store.list_executions(&eve, None, None, 10).await.unwrap().is_empty());
    assert!(store.list_executions(&eve, Some(&project.id), None, 10).await.unwrap().is_empty());
    let query = ProjectQuery { search: String::new(), filter: ProjectFilter::All, cursor: None, limit: 10 };
    let page = store.list_projects(&eve, &query).await.unwrap();
    assert!(page.items.is_empty() && page.counts.all == 0);
    assert_eq!(store.get_project(&ada, &project.id).await.unwrap(), before);
}

async fn a_picture_of_another_account_is_not_found_and_no_background(world: World) {
    let (ada, eve) = (world.account("ada").await, world.account("eve").await);
    let new = new_asset();
    let asset = world.store.create_asset(&ada, new.clone()).await.unwrap();
    assert_eq!(asset.url, new.media.url());
    assert_eq!(world.store.list_assets(&ada, None, 5).await.unwrap(), vec![asset.clone()]);
    assert_eq!(world.store.asset_media(&ada, &asset.id).await.unwrap(), new.media);
    assert_not_found!(world.store.get_asset(&eve, &asset.id), world.store.asset_media(&eve, &asset.id));
    assert!(world.store.list_assets(&eve, None, 5).await.unwrap().is_empty());
    let patch = ChoicesPatch { background: Some(Background::Asset(asset.id)), ..ChoicesPatch::default() };
    let of_ada = world.project(&ada, "a mug").await;
    let of_eve = world.project(&eve, "a mug").await;
    assert_eq!(
        Some(world.store.choose(&ada, &of_ada.id, &patch).await.unwrap().choices.background),
        patch.background
    );
    let answer = world.store.choose(&eve, &of_eve.id, &patch).await;
    assert!(matches!(answer, Err(StoreError::Invalid { field: "background", .. })));
}
