//! `price list`, `price set`: what the models of providers cost, as the operator knows it. A limit of money can only
//! be kept where the price is known before anything is ordered.

use super::{Failure, args::PriceAction, runtime};
use crate::{database::open_store, ports::from_store, settings::Settings};
use domain::Money;
use std::collections::BTreeSet;
use store::{MoneyStore, Price, SqlStore};

pub fn price(settings: Settings, action: PriceAction) -> Result<(), Failure> {
    runtime(1)?.block_on(async {
        let (store, _) = open_store(&settings).await?;
        match action {
            PriceAction::List => list(&store).await?,
            PriceAction::Set { provider, model, unit, usd } => {
                if usd < Money::ZERO {
                    return Err(Failure::usage("A price is not below nothing."));
                }
                print(&store.set_price(&provider, &model, &unit, usd).await.map_err(from_store)?);
            }
        }
        Ok(())
    })
}

/// One line for each model: what it costs now.
async fn list(store: &SqlStore) -> Result<(), Failure> {
    let known = store.list_prices().await.map_err(from_store)?;
    let models: BTreeSet<_> = known.iter().map(|price| (&price.provider, &price.model)).collect();
    for (provider, model) in models {
        store.price_of(provider, model).await.map_err(from_store)?.iter().for_each(print);
    }
    Ok(())
}

fn print(price: &Price) {
    let Price { provider, model, unit, price, valid_from } = price;
    println!("{provider}  {model}  ${price} a {unit}, since {valid_from}");
}
