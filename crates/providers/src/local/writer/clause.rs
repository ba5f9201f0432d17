//! What the phrases after a noun tell: what it does, whom it is for, what it is made of, where it is.

use super::{
    english::{base_of_gerund, base_of_third_person, gerund, third_person},
    lexicon::{is, is_person, is_third_person, is_verb},
    subject::VerbPhrase,
};

/// One phrase, understood.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Clause {
    /// "that keeps coffee warm"
    Benefit(VerbPhrase),
    /// "to track expenses", "for tracking expenses"
    Goal(VerbPhrase),
    /// "for busy parents": the people
    Audience(String),
    /// "made from oak"
    Made(String),
    /// "with two handles": what it has
    With(String),
    /// "without spreadsheets", the whole phrase
    Without(String),
    /// "in Leeds", the whole phrase
    Place(String),
    /// "this weekend", the whole phrase
    When(String),
    /// Kept as it is and not understood.
    Plain,
}

const RELATIVE: &[&str] = &["that", "which", "who"];
const OPENERS: &[&str] = &[
    "that", "which", "who", "whose", "where", "when", "for", "with", "without", "in", "near", "at", "on",
    "from", "to", "by", "under", "over", "about", "inside", "during", "against", "before", "after", "until",
    "into", "through", "between", "because", "so", "while", "if", "using", "as", "like",
];
const DOING: &[&str] = &[
    "helping",
    "making",
    "offering",
    "teaching",
    "selling",
    "serving",
    "providing",
    "featuring",
    "including",
    "combining",
    "connecting",
    "turning",
];

/// Where the noun ends and the first phrase begins.
pub(super) fn first_marker(words: &[String]) -> Option<usize> {
    (1..words.len()).find(|&at| opens_phrase(words, at))
}

fn opens_phrase(words: &[String], at: usize) -> bool {
    let word = words[at].to_lowercase();
    let next = words.get(at + 1).map(|word| word.to_lowercase());
    let after_noun = |next: &str| {
        matches!(
            next,
            "from" | "of" | "in" | "by" | "for" | "with" | "to" | "on" | "at" | "using" | "without"
        )
    };
    OPENERS.contains(&word.as_str()) && next.is_some()
        || DOING.contains(&word.as_str()) && next.is_some()
        || matches!(word.as_str(), "you" | "we" | "they") && next.is_some()
        || is("participle", &word) && next.as_deref().is_none_or(after_noun)
        || word == "this" && next.as_deref().is_some_and(|next| is("time", next))
        || matches!(word.as_str(), "today" | "tonight" | "tomorrow") && next.is_none()
}

/// Cuts what follows a noun into its phrases. A relative clause keeps all that follows it, except people
/// that it is for.
pub(super) fn phrases(rest: &[String]) -> Vec<Vec<String>> {
    let mut phrases: Vec<Vec<String>> = Vec::new();
    for at in 0..rest.len() {
        let word = rest[at].to_lowercase();
        let inside_clause = phrases.last().is_some_and(|phrase| {
            let relative = RELATIVE.contains(&phrase[0].to_lowercase().as_str())
                || is_third_person(&phrase[0])
                || DOING.contains(&phrase[0].as_str())
                || phrase[0] == "to";
            let for_whom = phrase[0] == "for"
                && (RELATIVE.contains(&word.as_str())
                    || is_verb(&base_of_gerund(&phrase.get(1).cloned().unwrap_or_default(), is_verb))
                        && phrase.get(1).is_some_and(|w| w.ends_with("ing")));
            let people_next =
                word == "for" && matches!(purpose(&until_next(rest, at + 1)), Clause::Audience(_));
            (relative && word != "which" && word != "this" || for_whom) && !people_next
        });
        let starts = at == 0
            || opens_phrase(rest, at)
                && !inside_clause
                && phrases.last().is_none_or(|phrase| phrase.len() != 1);
        match phrases.last_mut() {
            Some(phrase) if !starts => phrase.push(rest[at].clone()),
            _ => phrases.push(vec![rest[at].clone()]),
        }
    }
    phrases
}

/// The words from one place to the next opener.
fn until_next(rest: &[String], from: usize) -> Vec<String> {
    let words = rest.get(from..).unwrap_or_default();
    let end = words
        .iter()
        .skip(1)
        .position(|word| OPENERS.contains(&word.as_str()))
        .map_or(words.len(), |at| at + 1);
    words[..end].to_vec()
}

