//! From a subject to a script: which lines, in which order, until the length is right.
//!
//! The three scripts of a set draw from the same decks, so that no line is told twice in a set. A line that
//! tells a fact of the topic is used once in a script.

use super::{
    chance::{fingerprint, shuffle},
    copybook::{Line, lines},
    subject::{Subject, filled},
};
use crate::ScriptDraft;
use domain::{Brief, CALL_TO_ACTION_CHARS_MAX, Framework, ScriptLength, Tone, word_count};
use std::collections::{HashMap, HashSet};

/// One place in a script that a line can take.
struct Beat {
    section: &'static str,
    /// Where it stands in the body.
    place: u32,
}

/// The places of a body, the most needed first; more are filled the longer the script may be.
fn beats(framework: Framework) -> Vec<Beat> {
    let order: &[(&str, u32)] = match framework {
        Framework::HookProblemSolution => &[
            ("meet problem", 20),
            ("scene", 40),
            ("tell", 30),
            ("doubt", 50),
            ("close", 90),
            ("scene", 60),
            ("trouble", 10),
            ("payoff", 70),
            ("aside", 24),
            ("tell", 34),
        ],
        Framework::BeforeAfterBridge => &[
            ("meet contrast", 20),
            ("tell", 30),
            ("scene", 40),
            ("close", 92),
            ("scene", 60),
            ("doubt", 50),
            ("aside", 90),
            ("payoff", 70),
            ("tell", 34),
            ("trouble", 4),
        ],
        Framework::StoryProofOffer => &[
            ("meet story", 20),
            ("tell", 30),
            ("doubt", 50),
            ("close", 90),
            ("scene", 40),
            ("scene", 60),
            ("aside", 80),
            ("payoff", 70),
            ("tell", 34),
        ],
    };
    let more = (72..80).map(|place| ("payoff", place));
    order.iter().copied().chain(more).map(|(section, place)| Beat { section, place }).collect()
}

/// Writes the three scripts of a set.
pub(super) fn scripts(subject: &Subject, brief: &Brief, seed: u64) -> Vec<ScriptDraft> {
    let mut desk = Desk { subject, brief, seed, topic: fingerprint(&brief.topic), decks: HashMap::new() };
    Framework::ALL.into_iter().map(|framework| desk.script(framework)).collect()
}

/// The decks of a set of scripts, from which cards are taken for good.
struct Desk<'a> {
    subject: &'a Subject,
    brief: &'a Brief,
    seed: u64,
    topic: u64,
    decks: HashMap<&'static str, Vec<Card>>,
}

#[derive(Clone)]
struct Card {
    line: &'static Line,
    text: String,
}

/// How many words a script may have.
struct Window {
    enough: u32,
    most: u32,
}

impl Window {
    fn of(length: ScriptLength) -> Window {
        let words = length.words();
        Window { enough: words * 95 / 100, most: words * 113 / 100 }
    }
}

