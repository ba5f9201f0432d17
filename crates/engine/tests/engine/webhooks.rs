//! Webhooks: whoever ordered is told of the end, signed, at least once, and no longer than is sensible.

use crate::{
    both::both,
    database::On,
    post_office::{Answer, Letter},
    process::Start,
    stagehands::Cue,
    world::{PATIENCE, World, in_time},
};
use domain::{ExecutionId, Status, StepKind};
use std::time::{Duration, SystemTime};
use store::{Delivery, DeliveryStatus, WebhookSecretStore};
use tokio::time::timeout;

both!(
    each_end_is_told_once_and_signed,
    without_a_secret_of_its_own_the_accounts_secret_signs,
    one_that_fails_is_tried_again_with_the_same_id,
    a_receiver_that_is_busy_is_left_alone_as_long_as_it_asks,
    a_receiver_that_is_gone_is_not_asked_again_by_itself,
    one_that_always_fails_is_given_up,
    a_receiver_that_fails_for_days_is_left_alone_and_that_is_said,
    killed_before_it_was_written_down_it_is_delivered_again,
    a_late_answer_changes_nothing,
    one_that_is_tried_again_tells_of_each_end,
    what_is_carried_when_the_node_drains_is_carried_to_its_end,
);

const URL: &str = "https://receiver.example/hook";
const SECRET: &str = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";

impl World {
    async fn delivery(&self, id: &ExecutionId) -> Delivery {
        let mut deliveries = self.process.engine.deliveries(&self.ada, id).await.unwrap();
        assert_eq!(deliveries.len(), 1);
        deliveries.remove(0)
    }

    /// Nobody is told when an attempt was written down, so it is looked for.
    async fn delivery_when(&self, id: &ExecutionId, ready: impl Fn(&Delivery) -> bool) -> Delivery {
        let looked = timeout(PATIENCE, async {
            loop {
                let delivery = self.delivery(id).await;
                if ready(&delivery) {
                    return delivery;
                }
                tokio::task::yield_now().await;
            }
        });
        match looked.await {
            Ok(delivery) => delivery,
            Err(_late) => panic!("{:?}", self.delivery(id).await),
        }
    }

    async fn settled(&self, id: &ExecutionId) -> Delivery {
        self.delivery_when(id, |delivery| delivery.status != DeliveryStatus::Pending).await
    }
}

fn codes(delivery: &Delivery) -> Vec<Option<u16>> {
    delivery.attempts.iter().map(|attempt| attempt.status_code).collect()
}

/// The plain signature, as a receiver that knows nothing else checks it.
fn plain_signature_fits(letter: &Letter, secret: &str) -> bool {
    let secret = providers::WebhookSecret::parse(secret).unwrap();
    let headers = providers::sign("x", 0, &letter.body, &secret);
    let plain = headers.into_iter().find(|(name, _)| name == "X-Webhook-Signature").unwrap();
    letter.headers["x-webhook-signature"] == plain.1
}

async fn each_end_is_told_once_and_signed(on: On) {
    let mut world = World::new(on).await;
    let completed = world.start_with_webhook(URL, Some(SECRET)).await;
    let letter = world.letter().await;
    let ended = world.ended(&completed).await;
    let result = ended.result.unwrap();
    assert_eq!(letter.url, URL);
    let json = letter.json();
    assert_eq!((&json["executionId"], &json["status"]), (&completed.as_str().into(), &"completed".into()));
    assert_eq!(json["result"]["url"], format!("https://pitchreel.example{}", result.url));
    assert_eq!(json["error"], serde_json::Value::Null);
    let mut letters = vec![letter];

    world.hands.cue(StepKind::Presenter, Cue::Fail);
    let failed = world.start_with_webhook(URL, Some(SECRET)).await;
    letters.push(world.letter().await);
    let json = letters[1].json();
    assert_eq!((&json["executionId"], &json["status"]), (&failed.as_str().into(), &"failed".into()));
    assert_eq!(json["error"], "Stopped at presenter. The lamp went out.");
    assert_eq!(json["result"], serde_json::Value::Null);

    world.hands.cue(StepKind::Speech, Cue::Wait);
    let cancelled = world.start_with_webhook(URL, Some(SECRET)).await;
    world.reached().await;
    let queued = world.start_with_webhook(URL, Some(SECRET)).await;
    for id in [&queued, &cancelled] {
        world.process.engine.cancel(&world.ada, id).await.unwrap();
        letters.push(world.letter().await);
        let json = letters.last().unwrap().json();
        assert_eq!((&json["executionId"], &json["status"]), (&id.as_str().into(), &"cancelled".into()));
    }
    for (letter, id) in letters.iter().zip([&completed, &failed, &queued, &cancelled]) {
        let delivery = world.settled(id).await;
        assert_eq!((delivery.status, codes(&delivery)), (DeliveryStatus::Delivered, vec![Some(200)]));
        assert_eq!(delivery.attempts[0].answer, "Thank you.");
        assert_eq!(delivery.body.as_bytes(), letter.body);
        assert_eq!(letter.signed_with(SECRET).as_deref(), Some(delivery.id.as_str()));
        assert_eq!(letter.signed_with("another secret"), None);
        assert!(plain_signature_fits(letter, SECRET) && !plain_signature_fits(letter, "another secret"));
    }
    in_time(world.process.engine.drain()).await;
    assert!(world.letters.try_recv().is_err(), "somebody was told twice");
}

