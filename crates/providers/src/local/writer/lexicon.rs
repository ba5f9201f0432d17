//! The writer's dictionary: which words it knows, and what they mean to an ad.
//!
//! The words themselves are data (`lexicon.txt`, `words.txt`); this module only reads and looks them up.

use super::english::{Number, base_of_third_person, singular};
use std::{
    collections::{HashMap, HashSet},
    sync::LazyLock,
};

/// What a noun tells about an ad.
#[derive(Debug, Clone, Copy)]
pub(super) struct Meaning {
    /// The copy that suits it; none for words such as "box" that say nothing about it.
    pub category: Option<&'static str>,
    /// Whether any other word's category goes before this one's.
    pub yields: bool,
    /// What a listener does about it: own, use, book, visit, …
    pub mode: &'static str,
    pub number: Option<Number>,
}

static MEANINGS: LazyLock<HashMap<String, Meaning>> = LazyLock::new(|| {
    let mut meanings = HashMap::new();
    for (head, words) in groups(include_str!("lexicon.txt")) {
        let mut head = head.split_whitespace();
        let (category, mode, number) =
            (head.next().unwrap_or("-"), head.next().unwrap_or("own"), head.next());
        let meaning = Meaning {
            category: Some(category.trim_end_matches('?')).filter(|name| *name != "-"),
            yields: category.ends_with('?'),
            mode,
            number: number.filter(|number| *number == "mass").map(|_| Number::Mass),
        };
        for word in words.split_whitespace() {
            meanings.entry(word.replace('_', " ")).or_insert(meaning);
        }
    }
    meanings
});

static CLASSES: LazyLock<HashMap<&'static str, HashSet<&'static str>>> = LazyLock::new(|| {
    groups(include_str!("words.txt"))
        .map(|(class, words)| (class, words.split_whitespace().collect()))
        .collect()
});

/// The `head: words` lines of a data file.
fn groups(text: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    text.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once(": "))
}

/// What a noun or a compound means, in any number and case.
pub(super) fn meaning(phrase: &str) -> Option<Meaning> {
    let lower = phrase.trim_end_matches(',').trim_end_matches("'s").to_lowercase();
    let known = |phrase: &str| MEANINGS.get(phrase).copied();
    known(&lower).or_else(|| {
        let (front, last) = lower.rsplit_once([' ', '-']).map_or(("", lower.as_str()), |parts| parts);
        let one = singular(last);
        let phrase = if front.is_empty() { one } else { format!("{front} {one}") };
        known(&phrase)
    })
}

/// Whether a word belongs to a class of `words.txt`.
pub(super) fn is(class: &str, word: &str) -> bool {
    CLASSES.get(class).is_some_and(|words| words.contains(word.to_lowercase().as_str()))
}

/// Whether a word is the base form of a verb.
pub(super) fn is_verb(word: &str) -> bool {
    is("verb", word) || is("imperative", word)
}

/// Whether a word is a verb in the third person: "keeps", "dries".
pub(super) fn is_third_person(word: &str) -> bool {
    word.ends_with('s') && is_verb(&base_of_third_person(&word.to_lowercase()))
}

/// Whether a noun names people who can be spoken to.
pub(super) fn is_person(word: &str) -> bool {
    let lower = word.to_lowercase();
    is("person", &lower)
        || is("person", &singular(&lower))
        || lower.ends_with("ers") && meaning(&lower).is_none()
}

/// Whether a word is a plain English word and no name.
pub(super) fn is_common(word: &str) -> bool {
    let lower = word.to_lowercase();
    let endings = [
        "ing", "able", "ible", "ful", "less", "ous", "made", "free", "ment", "tion", "ship", "ness", "based",
    ];
    ["adjective", "noun", "function", "participle", "pronoun", "modal"].iter().any(|class| is(class, &lower))
        || (is("time", &lower) && !is_calendar_name(&lower))
        || is_verb(&lower)
        || is_third_person(&lower)
        || is_person(&lower)
        || is("offering", &lower)
        || meaning(&lower).is_some()
        || (lower.contains('-') && lower.split('-').all(|part| part.len() < 2 || is_common(part)))
        || endings.iter().any(|end| lower.len() > end.len() + 2 && lower.ends_with(end))
}

/// Words that keep their capital although everybody knows them.
pub(super) fn is_calendar_name(word: &str) -> bool {
    const LANGUAGES: &[&str] = &[
        "french",
        "italian",
        "german",
        "spanish",
        "mexican",
        "japanese",
        "indian",
        "thai",
        "swiss",
        "scottish",
        "turkish",
        "korean",
        "english",
        "christmas",
        "easter",
        "halloween",
    ];
    let lower = word.to_lowercase();
    lower.ends_with("day") && is("time", &lower) && lower != "today"
        || LANGUAGES.contains(&lower.as_str())
        || [
            "january",
            "february",
            "april",
            "june",
            "july",
            "august",
            "september",
            "october",
            "november",
            "december",
        ]
        .contains(&lower.as_str())
        || ["sunday", "monday", "friday", "saturday"].contains(&lower.as_str())
}
