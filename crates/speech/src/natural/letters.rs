//! How letters are said, for words that are spelled.

use super::phonemiser::Dialect;

/// The phonemes of a word said letter by letter; the last letter carries the stress.
pub(super) fn spell(word: &str, dialect: Dialect) -> String {
    let letters: Vec<char> = word.chars().filter(char::is_ascii_alphabetic).collect();
    let names = letters.iter().enumerate().map(|(at, letter)| {
        let mark = if at + 1 == letters.len() { 'ˈ' } else { 'ˌ' };
        let name = name(letter.to_ascii_uppercase(), dialect);
        name.replacen('ˈ', &mark.to_string(), 1)
    });
    names.collect()
}

fn name(letter: char, dialect: Dialect) -> &'static str {
    let british = dialect == Dialect::British;
    match letter {
        'A' => "ˈA",
        'B' => {
            if british {
                "bˈiː"
            } else {
                "bˈi"
            }
        }
        'C' => {
            if british {
                "sˈiː"
            } else {
                "sˈi"
            }
        }
        'D' => {
            if british {
                "dˈiː"
            } else {
                "dˈi"
            }
        }
        'E' => {
            if british {
                "ˈiː"
            } else {
                "ˈi"
            }
        }
        'F' => "ˈɛf",
        'G' => {
            if british {
                "ʤˈiː"
            } else {
                "ʤˈi"
            }
        }
        'H' => "ˈAʧ",
        'I' => "ˈI",
        'J' => "ʤˈA",
        'K' => "kˈA",
        'L' => "ˈɛl",
        'M' => "ˈɛm",
        'N' => "ˈɛn",
        'O' => {
            if british {
                "ˈQ"
            } else {
                "ˈO"
            }
        }
        'P' => {
            if british {
                "pˈiː"
            } else {
                "pˈi"
            }
        }
        'Q' => {
            if british {
                "kjˈuː"
            } else {
                "kjˈu"
            }
        }
        'R' => {
            if british {
                "ˈɑː"
            } else {
                "ˈɑɹ"
            }
        }
        'S' => "ˈɛs",
        'T' => {
            if british {
                "tˈiː"
            } else {
                "tˈi"
            }
        }
        'U' => {
            if british {
                "jˈuː"
            } else {
                "jˈu"
            }
        }
        'V' => {
            if british {
                "vˈiː"
            } else {
                "vˈi"
            }
        }
        'W' => {
            if british {
                "dˈʌbᵊljuː"
            } else {
                "dˈʌbᵊlju"
            }
        }
        'X' => "ˈɛks",
        'Y' => "wˈI",
        _ => {
            if british {
                "zˈɛd"
            } else {
                "zˈi"
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_letter_is_stressed() {
        assert_eq!(spell("CEO", Dialect::American), "sˌiˌiˈO");
        assert_eq!(spell("zr", Dialect::British), "zˌɛdˈɑː");
    }
}
