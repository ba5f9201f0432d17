//! The outbox: what a final status tells is written with it, tried by one at a time, and kept from strangers.

use crate::{
    both::both,
    samples::{VIDEO, dollars, failure, media_result, paid, told},
    world::{TTL, World},
};
use domain::{AccountId, DeliveryId, ExecutionId, FailureCode, Secret, Status, Timestamp};
use futures::future::join_all;
use serde_json::{Value, json};
use std::time::Duration;
use store::{
    AfterAttempt, Delivery, DeliveryAttempt, DeliveryClaim, DeliveryQuery, DeliveryStatus, DeliveryStore,
    Destination, ExecutionStore, LeaseLedger, NewExecution, NewWebhook, StoreError, WebhookSecretStore,
};

both! {
    every_end_is_told_once,
    what_cannot_be_read_tells_of_its_end_as_well,
    a_status_is_not_final_where_its_delivery_cannot_be_written,
    who_wants_no_webhook_gets_none,
    a_delivery_is_tried_by_one_at_a_time,
    a_host_that_hangs_leaves_carriers_for_everybody_else,
    an_account_with_many_hosts_that_hang_leaves_carriers_for_others,
    an_attempt_says_what_follows,
    a_receiver_that_is_left_alone_gets_nothing_until_somebody_asks,
    many_attempts_at_one_receiver_end_at_once,
    deliveries_of_another_account_are_not_found,
    no_secret_is_stored_in_the_clear,
    a_secret_that_does_not_open_keeps_no_other_delivery_waiting,
    an_account_has_one_secret,
    a_secret_that_is_replaced_signs_too_for_a_while,
    a_test_is_sent_once_and_is_in_the_log_of_its_account,
}

const HOOK: &str = "https://shop.example/hook";
const CARRIERS: u32 = 64;

async fn deliveries(world: &World, account: &AccountId, id: &ExecutionId) -> Vec<Delivery> {
    world.store.list_deliveries(account, id).await.unwrap()
}

/// The delivery of an execution that was cancelled at once.
async fn delivery(world: &World, account: &AccountId, url: &str) -> (ExecutionId, DeliveryId) {
    let id = world.accept(account, told(url)).await;
    world.store.cancel_execution(account, &id).await.unwrap();
    let delivery = deliveries(world, account, &id).await.remove(0).id;
    (id, delivery)
}

async fn claim(world: &World) -> DeliveryClaim {
    claims(world, 1).await.remove(0)
}

/// What so many carriers take, of whom none is under way.
async fn claims(world: &World, carriers: u32) -> Vec<DeliveryClaim> {
    let query = DeliveryQuery { carriers, under_way: &[], ttl: TTL };
    world.store.claim_deliveries(query).await.unwrap()
}

/// What is taken beside what was taken before, until there is no more; it all stays under way.
async fn taken_beside(world: &World, under_way: &mut Vec<Destination>) -> Vec<Destination> {
    let before = under_way.len();
    loop {
        let query = DeliveryQuery { carriers: CARRIERS, under_way, ttl: TTL };
        let claims = world.store.claim_deliveries(query).await.unwrap();
        if claims.is_empty() {
            return under_way[before..].to_vec();
        }
        let destination = |claim: DeliveryClaim| Destination { account: claim.account, url: claim.url };
        under_way.extend(claims.into_iter().map(destination));
    }
}

/// More deliveries of this account; `url` is SQL, in which `n` is the number of the delivery.
async fn many_due(world: &World, account: &AccountId, times: u32, url: &str) {
    let (_, first) = delivery(world, account, HOOK).await;
    let number = "substr('000000', 1, 6 - length(CAST(n AS TEXT))) || CAST(n AS TEXT)";
    let more = format!(
        "WITH RECURSIVE more (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM more WHERE n < {times})
         INSERT INTO webhook_deliveries (id, account_id, url, body, status, due_at_ms, created_at_ms)
         SELECT substr(id, 1, 24) || {number}, account_id, {url}, body, status, due_at_ms, created_at_ms
         FROM webhook_deliveries, more WHERE id = '{first}'"
    );
    assert_eq!(world.sql(&more).await, u64::from(times));
    assert_eq!(world.sql(&format!("DELETE FROM webhook_deliveries WHERE id = '{first}'")).await, 1);
}

