//! Quantities: percents, units, degrees, multiples, ratings, ranges, `24/7`, `#1`, `1080p`.

use super::abbreviations::weekday;
use super::money::magnitude_name;
use super::numbers::{fraction, number, ordinal, plural, quantity, year};
use super::pattern::pattern;
use super::reading::{SPELL, Token};

pattern!(PERCENT, r"^([~<>±+-]?)(\d[\d,]*(?:\.\d+)?)(\+)?%(\+)?$");
pattern!(WITH_UNIT, r"^(\d[\d,]*(?:\.\d+)?)-?([A-Za-z]+[23]?|°[CFcf]?)\.?$");
pattern!(SIGNED, r"^([+~-])(\d[\d,]*(?:\.\d+)?)$");
pattern!(MAGNITUDE, r"^(\d[\d,]*(?:\.\d+)?)(K|k|M|B|bn)(\+)?$");
pattern!(PLUS, r"^(\d[\d,]*(?:\.\d+)?)\+$");
pattern!(ORDINAL, r"^(\d[\d,]*)(?i:st|nd|rd|th)$");
pattern!(PLURAL, r"^'?(\d[\d,]*)'?s$");
pattern!(OVER, r"^(\d+(?:\.\d+)?)/(\d+)$");
pattern!(RANGE, r"^(\d[\d,]*(?:\.\d+)?)(%?)[-–](\d[\d,]*(?:\.\d+)?)(%|[A-Za-z]*)$");
pattern!(DAYS, r"^([A-Za-z]{3,9})[-–]([A-Za-z]{3,9})$");
pattern!(BY, r"^(\d+(?:\.\d+)?)x(\d+(?:\.\d+)?)$");
pattern!(LINES, r"^(\d{3,4})p$");
pattern!(VERSION, r"^[vV]?(\d+(?:\.\d+){2,})$");
pattern!(NUMBER, r"^(?:\d[\d,]*(?:\.\d+)?|\.\d+)$");

