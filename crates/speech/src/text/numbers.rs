//! Numbers as words: cardinal, ordinal, year, decade, digit by digit.

const ONES: [&str; 20] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];
const TENS: [&str; 10] =
    ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

/// `1234` → one thousand two hundred thirty four.
pub(super) fn cardinal(n: u64) -> String {
    let with_rest = |head: String, rest: u64| match rest {
        0 => head,
        rest => format!("{head} {}", cardinal(rest)),
    };
    match n {
        0..=19 => ONES[n as usize].to_owned(),
        20..=99 => with_rest(TENS[(n / 10) as usize].to_owned(), n % 10),
        100..=999 => with_rest(format!("{} hundred", ONES[(n / 100) as usize]), n % 100),
        _ => {
            let (unit, name) = match n {
                1_000_000_000_000.. => (1_000_000_000_000, "trillion"),
                1_000_000_000.. => (1_000_000_000, "billion"),
                1_000_000.. => (1_000_000, "million"),
                _ => (1_000, "thousand"),
            };
            with_rest(format!("{} {name}", cardinal(n / unit)), n % unit)
        }
    }
}

/// `21` → twenty first.
pub(super) fn ordinal(n: u64) -> String {
    let words = cardinal(n);
    let (head, last) = words.rsplit_once(' ').map_or(("", words.as_str()), |(head, last)| (head, last));
    let last = match last {
        "one" => "first".to_owned(),
        "two" => "second".to_owned(),
        "three" => "third".to_owned(),
        "five" => "fifth".to_owned(),
        "eight" => "eighth".to_owned(),
        "nine" => "ninth".to_owned(),
        "twelve" => "twelfth".to_owned(),
        tens if tens.ends_with('y') => format!("{}ieth", &tens[..tens.len() - 1]),
        other => format!("{other}th"),
    };
    if head.is_empty() { last } else { format!("{head} {last}") }
}

/// Each digit by its name; other characters are skipped.
pub(super) fn digits(text: &str) -> String {
    let names: Vec<&str> = text.chars().filter_map(|c| c.to_digit(10)).map(|d| ONES[d as usize]).collect();
    names.join(" ")
}

/// `2026` → twenty twenty six, `2005` → two thousand five, `1900` → nineteen hundred.
pub(super) fn year(n: u64) -> String {
    let (century, rest) = (n / 100, n % 100);
    match (n, rest) {
        (2000..=2009, _) => cardinal(n),
        (_, 0) if century.is_multiple_of(10) => cardinal(n),
        (_, 0) => format!("{} hundred", cardinal(century)),
        (_, 1..=9) => format!("{} oh {}", cardinal(century), cardinal(rest)),
        _ => format!("{} {}", cardinal(century), cardinal(rest)),
    }
}

/// Whether a bare four-digit number is said as a year.
pub(super) fn looks_like_year(text: &str) -> bool {
    text.len() == 4 && text.parse::<u64>().is_ok_and(|n| (1100..2100).contains(&n) && !n.is_multiple_of(1000))
}

/// A written number: `1,299.50`, `.5`, `007`, and `2026` as a year. Anything that is no number is said digit by digit.
pub(super) fn number(text: &str) -> String {
    match text.parse() {
        Ok(n) if looks_like_year(text) => year(n),
        _ => quantity(text),
    }
}

/// A number that counts something, so never a year: `1500` is one thousand five hundred.
pub(super) fn quantity(text: &str) -> String {
    let decimal_comma = text
        .split_once(',')
        .is_some_and(|(_, rest)| rest.split(',').any(|group| group.len() != 3 && !group.contains('.')));
    let plain = if decimal_comma { text.replacen(',', ".", 1) } else { text.replace(',', "") };
    if let Some((whole, fraction)) = plain.split_once('.') {
        let whole = if whole.is_empty() { "zero".to_owned() } else { quantity(whole) };
        return if fraction.is_empty() { whole } else { format!("{whole} point {}", digits(fraction)) };
    }
    let padded = plain.len() > 1 && plain.starts_with('0');
    match plain.parse::<u64>() {
        Ok(n) if !padded && plain.len() <= 15 => cardinal(n),
        _ => digits(&plain),
    }
}

/// `90` → nineties, `1990` → nineteen nineties, `1,000` → thousands.
pub(super) fn plural(text: &str) -> String {
    let plain = text.replace(',', "");
    let words = match plain.as_str() {
        "10" => return "tens".to_owned(),
        "100" => return "hundreds".to_owned(),
        "1000" => return "thousands".to_owned(),
        "10000" => return "tens of thousands".to_owned(),
        "100000" => return "hundreds of thousands".to_owned(),
        "1000000" => return "millions".to_owned(),
        _ => number(text),
    };
    match words.strip_suffix('y') {
        Some(stem) => format!("{stem}ies"),
        None if words.ends_with('x') => format!("{words}es"),
        None => format!("{words}s"),
    }
}

/// A fraction such as 1/2 or 3/4, if people say it as one.
pub(super) fn fraction(over: u64, under: u64) -> Option<String> {
    let name = match under {
        2 => "half",
        3 => "third",
        4 => "quarter",
        8 => "eighth",
        _ => return None,
    };
    (1..under).contains(&over).then(|| {
        let plural = if over == 1 { "" } else { "s" };
        format!("{} {name}{plural}", cardinal(over))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_said_as_people_say_them() {
        for (written, said) in [
            ("0", "zero"),
            ("1,299.50", "one thousand two hundred ninety nine point five zero"),
            (".5", "zero point five"),
            ("2026", "twenty twenty six"),
            ("2005", "two thousand five"),
            ("1907", "nineteen oh seven"),
            ("1900", "nineteen hundred"),
            ("2000", "two thousand"),
            ("3000", "three thousand"),
            ("007", "zero zero seven"),
            ("10,5", "ten point five"),
            ("1,000,000", "one million"),
            ("99999999999999999999", &["nine"; 20].join(" ")),
        ] {
            assert_eq!(number(written), said, "{written}");
        }
    }

    #[test]
    fn ordinals_and_plurals_bend_their_last_word() {
        assert_eq!(ordinal(1), "first");
        assert_eq!(ordinal(20), "twentieth");
        assert_eq!(ordinal(112), "one hundred twelfth");
        assert_eq!(plural("90"), "nineties");
        assert_eq!(plural("1990"), "nineteen nineties");
        assert_eq!(plural("1,000"), "thousands");
        assert_eq!(plural("6"), "sixes");
    }
}