fn attempt(status_code: Option<u16>) -> DeliveryAttempt {
    DeliveryAttempt {
        number: 1,
        at: Timestamp::from_unix_ms(1_000),
        duration: Duration::from_millis(20),
        status_code,
        error: status_code.is_none().then(|| "nobody answered".into()),
        answer: "the beginning".into(),
    }
}

async fn every_end_is_told_once(world: World) {
    let ada = world.account("ada").await;
    for end in [Status::Completed, Status::Failed, Status::Cancelled] {
        let id = world.accept(&ada, told(HOOK)).await;
        let claim = world.claim().await;
        let (store, lease) = (&world.store, &claim.lease);
        assert!(deliveries(&world, &ada, &id).await.is_empty());
        let ended = match end {
            Status::Completed => store.complete(lease, &media_result(), "Ready.").await,
            Status::Failed => store.fail(lease, &failure(VIDEO, FailureCode::Refused), "Refused.").await,
            _ => store.cancelled(lease, "Cancelled.").await,
        };
        let event = ended.unwrap().event;
        let written = deliveries(&world, &ada, &id).await;
        assert_eq!(written.len(), 1, "{end:?}");
        assert_eq!((written[0].url.as_str(), written[0].status), (HOOK, DeliveryStatus::Pending));
        assert_eq!((written[0].execution.as_ref(), written[0].attempts.len()), (Some(&id), 0));
        let body: Value = serde_json::from_str(&written[0].body).unwrap();
        let whole = |path: &str| format!("https://pitchreel.example{path}");
        let result = json!({
            "url": whole("/media/x/ad.mp4"), "posterUrl": whole("/media/x/ad.png"),
            "captionsUrl": whole("/media/x/ad.vtt"), "durationMs": 9_000, "width": 540, "height": 960,
            "bytes": 1_000,
        });
        let expected = json!({
            "executionId": id, "status": end, "timestamp": event.at,
            "result": if end == Status::Completed { result } else { Value::Null },
            "error": if end == Status::Failed { json!("Refused.") } else { Value::Null },
        });
        assert_eq!(body, expected);
    }
    let (queued, _) = delivery(&world, &ada, HOOK).await;
    world.store.cancel_execution(&ada, &queued).await.unwrap();
    assert_eq!(deliveries(&world, &ada, &queued).await.len(), 1);
    // Another try has another end.
    world.store.requeue_execution(&ada, &queued, "Again.").await.unwrap();
    assert_eq!(deliveries(&world, &ada, &queued).await.len(), 1);
    world.store.complete(&world.claim().await.lease, &media_result(), "Ready.").await.unwrap();
    assert_eq!(deliveries(&world, &ada, &queued).await.len(), 2);
}

async fn what_cannot_be_read_tells_of_its_end_as_well(world: World) {
    let ada = world.account("ada").await;
    let id = world.accept(&ada, told(HOOK)).await;
    world.sql("UPDATE executions SET kind = 'puppet_show'").await;
    assert!(world.claims("node", 1).await.is_empty());
    let written = deliveries(&world, &ada, &id).await;
    assert_eq!(written.len(), 1);
    let body: Value = serde_json::from_str(&written[0].body).unwrap();
    assert_eq!(body["status"], "failed");
}

async fn a_status_is_not_final_where_its_delivery_cannot_be_written(world: World) {
    let ada = world.account("ada").await;
    let id = world.accept(&ada, told(HOOK)).await;
    let lease = world.claim().await.lease;
    let before = world.execution(&ada, &id).await;
    world.sql("ALTER TABLE webhook_deliveries RENAME TO somewhere_else").await;
    let broken = world.store.complete(&lease, &media_result(), "Ready.").await;
    assert!(matches!(broken, Err(StoreError::Broken(_))));
    assert_eq!(world.execution(&ada, &id).await, before);
    world.sql("ALTER TABLE somewhere_else RENAME TO webhook_deliveries").await;
    world.store.complete(&lease, &media_result(), "Ready.").await.unwrap();
    assert_eq!(deliveries(&world, &ada, &id).await.len(), 1);
}

