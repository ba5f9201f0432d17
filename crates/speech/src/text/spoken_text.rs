//! A whole script, read: its written words, its sentences, and what is said for each.

use super::fold::fold;
use super::reading::{self, core, read, says_something};
use super::sentences::ends_sentence;
use crate::SpeechError;
use std::ops::Range;

/// The longest text that is read in one go, in characters.
pub(crate) const TEXT_CHARS_MAX: usize = 20_000;

/// A script as a voice reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SpokenText {
    /// The written words; what is not spoken (a lone dash, an emoji) stays with the word before it.
    pub words: Vec<String>,
    pub sentences: Vec<Sentence>,
}

/// One sentence; it has at least one spoken word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Sentence {
    /// Which of the written words it holds.
    pub words: Range<usize>,
    pub spoken: Vec<Spoken>,
    pub question: bool,
    /// An empty line followed: the voice takes a longer breath.
    pub ends_paragraph: bool,
}

/// One spoken word: letters and apostrophes only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Spoken {
    pub text: String,
    /// Said letter by letter.
    pub spelled: bool,
    /// The written word that it comes from.
    pub word: usize,
    /// Punctuation that the voice hears after it.
    pub mark: Option<char>,
}

/// A written word with something to say, and where lines end.
struct Entry {
    written: String,
    folded: String,
    ends_line: bool,
    ends_paragraph: bool,
}

impl SpokenText {
    /// Reads a script. Fails if there is nothing to say, too much, or another script than Latin.
    pub(crate) fn read(text: &str) -> Result<Self, SpeechError> {
        let chars = text.chars().count();
        if chars > TEXT_CHARS_MAX {
            return Err(SpeechError::TooLong { chars, limit: TEXT_CHARS_MAX });
        }
        let entries = entries(text)?;
        if entries.is_empty() {
            return Err(SpeechError::NothingToSay);
        }
        Ok(Self {
            sentences: sentences(&entries),
            words: entries.into_iter().map(|entry| entry.written).collect(),
        })
    }
}

fn entries(text: &str) -> Result<Vec<Entry>, SpeechError> {
    let mut entries: Vec<Entry> = Vec::new();
    let mut waiting = String::new();
    for line in text.lines() {
        let mut said_in_line = false;
        for written in line.split_whitespace() {
            let folded = fold(written).map_err(|_| unreadable(text, written))?;
            if says_something(&folded) {
                let written = format!("{waiting}{written}");
                waiting.clear();
                entries.push(Entry { written, folded, ends_line: false, ends_paragraph: false });
                said_in_line = true;
            } else if let Some(last) = entries.last_mut().filter(|_| waiting.is_empty() && said_in_line) {
                last.written.push_str(&format!(" {written}"));
                last.folded.push_str(if folded.is_empty() { "" } else { folded.trim() });
            } else {
                waiting.push_str(&format!("{written} "));
            }
        }
        if let Some(last) = entries.last_mut() {
            last.ends_line |= said_in_line;
            last.ends_paragraph |= line.trim().is_empty();
        }
    }
    if let Some(last) = entries.last_mut().filter(|_| !waiting.is_empty()) {
        last.written.push_str(&format!(" {}", waiting.trim()));
    }
    Ok(entries)
}

fn unreadable(text: &str, written: &str) -> SpeechError {
    let more = text.split_whitespace().skip_while(|word| *word != written);
    let excerpt: String = more.take(4).collect::<Vec<_>>().join(" ").chars().take(40).collect();
    SpeechError::UnreadableScript { excerpt }
}

fn sentences(entries: &[Entry]) -> Vec<Sentence> {
    let mut sentences = Vec::new();
    let mut first = 0;
    for (at, entry) in entries.iter().enumerate() {
        let next = entries.get(at + 1).filter(|_| !entry.ends_line);
        if ends_sentence(&entry.folded, next.map(|next| next.folded.as_str())) {
            sentences.push(sentence(entries, first..at + 1));
            first = at + 1;
        }
    }
    sentences
}

