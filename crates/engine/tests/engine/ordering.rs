//! Orders: checked before they are accepted, estimated before they are given, served in turn, seen by their owner only.

use crate::{
    process::Start,
    stagehands::Cue,
    world::{World, account, order},
};
use domain::{Background, Brief, Money, RenderOrder, Status, StepName};
use engine::EngineError;
use store::{NewProject, ProjectStore};

#[tokio::test]
async fn what_cannot_be_made_is_refused_at_its_field() {
    let world = World::new().await;
    let refused = [
        ("scriptText", RenderOrder { script_text: " … ".into(), ..order() }),
        ("scriptText", RenderOrder { script_text: "word ".repeat(1_000), ..order() }),
        ("voiceId", RenderOrder { voice_id: "nobody".parse().unwrap(), ..order() }),
        ("avatarId", RenderOrder { avatar_id: "nobody".parse().unwrap(), ..order() }),
        ("background", RenderOrder { background: Background::Asset(domain::AssetId::generate()), ..order() }),
    ];
    for (expected, order) in refused {
        match world.process.engine.start(&world.ada, None, order).await {
            Err(EngineError::Invalid { field, .. }) => assert_eq!(field, expected),
            other => panic!("{expected}: {other:?}"),
        }
    }
    assert!(world.process.engine.list(&world.ada, None, 10).await.unwrap().is_empty());
}

#[tokio::test]
async fn as_many_run_at_once_as_there_are_hands() {
    let mut world = World::with(Start { concurrent: 2, ..Start::default() }).await;
    for _ in 0..3 {
        world.hands.cue(StepName::Speech, Cue::Wait);
    }
    let ids = [world.start().await, world.start().await, world.start().await];
    world.reached().await;
    world.reached().await;
    let mut statuses = Vec::new();
    for id in &ids {
        statuses.push(world.get(id).await.status);
    }
    assert_eq!(statuses, [Status::Running, Status::Running, Status::Queued]);
    for _ in &ids {
        world.hands.release();
    }
    for id in &ids {
        assert_eq!(world.ended(id).await.status, Status::Completed);
    }
}

#[tokio::test]
async fn a_stranger_finds_nothing() {
    let world = World::new().await;
    let eve = account(&world.process, "eve").await;
    let id = world.start().await;
    let engine = &world.process.engine;
    assert!(matches!(engine.get(&eve, &id).await, Err(EngineError::NotFound)));
    assert!(matches!(engine.watch(&eve, &id, 0).await.map(drop), Err(EngineError::NotFound)));
    assert!(matches!(engine.cancel(&eve, &id).await, Err(EngineError::NotFound)));
    assert!(matches!(engine.retry(&eve, &id).await, Err(EngineError::NotFound)));
    assert!(engine.list(&eve, None, 10).await.unwrap().is_empty());
    assert_eq!(world.ended(&id).await.status, Status::Completed);
}

#[tokio::test]
async fn an_estimate_names_every_step_and_costs_nothing_here() {
    let world = World::new().await;
    let before = world.process.engine.estimate(&order()).await.unwrap();
    assert_eq!(before.lines.len(), 4);
    assert_eq!(before.cost_usd, Money::ZERO);
    assert!(before.render_seconds.p50 >= 1 && before.render_seconds.p95 >= before.render_seconds.p50);
    let id = world.start().await;
    world.ended(&id).await;
    let after = world.process.engine.estimate(&order()).await.unwrap();
    let seconds = |estimate: &domain::Estimate| estimate.lines.iter().map(|line| line.seconds).sum::<f32>();
    assert!(seconds(&after) < seconds(&before), "stagehands are faster than the guess");
}

#[tokio::test]
async fn a_deleted_project_takes_its_render_and_its_files_along() {
    let mut world = World::new().await;
    let brief: Brief = serde_json::from_value(serde_json::json!({ "topic": "a mug" })).unwrap();
    let new =
        NewProject { brief, scripts: Vec::new(), avatar_id: order().avatar_id, voice_id: order().voice_id };
    let project = world.process.store.create_project(&world.ada, new).await.unwrap().id;
    let engine = world.process.engine.clone();
    let done = engine.start(&world.ada, Some(&project), order()).await.unwrap().id;
    world.ended(&done).await;
    world.hands.cue(StepName::Compose, Cue::Wait);
    let running = engine.start(&world.ada, Some(&project), order()).await.unwrap().id;
    world.reached().await;
    engine.delete_project(&world.ada, &project).await.unwrap();
    assert!(matches!(engine.get(&world.ada, &done).await, Err(EngineError::NotFound)));
    assert!(!world.work_folder(&running).exists());
    assert_eq!(std::fs::read_dir(world.folder.path().join("media")).unwrap().count(), 0);
}
