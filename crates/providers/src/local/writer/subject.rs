//! What an ad is about, in every form that a sentence may need.
//!
//! A line of copy names forms in braces ("{it} {keeps}"); [`Subject::form`] gives the words, or nothing when
//! this subject has no such form, and then the line is simply not used. No form ever guesses a fact.

use super::english::{Number, capitalised, indefinite_article, third_person};
use super::lexicon;

/// How a subject behaves in a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// A noun: "a mug", "running shoes", "coffee".
    Thing,
    /// A name, or words that must stay as they are: "Notion", “Kaffee, der warm hält”.
    Name,
    /// Something one does: "learning guitar at 40".
    Activity,
    /// A question that names nothing: "Is your roof ready for winter?". It has no forms of a name.
    Question,
}

/// A verb with all that follows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct VerbPhrase {
    /// Agreeing with the subject: "keeps coffee warm".
    pub finite: String,
    /// "keep coffee warm", where the verb has such forms.
    pub base: Option<String>,
    pub gerund: Option<String>,
}

#[derive(Debug, Clone)]
pub(super) struct Subject {
    pub shape: Shape,
    pub number: Number,
    /// The noun with its adjectives and no article, the bare name, or the gerund phrase.
    pub core: String,
    /// The core was given with "the".
    pub definite: bool,
    /// A brand that the noun belongs to: "Brewly, a coffee subscription".
    pub brand: Option<String>,
    /// What follows the noun: "that keeps coffee warm", "for busy parents".
    pub after: String,
    /// What it does.
    pub benefit: Option<VerbPhrase>,
    /// What a listener wants to do with it: "track expenses".
    pub goal: Option<VerbPhrase>,
    pub made: Option<String>,
    pub with: Option<String>,
    pub without: Option<String>,
    /// Small fragments that were named beside it: "no kneading".
    pub details: Option<String>,
    pub audience: Option<String>,
    pub place: Option<String>,
    pub when: Option<String>,
    pub offer: Option<String>,
    pub question: Option<String>,
    pub category: &'static str,
    pub mode: &'static str,
}

impl Subject {
    /// The words for one form, with small letters as in mid-sentence.
    pub fn form(&self, form: &str) -> Option<String> {
        if let Some(verb) = form.strip_prefix("v:") {
            return Some(if self.many() { plural_verb(verb) } else { third_person(verb) });
        }
        let choose = |one: &str, many: &str| Some(String::from(if self.many() { many } else { one }));
        match form {
            "full" | "name" if self.shape == Shape::Question => None,
            "full" => Some(self.full()),
            "name" => Some(self.name()),
            "core" => (self.shape == Shape::Thing).then(|| self.core.clone()),
            "a" => (self.shape == Shape::Thing && self.brand.is_none() && !self.definite)
                .then(|| self.with_article(&self.core)),
            "the" => (self.shape == Shape::Thing).then(|| self.name()),
            "this" => match (self.shape, &self.brand) {
                (Shape::Thing, None) if self.many() => Some(format!("these {}", self.short())),
                (Shape::Thing, None) => Some(format!("this {}", self.short())),
                (Shape::Thing, Some(brand)) => Some(brand.clone()),
                _ => None,
            },
            "one" => (self.shape == Shape::Thing && self.number == Number::Singular && self.brand.is_none())
                .then(|| format!("one {}", self.core)),
            "it" => choose("it", "they"),
            "them" => choose("it", "them"),
            "its" => choose("its", "their"),
            "is" => choose("is", "are"),
            "does" => choose("does", "do"),
            "has" => choose("has", "have"),
            "keeps" => self.benefit.as_ref().map(|verb| verb.finite.clone()),
            "keep" => self.benefit.as_ref().and_then(|verb| verb.base.clone()),
            "keeping" => self.benefit.as_ref().and_then(|verb| verb.gerund.clone()),
            "goal" => self.goal.as_ref().and_then(|verb| verb.base.clone()),
            "doing" => self.goal.as_ref().and_then(|verb| verb.gerund.clone()),
            "made" => self.made.clone(),
            "with" => self.with.clone(),
            "without" => self.without.clone(),
            "details" => self.details.clone(),
            "audience" => self.audience.clone(),
            "place" => self.place.clone(),
            "when" => self.when.clone(),
            "offer" => self.offer.clone(),
            "question" => self.question.clone(),
            _ => None,
        }
    }

