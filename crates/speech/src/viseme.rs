//! From the sounds that a voice makes to the mouth shapes that show them, as the presenters' rig defines them.

use domain::{Stress, Viseme};

/// A part of one sound: the shape, its share of the sound's time, and how much of it is reached.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Shape {
    pub viseme: Viseme,
    /// Shares of one sound add up to 1.
    pub share: f32,
    pub weight: f32,
}

const fn whole(viseme: Viseme) -> Shape {
    Shape { viseme, share: 1.0, weight: 1.0 }
}

const fn part(viseme: Viseme, share: f32) -> Shape {
    Shape { viseme, share, weight: 1.0 }
}

/// `ʌ` and `ə` are a weak `aa` carried by an `E`.
const SCHWA: &[Shape] = &[
    Shape { viseme: Viseme::E, share: 0.55, weight: 0.55 },
    Shape { viseme: Viseme::Aa, share: 0.45, weight: 0.45 },
];

const A: &[Shape] = &[part(Viseme::E, 0.6), part(Viseme::I, 0.4)];
const I: &[Shape] = &[part(Viseme::Aa, 0.6), part(Viseme::I, 0.4)];
const W: &[Shape] = &[part(Viseme::Aa, 0.6), part(Viseme::U, 0.4)];
const O: &[Shape] = &[part(Viseme::O, 0.55), part(Viseme::U, 0.45)];
const Q: &[Shape] = &[part(Viseme::E, 0.4), part(Viseme::U, 0.6)];
const Y: &[Shape] = &[part(Viseme::O, 0.55), part(Viseme::I, 0.45)];

/// The shapes of one phoneme letter, or nothing if the letter makes no sound of its own.
pub(crate) fn of_ipa(letter: char) -> Option<&'static [Shape]> {
    Some(match letter {
        'p' | 'b' | 'm' => const { &[whole(Viseme::PP)] },
        'f' | 'v' => const { &[whole(Viseme::FF)] },
        'θ' | 'ð' => const { &[whole(Viseme::TH)] },
        't' | 'd' | 'ɾ' | 'T' => const { &[whole(Viseme::DD)] },
        'k' | 'ɡ' | 'h' | 'ʔ' => const { &[whole(Viseme::Kk)] },
        'ʧ' | 'ʤ' | 'ʃ' | 'ʒ' => const { &[whole(Viseme::CH)] },
        's' | 'z' => const { &[whole(Viseme::SS)] },
        'n' | 'l' | 'ŋ' | 'ᵊ' => const { &[whole(Viseme::Nn)] },
        'ɹ' | 'ɜ' | 'ɚ' => const { &[whole(Viseme::RR)] },
        'ɑ' | 'a' | 'æ' => const { &[whole(Viseme::Aa)] },
        'ʌ' | 'ə' | 'ɐ' => SCHWA,
        'ɛ' | 'e' => const { &[whole(Viseme::E)] },
        'i' | 'ɪ' | 'j' | 'ᵻ' => const { &[whole(Viseme::I)] },
        'ɔ' | 'ɒ' | 'o' => const { &[whole(Viseme::O)] },
        'u' | 'ʊ' | 'w' => const { &[whole(Viseme::U)] },
        'A' => A,
        'I' => I,
        'W' => W,
        'O' => O,
        'Q' => Q,
        'Y' => Y,
        _ => return None,
    })
}

/// The phoneme letter of an ARPAbet phone, so that both voices share one table.
pub(crate) fn ipa_of_arpabet(phone: &str) -> Option<char> {
    Some(match phone {
        "p" => 'p',
        "b" => 'b',
        "m" => 'm',
        "f" => 'f',
        "v" => 'v',
        "th" => 'θ',
        "dh" => 'ð',
        "t" => 't',
        "d" => 'd',
        "k" => 'k',
        "g" => 'ɡ',
        "hh" => 'h',
        "ch" => 'ʧ',
        "jh" => 'ʤ',
        "sh" => 'ʃ',
        "zh" => 'ʒ',
        "s" => 's',
        "z" => 'z',
        "n" => 'n',
        "l" => 'l',
        "ng" => 'ŋ',
        "r" => 'ɹ',
        "er" => 'ɜ',
        "aa" => 'ɑ',
        "ae" => 'æ',
        "ah" => 'ʌ',
        "ax" => 'ə',
        "ay" => 'I',
        "aw" => 'W',
        "eh" => 'ɛ',
        "ey" => 'A',
        "iy" => 'i',
        "ih" => 'ɪ',
        "y" => 'j',
        "ao" => 'ɔ',
        "ow" => 'O',
        "oy" => 'Y',
        "uw" => 'u',
        "uh" => 'ʊ',
        "w" => 'w',
        _ => return None,
    })
}

/// Whether the phoneme letter is a vowel, which carries the stress of its syllable.
pub(crate) fn is_vowel(letter: char) -> bool {
    "AIWOQYaɑæʌəɐɛeiɪᵻɔɒouʊɜɚ".contains(letter)
}

/// How much of a vowel's shape is reached under a stress.
pub(crate) fn reach(stress: Stress) -> f32 {
    match stress {
        Stress::Primary => 1.0,
        Stress::Secondary => 0.8,
        Stress::None => 0.65,
    }
}

/// How much of the next vowel's shape an `h` shows.
pub(crate) const BREATH_WEIGHT: f32 = 0.6;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_add_up_and_both_alphabets_meet() {
        for letter in "pbmfvθðtdɾTkɡhʔʧʤʃʒsznlŋᵊɹɜɚɑaæʌəɛeiɪjᵻɔɒuʊwAIWOQY".chars() {
            let shapes = of_ipa(letter).unwrap();
            assert!((shapes.iter().map(|s| s.share).sum::<f32>() - 1.0).abs() < 1e-6, "{letter}");
        }
        let arpabet = "p b m f v th dh t d k g hh ch jh sh zh s z n l ng r er aa ae ah ax ay aw eh ey iy ih y ao ow \
                       oy uw uh w";
        for phone in arpabet.split_whitespace() {
            assert!(of_ipa(ipa_of_arpabet(phone).unwrap()).is_some(), "{phone}");
        }
        assert!(of_ipa(' ').is_none() && of_ipa('ˈ').is_none() && ipa_of_arpabet("pau").is_none());
    }
}
