//! The analyser: from a clean phrase to a [`Subject`].
//!
//! It looks for the noun and cuts the rest at the small words that open a phrase ("that", "for", "with",
//! "in" …). What it cannot read with confidence becomes a quoted name, which no sentence can get wrong.

use super::{
    category,
    clause::{self, Clause},
    english::{Number, base_of_gerund, base_of_third_person, number_of},
    lexicon::{is, is_calendar_name, is_common, is_third_person, is_verb, meaning},
    offer,
    subject::{Shape, Subject, VerbPhrase},
    tidy::Tidied,
};
use domain::Brief;

const FULL_WORDS: usize = 15;
const CORE_WORDS: usize = 4;
const NAME_WORDS: usize = 8;

/// Reads a tidied topic. It always finds something to talk about.
pub(super) fn subject_of(topic: &Tidied, brief: &Brief) -> Subject {
    let (text, offer) = offer::taken_out(&topic.text);
    let mut subject = if topic.hiring {
        read_noun(&words(&text), None)
    } else if looks_foreign(&text) || names_nothing(&text) {
        None
    } else {
        read(&text)
    }
    .unwrap_or_else(|| quoted(&text));
    if let Some(question) = &topic.question {
        subject = answer_to(question, subject);
    }
    subject.offer = offer;
    subject.audience = brief.audience.as_deref().and_then(stated_audience).or(subject.audience);
    category::settle(&mut subject, &text, topic.hiring);
    subject
}

fn words(text: &str) -> Vec<String> {
    text.split_whitespace()
        .map(|word| {
            word.trim_end_matches(|c: char| {
                !c.is_alphanumeric() && !matches!(c, '%' | '+' | '\'' | '&' | ',')
            })
            .to_string()
        })
        .filter(|w| !w.is_empty())
        .collect()
}

fn read(text: &str) -> Option<Subject> {
    if let Some((name, rest)) = brand_and_description(text) {
        let mut subject = read_noun(&words(&rest), Some(name.clone())).unwrap_or_else(|| named(&name));
        subject.definite = false;
        return Some(subject);
    }
    let (main, details) = fragments(text);
    let main = words(&main);
    let how_to = main.len() > 2 && matches!(main[0].to_lowercase().as_str(), "how");
    let mut subject = if how_to {
        let skip = main.iter().take(4).position(|word| is_verb(word)).unwrap_or(2);
        activity(&main[skip.min(main.len() - 1)..], false)
    } else if is_imperative(&main) {
        activity(&main, false)
    } else if is_gerund_activity(&main) {
        activity(&main, true)
    } else if main.iter().all(|word| is_name(word)) && main.len() <= 4 {
        Some(named(&main.join(" ")))
    } else {
        read_noun(&main, None)
    }?;
    subject.details = details;
    Some(subject)
}

fn is_name(word: &str) -> bool {
    let capital = word.chars().next().is_some_and(|c| c.is_uppercase() || c.is_ascii_digit());
    (capital || word.chars().any(char::is_uppercase))
        && !(is_common(word) && word.chars().skip(1).all(char::is_lowercase))
}

/// "Brewly, a coffee subscription …", "Brewly: coffee for offices", "Brewly is an app …".
fn brand_and_description(text: &str) -> Option<(String, String)> {
    let brandlike =
        |name: &str| !name.is_empty() && name.split(' ').count() <= 3 && name.split(' ').all(is_name);
    for (cut, needs_article) in
        [(", ", true), (": ", false), (" - ", false), (" is ", true), (" are ", false)]
    {
        let Some((name, rest)) = text.split_once(cut) else { continue };
        let article = matches!(rest.split(' ').next(), Some("a" | "an" | "the" | "your" | "our"));
        if brandlike(name)
            && (article || !needs_article)
            && rest.split(' ').next().is_some_and(|w| !w.is_empty())
        {
            return Some((name.to_string(), rest.split(", ").next().unwrap_or(rest).to_string()));
        }
    }
    let tokens: Vec<&str> = text.split(' ').collect();
    let called = tokens.iter().position(|word| matches!(*word, "called" | "named")).filter(|at| *at > 0)?;
    let name: Vec<&str> = tokens[called + 1..].iter().copied().take_while(|word| is_name(word)).collect();
    if name.is_empty() {
        return None;
    }
    let rest = [&tokens[..called], &tokens[called + 1 + name.len()..]].concat().join(" ");
    Some((name.join(" ").trim_matches(',').to_string(), rest))
}

