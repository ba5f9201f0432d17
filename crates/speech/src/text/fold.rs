//! Characters made plain: accents folded, quotes straightened, decoration dropped, other scripts refused.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A written word in plain ASCII plus `—`, `°` and currency signs; what is not spoken becomes a space.
///
/// Fails with the first letter of a script that an English voice cannot read.
pub(super) fn fold(written: &str) -> Result<String, char> {
    let mut folded = String::with_capacity(written.len());
    for (at, sign) in written.char_indices() {
        match vulgar_fraction(sign) {
            Some(_) if sign == '½' && folded.ends_with(|c: char| c.is_ascii_digit()) => {
                folded.push_str(" and a half");
            }
            Some(fraction) => {
                folded.push(' ');
                folded.push_str(fraction);
            }
            None if "™®©℠".contains(sign) => folded.push(' '),
            None => fold_sign(sign, &written[..at], &mut folded)?,
        }
    }
    Ok(folded.trim().to_owned())
}

fn vulgar_fraction(sign: char) -> Option<&'static str> {
    Some(match sign {
        '½' => "1/2",
        '¼' => "1/4",
        '¾' => "3/4",
        '⅓' => "1/3",
        '⅔' => "2/3",
        _ => return None,
    })
}

fn fold_sign(sign: char, before: &str, folded: &mut String) -> Result<(), char> {
    for plain in std::iter::once(sign).nfkd().filter(|c| !is_combining_mark(*c)) {
        match plain {
            '’' | '‘' | 'ʼ' | '`' | '´' | '′' => folded.push('\''),
            '“' | '”' | '„' | '«' | '»' | '″' => folded.push('"'),
            // Between two numbers a dash is a range; anywhere else a long dash is a pause.
            '–' if before.ends_with(|c: char| c.is_alphanumeric() || c == '%') => folded.push('–'),
            '–' | '—' | '―' => folded.push('—'),
            '‐' | '‑' | '−' => folded.push('-'),
            '⁄' | '∕' => folded.push('/'),
            '×' => folded.push('x'),
            'ß' => folded.push_str("ss"),
            'æ' | 'Æ' => folded.push_str("ae"),
            'œ' | 'Œ' => folded.push_str("oe"),
            'ø' | 'Ø' => folded.push('o'),
            'ł' | 'Ł' => folded.push('l'),
            'đ' | 'Đ' | 'ð' | 'Ð' => folded.push('d'),
            'þ' | 'Þ' => folded.push_str("th"),
            'ı' => folded.push('i'),
            'μ' => folded.push('u'),
            '°' | '€' | '£' | '¥' | '₹' | '¢' => folded.push(plain),
            c if c.is_ascii_graphic() => folded.push(c),
            c if c.is_alphanumeric() => return Err(sign),
            _ => folded.push(' '),
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::fold;

    #[test]
    fn accents_fold_and_decoration_goes() {
        for (written, plain) in [
            ("Crème", "Creme"),
            ("naïve", "naive"),
            ("don’t", "don't"),
            ("sale🎉", "sale"),
            ("Brand™", "Brand"),
            ("10–20", "10–20"),
            ("1½", "1 and a half"),
            ("½", "1/2"),
            ("5µg", "5ug"),
            ("ﬁne", "fine"),
        ] {
            assert_eq!(fold(written).as_deref(), Ok(plain), "{written}");
        }
    }

    #[test]
    fn another_script_is_refused_with_its_letter() {
        for (written, letter) in [("Привет", 'П'), ("日本", '日'), ("שלום", 'ש'), ("٣", '٣')]
        {
            assert_eq!(fold(written), Err(letter), "{written}");
        }
    }
}
