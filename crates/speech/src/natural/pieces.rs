//! A sentence as the model takes it: phonemes with their words, in pieces that are short enough.

use crate::text::Spoken;
use domain::Stress;

/// Letters of one piece. The model takes 510; shorter pieces need less memory and can be spoken side by side.
pub(super) const PIECE_LETTERS_MAX: usize = 220;

/// One letter for the model, and the written word that it belongs to (marks and gaps belong to none).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Unit {
    pub letter: char,
    pub word: Option<u32>,
}

/// Cuts a sentence into pieces at its pauses, or between words where a clause alone is too long.
pub(super) fn pieces(spoken: &[Spoken], phonemes: &[String], first_word: usize) -> Vec<Vec<Unit>> {
    let words: Vec<Vec<Unit>> = spoken
        .iter()
        .zip(phonemes)
        .map(|(word, phonemes)| {
            let owner = Some((word.word - first_word) as u32);
            let letters =
                phonemes.chars().take(PIECE_LETTERS_MAX / 2).map(|letter| Unit { letter, word: owner });
            letters.chain(word.mark.map(|letter| Unit { letter, word: None })).collect()
        })
        .collect();
    let mut pieces = Vec::new();
    let mut rest = words.as_slice();
    while !rest.is_empty() {
        let (piece, left) = rest.split_at(words_of_next_piece(rest));
        pieces.push(piece.join(&Unit { letter: ' ', word: None }));
        rest = left;
    }
    pieces
}

/// How many words go into the next piece: all, or up to the last good place that still fits.
fn words_of_next_piece(words: &[Vec<Unit>]) -> usize {
    let total: usize = words.iter().map(|word| word.len() + 1).sum();
    if total <= PIECE_LETTERS_MAX {
        return words.len();
    }
    // Halves sound better than a long piece and a stump.
    let pieces = total.div_ceil(PIECE_LETTERS_MAX);
    let ideal = total / pieces;
    let mut length = 0;
    let mut best = (1, f32::MAX);
    for (at, word) in words.iter().enumerate() {
        length += word.len() + 1;
        if length > PIECE_LETTERS_MAX {
            break;
        }
        let mark = word.last().filter(|unit| unit.word.is_none()).map(|unit| unit.letter);
        let badness = match mark {
            Some(';' | ':' | '—' | '…' | '.' | '!' | '?') => 0.0,
            Some(_) => 20.0,
            None => 150.0,
        };
        let badness = badness + length.abs_diff(ideal) as f32;
        if badness < best.1 {
            best = (at + 1, badness);
        }
    }
    best.0
}

/// The stress that a mark announces for the vowel after it.
pub(super) fn stress_mark(letter: char) -> Option<Stress> {
    match letter {
        'ˈ' => Some(Stress::Primary),
        'ˌ' => Some(Stress::Secondary),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spoken(marks: &[(usize, char)], count: usize) -> (Vec<Spoken>, Vec<String>) {
        let word = |at: usize| Spoken {
            text: "word".into(),
            spelled: false,
            word: at + 5,
            mark: marks.iter().find(|(of, _)| *of == at).map(|(_, mark)| *mark),
        };
        ((0..count).map(word).collect(), vec!["wˈɜɹd".to_owned(); count])
    }

    #[test]
    fn a_short_sentence_is_one_piece_with_gaps_between_words() {
        let (words, phonemes) = spoken(&[(1, '.')], 2);
        let pieces = pieces(&words, &phonemes, 5);
        let letters: String = pieces[0].iter().map(|unit| unit.letter).collect();
        assert_eq!((pieces.len(), letters.as_str()), (1, "wˈɜɹd wˈɜɹd."));
        assert_eq!(pieces[0][6], Unit { letter: 'w', word: Some(1) });
    }

    #[test]
    fn a_long_sentence_is_cut_at_its_pause_and_never_too_long() {
        let (words, phonemes) = spoken(&[(25, ';'), (39, '.')], 40);
        let cut = pieces(&words, &phonemes, 5);
        assert_eq!(cut.iter().map(Vec::len).collect::<Vec<_>>(), [156, 84]);
        let (words, phonemes) = spoken(&[], 400);
        let cut = pieces(&words, &phonemes, 5);
        assert!(cut.iter().all(|piece| piece.len() <= PIECE_LETTERS_MAX));
        assert_eq!(cut.iter().flatten().filter(|unit| unit.letter == 'd').count(), 400);
    }
}
