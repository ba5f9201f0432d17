//! Short forms that people say in full, and which full stops belong to them.

use super::reading::{SPELL, Token};

/// The words of a short form or a lone sign, or nothing if this is none.
pub(super) fn speak(token: &Token<'_>) -> Option<String> {
    let lower = token.core.to_lowercase();
    if let Some(sign) = sign(&lower) {
        return Some(sign.to_owned());
    }
    if ACRONYMS.contains(&token.core)
        || (token.core == "US" && token.previous != token.previous.to_uppercase())
    {
        return Some(format!("{SPELL}{}", token.core));
    }
    let initials: String = token.core.chars().filter(|c| c.is_alphabetic()).collect();
    let dotted_letters =
        token.core.contains('.') && token.core.split('.').all(|part| part.len() <= 1) && initials.len() >= 2;
    match lower.trim_end_matches('.') {
        "e.g" => return Some("for example".to_owned()),
        "i.e" => return Some("that is".to_owned()),
        _ if dotted_letters => return Some(format!("{SPELL}{}", initials.to_uppercase())),
        _ => {}
    }
    if token.dotted
        && let Some(day) = weekday(token.core)
    {
        return Some(day.to_owned());
    }
    short_form(&lower, token)
}

fn sign(text: &str) -> Option<&'static str> {
    Some(match text {
        "&" => "and",
        "+" => "plus",
        "=" => "equals",
        "@" => "at",
        "w/" => "with",
        "w/o" => "without",
        "b/c" => "because",
        "n/a" => "not applicable",
        "'em" => "them",
        "'cause" | "'cuz" => "because",
        "'til" => "until",
        _ => return None,
    })
}

/// Short forms said letter by letter though they could be read as a word.
const ACRONYMS: [&str; 26] = [
    "AI", "API", "ATM", "CEO", "CTO", "DIY", "EU", "FAQ", "GPS", "ID", "IQ", "IRS", "ROI", "SEO", "SUV",
    "UI", "UK", "USA", "USB", "UV", "UX", "VIP", "HR", "PR", "TV", "URL",
];

fn short_form(lower: &str, token: &Token<'_>) -> Option<String> {
    let capital_next = token.next.starts_with(|c: char| c.is_ascii_uppercase());
    let said = match lower {
        "vs" | "vs." => "versus",
        "mr" if token.dotted || capital_next => "mister",
        "mrs" if token.dotted || capital_next => "missus",
        "dr" if token.dotted && !capital_next && !token.previous.is_empty() => "drive",
        "dr" => "doctor",
        "prof" if token.dotted => "professor",
        "st" if token.dotted && capital_next => "saint",
        "st" if token.dotted => "street",
        "ave" if token.dotted => "avenue",
        "blvd" => "boulevard",
        "rd" if token.dotted => "road",
        "apt" if token.dotted => "apartment",
        "jr" => "junior",
        "sr" => "senior",
        "inc" if token.dotted => "incorporated",
        "co" if token.dotted => "company",
        "corp" if token.dotted => "corporation",
        "ltd" => "limited",
        "dept" => "department",
        "est" if token.dotted => "established",
        "approx" => "approximately",
        "etc" => "et cetera",
        "incl" => "including",
        "qty" => "quantity",
        "tel" if token.dotted => "telephone",
        "ext" if token.dotted => "extension",
        "no" if token.dotted && token.next.starts_with(|c: char| c.is_ascii_digit()) => "number",
        "min" if token.dotted => "minutes",
        "max" if token.dotted => "maximum",
        "avg" => "average",
        "yrs" => "years",
        "hrs" => "hours",
        "mins" => "minutes",
        "lbs" => "pounds",
        _ => return None,
    };
    Some(said.to_owned())
}

/// Whether the full stop after this word belongs to the word, so that the sentence may go on.
pub(super) fn owns_full_stop(word: &str) -> bool {
    const FORMS: [&str; 34] = [
        "dr", "mr", "mrs", "ms", "prof", "st", "ave", "rd", "apt", "jr", "sr", "inc", "co", "corp", "ltd",
        "vs", "approx", "etc", "est", "tel", "ext", "no", "e.g", "i.e", "a.m", "p.m", "oz", "lbs", "ft",
        "hrs", "u.s", "min", "max", "incl",
    ];
    let lower = word.to_lowercase();
    let lower = lower.trim_end_matches('.');
    FORMS.contains(&lower)
        || (month(lower).is_some() && lower.len() <= 4 && lower != "may")
        || (word.len() == 1 && word.chars().all(|c| c.is_ascii_uppercase()) && word != "I")
}

/// The full name of a month, short or long.
pub(super) fn month(word: &str) -> Option<&'static str> {
    Some(match word.to_lowercase().trim_end_matches('.') {
        "jan" | "january" => "January",
        "feb" | "february" => "February",
        "mar" | "march" => "March",
        "apr" | "april" => "April",
        "may" => "May",
        "jun" | "june" => "June",
        "jul" | "july" => "July",
        "aug" | "august" => "August",
        "sep" | "sept" | "september" => "September",
        "oct" | "october" => "October",
        "nov" | "november" => "November",
        "dec" | "december" => "December",
        _ => return None,
    })
}

/// The full name of a day of the week, short or long.
pub(super) fn weekday(word: &str) -> Option<&'static str> {
    Some(match word.to_lowercase().trim_end_matches('.') {
        "mon" | "monday" => "Monday",
        "tue" | "tues" | "tuesday" => "Tuesday",
        "wed" | "wednesday" => "Wednesday",
        "thu" | "thur" | "thurs" | "thursday" => "Thursday",
        "fri" | "friday" => "Friday",
        "sat" | "saturday" => "Saturday",
        "sun" | "sunday" => "Sunday",
        _ => return None,
    })
}