async fn who_wants_no_webhook_gets_none(world: World) {
    let ada = world.account("ada").await;
    let id = world.accept(&ada, paid(dollars(1))).await;
    world.store.cancel_execution(&ada, &id).await.unwrap();
    assert!(deliveries(&world, &ada, &id).await.is_empty());
    assert_eq!(world.store.next_delivery_in().await.unwrap(), None);
    assert!(claims(&world, CARRIERS).await.is_empty());
}

async fn a_delivery_is_tried_by_one_at_a_time(world: World) {
    let ada = world.account("ada").await;
    let (id, delivery) = delivery(&world, &ada, HOOK).await;
    assert_eq!(world.store.next_delivery_in().await.unwrap(), Some(Duration::ZERO));
    let claims = join_all((0..8).map(|_| claims(&world, CARRIERS))).await;
    let mut claims: Vec<_> = claims.into_iter().flatten().collect();
    assert_eq!(claims.len(), 1);
    let old = claims.remove(0);
    assert_eq!((&old.id, &old.account, old.url.as_str()), (&delivery, &ada, HOOK));
    assert_eq!((old.epoch, old.tries, old.failing_since), (1, 0, None));
    assert!(old.body.contains(id.as_str()));
    assert!(world.store.next_delivery_in().await.unwrap().is_some_and(|wait| wait > TTL / 2));
    // Whoever took it died, or is very slow.
    world.sql("UPDATE webhook_deliveries SET due_at_ms = 0").await;
    let new = claim(&world).await;
    assert_eq!(new.epoch, old.epoch + 1);
    let late = world.store.record_attempt(&old, &attempt(Some(200)), AfterAttempt::Delivered).await;
    assert!(matches!(late, Err(StoreError::LeaseLost)));
    assert!(deliveries(&world, &ada, &id).await[0].attempts.is_empty());
    world.store.record_attempt(&new, &attempt(Some(204)), AfterAttempt::Delivered).await.unwrap();
    let again = world.store.record_attempt(&new, &attempt(Some(204)), AfterAttempt::Delivered).await;
    assert!(matches!(again, Err(StoreError::LeaseLost)));
    let done = deliveries(&world, &ada, &id).await.remove(0);
    assert_eq!((done.status, done.next_attempt_at), (DeliveryStatus::Delivered, None));
    assert_eq!(done.attempts, [attempt(Some(204))]);
}

async fn a_host_that_hangs_leaves_carriers_for_everybody_else(world: World) {
    let (ada, eve) = (world.account("ada").await, world.account("eve").await);
    // One host, however its addresses are written, and more than are looked at together.
    let url = "CASE n % 3 WHEN 0 THEN 'https://HANGS.example?' || n WHEN 1 THEN 'http://hangs.example/' || n
               ELSE 'https://hangs.example//' || n END";
    many_due(&world, &ada, 1_200, url).await;
    let mut under_way = Vec::new();
    let taken = taken_beside(&world, &mut under_way).await;
    // What the host has twice, and once more, is all that there is.
    assert_eq!(taken.len(), 22);
    delivery(&world, &ada, HOOK).await;
    delivery(&world, &eve, "https://hangs.example/eve").await;
    let beside = taken_beside(&world, &mut under_way).await;
    assert_eq!(beside.len(), 2);
    assert!(beside.iter().any(|to| to.account == eve) && beside.iter().any(|to| to.url == HOOK));
    // Carriers that come back are sent there again.
    under_way.drain(..10);
    assert!(!taken_beside(&world, &mut under_way).await.is_empty());
}

