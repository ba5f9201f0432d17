//! A database from before leases goes on where it was, however many processes open it.

use crate::{both::both, samples::SPEECH, world::World};
use domain::{AccountId, ExecutionId, Status, StepKind};
use futures::future::join_all;
use store::{StepLedger, UserStore};

both! {
    what_an_older_process_was_running_goes_on,
    many_processes_bring_it_up_to_date_at_once,
}

const BEFORE_LEASES: i64 = 2;

async fn what_an_older_process_was_running_goes_on(world: World) {
    let (account, id) = (AccountId::generate(), ExecutionId::generate());
    let folder = "a".repeat(40);
    let rows = format!(
        "INSERT INTO accounts (id, email, role, password_phc, created_at_ms)
         VALUES ('{account}', 'ada@example.com', 'owner', '$argon2id$', 1);
         INSERT INTO executions (id, account_id, kind, status, order_json, media_folder, lease_epoch, lease_node,
                queued_at_ms, last_event, created_at_ms, updated_at_ms)
         VALUES ('{id}', '{account}', 'avatar-ad', 'running', '{{}}', '{folder}', 3, 'node', 1, 5, 1, 1);
         INSERT INTO steps (execution_id, position, name, provider, status, expected_seconds, work_units,
                request_key)
         VALUES ('{id}', 0, 'speech', 'studio', 'running', 1, 2, '{id}:speech');"
    );
    let world = world.left_by_an_older_process(BEFORE_LEASES, &rows).await;
    let claim = world.claim().await;
    assert_eq!((&claim.lease.execution, claim.lease.epoch), (&id, 4));
    // What it left is where it left it, and its steps are what their names say.
    assert_eq!((claim.media.as_str(), claim.work.as_str()), (folder.as_str(), folder.as_str()));
    let speech = &claim.steps[0];
    assert_eq!((speech.step.name, speech.step.kind), (SPEECH, StepKind::Speech));
    assert!(speech.planned.is_none());
    let begun = world.store.begin_step(&claim.lease, SPEECH, "Begun again.").await.unwrap();
    assert_eq!(begun.event.seq, 6);
    assert_eq!(world.execution(&account, &id).await.status, Status::Running);
}

async fn many_processes_bring_it_up_to_date_at_once(world: World) {
    let older = world.database.another_of_version(BEFORE_LEASES).await;
    for store in join_all((0..6).map(|_| world.opened(&older))).await {
        assert!(!store.has_users().await.unwrap());
    }
}
