//! Prices: with a date, the newest one that is valid.

use crate::{both::both, samples::dollars, world::World};
use domain::Money;
use store::{MoneyStore, Price};

both! {
    a_price_is_valid_from_its_day_until_the_next_one,
    every_price_is_listed_the_newest_first,
}

async fn a_price_is_valid_from_its_day_until_the_next_one(world: World) {
    assert_eq!(world.store.price_of("fal", "video").await.unwrap(), None);
    let first = world.store.set_price("fal", "video", "second", dollars(1)).await.unwrap();
    assert_eq!((first.price, first.unit.as_str()), (dollars(1), "second"));
    assert_eq!(world.store.price_of("fal", "video").await.unwrap(), Some(first));
    let second = world.store.set_price("fal", "video", "second", Money::from_micros(35_000)).await.unwrap();
    assert_eq!(world.store.price_of("fal", "video").await.unwrap(), Some(second.clone()));
    // What is dear only next year is not dear now.
    world
        .sql(
            "INSERT INTO prices (provider, model, unit, micros, valid_from_ms) VALUES
              ('fal', 'video', 'second', 9000000, 4000000000000)",
        )
        .await;
    assert_eq!(world.store.price_of("fal", "video").await.unwrap(), Some(second));
    assert_eq!(world.store.price_of("fal", "image").await.unwrap(), None);
    assert_eq!(world.store.price_of("replicate", "video").await.unwrap(), None);
}

async fn every_price_is_listed_the_newest_first(world: World) {
    world.sql("DELETE FROM prices").await;
    world
        .sql("INSERT INTO prices (provider, model, unit, micros, valid_from_ms) VALUES
              ('replicate', 'video', 'second', 1, 1), ('fal', 'video', 'second', 2, 1), ('fal', 'video', 'second', 3, 2),
              ('fal', 'image', 'image', 4, 1)")
        .await;
    let listed = world.store.list_prices().await.unwrap();
    let short = |price: &Price| (price.provider.clone(), price.model.clone(), price.price.micros());
    let micros: Vec<i64> = listed.iter().map(|price| short(price).2).collect();
    assert_eq!(micros, [4, 3, 2, 1]);
    assert_eq!(short(&listed[0]), ("fal".to_owned(), "image".to_owned(), 4));
}