async fn an_account_with_many_hosts_that_hang_leaves_carriers_for_others(world: World) {
    let ada = world.account("ada").await;
    many_due(&world, &ada, 1_200, "'https://hangs-' || n || '.example/'").await;
    let mut under_way = Vec::new();
    assert_eq!(taken_beside(&world, &mut under_way).await.len(), 32);
    // Each next account finds a carrier, and the more there are the fewer each one has.
    for name in ["eve", "grace", "joan", "mary"] {
        let next = world.account(name).await;
        many_due(&world, &next, 40, &format!("'https://{name}-' || n || '.example/'")).await;
        let taken = taken_beside(&world, &mut under_way).await;
        assert!(!taken.is_empty() && taken.iter().all(|to| to.account == next), "{name}: {}", taken.len());
    }
    assert!(under_way.len() < CARRIERS as usize);
}

async fn an_attempt_says_what_follows(world: World) {
    let ada = world.account("ada").await;
    let (id, delivery) = delivery(&world, &ada, HOOK).await;
    let first = claim(&world).await;
    world.store.record_attempt(&first, &attempt(None), AfterAttempt::Again(TTL)).await.unwrap();
    let pending = deliveries(&world, &ada, &id).await.remove(0);
    assert_eq!((pending.status, pending.attempts.len()), (DeliveryStatus::Pending, 1));
    assert!(pending.next_attempt_at.is_some_and(|at| at > pending.created_at));
    assert!(claims(&world, CARRIERS).await.is_empty());
    world.sql("UPDATE webhook_deliveries SET due_at_ms = 0").await;
    let second = claim(&world).await;
    assert_eq!(second.tries, 1);
    let since = second.failing_since.unwrap();
    world
        .store
        .record_attempt(&second, &attempt(Some(500)), AfterAttempt::Again(Duration::ZERO))
        .await
        .unwrap();
    let third = claim(&world).await;
    assert_eq!((third.tries, third.failing_since), (2, Some(since)));
    world.store.record_attempt(&third, &attempt(Some(410)), AfterAttempt::Failed).await.unwrap();
    let failed = deliveries(&world, &ada, &id).await.remove(0);
    assert_eq!((failed.status, failed.next_attempt_at), (DeliveryStatus::Failed, None));
    let seen: Vec<_> = failed.attempts.iter().map(|attempt| (attempt.number, attempt.status_code)).collect();
    assert_eq!(seen, [(1, None), (2, Some(500)), (3, Some(410))]);
    assert!(claims(&world, CARRIERS).await.is_empty());
    // A person asks for it again: all tries are before it, and the log goes on.
    let again = world.store.redeliver(&ada, &delivery).await.unwrap();
    assert_eq!((again.status, again.attempts.len()), (DeliveryStatus::Pending, 3));
    let fourth = claim(&world).await;
    assert_eq!((fourth.tries, fourth.failing_since), (0, None));
    world.store.record_attempt(&fourth, &attempt(Some(200)), AfterAttempt::Delivered).await.unwrap();
    assert_eq!(deliveries(&world, &ada, &id).await[0].attempts.len(), 4);
}

async fn a_receiver_that_is_left_alone_gets_nothing_until_somebody_asks(world: World) {
    let ada = world.account("ada").await;
    let (first, _) = delivery(&world, &ada, HOOK).await;
    let (second, _) = delivery(&world, &ada, HOOK).await;
    let (other, _) = delivery(&world, &ada, "https://other.example").await;
    let taken = claim(&world).await;
    assert_eq!(taken.url, HOOK);
    world.store.record_attempt(&taken, &attempt(None), AfterAttempt::Disabled).await.unwrap();
    let (third, delivery) = delivery(&world, &ada, HOOK).await;
    let status = async |id| deliveries(&world, &ada, id).await[0].status;
    for id in [&first, &second, &third] {
        assert_eq!(status(id).await, DeliveryStatus::Disabled);
    }
    assert_eq!(status(&other).await, DeliveryStatus::Pending);
    let asked = world.store.redeliver(&ada, &delivery).await.unwrap();
    assert_eq!(asked.status, DeliveryStatus::Pending);
    let (fourth, _) = self::delivery(&world, &ada, HOOK).await;
    assert_eq!(status(&fourth).await, DeliveryStatus::Pending);
    assert_eq!(claims(&world, CARRIERS).await.len(), 3);
}

