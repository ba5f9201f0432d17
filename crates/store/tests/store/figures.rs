//! Figures of the whole installation: what waits, what is under way, and how near anybody is to a limit.

use crate::{
    both::both,
    samples::{VIDEO, dollars, failure, paid, submission, told},
    world::World,
};
use domain::{FailureCode, Money};
use std::time::Duration;
use store::{BudgetFigures, FigureStore, Figures, LeaseLedger, SubmissionLedger};

both! {
    everything_is_counted_by_how_it_stands,
    the_account_nearest_to_its_limit_is_told_and_not_named,
    a_limit_of_nothing_is_near_to_nobody,
    connections_are_counted,
}

async fn everything_is_counted_by_how_it_stands(world: World) {
    let nothing = Figures {
        queued: 0,
        held: 0,
        waiting_outside: 0,
        oldest_queued: Duration::ZERO,
        deliveries_pending: 0,
        cost: BudgetFigures::default(),
        videos: BudgetFigures::default(),
    };
    assert_eq!(world.store.figures().await.unwrap(), nothing);
    let ada = world.account("ada").await;
    for _ in 0..4 {
        world.accept(&ada, told("https://example.com/told")).await;
    }
    let [waits, ended] = [world.claim().await, world.claim().await];
    world.claim().await;
    world.store.wait(&waits.lease, Duration::from_secs(3600), None).await.unwrap();
    world.store.cancelled(&ended.lease, "Cancelled.").await.unwrap();
    world.sql("UPDATE executions SET queued_at_ms = queued_at_ms - 90000 WHERE status = 'queued'").await;
    let figures = world.store.figures().await.unwrap();
    assert_eq!((figures.queued, figures.held, figures.waiting_outside), (1, 1, 1));
    assert_eq!(figures.deliveries_pending, 1);
    assert!((90..3600).contains(&figures.oldest_queued.as_secs()), "{figures:?}");
}

async fn the_account_nearest_to_its_limit_is_told_and_not_named(mut world: World) {
    world.set_monthly(100, dollars(100)).await;
    let (ada, bo) = (world.account("ada").await, world.account("bo").await);
    world.accept(&ada, paid(dollars(30))).await;
    world.accept(&bo, paid(dollars(95))).await;
    let figures = world.store.figures().await.unwrap();
    assert_eq!(figures.cost, BudgetFigures { most_used: 0.95, nearly_used: 1 });
    assert_eq!(figures.videos, BudgetFigures { most_used: 0.01, nearly_used: 0 });
    // What was released and spent since counts, also before it is brought to the month.
    for claim in world.claims("node", 2).await {
        let key = world.store.intend(&claim.lease, &submission(dollars(20))).await.unwrap();
        let key = key.submission.request_key;
        world.store.close_failed(&claim.lease, &key, dollars(20)).await.unwrap();
        world.store.fail(&claim.lease, &failure(VIDEO, FailureCode::Refused), "No.").await.unwrap();
    }
    let figures = world.store.figures().await.unwrap();
    assert_eq!(figures.cost, BudgetFigures { most_used: 0.2, nearly_used: 0 });
    assert_eq!(figures.videos.most_used, 0.0);
}

async fn a_limit_of_nothing_is_near_to_nobody(mut world: World) {
    world.set_monthly(100, Money::ZERO).await;
    let ada = world.account("ada").await;
    world.order(&ada, None).await;
    assert_eq!(world.store.figures().await.unwrap().cost, BudgetFigures::default());
}

async fn connections_are_counted(world: World) {
    let figures = world.store.connections();
    assert!(figures.iter().any(|pool| pool.idle + pool.busy > 0), "{figures:?}");
}
