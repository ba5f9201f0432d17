//! Within a project, what would be made from the same things is not made again; nobody else has anything of it.

use crate::{
    both::both,
    database::On,
    process::Start,
    stagehands::Cue,
    world::{World, account, assert_whole, order},
};
use domain::{AccountId, ExecutionEvent, ProjectId, RenderOrder, Status, StepKind};
use engine::Order;
use providers::Backdrop;
use std::fs;

both!(
    a_changed_background_neither_speaks_nor_performs_again,
    another_project_another_account_and_no_project_share_nothing,
    what_is_the_same_and_whose_files_are_gone_is_made_again,
    what_was_begun_here_is_not_taken_from_elsewhere,
    the_estimate_says_what_is_reused_and_expects_less,
    an_outcome_that_nobody_reads_any_more_is_made_again_with_what_follows,
);

fn on_white() -> RenderOrder {
    RenderOrder { background: "#ffffff".parse().unwrap(), ..order() }
}

fn said(events: &[ExecutionEvent], sentence: &str) -> bool {
    events.iter().any(|event| event.message == sentence)
}

impl World {
    /// Renders it to its end, and gives what was told on the way.
    async fn render(
        &self,
        account: &AccountId,
        project: Option<&ProjectId>,
        order: RenderOrder,
    ) -> Vec<ExecutionEvent> {
        let id = self.accept(account, project, order).await;
        let events = crate::world::events(&self.process, account, &id, 0).await;
        assert_whole(&events, Status::Completed);
        events
    }
}

async fn a_changed_background_neither_speaks_nor_performs_again(on: On) {
    let world = World::new(on).await;
    let project = world.project(&world.ada).await;
    world.render(&world.ada, Some(&project), order()).await;
    assert_eq!(world.calls(), [1, 1, 1]);
    let events = world.render(&world.ada, Some(&project), on_white()).await;
    assert_eq!(world.calls(), [1, 1, 2]);
    for step in ["Speech", "Presenter"] {
        assert!(said(&events, &format!("{step} is the same as before, so it is not made again.")));
    }
    assert!(!said(&events, "Compose is the same as before, so it is not made again."));
    assert!(matches!(world.hands.backdrops()[..], [Backdrop::Color(before), Backdrop::Color(white)]
        if before != white && (white.r, white.g, white.b) == (255, 255, 255)));
    assert!(events.is_sorted_by_key(|event| event.progress));
    // Whoever changes it back has everything already, and the film has an address of its own all the same.
    let events = world.render(&world.ada, Some(&project), order()).await;
    assert_eq!(world.calls(), [1, 1, 2]);
    let result = events.last().unwrap().result.clone().unwrap();
    assert_eq!(world.published(&result.url), b"mp4");
    let executions = world.process.engine.list(&world.ada, Some(&project), None, 10).await.unwrap();
    let urls = executions.iter().map(|execution| execution.result.clone().unwrap().url);
    assert_eq!(urls.collect::<std::collections::HashSet<_>>().len(), 3);
    let reused = executions[0].jobs.iter().filter(|job| job.attempts == 0).count();
    assert_eq!((reused, executions[0].jobs.len()), (3, 4));
}

async fn another_project_another_account_and_no_project_share_nothing(on: On) {
    let world = World::new(on).await;
    let eve = account(&world.process, "eve").await;
    let (hers, other) = (world.project(&world.ada).await, world.project(&world.ada).await);
    let eves = world.project(&eve).await;
    let orders = [(&world.ada, Some(&hers)), (&world.ada, Some(&other)), (&eve, Some(&eves))];
    let without = [(&world.ada, None), (&world.ada, None)];
    for (made, (account, project)) in (1..).zip(orders.into_iter().chain(without)) {
        world.render(account, project, order()).await;
        assert_eq!(world.calls(), [made; 3]);
    }
}

async fn what_is_the_same_and_whose_files_are_gone_is_made_again(on: On) {
    let world = World::new(on).await;
    let project = world.project(&world.ada).await;
    world.render(&world.ada, Some(&project), order()).await;
    fs::remove_file(&world.kept("presenter", "take")[0]).unwrap();
    let events = world.render(&world.ada, Some(&project), on_white()).await;
    assert!(!said(&events, "Presenter is the same as before, so it is not made again."));
    assert_eq!(world.calls(), [1, 2, 2]);
}

async fn what_was_begun_here_is_not_taken_from_elsewhere(on: On) {
    let world = World::new(on).await;
    let project = world.project(&world.ada).await;
    world.hands.cue(StepKind::Speech, Cue::Fail);
    let failed = world.accept(&world.ada, Some(&project), order()).await;
    assert_eq!(world.ended(&failed).await.status, Status::Failed);
    world.render(&world.ada, Some(&project), order()).await;
    world.process.engine.retry(&world.ada, &failed).await.unwrap();
    assert_eq!(world.ended(&failed).await.status, Status::Completed);
    // Its presenter and its film had not been begun, and are the same.
    assert_eq!(world.calls(), [3, 1, 1]);
}

async fn the_estimate_says_what_is_reused_and_expects_less(on: On) {
    let world = World::with(on, Start::default()).await;
    let (project, other) = (world.project(&world.ada).await, world.project(&world.ada).await);
    let eve = account(&world.process, "eve").await;
    let eves = world.project(&eve).await;
    let engine = &world.process.engine;
    let order_on_white = Order::AvatarAd(on_white());
    let before = engine.estimate(&world.ada, Some(&project), &order_on_white).await.unwrap();
    assert!(before.lines.iter().all(|line| !line.reused && line.seconds > 0.0));
    world.render(&world.ada, Some(&project), order()).await;
    let after = engine.estimate(&world.ada, Some(&project), &order_on_white).await.unwrap();
    let reused: Vec<bool> = after.lines.iter().map(|line| line.reused).collect();
    assert_eq!(reused, [true, true, false, false]);
    assert!(after.lines[..2].iter().all(|line| line.seconds == 0.0));
    assert!(after.render_seconds.p95 < before.render_seconds.p95);
    assert_eq!(after.duration_ms, before.duration_ms);
    for (account, project) in [(&world.ada, Some(&other)), (&world.ada, None), (&eve, Some(&eves))] {
        let estimate = engine.estimate(account, project, &order_on_white).await.unwrap();
        assert!(estimate.lines.iter().all(|line| !line.reused));
    }
}

async fn an_outcome_that_nobody_reads_any_more_is_made_again_with_what_follows(on: On) {
    let world = World::new(on).await;
    world.hands.cue(StepKind::Compose, Cue::Fail);
    let id = world.start().await;
    assert_eq!(world.ended(&id).await.status, Status::Failed);
    let unreadable = "UPDATE steps SET output_json = '{\"sound\":\"sound.wav\"}' WHERE name = 'speech'";
    assert_eq!(world.sql(unreadable).await, 1);
    world.process.engine.retry(&world.ada, &id).await.unwrap();
    let execution = world.ended(&id).await;
    assert_eq!(execution.status, Status::Completed);
    assert_eq!(world.calls(), [2, 2, 2]);
    assert!(execution.jobs.iter().all(|job| job.status == Status::Completed));
}
