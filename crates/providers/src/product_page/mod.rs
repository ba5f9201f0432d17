//! The ability to read a product's page: what it is called, what it costs, how it looks.
//!
//! The way of an address: [`visit`] fetches it through the guard, [`charset`] makes text of its bytes, [`markup`] picks
//! up what the page says of itself, [`page`] decides which word counts. A page is written by anybody: it is read within
//! limits of time, bytes and tokens, no tree is built of it, nothing in it is run or obeyed, and no address in it is
//! called.

mod charset;
mod colours;
mod linked_data;
mod markup;
mod page;
mod pictures;
mod plain_text;
mod price;
mod reader;
mod visit;

pub use reader::{GuardedProductReader, ProductReader, VisitLimits};
