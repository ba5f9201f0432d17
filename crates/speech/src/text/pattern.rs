//! Regular expressions that are written in the source and compiled once.

/// Declares a pattern; a mistake in one shows in the first test that reads any text.
macro_rules! pattern {
    ($name:ident, $regex:expr) => {
        static $name: std::sync::LazyLock<regex::Regex> =
            std::sync::LazyLock::new(|| regex::Regex::new($regex).unwrap());
    };
}

pub(super) use pattern;
