//! The stock of lines, read from `copy/*.txt`.
//!
//! A line is text with forms in braces and, before it, tags in brackets that say when it fits. A line whose
//! forms or tags do not fit the subject is not used; nothing is ever left unfilled.

use super::{
    english::Number,
    subject::{Shape, Subject},
};
use domain::Tone;
use std::{collections::HashMap, sync::LazyLock};

/// One line of copy.
#[derive(Debug)]
pub(super) struct Line {
    pub tags: Vec<&'static str>,
    pub text: &'static str,
}

const TONES: [&str; 4] = ["warm", "plain", "playful", "urgent"];
const MODES: [&str; 11] =
    ["own", "use", "book", "visit", "attend", "support", "apply", "start", "idea", "look", "ask"];

macro_rules! books {
    ($($name:literal),+ $(,)?) => {
        static BOOKS: LazyLock<HashMap<&'static str, HashMap<&'static str, Vec<Line>>>> =
            LazyLock::new(|| HashMap::from([$(($name, read(include_str!(concat!("copy/", $name, ".txt"))))),+]));
    };
}

books!(
    "activity", "beauty", "business", "cause", "clothing", "creative", "drink", "event", "finance",
    "fitness", "food", "frame", "garden", "generic", "health", "hiring", "home", "idea", "kids", "learning",
    "pets", "ride", "service", "software", "tech", "travel",
);

fn read(text: &'static str) -> HashMap<&'static str, Vec<Line>> {
    let mut book: HashMap<&'static str, Vec<Line>> = HashMap::new();
    let mut section = "";
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("# ")) {
        if let Some(title) = line.strip_prefix("## ") {
            section = title;
            continue;
        }
        let tagged = line.strip_prefix('[').and_then(|line| line.split_once("] "));
        let (tags, text) =
            tagged.map_or((Vec::new(), line), |(tags, text)| (tags.split(' ').collect(), text));
        book.entry(section).or_default().push(Line { tags, text });
    }
    book
}

/// The lines of a section in one book.
pub(super) fn lines(book: &str, section: &str) -> &'static [Line] {
    BOOKS.get(book).and_then(|book| book.get(section)).map_or(&[], Vec::as_slice)
}

impl Line {
    /// How well a line fits, more being better; nothing when it does not fit at all.
    pub(super) fn fit(&self, subject: &Subject, tone: Tone, topic: &str) -> Option<u32> {
        let mut fit = 0;
        let one_of = |group: &[&str], chosen: &str| {
            let mut named = self.tags.iter().filter(|tag| group.contains(tag)).peekable();
            named.peek().is_none() || named.any(|tag| *tag == chosen)
        };
        let shape = match subject.shape {
            Shape::Thing => "thing",
            Shape::Name => "name",
            Shape::Activity => "activity",
            Shape::Question => "question",
        };
        let number = if subject.number == Number::Plural { "many" } else { "one" };
        if !one_of(&TONES, tone.as_str())
            || !one_of(&MODES, subject.mode)
            || !one_of(&["thing", "name", "activity"], shape)
            || !one_of(&["one", "many"], number)
        {
            return None;
        }
        let barred = |tag: &str| {
            tag.strip_prefix('!').is_some_and(|not| not == subject.mode || not == subject.category)
        };
        if self.tags.iter().any(|tag| barred(tag)) {
            return None;
        }
        if let Some(words) = self.tags.iter().find_map(|tag| tag.strip_prefix('@')) {
            fit += if mentions(topic, words) { 4 } else { return None };
        }
        fit += u32::from(self.tags.contains(&tone.as_str()) || self.tags.contains(&subject.mode));
        let offers = self.text.to_lowercase().contains("{offer}");
        Some(fit + 2 * u32::from(self.facts().next().is_some()) + 4 * u32::from(offers))
    }

    /// The facts of the topic that a line tells, by their forms.
    pub(super) fn facts(&self) -> impl Iterator<Item = &'static str> {
        const FACTS: [(&str, &str); 17] = [
            ("{full", "full"),
            ("{Full", "full"),
            ("{keep", "benefit"),
            ("{goal", "benefit"),
            ("{doing", "benefit"),
            ("{made", "made"),
            ("{with}", "with"),
            ("{without", "without"),
            ("{details", "details"),
            ("{audience", "audience"),
            ("{place", "place"),
            ("{when", "when"),
            ("{offer", "offer"),
            ("{Details", "details"),
            ("{Made", "made"),
            ("{Keep", "benefit"),
            ("{Doing", "benefit"),
        ];
        let text = self.text;
        FACTS.into_iter().filter(move |(mark, _)| text.contains(mark)).map(|(_, fact)| fact)
    }
}

/// Whether a topic names one of some words, in any number.
fn mentions(topic: &str, words: &str) -> bool {
    let topic = topic.to_lowercase();
    let mut named = topic.split(|c: char| !c.is_alphanumeric() && c != '-').map(super::english::singular);
    let wanted: Vec<&str> = words.split(',').collect();
    named.any(|word| wanted.contains(&word.as_str()))
        || wanted.iter().any(|word| word.contains('_') && topic.contains(&word.replace('_', " ")))
}

/// Whether a category has copy of its own.
#[cfg(test)]
pub(super) fn has_book(name: &str) -> bool {
    BOOKS.contains_key(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_uses_known_tags_and_forms() {
        let forms = "full name core a the this one it them its is does has keeps keep keeping goal doing made with without details audience place when offer question";
        let shapes = ["thing", "name", "activity", "one", "many"];
        for (name, book) in BOOKS.iter() {
            for line in book.values().flatten() {
                for tag in &line.tags {
                    assert!(
                        TONES.contains(tag)
                            || MODES.contains(tag)
                            || shapes.contains(tag)
                            || tag.starts_with(['@', '!']),
                        "{name}: {tag}"
                    );
                }
                for form in line.text.split('{').skip(1).filter_map(|rest| rest.split_once('}')) {
                    let form = form.0.to_lowercase();
                    assert!(
                        form.starts_with("v:") || forms.split(' ').any(|known| known == form),
                        "{name}: {form}"
                    );
                }
                assert!(!line.text.contains("  ") && !line.text.is_empty(), "{name}: {}", line.text);
                let after_full = line
                    .text
                    .to_lowercase()
                    .split("{full}")
                    .skip(1)
                    .all(|rest| rest.starts_with(['.', '?', '!']));
                assert!(after_full, "a full description ends its sentence: {}", line.text);
            }
        }
    }

    #[test]
    fn every_category_has_its_three_openings() {
        for name in BOOKS.keys().filter(|name| **name != "frame") {
            for section in ["problem", "contrast", "story", "trouble", "payoff", "scene"] {
                assert!(!lines(name, section).is_empty(), "{name} has no {section}");
            }
            for line in ["problem", "contrast", "story"].iter().flat_map(|section| lines(name, section)) {
                assert!(line.text.contains(" | "), "{name}: a first line and what follows: {}", line.text);
            }
        }
        assert!(super::super::lexicon::meaning("mug").and_then(|m| m.category).is_some_and(has_book));
    }
}
