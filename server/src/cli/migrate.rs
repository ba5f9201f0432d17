//! `migrate`: the database brought up to date.

use super::{Failure, runtime};
use crate::{database::open_store, settings::Settings};

pub fn migrate(settings: Settings) -> Result<(), Failure> {
    runtime(1)?.block_on(open_store(&settings))?;
    println!("The database {} is up to date.", settings.database);
    Ok(())
}