async fn many_attempts_at_one_receiver_end_at_once(world: World) {
    let ada = world.account("ada").await;
    for round in 0..10 {
        let url = format!("{HOOK}/{round}");
        let mut ids = Vec::new();
        for _ in 0..4 {
            ids.push(delivery(&world, &ada, &url).await.1);
        }
        let claims = claims(&world, CARRIERS).await;
        assert_eq!(claims.len(), 4);
        let log = attempt(None);
        let ends = claims.iter().map(|claim| async {
            let then = AfterAttempt::Disabled;
            match world.store.record_attempt(claim, &log, then).await {
                Ok(()) | Err(StoreError::LeaseLost) => {}
                Err(other) => panic!("{other}"),
            }
        });
        let asks = ids.iter().map(|id| async { drop(world.store.redeliver(&ada, id).await.unwrap()) });
        futures::join!(join_all(ends), join_all(asks));
        world.sql("UPDATE webhook_deliveries SET status = 'failed'").await;
        world.sql("DELETE FROM webhook_receivers").await;
    }
}

async fn deliveries_of_another_account_are_not_found(world: World) {
    let (ada, eve) = (world.account("ada").await, world.account("eve").await);
    let (id, delivery) = delivery(&world, &ada, HOOK).await;
    assert!(matches!(world.store.list_deliveries(&eve, &id).await, Err(StoreError::NotFound)));
    assert!(matches!(world.store.redeliver(&eve, &delivery).await, Err(StoreError::NotFound)));
    assert_eq!(claim(&world).await.epoch, 1);
    // Whom somebody else's deliveries cannot reach is no business of theirs.
    let (_, of_eve) = self::delivery(&world, &eve, HOOK).await;
    let taken = claim(&world).await;
    world.store.record_attempt(&taken, &attempt(None), AfterAttempt::Disabled).await.unwrap();
    let (id, _) = self::delivery(&world, &ada, HOOK).await;
    assert_eq!(deliveries(&world, &ada, &id).await[0].status, DeliveryStatus::Pending);
    assert!(world.store.redeliver(&eve, &of_eve).await.is_ok());
}

async fn no_secret_is_stored_in_the_clear(mut world: World) {
    let ada = world.account("ada").await;
    let secret = "whsec_in-the-clear-0123456789";
    let webhook = NewWebhook { url: HOOK.into(), secret: Some(Secret::from(secret.to_owned())) };
    let id = world.accept(&ada, NewExecution { webhook: Some(webhook), ..paid(dollars(1)) }).await;
    world.store.cancel_execution(&ada, &id).await.unwrap();
    delivery(&world, &ada, HOOK).await;
    let own = world.store.webhook_secrets(&ada).await.unwrap().present;
    let claims = claims(&world, CARRIERS).await;
    let mut signs: Vec<&str> = claims.iter().map(|claim| claim.secrets[0].expose()).collect();
    signs.sort_by_key(|signs| *signs != secret);
    assert_eq!(signs, [secret, own.expose()]);
    assert!(!format!("{claims:?}").contains(secret));
    world.restart().await;
    let stolen = String::from_utf8_lossy(&world.database.stolen()).into_owned();
    assert!(stolen.contains(HOOK));
    assert!(!stolen.contains(secret) && !stolen.contains(own.expose()));
}

async fn a_secret_that_does_not_open_keeps_no_other_delivery_waiting(world: World) {
    let ada = world.account("ada").await;
    let (id, _) = delivery(&world, &ada, HOOK).await;
    let (readable, _) = delivery(&world, &ada, HOOK).await;
    let spoilt = format!("UPDATE webhook_deliveries SET secret_sealed = 'v1.x' WHERE execution_id = '{id}'");
    world.sql(&spoilt).await;
    let claims = claims(&world, CARRIERS).await;
    assert_eq!(claims.len(), 1);
    assert!(claims[0].body.contains(readable.as_str()));
    assert_eq!(deliveries(&world, &ada, &id).await[0].status, DeliveryStatus::Pending);
}