/// Understands one phrase about a subject of one or of many.
pub(super) fn read(phrase: &[String], many: bool) -> Clause {
    let Some((first, rest)) = phrase.split_first() else { return Clause::Plain };
    let told = rest.join(" ");
    let whole = phrase.join(" ");
    match first.to_lowercase().as_str() {
        "that" | "which" | "who" => benefit(rest, many).map_or(Clause::Plain, Clause::Benefit),
        "to" if rest.first().is_some_and(|verb| is_verb(verb)) => {
            Clause::Goal(from_base(&rest[0], &rest[1..].join(" ")))
        }
        "for" => purpose(rest),
        "with" if rest.len() < 7 => Clause::With(told),
        "without" if rest.len() < 7 => Clause::Without(whole),
        "in" | "near" | "at" | "on" | "from" | "this" | "before" | "until" | "during" | "today"
        | "tonight" | "tomorrow" => whereabouts(first, rest, whole),
        verb if is("participle", verb) && rest.len() < 9 => Clause::Made(whole),
        verb if verb.ends_with("ing") && !rest.is_empty() => {
            Clause::Benefit(agreeing(&base_of_gerund(verb, is_verb), &told, many))
        }
        verb if is_third_person(verb) && !rest.is_empty() => {
            benefit(phrase, many).map_or(Clause::Plain, Clause::Benefit)
        }
        _ => Clause::Plain,
    }
}

/// All forms of a verb from its base: "learn" + "guitar at 40".
pub(super) fn from_base(base: &str, object: &str) -> VerbPhrase {
    let with = |verb: String| format!("{verb} {object}").trim().to_string();
    VerbPhrase {
        finite: with(third_person(base)),
        base: Some(with(base.to_string())),
        gerund: Some(with(gerund(base))),
    }
}

/// What somebody is helped to do: "help you sleep better" → sleep better.
pub(super) fn helped(base: &str) -> Option<VerbPhrase> {
    let goal = ["help you ", "let you ", "helps you ", "lets you "]
        .iter()
        .find_map(|start| base.strip_prefix(start))?;
    let goal = goal.strip_prefix("to ").unwrap_or(goal);
    let (verb, object) = goal.split_once(' ').unwrap_or((goal, ""));
    is_verb(verb).then(|| from_base(verb, object))
}

fn agreeing(base: &str, object: &str, many: bool) -> VerbPhrase {
    let mut verb = from_base(base, object);
    if many {
        verb.finite = verb.base.clone().unwrap_or(verb.finite);
    }
    verb
}

/// The clause after "that", where its verb comes first; "you can wash" has no form of its own.
fn benefit(clause: &[String], many: bool) -> Option<VerbPhrase> {
    let (first, rest) = clause.split_first()?;
    let verb = first.to_lowercase();
    if is("pronoun", &verb) || rest.is_empty() && !is_third_person(&verb) && !is_verb(&verb) {
        return None;
    }
    if is("modal", &verb) || verb.ends_with("ed") {
        return Some(VerbPhrase { finite: clause.join(" "), base: None, gerund: None });
    }
    let base = base_of_third_person(&verb);
    if base == verb && !many && !is_verb(&verb) || !is_verb(&base) && !verb.ends_with('s') && !many {
        return None;
    }
    let also = |word: &String, shape: fn(&str) -> String| shape(&base_of_third_person(&word.to_lowercase()));
    let object = |shape: fn(&str) -> String| -> String {
        let joined = rest.iter().enumerate().map(|(at, word)| {
            let follows_and = at > 0 && matches!(rest[at - 1].as_str(), "and" | "or");
            if follows_and && (is_third_person(word) && !many || many && is_verb(word)) {
                also(word, shape)
            } else {
                word.clone()
            }
        });
        joined.collect::<Vec<_>>().join(" ")
    };
    let with = |shape: fn(&str) -> String| format!("{} {}", shape(&base), object(shape)).trim().to_string();
    let plain: fn(&str) -> String = str::to_string;
    Some(VerbPhrase {
        finite: if many { with(plain) } else { with(third_person) },
        base: Some(with(plain)),
        gerund: Some(with(gerund)),
    })
}

fn purpose(rest: &[String]) -> Clause {
    let Some(first) = rest.first() else { return Clause::Plain };
    let base = base_of_gerund(&first.to_lowercase(), is_verb);
    if first.ends_with("ing") && is_verb(&base) && rest.len() > 1 && !is_person(&rest[rest.len() - 1]) {
        return Clause::Goal(from_base(&base, &rest[1..].join(" ")));
    }
    let head_at = rest.iter().position(|word| RELATIVE.contains(&word.as_str())).unwrap_or(rest.len());
    let head = rest[..head_at]
        .iter()
        .rev()
        .find(|word| !matches!(word.as_str(), "over" | "under") && !word.chars().all(|c| c.is_ascii_digit()));
    let people = head.is_some_and(|word| is_person(word)) || head_at < rest.len() && rest[head_at] == "who";
    if people && rest.len() < 9 { Clause::Audience(rest.join(" ")) } else { Clause::Plain }
}

fn whereabouts(first: &str, rest: &[String], whole: String) -> Clause {
    let small = first.to_lowercase();
    if rest.is_empty() || rest.iter().any(|word| is("time", word)) {
        return if rest.len() < 5 { Clause::When(whole) } else { Clause::Plain };
    }
    let proper = rest.iter().any(|word| {
        word.chars().next().is_some_and(char::is_uppercase) && !super::lexicon::is_calendar_name(word)
    });
    if proper && rest.len() < 5 && matches!(small.as_str(), "in" | "near" | "at" | "on") {
        Clause::Place(whole)
    } else {
        Clause::Plain
    }
}
