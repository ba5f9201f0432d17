//! Pages: which words of a track are shown together.
//!
//! A page never crosses the end of a sentence, prefers to end at a comma or a pause, and never ends with a word that
//! holds on to the next one (an article, a preposition, a pronoun before its verb).

use domain::{SpokenTrack, SpokenWord};
use std::ops::Range;

/// A pause that always ends a page, in milliseconds.
const PAUSE_MS: u32 = 280;

/// How much fits a page.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Pacing {
    pub words_max: usize,
    pub chars_max: usize,
    /// The number of words that reads best.
    pub words_ideal: usize,
}

impl Pacing {
    /// Word captions: a glance.
    pub const WORD: Pacing = Pacing { words_max: 4, chars_max: 24, words_ideal: 3 };
    /// Line captions: a breath.
    pub const LINE: Pacing = Pacing { words_max: 9, chars_max: 52, words_ideal: 7 };
    /// Subtitle files: up to two lines.
    pub const SUBTITLE: Pacing = Pacing { words_max: 12, chars_max: 72, words_ideal: 9 };
}

/// Words that are shown together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Page {
    /// Indices into `SpokenTrack::words`.
    pub words: Range<usize>,
}

/// Cuts a track into pages; together they cover every word once, in order.
pub(crate) fn paginate(track: &SpokenTrack, pacing: Pacing) -> Vec<Page> {
    let words = &track.words;
    let mut pages = Vec::new();
    let mut start = 0;
    for index in 0..words.len() {
        if ends_phrase(words, index) {
            pages.extend(cut_phrase(words, start..index + 1, pacing));
            start = index + 1;
        }
    }
    pages.extend(cut_phrase(words, start..words.len(), pacing));
    pages
}

/// Whether the word holds on to the one after it, so that no line or page should end with it.
pub(crate) fn holds_on(word: &str) -> bool {
    const HOLDING: [&str; 57] = [
        "a", "an", "the", "of", "to", "in", "on", "at", "by", "for", "from", "with", "and", "or", "but",
        "nor", "so", "as", "if", "my", "your", "his", "her", "its", "our", "their", "this", "that", "these",
        "those", "i", "we", "he", "she", "they", "it's", "i'm", "you're", "is", "are", "was", "were", "be",
        "been", "not", "no", "one", "every", "than", "then", "into", "without", "because", "just", "very",
        "will", "can",
    ];
    let bare = word.to_lowercase().replace('’', "'");
    HOLDING.contains(&bare.as_str())
}

fn ends_phrase(words: &[SpokenWord], index: usize) -> bool {
    let (Some(word), Some(next)) = (words.get(index), words.get(index + 1)) else { return true };
    let closed = word.text.trim_end_matches(['"', '\'', '”', '’', ')', ']', '»']);
    word.sentence != next.sentence
        || closed.ends_with(['.', '!', '?', '…', ':'])
        || next.start_ms.saturating_sub(word.end_ms) >= PAUSE_MS
}

/// The cheapest way to cut one phrase, found by looking at every length of the last page.
fn cut_phrase(words: &[SpokenWord], phrase: Range<usize>, pacing: Pacing) -> Vec<Page> {
    let length = phrase.len();
    let mut best: Vec<(u32, usize)> = vec![(0, 0)];
    for end in 1..=length {
        let choice = (end.saturating_sub(pacing.words_max)..end)
            .filter_map(|start| {
                let page = phrase.start + start..phrase.start + end;
                let cost = page_cost(words, page, end == length, pacing)?;
                Some((best.get(start)?.0.saturating_add(cost), start))
            })
            .min();
        best.push(choice.unwrap_or((u32::MAX / 2, end - 1)));
    }
    let mut pages = Vec::new();
    let mut end = length;
    while end > 0 {
        let start = best.get(end).map_or(0, |(_, start)| *start);
        pages.push(Page { words: phrase.start + start..phrase.start + end });
        end = start;
    }
    pages.reverse();
    pages
}

/// How badly these words read as one page; `None` when they do not fit.
fn page_cost(words: &[SpokenWord], page: Range<usize>, last: bool, pacing: Pacing) -> Option<u32> {
    let count = page.len();
    let words = words.get(page)?;
    let chars = words.iter().map(|word| word.text.chars().count() + 1).sum::<usize>().saturating_sub(1);
    if chars > pacing.chars_max && count > 1 {
        return None;
    }
    let end = words.last()?;
    let mut cost = 2 * (count.abs_diff(pacing.words_ideal) as u32).pow(2) + 4;
    if count == 1 && chars < 8 {
        cost += 10;
    }
    if !last {
        cost += 25 * u32::from(holds_on(&end.text));
        cost = cost.saturating_sub(8 * u32::from(end.text.ends_with([',', ';', '–', '—'])));
    }
    // A comma inside a page makes it two thoughts.
    let inner_commas =
        words.iter().take(count - 1).filter(|w| w.text.ends_with([',', ';', '–', '—'])).count();
    Some(cost + 6 * inner_commas as u32)
}

/// A track for tests: each word 60 ms a letter and 40 ms apart, sentences 300 ms apart.
#[cfg(test)]
pub(crate) fn test_track(text: &str) -> SpokenTrack {
    crate::sample::track(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pages_of(text: &str, pacing: Pacing) -> Vec<String> {
        let track = test_track(text);
        let text_of = |page: &Page| {
            let words: Vec<&str> = track.words[page.words.clone()].iter().map(|w| w.text.as_str()).collect();
            words.join(" ")
        };
        paginate(&track, pacing).iter().map(text_of).collect()
    }

    #[test]
    fn pages_cover_every_word_in_order() {
        let text = "Pour at nine, sip at one. Still warm! It works; truly, without a charger or an app.";
        assert_eq!(pages_of(text, Pacing::WORD).join(" "), text);
        assert_eq!(pages_of(text, Pacing::LINE).join(" "), text);
    }

    #[test]
    fn no_page_crosses_a_sentence_or_ends_on_an_article() {
        let text = "Your coffee was perfect. Then you answered the email of a friend. The mug keeps it warm for four hours.";
        for page in pages_of(text, Pacing::WORD) {
            let last = page.split(' ').next_back().unwrap();
            assert!(!holds_on(last), "{page:?} ends with a word that holds on");
            assert!(!page.trim_end_matches('.').contains('.'), "{page:?} crosses a sentence");
        }
    }

    #[test]
    fn one_endless_word_is_a_page() {
        let word = "x".repeat(60);
        assert_eq!(pages_of(&format!("Say {word} now."), Pacing::WORD).len(), 3);
    }
}