async fn an_account_has_one_secret(mut world: World) {
    let (ada, eve) = (world.account("ada").await, world.account("eve").await);
    let asked = join_all((0..8).map(|_| world.store.webhook_secrets(&ada))).await;
    let secrets: Vec<String> =
        asked.into_iter().map(|asked| asked.unwrap().present.expose().to_owned()).collect();
    assert!(secrets[0].starts_with("whsec_") && secrets.iter().all(|secret| *secret == secrets[0]));
    world.restart().await;
    assert_eq!(world.store.webhook_secrets(&ada).await.unwrap().present.expose(), secrets[0]);
    assert_ne!(world.store.webhook_secrets(&eve).await.unwrap().present.expose(), secrets[0]);
    assert!(matches!(world.store.webhook_secrets(&AccountId::generate()).await, Err(StoreError::NotFound)));
}

async fn a_secret_that_is_replaced_signs_too_for_a_while(world: World) {
    let ada = world.account("ada").await;
    let first = world.store.webhook_secrets(&ada).await.unwrap();
    assert!(first.previous.is_none());
    let second = world.store.rotate_webhook_secret(&ada, Duration::from_secs(60)).await.unwrap();
    assert_ne!(second.present.expose(), first.present.expose());
    assert_eq!(second.previous.unwrap().0.expose(), first.present.expose());
    delivery(&world, &ada, HOOK).await;
    let signs = async || {
        let query = DeliveryQuery { carriers: CARRIERS, under_way: &[], ttl: Duration::ZERO };
        let claims = world.store.claim_deliveries(query).await.unwrap();
        let secrets = claims[0].secrets.iter().map(|secret| secret.expose().to_owned());
        secrets.collect::<Vec<_>>()
    };
    assert_eq!(signs().await, [second.present.expose(), first.present.expose()]);
    world.sql("UPDATE accounts SET webhook_secret_previous_until_ms = 0").await;
    assert_eq!(signs().await, [second.present.expose()]);
}

async fn a_test_is_sent_once_and_is_in_the_log_of_its_account(world: World) {
    let (ada, eve) = (world.account("ada").await, world.account("eve").await);
    let (id, body) = (DeliveryId::generate(), r#"{"status":"test"}"#);
    let webhook = NewWebhook { url: HOOK.into(), secret: None };
    for _ in 0..2 {
        let sent = world.store.add_delivery(&ada, &id, &webhook, body).await.unwrap();
        assert_eq!((sent.id, sent.execution, sent.body.as_str()), (id.clone(), None, body));
    }
    assert!(world.store.add_delivery(&eve, &id, &webhook, body).await.is_err(), "it is somebody else's");
    assert_eq!(claims(&world, CARRIERS).await.len(), 1);
    let (end, _) = delivery(&world, &ada, HOOK).await;
    let log = world.store.delivery_log(&ada, None, 10).await.unwrap();
    let told: Vec<_> = log.iter().map(|delivery| delivery.execution.clone()).collect();
    assert_eq!(told, [Some(end), None]);
    let older = world.store.delivery_log(&ada, Some(&log[0].id), 10).await.unwrap();
    assert_eq!(older.iter().map(|delivery| &delivery.id).collect::<Vec<_>>(), [&id]);
    assert!(world.store.delivery_log(&eve, None, 10).await.unwrap().is_empty());
    assert!(matches!(world.store.get_delivery(&eve, &id).await, Err(StoreError::NotFound)));
    for _ in 0..49 {
        world.store.add_delivery(&ada, &DeliveryId::generate(), &webhook, body).await.unwrap();
    }
    let full = world.store.add_delivery(&ada, &DeliveryId::generate(), &webhook, body).await;
    assert!(matches!(full, Err(StoreError::Conflict(_))));
}
