//! `limits`: what one account may use in a month, where it is not what the settings say.

use super::{Failure, key::owner, runtime};
use crate::{database::open_store, ports::from_store, settings::Settings};
use domain::Money;
use store::MoneyStore;

pub fn limits(
    settings: Settings,
    email: &str,
    videos: Option<u32>,
    usd: Option<Money>,
) -> Result<(), Failure> {
    if usd.is_some_and(|usd| usd < Money::ZERO) {
        return Err(Failure::usage("A limit is no less than nothing."));
    }
    runtime(1)?.block_on(async {
        let (store, _) = open_store(&settings).await?;
        let account = owner(&store, email).await?;
        store.set_limits(&account, videos, usd).await.map_err(from_store)?;
        let limits = store.usage(&account).await.map_err(from_store)?.limits;
        println!(
            "The account of {email} may make {} videos and spend ${} in a month.",
            limits.videos, limits.cost
        );
        Ok(())
    })
}
