//! Orders: checked before they are accepted, estimated before they are given, served in turn, seen by their owner only.

use crate::{
    both::both,
    database::On,
    process::Start,
    stagehands::Cue,
    world::{World, account, order},
};
use domain::{Background, Money, RenderOrder, Status, StepKind};
use engine::{EngineError, Order};

both!(
    what_cannot_be_made_is_refused_at_its_field,
    as_many_run_at_once_as_there_are_hands,
    a_stranger_finds_nothing,
    an_estimate_names_every_step_and_costs_nothing_here,
);

async fn what_cannot_be_made_is_refused_at_its_field(on: On) {
    let world = World::new(on).await;
    let refused = [
        ("scriptText", RenderOrder { script_text: " … ".into(), ..order() }),
        ("scriptText", RenderOrder { script_text: "word ".repeat(1_000), ..order() }),
        ("voiceId", RenderOrder { voice_id: "nobody".parse().unwrap(), ..order() }),
        ("avatarId", RenderOrder { avatar_id: "nobody".parse().unwrap(), ..order() }),
        ("background", RenderOrder { background: Background::Asset(domain::AssetId::generate()), ..order() }),
    ];
    for (expected, order) in refused {
        match world
            .process
            .engine
            .start(&world.ada, domain::ExecutionId::generate(), None, Order::AvatarAd(order), None)
            .await
        {
            Err(EngineError::Invalid { field, .. }) => assert_eq!(field, expected),
            other => panic!("{expected}: {other:?}"),
        }
    }
    assert!(world.process.engine.list(&world.ada, None, None, 10).await.unwrap().is_empty());
}

async fn as_many_run_at_once_as_there_are_hands(on: On) {
    let mut world = World::with(on, Start::with(|settings| settings.render.concurrent = 2)).await;
    for _ in 0..3 {
        world.hands.cue(StepKind::Speech, Cue::Wait);
    }
    let ids = [world.start().await, world.start().await, world.start().await];
    world.reached().await;
    world.reached().await;
    for _ in &ids {
        world.hands.release();
    }
    for id in &ids {
        assert_eq!(world.ended(id).await.status, Status::Completed);
    }
    assert_eq!(world.hands.most_at_once(), 2);
}

async fn a_stranger_finds_nothing(on: On) {
    let world = World::new(on).await;
    let eve = account(&world.process, "eve").await;
    let id = world.start().await;
    let engine = &world.process.engine;
    assert!(matches!(engine.get(&eve, &id).await, Err(EngineError::NotFound)));
    assert!(matches!(engine.watch(&eve, &id, 0).await.map(drop), Err(EngineError::NotFound)));
    assert!(matches!(engine.cancel(&eve, &id).await, Err(EngineError::NotFound)));
    assert!(matches!(engine.retry(&eve, &id).await, Err(EngineError::NotFound)));
    assert!(engine.list(&eve, None, None, 10).await.unwrap().is_empty());
    assert_eq!(world.ended(&id).await.status, Status::Completed);
}

async fn an_estimate_names_every_step_and_costs_nothing_here(on: On) {
    let world = World::new(on).await;
    let engine = &world.process.engine;
    let order = Order::AvatarAd(order());
    let before = engine.estimate(&world.ada, None, &order).await.unwrap();
    assert_eq!(before.lines.len(), 4);
    assert_eq!(before.cost_usd, Money::ZERO);
    assert!(before.render_seconds.p50 >= 1 && before.render_seconds.p95 >= before.render_seconds.p50);
    let id = world.start().await;
    world.ended(&id).await;
    let after = engine.estimate(&world.ada, None, &order).await.unwrap();
    let seconds = |estimate: &domain::Estimate| estimate.lines.iter().map(|line| line.seconds).sum::<f32>();
    assert!(seconds(&after) < seconds(&before), "stagehands are faster than the guess");
}
