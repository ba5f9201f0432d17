//! Every Rust module opens with `//!`: what it is, what it promises, what it must never do.

use super::Source;

pub fn breaches(sources: &[Source]) -> Vec<String> {
    let modules = sources.iter().filter(|source| source.is("rs"));
    let silent = modules.filter(|source| !opens_with_words(&source.text));
    silent.map(|source| format!("{}: does not open with `//!`", source.path)).collect()
}

/// Attributes of the whole file may stand before the words.
fn opens_with_words(text: &str) -> bool {
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("#!["));
    lines.next().and_then(|line| line.strip_prefix("//!")).is_some_and(|words| !words.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use super::opens_with_words;

    #[test]
    fn wants_words_before_code() {
        assert!(opens_with_words("//! The house.\nfn main() {}"));
        assert!(opens_with_words("#![cfg(test)]\n\n//! The house.\n"));
        assert!(!opens_with_words("fn main() {}\n//! Too late."));
        assert!(!opens_with_words("//!\nfn main() {}"));
        assert!(!opens_with_words(""));
    }
}