/// The main phrase, and the small phrases after commas and dashes as sentences of their own.
fn fragments(text: &str) -> (String, Option<String>) {
    let parts: Vec<&str> = text
        .split([',', ':'])
        .flat_map(|part| part.split(" - "))
        .map(str::trim)
        .filter(|p| !p.is_empty())
        .collect();
    let listed = parts.len() > 1
        && parts.last().is_some_and(|last| {
            last.starts_with("and ") || last.contains(" and ") && parts[0].split(' ').count() < 3
        });
    let adjective_first = parts.len() > 1 && is("adjective", parts[0]);
    if listed || adjective_first || parts.len() < 2 {
        return (text.to_string(), None);
    }
    let says_something = |part: &str| {
        part.split(' ')
            .any(|word| meaning(word).is_some() || is_name(word) && word.chars().any(char::is_alphabetic))
    };
    if let Some(later) =
        parts[1..].iter().find(|part| says_something(part)).filter(|_| !says_something(parts[0]))
    {
        return ((*later).to_string(), None);
    }
    let small: Vec<String> = parts[1..]
        .iter()
        .map(|part| part.trim_start_matches(|c: char| !c.is_alphanumeric() && !"$€£".contains(c)))
        .filter(|part| part.split(' ').count() <= 6 && part.chars().filter(|c| c.is_alphabetic()).count() > 3)
        .filter(|part| part.split(' ').all(|word| !is_name(word) || is_calendar_name(word)))
        .take(3)
        .map(|part| format!("{}.", super::english::capitalised(part)))
        .collect();
    (parts[0].to_string(), (!small.is_empty()).then(|| small.join(" ")))
}

fn is_imperative(main: &[String]) -> bool {
    let (Some(first), Some(second)) = (main.first(), main.get(1)) else { return false };
    let object = ["a", "an", "the", "your", "my", "our", "to", "with", "more", "less", "in", "at", "from"];
    is("imperative", first) && meaning(&format!("{first} {second}")).is_none_or(|m| m.yields)
        || is("ambiguous", first)
            && object.contains(&second.as_str())
            && meaning(first).is_none_or(|_| second != "in" && second != "for")
}

fn is_gerund_activity(main: &[String]) -> bool {
    let Some(first) = main.first().filter(|word| word.ends_with("ing") && word.len() > 4) else {
        return false;
    };
    let base = base_of_gerund(&first.to_lowercase(), is_verb);
    let phrase_end = clause::first_marker(main).unwrap_or(main.len());
    is_verb(&base)
        && meaning(first).is_none_or(|_| main.len() > 1)
        && (is("imperative", &base)
            || phrase_end == 1 && main.len() > 1
            || main.get(1).is_some_and(|word| is("function", word)))
}

/// Something one does: from "learn guitar at 40" or "learning guitar at 40".
fn activity(main: &[String], is_gerund: bool) -> Option<Subject> {
    let cut = main
        .iter()
        .position(|word| matches!(word.as_str(), "and" | "or" | "but" | "that" | "so" | "because"))
        .filter(|at| *at > 2);
    let kept = &main[..cut.unwrap_or(main.len()).min(10)];
    let kept = without_loose_end(kept);
    let first = kept.first()?.to_lowercase();
    let base = if is_gerund { base_of_gerund(&first, is_verb) } else { first };
    let goal = clause::from_base(&base, &kept[1..].join(" "));
    let mut subject = blank(Shape::Activity, goal.gerund.clone()?);
    subject.goal = Some(goal);
    subject.number = Number::Mass;
    Some(subject)
}

fn without_loose_end(words: &[String]) -> &[String] {
    let mut kept = words;
    while let Some((last, rest)) = kept.split_last() {
        let loose = is("function", last)
            && !is("time", last)
            && !matches!(
                last.as_str(),
                "home"
                    | "week"
                    | "one"
                    | "hour"
                    | "minute"
                    | "day"
                    | "month"
                    | "year"
                    | "more"
                    | "all"
                    | "again"
                    | "too"
                    | "off"
                    | "up"
                    | "me"
                    | "you"
                    | "us"
                    | "them"
                    | "everything"
                    | "everyone"
                    | "yours"
                    | "out"
                    | "down"
                    | "hundred"
                    | "ten"
                    | "two"
                    | "three"
            );
        if !loose || rest.is_empty() {
            break;
        }
        kept = rest;
    }
    kept
}

