//! Hints: nodes on one PostgreSQL hear each other; a process that is alone hears nothing.

use crate::{both::both, world::World};
use domain::ExecutionId;
use futures::StreamExt;
use store::{Hint, HintChannel};

both! {
    what_one_node_tells_the_others_hear_until_the_line_breaks,
}

async fn what_one_node_tells_the_others_hear_until_the_line_breaks(world: World) {
    let other = world.another_store().await;
    let heard = other.listen().await.unwrap();
    let few = vec![ExecutionId::generate(), ExecutionId::generate()];
    let many: Vec<ExecutionId> = (0..600).map(|_| ExecutionId::generate()).collect();
    let told =
        [Hint::Changed(few.clone()), Hint::Cancel(few[0].clone()), Hint::Due, Hint::Changed(many.clone())];
    for hint in &told {
        world.store.tell(hint).await.unwrap();
    }
    assert_eq!(heard.is_some(), world.is_postgres());
    let Some(mut heard) = heard else { return };
    for hint in &told[..3] {
        assert_eq!(heard.next().await.as_ref(), Some(hint));
    }
    // More than fits into one is told in several.
    let mut all = Vec::new();
    while all.len() < many.len() {
        match heard.next().await {
            Some(Hint::Changed(ids)) => all.extend(ids),
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(all, many);
    let cut = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
               WHERE datname = current_database() AND query LIKE 'LISTEN%'";
    assert_eq!(world.number(cut).await, 1);
    assert_eq!(heard.next().await, None);
}