async fn without_a_secret_of_its_own_the_accounts_secret_signs(on: On) {
    let mut world = World::new(on).await;
    let id = world.start_with_webhook(URL, None).await;
    let letter = world.letter().await;
    let secret = world.process.store.webhook_secrets(&world.ada).await.unwrap().present;
    assert_eq!(letter.signed_with(secret.expose()).as_deref(), Some(world.delivery(&id).await.id.as_str()));
    let nobody = world.start().await;
    world.ended(&nobody).await;
    assert!(world.process.engine.deliveries(&world.ada, &nobody).await.unwrap().is_empty());
}

async fn one_that_fails_is_tried_again_with_the_same_id(on: On) {
    let mut world = World::new(on).await;
    for answer in [Answer::Status(500), Answer::Unreachable, Answer::Status(302)] {
        world.post.answer(answer);
    }
    let id = world.start_with_webhook(URL, Some(SECRET)).await;
    let first = world.letter().await;
    for _ in 0..3 {
        let again = world.letter().await;
        assert_eq!((again.id(), &again.body), (first.id(), &first.body));
        assert!(again.signed_with(SECRET).is_some());
    }
    let delivery = world.settled(&id).await;
    assert_eq!(delivery.status, DeliveryStatus::Delivered);
    assert_eq!(codes(&delivery), [Some(500), None, Some(302), Some(200)]);
    assert_eq!(delivery.attempts[1].error.as_deref(), Some("Nobody is there."));
    assert_eq!(delivery.attempts.iter().map(|attempt| attempt.number).collect::<Vec<_>>(), [1, 2, 3, 4]);
    let waits = delivery.attempts.windows(2).map(|pair| pair[1].at.ms_since(pair[0].at));
    // The base is 50 ms, each wait is three times as long, and a quarter more or less.
    assert!(waits.zip([37, 112, 337]).all(|(wait, least)| wait >= least), "{:?}", delivery.attempts);
}

async fn a_receiver_that_is_busy_is_left_alone_as_long_as_it_asks(on: On) {
    let mut world = World::new(on).await;
    world.post.answer(Answer::Busy(Duration::from_millis(1_200)));
    let id = world.start_with_webhook(URL, Some(SECRET)).await;
    world.letter().await;
    world.letter().await;
    let delivery = world.settled(&id).await;
    assert_eq!(codes(&delivery), [Some(503), Some(200)]);
    assert!(delivery.attempts[1].at.ms_since(delivery.attempts[0].at) >= 1_200);
}

async fn a_receiver_that_is_gone_is_not_asked_again_by_itself(on: On) {
    let mut world = World::new(on).await;
    world.post.answer(Answer::Status(410));
    let id = world.start_with_webhook(URL, Some(SECRET)).await;
    let first = world.letter().await;
    let delivery = world.settled(&id).await;
    assert_eq!((delivery.status, codes(&delivery)), (DeliveryStatus::Failed, vec![Some(410)]));
    assert_eq!(delivery.next_attempt_at, None);
    let asked = world.process.engine.redeliver(&world.ada, &delivery.id).await.unwrap();
    assert_eq!(asked.status, DeliveryStatus::Pending);
    assert_eq!(world.letter().await.id(), first.id());
    let delivery = world.settled(&id).await;
    assert_eq!((delivery.status, codes(&delivery)), (DeliveryStatus::Delivered, vec![Some(410), Some(200)]));
}

async fn one_that_always_fails_is_given_up(on: On) {
    let start = Start::with(|settings| settings.webhook_retry_base = Duration::from_micros(10));
    let mut world = World::with(on, start).await;
    for _ in 0..10 {
        world.post.answer(Answer::Status(500));
    }
    let id = world.start_with_webhook(URL, Some(SECRET)).await;
    for _ in 0..10 {
        world.letter().await;
    }
    let delivery = world.settled(&id).await;
    assert_eq!((delivery.status, codes(&delivery)), (DeliveryStatus::Failed, vec![Some(500); 10]));
    // Others to the same receiver have their own attempts.
    let next = world.start_with_webhook(URL, Some(SECRET)).await;
    world.letter().await;
    assert_eq!(world.settled(&next).await.status, DeliveryStatus::Delivered);
}

