//! What the papers name is there: every path, and every test that is said to hold a promise.

use super::Source;

const PAPERS: [&str; 3] = ["ARCHITECTURE.md", "CONTRIBUTING.md", "README.md"];

/// What the papers may name by a path though git does not keep it.
const MADE: [&str; 3] = ["target", "dist", "data"];

pub fn breaches(sources: &[Source]) -> Vec<String> {
    let papers = sources.iter().filter(|source| PAPERS.contains(&source.path.as_str()));
    papers.flat_map(|paper| breaches_of(paper, sources)).collect()
}

fn breaches_of(paper: &Source, sources: &[Source]) -> Vec<String> {
    let is_there = |path: &str| {
        let folder = format!("{}/", path.trim_end_matches('/'));
        sources.iter().any(|source| source.path == path || source.path.starts_with(&folder))
    };
    let is_tested = |name: &str| {
        let (function, test) = (format!("fn {name}("), format!("test('{name}'"));
        sources.iter().any(|source| source.text.contains(&function) || source.text.contains(&test))
    };
    let broken = quoted(&paper.text).filter(|word| match kind(word) {
        Kind::Path => !is_there(word),
        Kind::Test => !is_tested(word),
        Kind::Other => false,
    });
    broken.map(|word| format!("{}: names `{word}`, which is not there", paper.path)).collect()
}

enum Kind {
    Path,
    Test,
    Other,
}

fn kind(word: &str) -> Kind {
    let plain =
        |also: &str| word.chars().all(|letter| letter.is_ascii_alphanumeric() || also.contains(letter));
    let first = word.split('/').next().unwrap_or_default();
    if word.contains('/') && plain("_-./") && !first.is_empty() && !MADE.contains(&first) {
        Kind::Path
    } else if plain("_")
        && word.matches('_').count() >= 3
        && word.chars().all(|letter| !letter.is_uppercase())
    {
        Kind::Test
    } else {
        Kind::Other
    }
}

/// The words between single backticks; fenced blocks are left out.
fn quoted(text: &str) -> impl Iterator<Item = &str> {
    let outside = text.split("```").step_by(2);
    outside.flat_map(|prose| prose.split('`').skip(1).step_by(2))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(path: &str, text: &str) -> Source {
        Source { path: path.to_owned(), text: text.to_owned() }
    }

    #[test]
    fn paths_and_tests_must_be_there() {
        let room = file("crates/engine/src/lib.rs", "fn a_killed_render_goes_on() {}");
        let paper = file(
            "README.md",
            "`crates/engine` and `crates/moon`; `a_killed_render_goes_on`, `a_promise_nobody_keeps`; `target/site`; \
             `cost_micros`\n```\n`crates/fenced`\n```\n",
        );
        assert_eq!(
            breaches(&[room, paper]),
            [
                "README.md: names `crates/moon`, which is not there",
                "README.md: names `a_promise_nobody_keeps`, which is not there"
            ]
        );
    }
}