/// A noun with what follows it.
fn read_noun(all: &[String], brand: Option<String>) -> Option<Subject> {
    let determiners = ["a", "an", "the", "my", "our", "your", "some", "this", "these", "new", "any"];
    let given = all.iter().take_while(|word| determiners.contains(&word.to_lowercase().as_str())).count();
    let given = given.min(all.len().saturating_sub(1));
    let counted = all[..given].iter().any(|word| matches!(word.as_str(), "a" | "an"));
    let definite = all[..given].iter().any(|word| word == "the");
    let main = &all[given..];
    let verb = finite_verb(main, given > 0);
    let end = [clause::first_marker(main), verb].into_iter().flatten().min().unwrap_or(main.len());
    if end == 0 || main.is_empty() {
        return None;
    }
    let core = without_loose_end(&main[..end]);
    let inner =
        ["of", "and", "&", "the", "a", "in", "on", "or", "one", "two", "three", "me", "home", "day", "time"];
    let unreadable =
        |word: &String| is("function", word) && !is("time", word) && !inner.contains(&word.as_str());
    if core.first().is_none_or(|word| matches!(word.as_str(), "and" | "or" | "of" | "&"))
        || core.iter().any(unreadable)
    {
        return None;
    }
    let core =
        &core[core.len().saturating_sub(if core.len() > CORE_WORDS + 2 { CORE_WORDS } else { core.len() })..];
    let head = core.last()?.trim_end_matches("'s");
    let mass = |word: &str| {
        let phrase = core[core.len().saturating_sub(2)..].join(" ").to_lowercase();
        let known = meaning(&phrase).filter(|_| core.len() > 1).or_else(|| meaning(word));
        known.map_or_else(
            || core.len() > 1 && word.ends_with("ing") && is_verb(&base_of_gerund(word, is_verb)),
            |m| m.number == Some(Number::Mass),
        )
    };
    let listed = core.iter().any(|word| matches!(word.as_str(), "and" | "&"));
    let number = match number_of(head, mass) {
        _ if counted => Number::Singular,
        Number::Singular if listed => Number::Mass,
        number => number,
    };
    let is_named = core.iter().all(|word| is_name(word))
        && !counted
        && brand.is_none()
        && meaning(head).is_none()
        && number == Number::Singular;
    if is_named && main.len() == end {
        return Some(named(&core.join(" ")));
    }
    let mut subject = blank(Shape::Thing, core.join(" "));
    subject.number = number;
    subject.definite = definite;
    subject.brand = brand;
    describe(&mut subject, &main[end..], core.len());
    if is_named && given == 0 && verb == Some(end) {
        // "Notion helps teams": a name takes no article, and its sentence cannot stand behind it.
        subject.shape = Shape::Name;
        subject.after.clear();
    }
    Some(subject)
}

/// Where a sentence's verb stands: "(our) app | helps freelancers".
fn finite_verb(main: &[String], determined: bool) -> Option<usize> {
    let opens = |word: &str| is("function", word) && !is("pronoun", word);
    (1..main.len().saturating_sub(1)).find(|&at| {
        let certain = is("imperative", &base_of_third_person(&main[at]));
        let known = determined || is_name(&main[0]) || certain || meaning(&main[at]).is_none();
        known
            && is_third_person(&main[at])
            && !opens(&main[at + 1])
            && !is("person", &main[at])
            && (meaning(&main[at - 1]).is_some() || is_name(&main[at - 1]))
    })
}

