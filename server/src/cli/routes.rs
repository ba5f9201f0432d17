//! `routes`: every address that `serve` answers, one a line, with what it needs.

use super::Failure;
use crate::http::doors;

pub fn routes() -> Result<(), Failure> {
    doors().iter().for_each(|door| println!("{door}"));
    Ok(())
}