async fn a_receiver_that_fails_for_days_is_left_alone_and_that_is_said(on: On) {
    let mut world = World::new(on).await;
    for answer in [Answer::Held(500), Answer::Status(500)] {
        world.post.answer(answer);
    }
    let id = world.start_with_webhook(URL, Some(SECRET)).await;
    let first = world.letter().await;
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap().as_millis();
    let five_days_ago = now - 5 * 24 * 60 * 60 * 1000;
    let failing = format!(
        "INSERT INTO webhook_receivers (account_id, url, failing_since_ms) VALUES ('{}', '{URL}', {five_days_ago})",
        world.ada
    );
    assert_eq!(world.sql(&failing).await, 1);
    // The attempt under way was begun before that was known, and is tried again like any other.
    world.post.release();
    assert_eq!(world.letter().await.id(), first.id());
    let delivery = world.settled(&id).await;
    assert_eq!((delivery.status, codes(&delivery)), (DeliveryStatus::Disabled, vec![Some(500); 2]));
    // Whatever ends from now on is written down and not sent.
    let next = world.start_with_webhook(URL, Some(SECRET)).await;
    let elsewhere = world.start_with_webhook("https://elsewhere.example/", Some(SECRET)).await;
    assert_eq!(world.letter().await.url, "https://elsewhere.example/");
    assert_eq!(world.settled(&elsewhere).await.status, DeliveryStatus::Delivered);
    let left_alone = world.delivery(&next).await;
    assert_eq!((left_alone.status, left_alone.attempts.len()), (DeliveryStatus::Disabled, 0));
    // Until somebody asks again, and it answers.
    world.process.engine.redeliver(&world.ada, &left_alone.id).await.unwrap();
    assert_eq!(world.letter().await.id(), left_alone.id.as_str());
    assert_eq!(world.settled(&next).await.status, DeliveryStatus::Delivered);
    let after = world.start_with_webhook(URL, Some(SECRET)).await;
    world.letter().await;
    assert_eq!(world.settled(&after).await.status, DeliveryStatus::Delivered);
}

async fn killed_before_it_was_written_down_it_is_delivered_again(on: On) {
    let mut world = World::new(on).await;
    world.post.answer(Answer::Never);
    let id = world.start_with_webhook(URL, Some(SECRET)).await;
    let first = world.letter().await;
    let mut world = world.killed_and_restarted().await;
    // Nobody waits here until the claim of the killed one is over.
    assert_eq!(world.sql("UPDATE webhook_deliveries SET due_at_ms = 0 WHERE status = 'pending'").await, 1);
    let again = world.letter().await;
    assert_eq!((again.id(), &again.body), (first.id(), &first.body));
    assert!(again.signed_with(SECRET).is_some());
    let delivery = world.settled(&id).await;
    assert_eq!((delivery.status, codes(&delivery)), (DeliveryStatus::Delivered, vec![Some(200)]));
}

async fn a_late_answer_changes_nothing(on: On) {
    let mut world = World::new(on).await;
    world.post.answer(Answer::Held(410));
    let id = world.start_with_webhook(URL, Some(SECRET)).await;
    let first = world.letter().await;
    world.process.engine.redeliver(&world.ada, &world.delivery(&id).await.id).await.unwrap();
    assert_eq!(world.letter().await.id(), first.id());
    let delivered = world.settled(&id).await;
    assert_eq!((delivered.status, codes(&delivered)), (DeliveryStatus::Delivered, vec![Some(200)]));
    world.post.release();
    in_time(world.process.engine.drain()).await;
    assert_eq!(world.delivery(&id).await, delivered);
}

async fn one_that_is_tried_again_tells_of_each_end(on: On) {
    let mut world = World::new(on).await;
    world.hands.cue(StepKind::Compose, Cue::Fail);
    let id = world.start_with_webhook(URL, Some(SECRET)).await;
    let failed = world.letter().await;
    world.process.engine.retry(&world.ada, &id).await.unwrap();
    let completed = world.letter().await;
    let told = [&failed, &completed].map(|letter| letter.json()["status"].as_str().unwrap().to_owned());
    assert_eq!(told, ["failed", "completed"]);
    let deliveries = world.process.engine.deliveries(&world.ada, &id).await.unwrap();
    let newest_first: Vec<_> = deliveries.iter().map(|delivery| delivery.id.as_str()).collect();
    assert_eq!(newest_first, [completed.id(), failed.id()]);
}

async fn what_is_carried_when_the_node_drains_is_carried_to_its_end(on: On) {
    let mut world = World::new(on).await;
    world.post.answer(Answer::Held(200));
    let id = world.start_with_webhook(URL, Some(SECRET)).await;
    world.letter().await;
    assert_eq!(world.ended(&id).await.status, Status::Completed);
    let mut draining = tokio::spawn({
        let engine = world.process.engine.clone();
        async move { engine.drain().await }
    });
    assert!(timeout(Duration::from_millis(300), &mut draining).await.is_err(), "it did not wait");
    world.post.release();
    in_time(draining).await.unwrap();
    assert_eq!(world.delivery(&id).await.status, DeliveryStatus::Delivered);
}
