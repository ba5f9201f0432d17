//! Whose turn it is: whoever was served longest ago, and nobody keeps all hands busy.

use crate::{
    both::both,
    database::On,
    process::Start,
    stagehands::Cue,
    world::{World, account, events, order},
};
use domain::{RenderOrder, Status, StepKind};

both!(
    accounts_take_turns_whoever_ordered_first_and_however_much,
    one_account_has_no_more_under_way_than_its_cap,
);

fn saying(text: &str) -> RenderOrder {
    RenderOrder { script_text: text.into(), ..order() }
}

async fn accounts_take_turns_whoever_ordered_first_and_however_much(on: On) {
    let mut world = World::new(on).await;
    let (bob, eve) = (account(&world.process, "bob").await, account(&world.process, "eve").await);
    let ada = world.ada.clone();
    world.hands.cue(StepKind::Speech, Cue::Wait);
    let mut accepted = vec![(&ada, world.accept(&ada, None, saying("ada 1")).await)];
    world.reached().await;
    for (account, text) in
        [(&ada, "ada 2"), (&ada, "ada 3"), (&ada, "ada 4"), (&bob, "bob 1"), (&bob, "bob 2"), (&eve, "eve 1")]
    {
        accepted.push((account, world.accept(account, None, saying(text)).await));
    }
    world.hands.release();
    for (account, id) in &accepted {
        let last = events(&world.process, account, id, 0).await.pop();
        assert_eq!(last.unwrap().status, Status::Completed);
    }
    assert_eq!(world.hands.said(), ["ada 1", "bob 1", "eve 1", "ada 2", "bob 2", "ada 3", "ada 4"]);
}

async fn one_account_has_no_more_under_way_than_its_cap(on: On) {
    let start = Start::with(|settings| {
        settings.render.concurrent = 3;
        settings.render.account_cap = 1;
    });
    let mut world = World::with(on, start).await;
    let bob = account(&world.process, "bob").await;
    let ada = world.ada.clone();
    world.hands.cue(StepKind::Speech, Cue::Wait);
    world.hands.cue(StepKind::Speech, Cue::Wait);
    let first = world.accept(&ada, None, saying("ada 1")).await;
    world.reached().await;
    let second = world.accept(&ada, None, saying("ada 2")).await;
    let of_bob = world.accept(&bob, None, saying("bob 1")).await;
    world.reached().await;
    assert_eq!(world.hands.said(), ["ada 1", "bob 1"]);
    assert_eq!(world.get(&second).await.status, Status::Queued);
    world.hands.release();
    world.hands.release();
    for (account, id) in [(&ada, &first), (&ada, &second), (&bob, &of_bob)] {
        let last = events(&world.process, account, id, 0).await.pop();
        assert_eq!(last.unwrap().status, Status::Completed);
    }
    assert_eq!(world.hands.most_at_once(), 2);
}