fn sentence(entries: &[Entry], words: Range<usize>) -> Sentence {
    let within = &entries[words.clone()];
    let core_at =
        |at: Option<usize>| at.and_then(|at| within.get(at)).map_or("", |entry| core(&entry.folded));
    let mut spoken = Vec::new();
    for (at, entry) in within.iter().enumerate() {
        for piece in read(&entry.folded, core_at(at.checked_sub(1)), core_at(Some(at + 1))) {
            spoken.push(Spoken {
                text: piece.text,
                spelled: piece.spelled,
                word: words.start + at,
                mark: piece.mark,
            });
        }
    }
    let last = within.last();
    let question = last.is_some_and(|entry| reading::mark(&entry.folded) == Some('?'));
    if let Some(word) = spoken.last_mut() {
        // A voice falls at a full stop; a line without one ends all the same.
        word.mark = word.mark.filter(|mark| "!?…".contains(*mark)).or(Some('.'));
    }
    Sentence { words, spoken, question, ends_paragraph: last.is_some_and(|entry| entry.ends_paragraph) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::test_runner::{Config as ProptestConfig, RngSeed};

    /// Spoken words, marks attached, letters of spelled words apart.
    fn said(text: &str) -> String {
        let sentences = SpokenText::read(text).unwrap().sentences;
        let word = |word: &Spoken| {
            let letters = if word.spelled {
                word.text.split("").collect::<Vec<_>>().join("·")
            } else {
                word.text.clone()
            };
            format!("{}{}", letters.trim_matches('·'), word.mark.map(String::from).unwrap_or_default())
        };
        sentences
            .iter()
            .map(|s| s.spoken.iter().map(word).collect::<Vec<_>>().join(" "))
            .collect::<Vec<_>>()
            .join(" / ")
    }

    #[test]
    fn written_forms_are_said_as_people_say_them() {
        let table = include_str!("written_forms.txt");
        let lines: Vec<String> = table
            .lines()
            .filter(|line| !line.is_empty())
            .map(|line| format!("{line}\n    {}", said(line)))
            .collect();
        insta::assert_snapshot!(lines.join("\n"));
    }

    /// Every written word with a letter or digit is heard, and nothing but letters reaches a voice.
    fn assert_heard(script: &str, text: &SpokenText) {
        let spoken = || text.sentences.iter().flat_map(|sentence| &sentence.spoken);
        for (at, written) in text.words.iter().enumerate() {
            let has_a_sound = written.chars().any(char::is_alphanumeric);
            assert!(
                !has_a_sound || spoken().any(|spoken| spoken.word == at),
                "{written:?} of {script:?} is lost"
            );
        }
        let plain = |c: char| c.is_ascii_alphabetic() || c == '\'';
        assert!(spoken().all(|s| !s.text.is_empty() && s.text.chars().all(plain)), "{script:?}");
        assert!(spoken().is_sorted_by_key(|spoken| spoken.word), "{script:?}");
        let written: Vec<&str> = script.split_whitespace().collect();
        let kept: Vec<&str> = text.words.iter().flat_map(|word| word.split_whitespace()).collect();
        assert_eq!(kept, written);
    }

    #[test]
    fn every_written_word_is_heard() {
        for line in include_str!("written_forms.txt").lines().filter(|line| !line.is_empty()) {
            assert_heard(line, &SpokenText::read(line).unwrap());
        }
    }

    proptest::proptest! {
        #![proptest_config(ProptestConfig {
            rng_seed: RngSeed::Fixed(7),
            failure_persistence: None,
            ..ProptestConfig::default()
        })]

        #[test]
        fn no_text_loses_a_word(script in "[ -~éß–—…€£°½™🎉\n]{0,60}") {
            if let Ok(text) = SpokenText::read(&script) {
                assert_heard(&script, &text);
            }
        }

        #[test]
        fn no_code_loses_a_word(script in "[0-9$%#/:x.,'a-cA-C+ -]{1,24}") {
            if let Ok(text) = SpokenText::read(&script) {
                assert_heard(&script, &text);
            }
        }
    }

    #[test]
    fn words_keep_what_is_written_in_order() {
        let text = SpokenText::read("— Wow 🎉 only $19.99, today!\n\nYes — really.").unwrap();
        assert_eq!(text.words, ["— Wow 🎉", "only", "$19.99,", "today!", "Yes —", "really."]);
        assert!(text.sentences[0].ends_paragraph);
        assert_eq!(text.sentences.len(), 2);
    }

    #[test]
    fn what_cannot_be_spoken_is_refused_with_a_sentence() {
        assert!(matches!(SpokenText::read(" 🎉 — !"), Err(SpeechError::NothingToSay)));
        assert!(matches!(SpokenText::read(&"a ".repeat(20_000)), Err(SpeechError::TooLong { .. })));
        let error = SpokenText::read("Hello мир and more").unwrap_err();
        assert!(error.to_string().contains("мир and more"), "{error}");
    }
}
