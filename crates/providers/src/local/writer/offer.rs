//! Offers that a topic itself makes: prices, discounts, things that are free. None is ever invented.

use super::lexicon::is;

/// The topic without its offer, and the offer as a phrase that can be a sentence of its own.
pub(super) fn taken_out(text: &str) -> (String, Option<String>) {
    let words: Vec<&str> = text.split_whitespace().collect();
    let found = (0..words.len()).find_map(|at| offer_at(&words, at).map(|length| (at, length)));
    let Some((start, length)) = found else { return (text.to_string(), None) };
    let end = start + length;
    let phrase = words[start..end].join(" ").trim_end_matches([',', ':', '.']).to_string();
    let before = &words[..start];
    let joined = before
        .last()
        .is_some_and(|word| matches!(*word, "with" | "and" | "at" | "get" | "now" | "-" | "save"));
    let before = if joined { &before[..before.len() - 1] } else { before };
    let after = &words[end..];
    let after = if after.first().is_some_and(|word| matches!(*word, "on" | "for" | "of" | "-"))
        && before.is_empty()
    {
        &after[1..]
    } else {
        after
    };
    let rest = [before, after].concat().join(" ");
    let rest = rest.trim_matches([',', ':', '-', ' ', '.']).to_string();
    if rest.chars().any(char::is_alphabetic) {
        (rest, Some(spoken(&phrase)))
    } else {
        (text.to_string(), None)
    }
}

/// How many words an offer takes that starts here.
fn offer_at(words: &[&str], at: usize) -> Option<usize> {
    let word = |ahead: usize| {
        words
            .get(at + ahead)
            .map_or(String::new(), |word| word.to_lowercase().trim_matches([',', '.', ':']).to_string())
    };
    let rest = words[at..].iter().map(|word| word.to_lowercase()).collect::<Vec<_>>().join(" ");
    for fixed in [
        "buy one get one free",
        "two for one",
        "2 for 1",
        "half price",
        "half off",
        "free shipping",
        "free delivery",
        "free trial",
        "free returns",
        "free consultation",
        "free parking",
    ] {
        if rest.starts_with(fixed) {
            return Some(fixed.split(' ').count());
        }
    }
    let scope = |from: usize| {
        let owned = matches!(word(from).as_str(), "your" | "all" | "everything");
        if owned {
            words[at + from..]
                .iter()
                .take_while(|w| !matches!(**w, "for" | "with" | "this" | "until"))
                .take(4)
                .count()
        } else {
            0
        }
    };
    let percent =
        |word: &str| word.ends_with('%') && word.len() < 5 && word.starts_with(|c: char| c.is_ascii_digit());
    if percent(&word(0)) && word(1) == "off" {
        return Some(2 + scope(2));
    }
    if word(1) == "percent" && word(2) == "off" {
        return Some(3 + scope(3));
    }
    let lead = usize::from(matches!(word(0).as_str(), "from" | "for" | "under" | "only" | "just" | "at"));
    let price = |word: &str| word.starts_with(['$', '€', '£']) && word.chars().any(|c| c.is_ascii_digit());
    let counted = word(lead).chars().all(|c| c.is_ascii_digit() || c == '.')
        && !word(lead).is_empty()
        && is("currency", &word(lead + 1));
    let length = lead
        + if price(&word(lead)) {
            1
        } else if counted {
            2
        } else {
            return None;
        };
    if word(length) == "off" {
        return Some(length + 1);
    }
    Some(match (word(length).as_str(), word(length + 1).as_str()) {
        ("a" | "per", "month" | "week" | "year" | "day" | "hour" | "night" | "person" | "box" | "head") => {
            length + 2
        }
        ("each" | "monthly" | "per-month", _) => length + 1,
        _ => length,
    })
}

/// "for $30" becomes words that stand alone.
fn spoken(phrase: &str) -> String {
    match phrase.split_once(' ') {
        Some(("for" | "at", price)) if price.starts_with(|c: char| !c.is_alphabetic()) => price.to_string(),
        _ => phrase.to_string(),
    }
}
