//! Pictures that people send: believed only once they are decoded, kept only as we wrote them ourselves.

mod picture;

pub use picture::{CleanPicture, clean_picture};