impl Desk<'_> {
    fn script(&mut self, framework: Framework) -> ScriptDraft {
        let window = Window::of(self.brief.length);
        let (opening, title) = match framework {
            Framework::HookProblemSolution => ("problem", "title problem"),
            Framework::BeforeAfterBridge => ("contrast", "title contrast"),
            Framework::StoryProofOffer => ("story", "title story"),
        };
        let title =
            self.take(title, &mut HashSet::new(), |title| title.chars().count() <= 60).unwrap_or_default();
        let ask =
            self.take("cta", &mut HashSet::new(), |ask| ask.chars().count() <= CALL_TO_ACTION_CHARS_MAX);
        let call_to_action = ask.unwrap_or_else(|| "Have a look today.".into());
        let opener = self.take(opening, &mut HashSet::new(), |_| true).unwrap_or_default();
        let (mut hook, lead) = opener
            .split_once(" | ")
            .map_or((opener.clone(), String::new()), |(hook, lead)| (hook.into(), lead.into()));
        let mut lead = lead;
        if let Some(question) =
            self.subject.question.clone().filter(|_| framework == Framework::HookProblemSolution)
        {
            (hook, lead) = (question, String::new());
        }
        let mut told = HashSet::new();
        let mut body: Vec<(u32, String)> = Vec::new();
        let mut words = word_count(&hook) + word_count(&call_to_action);
        for (at, beat) in beats(framework).iter().enumerate() {
            if at == 1 && words + word_count(&lead) <= window.most && !lead.is_empty() {
                words += word_count(&lead);
                body.push((1, lead.clone()));
            }
            if words >= window.enough && at > 0 {
                break;
            }
            let room = window.most.saturating_sub(words);
            let limit = if at == 0 { room.saturating_sub(4).max(10) } else { room };
            if let Some(text) = self.take(beat.section, &mut told, |text| word_count(text) <= limit) {
                words += word_count(&text);
                body.push((beat.place, text));
            }
        }
        body.sort_by_key(|(place, _)| *place);
        let body = body.into_iter().map(|(_, text)| text).collect::<Vec<_>>().join(" ");
        ScriptDraft { framework, title, hook, body, call_to_action }
    }

    /// Takes the best card that fits, tells nothing told before, and is not too long.
    fn take(
        &mut self,
        section: &'static str,
        told: &mut HashSet<&'static str>,
        fits: impl Fn(&str) -> bool,
    ) -> Option<String> {
        if !self.decks.contains_key(section) {
            let deck = self.deck(section);
            self.decks.insert(section, deck);
        }
        // A long script may come back to what it said at first; a short one has no time for that.
        let short = self.brief.length.seconds() < 45;
        let deck = self.decks.get_mut(section)?;
        let covers = |fact: &str, told: &HashSet<&str>| {
            told.contains(fact)
                || told.contains("full")
                    && (short || fact != "benefit")
                    && !matches!(fact, "details" | "when" | "offer")
                || told.contains("benefit") && fact == "full"
        };
        let at = deck
            .iter()
            .position(|card| fits(&card.text) && !card.line.facts().any(|fact| covers(fact, told)))?;
        let card = deck.remove(at);
        told.extend(card.line.facts());
        Some(card.text)
    }

    /// All lines of a section that this subject can fill, the best fitting first, in seeded order.
    fn deck(&self, section: &'static str) -> Vec<Card> {
        let tone = self.brief.tone;
        let from = |book: &'static str, bonus: u32| {
            lines(book, section).iter().filter_map(move |line| {
                let fit = line.fit(self.subject, tone, &self.brief.topic)?;
                Some((fit + bonus, Card { line, text: filled(&spoken(line.text, tone), self.subject)? }))
            })
        };
        let own = self.subject.category;
        let openings = matches!(section, "problem" | "contrast" | "story" | "trouble");
        let mut cards: Vec<(u32, Card)> = from(own, 3).chain(from("frame", 1)).collect();
        if own != "generic" && !openings {
            cards.extend(from("generic", 0));
        }
        shuffle(&mut cards, self.topic, section, 0, 0);
        cards.sort_by_key(|(fit, _)| std::cmp::Reverse(*fit));
        // The best come first, but never so few that the next set would have to show them again.
        let least = match section {
            "cta" => 3,
            _ if openings => 4,
            _ => 6,
        };
        let telling = cards.iter().take_while(|(fit, _)| *fit > 4).count();
        let front = telling.max(least).min(cards.len());
        let used = match section {
            "scene" if self.brief.length == ScriptLength::Seconds60 => 6,
            "scene" | "doubt" | "payoff" | "tell" | "aside" | "close" | "cta" => 3,
            _ => 1,
        };
        shuffle(&mut cards[..front], self.topic, section, self.seed, used);
        cards.into_iter().map(|(_, card)| card).collect()
    }
}

/// The line as a tone says it: only plain speech spells everything out.
fn spoken(line: &str, tone: Tone) -> String {
    const STARTS: &[(&str, &str)] = &[
        ("It is ", "It's "),
        ("That is ", "That's "),
        ("You are ", "You're "),
        ("Here is ", "Here's "),
        ("There is ", "There's "),
        ("I am ", "I'm "),
        ("They are ", "They're "),
    ];
    const ANYWHERE: &[(&str, &str)] = &[
        ("do not ", "don't "),
        ("Do not ", "Don't "),
        ("does not ", "doesn't "),
        ("did not ", "didn't "),
        ("is not ", "isn't "),
        ("cannot ", "can't "),
        ("will not ", "won't "),
        (" we are ", " we're "),
    ];
    if tone == Tone::Plain {
        return line.to_string();
    }
    let mut text = line.to_string();
    for (long, short) in ANYWHERE {
        text = text.replace(long, short);
    }
    for (long, short) in STARTS {
        if let Some(rest) = text.strip_prefix(long) {
            text = format!("{short}{rest}");
        }
        for before in [". ", "? ", "| "] {
            text = text.replace(&format!("{before}{long}"), &format!("{before}{short}"));
        }
    }
    text
}
