//! Which copy suits a subject and what a listener can do about it.

use super::{
    lexicon::{Meaning, is, meaning},
    subject::{Shape, Subject},
};

/// Settles category and mode from the words of the subject, the noun before all others.
pub(super) fn settle(subject: &mut Subject, text: &str, hiring: bool) {
    let core: Vec<String> = subject.core.split_whitespace().map(String::from).collect();
    let head = head_meaning(&core);
    let whom: Vec<String> = subject.audience.iter().flat_map(|audience| split(audience)).collect();
    let about = |text: &str| -> Vec<String> {
        split(text)
            .into_iter()
            .filter(|word| {
                !whom.contains(word)
                    || meaning(word).is_some_and(|m| matches!(m.category, Some("kids" | "pets")))
            })
            .collect()
    };
    let votes = words_and_pairs(&core)
        .into_iter()
        .rev()
        .chain(words_and_pairs(&about(&subject.after)))
        .chain(words_and_pairs(&about(text)));
    let meanings: Vec<Meaning> =
        head.into_iter().chain(votes.filter_map(|phrase| meaning(&phrase))).collect();
    // Animals and children decide more about the words of an ad than the thing that is made for them.
    let for_whom =
        core.iter().filter_map(|word| meaning(word)?.category).find(|name| matches!(*name, "kids" | "pets"));
    let category = |yields| meanings.iter().filter(|m| m.yields == yields).find_map(|m| m.category);
    subject.mode = match (subject.shape, head) {
        (Shape::Activity, _) if category(false) == Some("cause") => "support",
        (Shape::Activity, _) => "start",
        (Shape::Name, _) => "look",
        (Shape::Question, _) => "ask",
        (Shape::Thing, Some(meaning)) => meaning.mode,
        (Shape::Thing, None) => "own",
    };
    subject.category = for_whom
        .filter(|_| subject.mode != "visit")
        .or_else(|| category(false))
        .or_else(|| category(true))
        .unwrap_or(match subject.mode {
            "book" => "service",
            "start" => "activity",
            _ => "generic",
        });
    const DOABLE: &[&str] =
        &["learning", "fitness", "cause", "creative", "garden", "travel", "pets", "activity"];
    if subject.mode == "start" && !DOABLE.contains(&subject.category) {
        subject.category = "activity";
    }
    if subject.mode == "idea" && subject.after.is_empty() {
        // "Happiness" takes no article, so it behaves like a name.
        subject.shape = Shape::Name;
    }
    if hiring {
        (subject.category, subject.mode) = ("hiring", "apply");
    }
    let cause = ["charity", "donate", "volunteer", "volunteering", "fundraiser"];
    if split(text).iter().any(|word| cause.contains(&word.to_lowercase().as_str())) {
        (subject.category, subject.mode) = ("cause", "support");
    }
}

/// What the noun itself means, its longest known ending first.
fn head_meaning(core: &[String]) -> Option<Meaning> {
    (0..core.len().min(3)).rev().find_map(|words| meaning(&core[core.len() - 1 - words..].join(" ")))
}

fn split(text: &str) -> Vec<String> {
    text.split_whitespace()
        .map(|word| word.trim_matches([',', ':', '.']).to_string())
        .filter(|word| !is("function", word))
        .collect()
}

fn words_and_pairs(words: &[String]) -> Vec<String> {
    let pairs = words.windows(2).map(|pair| pair.join(" "));
    words.iter().cloned().chain(pairs).collect()
}
