//! Two runs with one seed are one run.

use crate::world::World;
use simulator::{Faults, SimulatorSettings, SubmissionSeen};

/// Sixty submissions under every fault; what the client saw, what was seen of it, and the invoice.
async fn run(seed: u64) -> (Vec<Option<u16>>, Vec<SubmissionSeen>, Vec<(String, i64)>) {
    let faults = Faults::every_kind(150);
    let world = World::new(SimulatorSettings { seed, faults, ..SimulatorSettings::default() }).await;
    let mut seen = Vec::new();
    for _ in 0..60 {
        seen.push(world.submit().ok().map(|answer| answer.status));
    }
    for submission in world.simulator.submissions() {
        if let Some(job) = &submission.job_id {
            seen.extend((0..3).map(|_| Some(world.look("blind", job).status)));
        }
    }
    world.simulator.settle_all();
    let mut invoice: Vec<_> =
        world.simulator.invoice().into_iter().map(|line| (line.job_id, line.cost_micros)).collect();
    // The order in which jobs end is a matter of time.
    invoice.sort();
    world.assert_no_mistakes();
    (seen, world.simulator.submissions(), invoice)
}

#[tokio::test]
async fn one_seed_is_one_run_and_another_is_another() {
    let (first, again, other) = (run(7).await, run(7).await, run(8).await);
    assert_eq!(first, again);
    assert_ne!(first, other);
    let statuses: Vec<_> = [None, Some(201), Some(404), Some(429), Some(500), Some(503)].into();
    assert!(statuses.iter().all(|status| first.0.contains(status)), "{:?}", first.0);
}