    fn many(&self) -> bool {
        self.number == Number::Plural && self.brand.is_none()
    }

    /// The short definite name: "the mug", "Notion", "learning guitar".
    fn name(&self) -> String {
        match (self.shape, &self.brand) {
            (_, Some(brand)) => brand.clone(),
            (Shape::Thing, None) => format!("the {}", self.short()),
            (_, None) => self.core.clone(),
        }
    }

    /// Everything that the topic says it is; fit for the end of a clause.
    fn full(&self) -> String {
        let described = format!("{} {}", self.core, self.after);
        let described = described.trim();
        match (self.shape, &self.brand) {
            (Shape::Thing, Some(brand)) => format!("{brand}, {}", self.with_article(described)),
            // A bare noun says too little for an ad, and "the right" claims nothing.
            (Shape::Thing, None) if self.is_bare() => format!("the right {described}"),
            (Shape::Thing, None) => self.with_article(described),
            (_, _) => described.to_string(),
        }
    }

    /// The noun without most of its adjectives, for every mention after the first.
    fn short(&self) -> String {
        let words: Vec<&str> = self.core.split(' ').collect();
        if words.len() < 3
            || self.core.contains(',')
            || words.iter().any(|word| matches!(*word, "and" | "of" | "&" | "or"))
        {
            return self.core.clone();
        }
        let ending = |count: usize| words[words.len().saturating_sub(count)..].join(" ");
        let known = [3, 2, 1].into_iter().map(ending).find(|ending| lexicon::meaning(ending).is_some());
        known.filter(|known| !known.is_empty()).unwrap_or_else(|| ending(2))
    }

    fn is_bare(&self) -> bool {
        let plain = |word: &str| !lexicon::is("adjective", word) && word.chars().all(char::is_lowercase);
        self.after.is_empty()
            && !self.definite
            && self.core.split(' ').count() < 3
            && self.core.split(' ').all(plain)
    }

    fn with_article(&self, words: &str) -> String {
        match self.number {
            _ if self.definite => format!("the {words}"),
            // "grandmother's recipe" has its article in the owner.
            _ if words.split(' ').next().is_some_and(|owner| owner.ends_with("'s")) => words.to_string(),
            Number::Singular => format!("{} {words}", indefinite_article(words)),
            Number::Plural | Number::Mass => words.to_string(),
        }
    }
}

fn plural_verb(verb: &str) -> String {
    if verb == "be" { "are".into() } else { verb.into() }
}

/// Fills the braces of a line and gives its sentences their capitals; nothing when a form is missing.
pub(super) fn filled(line: &str, subject: &Subject) -> Option<String> {
    let mut text = String::new();
    let mut rest = line;
    let mut starts_sentence = true;
    while let Some(open) = rest.find('{') {
        let (before, after) = (&rest[..open], &rest[open + 1..]);
        let close = after.find('}')?;
        text.push_str(before);
        if !before.trim().is_empty() {
            starts_sentence =
                before.trim_end().ends_with(['.', '!', '?', ':']) && !before.trim_end().ends_with("...");
        }
        let asked = &after[..close];
        let words = subject.form(&asked.to_lowercase())?;
        let capital = asked.chars().next().is_some_and(char::is_uppercase);
        text.push_str(&if capital || starts_sentence && !before.trim_end().ends_with(':') {
            capitalised(&words)
        } else {
            words
        });
        starts_sentence = false;
        rest = &after[close + 1..];
    }
    text.push_str(rest);
    Some(text)
}
