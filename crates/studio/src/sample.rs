//! A made-up track, for previews without a voice and for tests: words at an even, speech-like pace.

use domain::{SpokenPhone, SpokenSentence, SpokenTrack, SpokenWord, Stress, Viseme};

/// Milliseconds that a letter takes.
const LETTER_MS: u32 = 60;
/// Milliseconds between two words, and between two sentences.
const GAPS_MS: (u32, u32) = (40, 300);

/// A track that says `text`, silently: 60 ms a letter.
pub fn track(text: &str) -> SpokenTrack {
    let mut track = SpokenTrack::default();
    let mut at_ms = 120;
    let mut first_word = 0;
    for word in text.split_whitespace() {
        let letters = word.chars().count().min(30) as u32;
        let (index, sentence) = (track.words.len() as u32, track.sentences.len() as u32);
        let end_ms = at_ms + letters.max(2) * LETTER_MS;
        track.words.push(SpokenWord {
            text: word.to_owned(),
            start_ms: at_ms,
            end_ms,
            sentence,
            energy: 0.5,
        });
        mouth(&mut track, word, index, at_ms, end_ms);
        at_ms = end_ms + GAPS_MS.0;
        if word.ends_with(['.', '!', '?']) {
            close_sentence(&mut track, first_word, word.ends_with('?'));
            first_word = index + 1;
            at_ms += GAPS_MS.1;
        }
    }
    if (first_word as usize) < track.words.len() {
        close_sentence(&mut track, first_word, false);
    }
    track.duration_ms = track.words.last().map_or(0, |word| word.end_ms + 200);
    track
}

/// One mouth shape for each letter that has one.
fn mouth(track: &mut SpokenTrack, word: &str, index: u32, start_ms: u32, end_ms: u32) {
    let shapes: Vec<Viseme> = word.chars().filter_map(shape).collect();
    let span = end_ms - start_ms;
    let count = shapes.len() as u32;
    for (place, viseme) in (0u32..).zip(shapes) {
        let (from, to) = (start_ms + span * place / count, start_ms + span * (place + 1) / count);
        let stress = if place == 1 { Stress::Primary } else { Stress::None };
        track.phones.push(SpokenPhone {
            viseme,
            start_ms: from,
            end_ms: to,
            stress,
            weight: 1.0,
            loudness: 0.7,
            word: index,
        });
    }
}

fn shape(letter: char) -> Option<Viseme> {
    Some(match letter.to_ascii_lowercase() {
        'a' => Viseme::Aa,
        'e' => Viseme::E,
        'i' | 'y' => Viseme::I,
        'o' => Viseme::O,
        'u' | 'w' => Viseme::U,
        'p' | 'b' | 'm' => Viseme::PP,
        'f' | 'v' => Viseme::FF,
        't' | 'd' => Viseme::DD,
        'k' | 'g' | 'c' => Viseme::Kk,
        's' | 'z' => Viseme::SS,
        'n' | 'l' => Viseme::Nn,
        'r' => Viseme::RR,
        _ => return None,
    })
}

fn close_sentence(track: &mut SpokenTrack, first_word: u32, question: bool) {
    let words = track.words.get(first_word as usize..).unwrap_or_default();
    let (Some(first), Some(last)) = (words.first(), words.last()) else { return };
    let sentence = SpokenSentence {
        start_ms: first.start_ms,
        end_ms: last.end_ms,
        first_word,
        end_word: track.words.len() as u32,
        question,
    };
    track.sentences.push(sentence);
}