/// Adds what the phrases after the noun tell.
fn describe(subject: &mut Subject, rest: &[String], core_words: usize) {
    let many = subject.number == Number::Plural && subject.brand.is_none();
    let mut kept: Vec<String> = Vec::new();
    let mut budget = FULL_WORDS.saturating_sub(core_words);
    for phrase in clause::phrases(rest) {
        let phrase = if phrase.len() > FULL_WORDS - 2 {
            without_loose_end(&phrase[..FULL_WORDS - 2]).to_vec()
        } else {
            phrase
        };
        // "Our app helps …" was a sentence; behind its noun it becomes "that helps …".
        let sentence = is_third_person(&phrase[0]);
        let told = if sentence { format!("that {}", phrase.join(" ")) } else { phrase.join(" ") };
        match clause::read(&phrase, many) {
            Clause::Benefit(verb) => subject.benefit = subject.benefit.take().or(Some(verb)),
            Clause::Goal(verb) => {
                let (finite, base, gerund) = ("helps you", "help you", "helping you");
                let with = |help: &str| verb.base.as_ref().map(|base| format!("{help} {base}"));
                if subject.benefit.is_none() {
                    let finite = if many { base } else { finite };
                    subject.benefit = with(finite).map(|finite| VerbPhrase {
                        finite,
                        base: with(base),
                        gerund: with(gerund),
                    });
                }
                subject.goal = Some(verb);
            }
            Clause::Audience(people) => subject.audience = Some(people),
            Clause::Made(how) => subject.made = Some(how),
            Clause::With(what) => subject.with = Some(what),
            Clause::Without(what) => subject.without = Some(what),
            Clause::Place(place) => subject.place = Some(place),
            Clause::When(when) => {
                subject.when = Some(when);
                continue;
            }
            Clause::Plain => {}
        }
        if phrase.len() <= budget {
            budget -= phrase.len();
            kept.push(told);
        } else {
            if kept.is_empty() && budget > 4 {
                kept.push(without_loose_end(&phrase[..budget]).join(" "));
            }
            budget = 0;
        }
    }
    let helped = subject.benefit.as_ref().and_then(|benefit| clause::helped(benefit.base.as_ref()?));
    subject.goal = subject.goal.take().or(helped);
    subject.after = kept.join(" ");
}

fn blank(shape: Shape, core: String) -> Subject {
    Subject {
        shape,
        number: Number::Singular,
        core,
        definite: false,
        brand: None,
        after: String::new(),
        benefit: None,
        goal: None,
        made: None,
        with: None,
        without: None,
        details: None,
        audience: None,
        place: None,
        when: None,
        offer: None,
        question: None,
        category: "generic",
        mode: "look",
    }
}

fn named(name: &str) -> Subject {
    blank(Shape::Name, name.to_string())
}

/// Words that must not be touched, as a name in quotation marks.
fn quoted(text: &str) -> Subject {
    let all: Vec<&str> =
        text.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric)).collect();
    let owned: Vec<String> = all.iter().take(NAME_WORDS).map(|word| (*word).to_string()).collect();
    let kept = if all.len() > NAME_WORDS { without_loose_end(&owned) } else { &owned[..] };
    let cut = kept.join(" ");
    let name: String = cut.chars().filter(|c| !matches!(c, '.' | '!' | '?' | ':')).collect();
    named(&format!("“{}”", name.trim_matches([',', ' ', '-'])))
}

/// A question asks for an answer; its own words are kept as the first line.
fn answer_to(question: &str, asked: Subject) -> Subject {
    let mut subject = match asked.shape {
        Shape::Activity => asked,
        _ => Subject { shape: Shape::Question, ..named("") },
    };
    subject.question =
        Some(super::english::capitalised(question.trim_start_matches(|c: char| !c.is_alphanumeric())))
            .filter(|text| text.split(' ').count() <= 14);
    subject
}

fn looks_foreign(text: &str) -> bool {
    let all: Vec<&str> = text.split_whitespace().collect();
    let foreign = all
        .iter()
        .filter(|word| is("foreign", word) && word.chars().all(|c| c.is_lowercase() || c == '\''))
        .count();
    let english = all.iter().filter(|word| is_common(word) && !is("foreign", word)).count();
    let accented = all.iter().filter(|word| !word.is_ascii()).count();
    all.len() > 1 && (foreign > 0 && foreign * 2 > english || accented > 1 && english * 2 < all.len())
}

/// Words such as "a" or "of the", which stand before a noun and are none.
fn names_nothing(text: &str) -> bool {
    text.split_whitespace().all(|word| is("function", word))
}

/// An audience from its own field, when it can stand after "for".
fn stated_audience(text: &str) -> Option<String> {
    let tidy = super::tidy::tidied(text);
    let text = tidy.text.strip_prefix("for ").unwrap_or(&tidy.text).to_string();
    let fits = text.split(' ').count() <= 7
        && text.chars().any(char::is_alphanumeric)
        && text.chars().all(|c| c.is_ascii() || super::tidy::is_latin(c));
    (fits && !looks_foreign(&text) && !text.contains([',', ':', '/', '+', '$', '%'])).then_some(text)
}
