//! Days and hours: `March 3`, `3/14/2026`, `2026-03-14`, `9:30am`, `7pm`.

use super::abbreviations::month;
use super::numbers::{cardinal, number, ordinal, year};
use super::pattern::pattern;
use super::reading::{SPELL, Token};

pattern!(CLOCK, r"^(\d{1,2}):(\d\d)(?::\d\d)?\s?(?i:([ap])\.?m\.?)?$");
pattern!(HOUR, r"^(\d{1,2})(?i:([ap])\.?m\.?)$");
pattern!(HOURS, r"^(\d{1,2}(?::\d\d)?)(?i:([ap])\.?m)?[-–](\d{1,2}(?::\d\d)?)(?i:([ap])\.?m)$");
pattern!(SLASHED, r"^(\d{1,2})/(\d{1,2})/(\d{4}|\d\d)$");
pattern!(MONTH_DAY, r"^(\d{1,2})/(\d{1,2})$");
pattern!(ISO, r"^(\d{4})-(\d\d)-(\d\d)$");
pattern!(DAY, r"^(\d{1,2})(?i:st|nd|rd|th)?$");
pattern!(HALF_DAY, r"^(?i:([ap])\.?m)$");

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// The words of a date or a time, or nothing if this is none.
pub(super) fn speak(token: &Token<'_>) -> Option<String> {
    clock(token).or_else(|| date(token)).or_else(|| day_of_month(token)).or_else(|| short_month(token))
}

fn clock(token: &Token<'_>) -> Option<String> {
    if let Some(found) = HOURS.captures(token.core) {
        let from = hour_minute(&found[1])?;
        let to = hour_minute(&found[3])?;
        return Some(format!("{from}{} to {to}{}", half_day(found.get(2)), half_day(found.get(4))));
    }
    if let Some(found) = CLOCK.captures(token.core) {
        let plain = format!("{}:{}", &found[1], &found[2]);
        return Some(format!("{}{}", hour_minute(&plain)?, half_day(found.get(3))));
    }
    if let Some(found) = HOUR.captures(token.core) {
        return Some(format!("{}{}", number(&found[1]), half_day(found.get(2))));
    }
    // `9:30 a.m.` and `7 PM`, but not "I am".
    let written = HALF_DAY.captures(token.core)?;
    let after_time = token.previous.starts_with(|c: char| c.is_ascii_digit()) && token.previous.len() <= 5;
    (after_time || token.core.contains('.')).then(|| half_day(written.get(1)).trim().to_owned())
}

fn half_day(letter: Option<regex::Match<'_>>) -> String {
    match letter.map(|m| m.as_str()) {
        Some("a" | "A") => format!(" {SPELL}AM"),
        Some(_) => format!(" {SPELL}PM"),
        None => String::new(),
    }
}

fn hour_minute(text: &str) -> Option<String> {
    let (hour, minute) = text.split_once(':').unwrap_or((text, "00"));
    let (hour, minute): (u64, u64) = (hour.parse().ok()?, minute.parse().ok()?);
    Some(match minute {
        0 => cardinal(hour),
        1..=9 => format!("{} oh {}", cardinal(hour), cardinal(minute)),
        _ => format!("{} {}", cardinal(hour), cardinal(minute)),
    })
}

fn date(token: &Token<'_>) -> Option<String> {
    if let Some(found) = ISO.captures(token.core) {
        return month_day_year(&found[2], &found[3], Some(&found[1]));
    }
    if let Some(found) = SLASHED.captures(token.core) {
        let full = if found[3].len() == 2 { format!("20{}", &found[3]) } else { found[3].to_owned() };
        // A first number past twelve can only be the day.
        return month_day_year(&found[1], &found[2], Some(&full))
            .or_else(|| month_day_year(&found[2], &found[1], Some(&full)));
    }
    // `12/25` is a day; `9/10` is a score and `1/2` a half, and those are read elsewhere.
    let found = MONTH_DAY.captures(token.core)?;
    let day: u64 = found[2].parse().ok()?;
    if day > 12 { month_day_year(&found[1], &found[2], None) } else { None }
}

fn month_day_year(month: &str, day: &str, full_year: Option<&str>) -> Option<String> {
    let (month, day): (usize, u64) = (month.parse().ok()?, day.parse().ok()?);
    let name = MONTHS.get(month.checked_sub(1)?)?;
    if !(1..=31).contains(&day) {
        return None;
    }
    let year_words = match full_year {
        Some(written) => format!(" {}", year(written.parse().ok()?)),
        None => String::new(),
    };
    Some(format!("{name} {}{year_words}", ordinal(day)))
}

fn day_of_month(token: &Token<'_>) -> Option<String> {
    let found = DAY.captures(token.core)?;
    let day: u64 = found[1].parse().ok().filter(|day| (1..=31).contains(day))?;
    if month(token.previous).is_some() {
        return Some(ordinal(day));
    }
    let european = month(token.next).is_some() && token.next != "may";
    european.then(|| format!("{} of", ordinal(day)))
}

fn short_month(token: &Token<'_>) -> Option<String> {
    let name = month(token.core)?;
    let beside_number =
        [token.previous, token.next].iter().any(|word| word.starts_with(|c: char| c.is_ascii_digit()));
    (token.dotted || beside_number).then(|| name.to_owned())
}
