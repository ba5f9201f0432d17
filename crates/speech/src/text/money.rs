//! Prices: `$19.99/mo`, `€5`, `£2.5k`, `$5 million`, `99¢`, `20€`, `$10-$20`.

use super::measures::per_unit;
use super::numbers::{cardinal, quantity};
use super::pattern::pattern;
use super::reading::Token;

pattern!(
    PRICE,
    r"^(-)?(?:US|C|A|CA|AU)?([$€£¥₹])(\d[\d,]*(?:\.\d+)?|\.\d+)(k|K|m|M|mm|bn|B|b)?(\+)?(?:/([A-Za-z]+))?$"
);
pattern!(PRICE_AFTER, r"^(\d[\d,]*(?:\.\d+)?)([€£¥₹¢]|USD|EUR|GBP)(\+)?(?:/([A-Za-z]+))?$");
pattern!(PRICE_RANGE, r"^[$€£](\d[\d,]*(?:\.\d+)?)[-–]([$€£])?(\d[\d,]*(?:\.\d+)?)(k|K)?$");

const MAGNITUDES: [&str; 5] = ["hundred", "thousand", "million", "billion", "trillion"];

/// The words of a price, or nothing if this is none.
pub(super) fn speak(token: &Token<'_>) -> Option<String> {
    price_range(token.core).or_else(|| price_before(token)).or_else(|| price_after(token.core)).or_else(
        || {
            // `$5 million`: the price has said "five", the magnitude brings the currency.
            let sign =
                PRICE.captures(token.previous).filter(|price| price.get(4).is_none())?.get(2)?.as_str();
            is_magnitude(token.core).then(|| format!("{} {}", token.core, Currency::of(sign).many))
        },
    )
}

fn price_before(token: &Token<'_>) -> Option<String> {
    let price = PRICE.captures(token.core)?;
    let currency = Currency::of(&price[2]);
    let minus = if price.get(1).is_some() { "minus " } else { "" };
    let plus = if price.get(5).is_some() { " plus" } else { "" };
    let per = price.get(6).map(|unit| format!(" {}", per_unit(unit.as_str()))).unwrap_or_default();
    let amount = match price.get(4).map(|m| m.as_str()) {
        Some(magnitude) => format!("{} {} {}", quantity(&price[3]), magnitude_name(magnitude), currency.many),
        None if is_magnitude(token.next) => quantity(&price[3]),
        None => currency.amount(&price[3]),
    };
    Some(format!("{minus}{amount}{plus}{per}"))
}

fn price_after(core: &str) -> Option<String> {
    let price = PRICE_AFTER.captures(core)?;
    let amount = match &price[2] {
        "¢" => format!("{} {}", quantity(&price[1]), if &price[1] == "1" { "cent" } else { "cents" }),
        sign => Currency::of(sign).amount(&price[1]),
    };
    let plus = if price.get(3).is_some() { " plus" } else { "" };
    let per = price.get(4).map(|unit| format!(" {}", per_unit(unit.as_str()))).unwrap_or_default();
    Some(format!("{amount}{plus}{per}"))
}

fn price_range(core: &str) -> Option<String> {
    let range = PRICE_RANGE.captures(core)?;
    let currency =
        Currency::of(range.get(2).map_or(&core[..core.chars().next()?.len_utf8()], |m| m.as_str()));
    let thousand = if range.get(4).is_some() { " thousand" } else { "" };
    Some(format!("{} to {}{thousand} {}", quantity(&range[1]), quantity(&range[3]), currency.many))
}

fn is_magnitude(word: &str) -> bool {
    MAGNITUDES.contains(&word.to_lowercase().as_str())
}

/// What `k`, `M` and `bn` after a number stand for.
pub(super) fn magnitude_name(letter: &str) -> &'static str {
    match letter {
        "k" | "K" => "thousand",
        "m" | "M" | "mm" => "million",
        _ => "billion",
    }
}

struct Currency {
    one: &'static str,
    many: &'static str,
    part: &'static str,
    parts: &'static str,
}

impl Currency {
    fn of(sign: &str) -> Self {
        let (one, many, part, parts) = match sign {
            "€" | "EUR" => ("euro", "euros", "cent", "cents"),
            "£" | "GBP" => ("pound", "pounds", "penny", "pence"),
            "¥" => ("yen", "yen", "sen", "sen"),
            "₹" => ("rupee", "rupees", "paisa", "paise"),
            _ => ("dollar", "dollars", "cent", "cents"),
        };
        Self { one, many, part, parts }
    }

    fn amount(&self, written: &str) -> String {
        let (whole, fraction) = written.split_once('.').unwrap_or((written, ""));
        let whole: u64 =
            if whole.is_empty() { Some(0) } else { whole.replace(',', "").parse().ok() }.unwrap_or(u64::MAX);
        let parts: u64 = match fraction.len() {
            0 => 0,
            1 => fraction.parse().unwrap_or(0) * 10,
            2 => fraction.parse().unwrap_or(0),
            _ => return format!("{} {}", quantity(written), self.many),
        };
        let wholes = format!("{} {}", cardinal(whole), if whole == 1 { self.one } else { self.many });
        let parts_name = if parts == 1 { self.part } else { self.parts };
        match (whole, parts) {
            (_, 0) => wholes,
            (0, _) => format!("{} {parts_name}", cardinal(parts)),
            _ => format!("{wholes} and {} {parts_name}", cardinal(parts)),
        }
    }
}
