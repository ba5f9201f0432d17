//! Addresses and numbers to reach somebody: URLs, e-mails, phone numbers, `#tags`, `@names`.

use super::numbers::{cardinal, digits, number};
use super::pattern::pattern;
use super::reading::{SPELL, Token};

pattern!(EMAIL, r"(?i)^[\w.+-]+@[\w-]+(\.[\w-]+)+$");
pattern!(
    URL,
    r"(?i)^(?:https?://)?(?:www\.)?([a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:com|org|net|io|co|ai|app|shop|store|dev|me|tv|us|uk|ca|de|fr|es|it|nl|eu|info|biz|xyz|health|beauty|club|fit|live|pro|studio|design|agency|online|site|so|ly|gg|fm|edu|gov)(?:/\S*)?|[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}/\S+)$"
);
pattern!(PHONE, r"^(?:\+?(\d{1,3})[-. ])?\(?(\d{3})\)?[-. ](\d{3}|[A-Z]{3})[-. ]?(\d{4}|[A-Z]{4})$");
pattern!(VANITY, r"^(1-)?(8\d\d)-([A-Z]{4,10})$");
pattern!(LOCAL, r"^(\d{3})[-.](\d{4})$");
pattern!(AREA, r"^\d{3}$");
pattern!(TAG, r"^([#@])([A-Za-z_]\w*)$");

/// The words of an address, or nothing if this is none.
pub(super) fn speak(token: &Token<'_>) -> Option<String> {
    if EMAIL.is_match(token.core) {
        return Some(address(token.core));
    }
    if let Some(found) = URL.captures(token.core) {
        return Some(address(found[1].trim_end_matches('/')));
    }
    phone(token).or_else(|| {
        let found = TAG.captures(token.core)?;
        let sign = if &found[1] == "#" { "hashtag" } else { "at" };
        Some(format!("{sign} {}", address(&found[2])))
    })
}

fn phone(token: &Token<'_>) -> Option<String> {
    if let Some(found) = VANITY.captures(token.core) {
        let one = if found.get(1).is_some() { "one, " } else { "" };
        return Some(format!("{one}{}, {}", group(&found[2]), &found[3]));
    }
    if let Some(found) = PHONE.captures(token.core) {
        let country = found.get(1).map(|code| format!("{}, ", digits(code.as_str()))).unwrap_or_default();
        return Some(format!("{country}{}, {}, {}", group(&found[2]), group(&found[3]), group(&found[4])));
    }
    if let Some(found) = LOCAL.captures(token.core) {
        return Some(format!("{}, {}", group(&found[1]), group(&found[2])));
    }
    // `(555) 123-4567`: the area code stands alone.
    (AREA.is_match(token.core) && LOCAL.is_match(token.next)).then(|| format!("{},", group(token.core)))
}

fn group(text: &str) -> String {
    match text.as_bytes() {
        [first, b'0', b'0'] if *first != b'0' => format!("{} hundred", digits(&text[..1])),
        [first, ..] if first.is_ascii_digit() => digits(text),
        _ => text.to_owned(),
    }
}

/// Names as they are, signs by their names, numbers as numbers: `get-fit.io/30` → get dash fit dot I O slash thirty.
fn address(text: &str) -> String {
    let mut words = String::new();
    let mut parts = text.chars().peekable();
    while let Some(sign) = parts.next() {
        match sign {
            '.' => words.push_str(" dot "),
            '/' => words.push_str(" slash "),
            '@' => words.push_str(" at "),
            '-' => words.push_str(" dash "),
            '_' => words.push_str(" underscore "),
            '+' => words.push_str(" plus "),
            c if c.is_ascii_digit() => {
                let mut run = String::from(c);
                while let Some(next) = parts.next_if(char::is_ascii_digit) {
                    run.push(next);
                }
                words.push_str(&format!(" {} ", short_number(&run)));
            }
            c if c.is_ascii_alphabetic() => {
                // `GlowDaily` is two words.
                let break_here =
                    c.is_ascii_uppercase() && words.ends_with(|last: char| last.is_ascii_lowercase());
                words.push_str(if break_here { " " } else { "" });
                words.push(c);
            }
            _ => words.push(' '),
        }
    }
    let spelled = |word: &str| match word {
        "io" | "ai" | "tv" | "us" | "uk" | "ca" | "eu" | "de" | "fm" | "gg" => {
            format!("{SPELL}{}", word.to_uppercase())
        }
        "app" | "com" | "org" | "net" | "co" | "me" => word.to_owned(),
        word if word.len() <= 4
            && !word.contains(['a', 'e', 'i', 'o', 'u', 'y', 'A', 'E', 'I', 'O', 'U', 'Y']) =>
        {
            format!("{SPELL}{}", word.to_uppercase())
        }
        word => word.to_owned(),
    };
    words.split_whitespace().map(spelled).collect::<Vec<_>>().join(" ")
}

/// Short numbers in names are said whole, long ones digit by digit.
fn short_number(run: &str) -> String {
    match run.parse() {
        Ok(n) if run.len() <= 2 && !run.starts_with('0') => cardinal(n),
        _ if run.len() <= 4 => number(run),
        _ => digits(run),
    }
}
