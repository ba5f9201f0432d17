//! What must survive the process: tables, claims and media.
//!
//! [`ports`] says what can be asked, one small object-safe trait for each kind of thing; [`SqlStore`] fulfils all
//! of them, on SQLite and on PostgreSQL, but [`MediaStore`], which [`ObjectMedia`] fulfils with files. Every question
//! of a person names the account it is asked for, and what belongs to somebody else is [`StoreError::NotFound`], the
//! same as what does not exist.
//!
//! Nothing here knows of providers, pages or HTTP.

#![cfg_attr(test, expect(clippy::unwrap_used, reason = "a test stops at the first surprise"))]

mod error;
mod media;
pub mod ports;
mod sql;
mod vault;

pub use error::StoreError;
pub use media::ObjectMedia;
pub use ports::*;
pub use sql::{Resealed, SqlStore, StoreSettings};
pub use vault::Vault;
