//! Webhooks over real connections to receivers that want to cost as much as they can: none costs more than its time,
//! and none holds up anybody else's.

use crate::{
    both::both,
    database::{Database, On, memory_folder},
    hostile::{Habit, Receiver},
    post_office::PostOffice,
    process::{Process, Site, Start, makers},
    stagehands::{Cue, Stagehands},
    world::{PATIENCE, World, account, in_time, order},
};
use domain::{AccountId, ExecutionId, Secret, StepKind};
use engine::{EngineSettings, Makers, Order};
use futures::future::join_all;
use providers::{Egress, GuardedClient, GuardedCourier};
use std::{sync::Arc, time::Duration};
use store::{Delivery, DeliveryStatus, NewWebhook};
use tokio::time::{Instant, timeout};

both!(
    no_receiver_costs_more_than_its_time,
    a_host_that_hangs_holds_up_no_other,
    an_account_whose_hosts_all_hang_holds_up_no_other_account,
);

/// Much less than the fifteen seconds for which a receiver that hangs is waited for.
const AT_ONCE: Duration = Duration::from_secs(5);

/// A world whose courier is the real one, and may go to loopback. The one hand is busy, so that what is ordered waits,
/// and ends when it is cancelled.
async fn world(on: On, settings: fn(&mut EngineSettings)) -> World {
    let (folder, database) = (memory_folder(), Database::new(on));
    let (hands, reached) = Stagehands::new();
    let (post, letters) = PostOffice::new();
    let client = GuardedClient::new(Egress::parse("127.0.0.0/8").unwrap()).unwrap();
    let makers = Makers { courier: Arc::new(GuardedCourier::new(client)), ..makers(&hands, &post) };
    let site = Site { folder: folder.path(), database: &database };
    let process = Process::start_with(site, makers, hands.clone(), Start::with(settings)).await;
    let ada = account(&process, "ada").await;
    let mut world = World { process, hands, reached, post, letters, ada, folder, database };
    world.hands.cue(StepKind::Speech, Cue::Wait);
    world.start().await;
    world.reached().await;
    world
}

impl World {
    /// An order of this account that was cancelled at once, which is told to this address.
    async fn told(&self, account: &AccountId, url: String) -> ExecutionId {
        let engine = &self.process.engine;
        let webhook = NewWebhook { url, secret: Some(Secret::from("a good secret".to_owned())) };
        let ordered = engine
            .start(account, domain::ExecutionId::generate(), None, Order::AvatarAd(order()), Some(webhook))
            .await
            .unwrap();
        engine.cancel(account, &ordered.id).await.unwrap();
        ordered.id
    }

    async fn all_told(&self, account: &AccountId, urls: impl IntoIterator<Item = String>) {
        join_all(urls.into_iter().map(|url| self.told(account, url))).await;
    }

    async fn tried(&self, account: &AccountId, id: &ExecutionId) -> Delivery {
        let looked = timeout(PATIENCE, async {
            loop {
                let delivery = self.process.engine.deliveries(account, id).await.unwrap().remove(0);
                if !delivery.attempts.is_empty() {
                    return delivery;
                }
                tokio::task::yield_now().await;
            }
        });
        looked.await.unwrap()
    }

    /// Orders, and sees that the receiver has it at once.
    async fn reaches_at_once(&self, account: &AccountId, receiver: &Receiver) {
        let began = Instant::now();
        let id = self.told(account, receiver.url("hook")).await;
        receiver.called(1).await;
        assert!(began.elapsed() < AT_ONCE, "it waited for {:?}", began.elapsed());
        assert_eq!(self.tried(account, &id).await.status, DeliveryStatus::Delivered);
    }
}

async fn no_receiver_costs_more_than_its_time(on: On) {
    let world = world(on, |settings| {
        settings.delivery_timeout = Duration::from_secs(2);
        settings.webhook_retry_base = Duration::from_secs(3600);
    })
    .await;
    let judged = Habit::HOSTILE.map(async |habit| {
        let receiver = Receiver::start(habit).await;
        let id = world.told(&world.ada, receiver.url("hook")).await;
        let attempt = world.tried(&world.ada, &id).await.attempts.remove(0);
        let seen = format!("{habit:?}: {attempt:?}");
        assert!(attempt.duration < AT_ONCE && attempt.answer.len() <= 1024, "{seen}");
        let error = attempt.error.unwrap_or_default();
        match habit {
            Habit::Silent | Habit::DripsHead | Habit::EndlessContinue => {
                assert!(error.contains("in time"), "{seen}")
            }
            Habit::EndlessHeader | Habit::EndlessHeaders | Habit::Resets => {
                assert!(error.contains("cannot be reached"), "{seen}");
            }
            Habit::DripsBody | Habit::EndlessBody => {
                assert!(attempt.status_code == Some(200) && attempt.answer.starts_with('x'), "{seen}");
            }
            Habit::GzipBomb => {
                assert!(attempt.status_code == Some(200) && attempt.answer.starts_with('\u{1f}'), "{seen}");
            }
            Habit::Takes => panic!("{seen}"),
        }
    });
    in_time(join_all(judged)).await;
}

async fn a_host_that_hangs_holds_up_no_other(on: On) {
    let world = world(on, |_| {}).await;
    let eve = account(&world.process, "eve").await;
    let hangs = Receiver::start(Habit::Silent).await;
    world.all_told(&world.ada, (0..200).map(|number| hangs.url(&format!("order/{number}")))).await;
    hangs.called(20).await;
    world.reaches_at_once(&eve, &Receiver::start(Habit::Takes).await).await;
    world.reaches_at_once(&world.ada, &Receiver::start(Habit::Takes).await).await;
    assert!(hangs.held() >= 20, "it did not hang while the others were called");
}

async fn an_account_whose_hosts_all_hang_holds_up_no_other_account(on: On) {
    let world = world(on, |_| {}).await;
    let eve = account(&world.process, "eve").await;
    let first = Receiver::start(Habit::Silent).await;
    let hosts = join_all((0..40).map(|_| first.another(Habit::Silent))).await;
    world.all_told(&world.ada, (0..200).map(|number| hosts[number % 40].url("hook"))).await;
    first.called(30).await;
    world.reaches_at_once(&eve, &Receiver::start(Habit::Takes).await).await;
    assert!(first.held() >= 30, "they did not hang while the other one was called");
}