/// The words of a quantity, or nothing if this is none.
pub(super) fn speak(token: &Token<'_>) -> Option<String> {
    const FORMS: [fn(&Token<'_>) -> Option<String>; 10] = [
        percent,
        slash,
        range,
        multiple,
        counted,
        seconds_or_decade,
        picture_or_version,
        with_unit,
        unit_after_number,
        rank,
    ];
    FORMS.iter().find_map(|form| form(token))
}

/// `/mo` → a month.
pub(super) fn per_unit(unit: &str) -> String {
    match unit {
        "mo" | "month" | "m" => "a month".to_owned(),
        "yr" | "year" | "y" => "a year".to_owned(),
        "wk" | "week" | "w" => "a week".to_owned(),
        "day" | "d" => "a day".to_owned(),
        "hr" | "hour" | "h" => "an hour".to_owned(),
        "ea" | "each" => "each".to_owned(),
        "pp" => "per person".to_owned(),
        other => format!("per {}", unit_name(other, true).unwrap_or(other)),
    }
}

fn percent(token: &Token<'_>) -> Option<String> {
    if token.core == "%" {
        return Some("percent".to_owned());
    }
    let found = PERCENT.captures(token.core)?;
    let sign = match &found[1] {
        "-" => "minus ",
        "+" => "plus ",
        "~" | "±" => "about ",
        "<" => "under ",
        ">" => "over ",
        _ => "",
    };
    let plus = if found.get(3).or(found.get(4)).is_some() { " plus" } else { "" };
    Some(format!("{sign}{} percent{plus}", quantity(&found[2])))
}

fn slash(token: &Token<'_>) -> Option<String> {
    if matches!(token.core, "24/7" | "24-7") {
        return Some("twenty four seven".to_owned());
    }
    let found = OVER.captures(token.core)?;
    let (over, under) = (&found[1], &found[2]);
    let whole = over.parse().ok().zip(under.parse().ok());
    if let Some(said) = whole.and_then(|(over, under)| fraction(over, under)) {
        return Some(said);
    }
    if matches!(under, "5" | "10" | "100") {
        return Some(format!("{} out of {}", number(over), number(under)));
    }
    Some(format!("{} {}", number(over), number(under)))
}

fn range(token: &Token<'_>) -> Option<String> {
    if let Some(days) = DAYS.captures(token.core)
        && let Some((from, to)) = weekday(&days[1]).zip(weekday(&days[2]))
    {
        return Some(format!("{from} to {to}"));
    }
    let found = RANGE.captures(token.core)?;
    let unit = match &found[4] {
        "" if found[2].is_empty() => String::new(),
        "" | "%" => " percent".to_owned(),
        letters => format!(" {}", unit_name(letters, true)?),
    };
    Some(format!("{} to {}{unit}", number(&found[1]), number(&found[3])))
}

fn multiple(token: &Token<'_>) -> Option<String> {
    if let Some(sizes) = BY.captures(token.core) {
        return Some(format!("{} by {}", number(&sizes[1]), number(&sizes[2])));
    }
    let count = token.core.strip_suffix(['x', 'X'])?;
    NUMBER.is_match(count).then(|| format!("{} times", quantity(count)))
}

fn counted(token: &Token<'_>) -> Option<String> {
    if let Some(found) = ORDINAL.captures(token.core) {
        return found[1].replace(',', "").parse().ok().map(ordinal);
    }
    if let Some(found) = SIGNED.captures(token.core) {
        let sign = match &found[1] {
            "-" => "minus",
            "+" => "plus",
            _ => "about",
        };
        return Some(format!("{sign} {}", quantity(&found[2])));
    }
    if let Some(found) = PLUS.captures(token.core) {
        return Some(format!("{} plus", quantity(&found[1])));
    }
    let found = MAGNITUDE.captures(token.core)?;
    let plus = if found.get(3).is_some() { " plus" } else { "" };
    // `4K` is a picture and `5K` is a run; `10K` is a number.
    let name = match &found[2] {
        "K" if found[1].len() == 1 => format!("{SPELL}K"),
        letter => magnitude_name(letter).to_owned(),
    };
    Some(format!("{} {name}{plus}", number(&found[1])))
}

/// `60s` is seconds, unless it stands where a decade stands: the 60s, their 60s, '60s, 1960s.
fn seconds_or_decade(token: &Token<'_>) -> Option<String> {
    const BEFORE_DECADE: [&str; 12] =
        ["the", "early", "late", "mid", "their", "your", "her", "his", "my", "our", "of", "by"];
    let found = PLURAL.captures(token.core)?;
    let short = found[1].len() <= 2;
    let round = found[1].ends_with('0') && found[1].len() == 2 && &found[1] != "10";
    let decade =
        token.core.starts_with('\'') || BEFORE_DECADE.contains(&token.previous.to_lowercase().as_str());
    if !short || token.core.contains("'s") || (round && decade) {
        return Some(plural(&found[1]));
    }
    Some(format!("{} {}", number(&found[1]), if &found[1] == "1" { "second" } else { "seconds" }))
}

/// `1080p` is said like a year, `2.0.1` with all its points.
fn picture_or_version(token: &Token<'_>) -> Option<String> {
    if let Some(found) = LINES.captures(token.core) {
        return Some(format!("{} {SPELL}P", year(found[1].parse().ok()?)));
    }
    let found = VERSION.captures(token.core)?;
    Some(found[1].split('.').map(quantity).collect::<Vec<_>>().join(" point "))
}

fn with_unit(token: &Token<'_>) -> Option<String> {
    let found = WITH_UNIT.captures(token.core)?;
    let name = unit_name(&found[2], &found[1] != "1")?;
    Some(format!("{} {name}", quantity(&found[1])))
}

fn unit_after_number(token: &Token<'_>) -> Option<String> {
    if !NUMBER.is_match(token.previous) || token.core.len() > 4 {
        return None;
    }
    // A bare `in`, `A` or `m` after a number is more often a word than a unit.
    let ambiguous =
        matches!(token.core, "in" | "h" | "g" | "m" | "l" | "W" | "V" | "A" | "s" | "d") && !token.dotted;
    if ambiguous { None } else { unit_name(token.core, token.previous != "1").map(str::to_owned) }
}

fn rank(token: &Token<'_>) -> Option<String> {
    if let Some(place) = token.core.strip_prefix('#').filter(|rest| NUMBER.is_match(rest)) {
        return Some(format!("number {}", quantity(place)));
    }
    NUMBER.is_match(token.core).then(|| number(token.core))
}

fn unit_name(unit: &str, many: bool) -> Option<&'static str> {
    let (one, plural) = match unit {
        "oz" => ("ounce", "ounces"),
        "lb" | "lbs" => ("pound", "pounds"),
        "ml" | "mL" => ("milliliter", "milliliters"),
        "cl" => ("centiliter", "centiliters"),
        "l" | "L" => ("liter", "liters"),
        "gal" => ("gallon", "gallons"),
        "mg" => ("milligram", "milligrams"),
        "ug" | "mcg" => ("microgram", "micrograms"),
        "g" => ("gram", "grams"),
        "kg" | "kgs" => ("kilogram", "kilograms"),
        "mm" => ("millimeter", "millimeters"),
        "cm" => ("centimeter", "centimeters"),
        "m" => ("meter", "meters"),
        "km" => ("kilometer", "kilometers"),
        "mi" => ("mile", "miles"),
        "in" => ("inch", "inches"),
        "ft" => ("foot", "feet"),
        "yd" => ("yard", "yards"),
        "m2" => ("square meter", "square meters"),
        "sqft" => ("square foot", "square feet"),
        "mph" => ("mile per hour", "miles per hour"),
        "kmh" | "kph" => ("kilometer per hour", "kilometers per hour"),
        "ms" => ("millisecond", "milliseconds"),
        "sec" | "secs" => ("second", "seconds"),
        "min" | "mins" => ("minute", "minutes"),
        "h" | "hr" | "hrs" => ("hour", "hours"),
        "d" => ("day", "days"),
        "wk" | "wks" => ("week", "weeks"),
        "mo" | "mos" => ("month", "months"),
        "yr" | "yrs" => ("year", "years"),
        "KB" | "kb" => ("kilobyte", "kilobytes"),
        "MB" => ("megabyte", "megabytes"),
        "GB" | "gb" => ("gigabyte", "gigabytes"),
        "TB" | "tb" => ("terabyte", "terabytes"),
        "Mbps" | "mbps" => ("megabit per second", "megabits per second"),
        "Gbps" | "gbps" => ("gigabit per second", "gigabits per second"),
        "Hz" => ("hertz", "hertz"),
        "kHz" => ("kilohertz", "kilohertz"),
        "MHz" => ("megahertz", "megahertz"),
        "GHz" => ("gigahertz", "gigahertz"),
        "W" => ("watt", "watts"),
        "kW" => ("kilowatt", "kilowatts"),
        "kWh" => ("kilowatt hour", "kilowatt hours"),
        "V" => ("volt", "volts"),
        "mAh" => ("milliamp hour", "milliamp hours"),
        "dB" => ("decibel", "decibels"),
        "cal" | "cals" => ("calorie", "calories"),
        "kcal" => ("kilocalorie", "kilocalories"),
        "pcs" => ("piece", "pieces"),
        "pk" => ("pack", "pack"),
        "ct" => ("count", "count"),
        "fps" => ("frame per second", "frames per second"),
        "°" => ("degree", "degrees"),
        "°C" | "°c" => ("degree celsius", "degrees celsius"),
        "°F" | "°f" => ("degree fahrenheit", "degrees fahrenheit"),
        _ => return None,
    };
    Some(if many { plural } else { one })
}
