//! English by rule: articles by sound, verb forms, number.
//!
//! Every function takes and gives plain words and works on any input; what the rules cannot know
//! (irregular words, words that only look plural) stands in the tables at the end.

/// How a noun counts, which decides its article, its verb and its pronoun.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Number {
    Singular,
    Plural,
    Mass,
}

/// "a" or "an", by the sound that the word starts with.
pub(super) fn indefinite_article(word: &str) -> &'static str {
    if starts_with_vowel_sound(word) { "an" } else { "a" }
}

fn starts_with_vowel_sound(word: &str) -> bool {
    let bare: String =
        word.chars().skip_while(|c| !c.is_alphanumeric()).take_while(|c| !c.is_whitespace()).collect();
    let Some(first) = bare.chars().next() else { return false };
    if first.is_ascii_digit() {
        let digits: String = bare.chars().take_while(char::is_ascii_digit).collect();
        return digits.starts_with('8')
            || (matches!(digits.len(), 2 | 5) && matches!(&digits[..2], "11" | "18"));
    }
    let stem = bare.split(['-', '.', '\'']).next().unwrap_or_default();
    if spelled_out(stem) {
        return "AEFHILMNORSX".contains(first.to_ascii_uppercase());
    }
    let lower = bare.to_lowercase();
    if SILENT_H.iter().any(|start| lower.starts_with(start)) {
        return true;
    }
    if YOU_SOUND.iter().any(|start| lower.starts_with(start))
        && !TRUE_UN.iter().any(|start| lower.starts_with(start))
    {
        return false;
    }
    matches!(unaccented(first.to_ascii_lowercase()), 'a' | 'e' | 'i' | 'o' | 'u')
}

/// Letters that are said one by one: "MBA", "HR", the "e" of "e-bike"; not "NASA" or "SaaS".
fn spelled_out(stem: &str) -> bool {
    let letters = stem.chars().filter(|c| c.is_alphabetic()).count();
    let capitals = stem.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit());
    let sayable = stem.chars().any(|c| "AEIOU".contains(c)) && letters >= 4;
    letters == 1 || (capitals && letters > 0 && !sayable)
}

fn unaccented(c: char) -> char {
    match c {
        'à'..='å' | 'À'..='Å' => 'a',
        'è'..='ë' | 'È'..='Ë' => 'e',
        'ì'..='ï' | 'Ì'..='Ï' => 'i',
        'ò'..='ö' | 'Ò'..='Ö' => 'o',
        'ù'..='ü' | 'Ù'..='Ü' => 'u',
        other => other,
    }
}

/// Whether a noun is one, many or a mass, by the look of it; `mass` are the words known to be masses.
pub(super) fn number_of(noun: &str, mass: impl Fn(&str) -> bool) -> Number {
    let lower = noun.to_lowercase();
    if mass(&lower) || lower.ends_with("ness") && lower != "business" || lower.ends_with("ism") {
        return Number::Mass;
    }
    if IRREGULAR_PLURALS.iter().any(|(_, plural)| *plural == lower) {
        return Number::Plural;
    }
    let only_looks_plural =
        ["ss", "us", "is"].iter().any(|end| lower.ends_with(end)) || SINGULAR_IN_S.contains(&lower.as_str());
    if lower.ends_with('s') && lower.len() > 3 && !only_looks_plural && !lower.ends_with("'s") {
        Number::Plural
    } else {
        Number::Singular
    }
}

/// The singular of a noun, for looking it up.
pub(super) fn singular(noun: &str) -> String {
    if let Some((one, _)) = IRREGULAR_PLURALS.iter().find(|(_, plural)| *plural == noun) {
        return (*one).to_string();
    }
    if number_of(noun, |_| false) != Number::Plural {
        return noun.to_string();
    }
    if let Some(stem) = noun.strip_suffix("ies").filter(|stem| stem.len() > 2) {
        return format!("{stem}y");
    }
    let es = ["ches", "shes", "sses", "xes", "zzes"].iter().any(|end| noun.ends_with(end));
    noun[..noun.len() - if es { 2 } else { 1 }].to_string()
}

/// keep → keeps, dry → dries, wash → washes, be → is.
pub(super) fn third_person(base: &str) -> String {
    match base {
        "be" => return "is".into(),
        "have" => return "has".into(),
        _ => {}
    }
    let after_consonant = base.chars().rev().nth(1).is_some_and(|c| !"aeiou".contains(c));
    if base.ends_with('y') && after_consonant {
        return format!("{}ies", &base[..base.len() - 1]);
    }
    let hisses = ["s", "sh", "ch", "x", "z", "o"].iter().any(|end| base.ends_with(end));
    format!("{base}{}", if hisses { "es" } else { "s" })
}

/// keeps → keep, dries → dry, washes → wash, is → be. A word that is no such form comes back as it is.
pub(super) fn base_of_third_person(verb: &str) -> String {
    match verb {
        "is" | "are" => return "be".into(),
        "has" => return "have".into(),
        "does" => return "do".into(),
        "goes" => return "go".into(),
        "lies" | "ties" | "dies" | "unties" => return verb[..verb.len() - 1].into(),
        _ => {}
    }
    if let Some(stem) = verb.strip_suffix("ies").filter(|stem| !stem.is_empty()) {
        return format!("{stem}y");
    }
    if ["shes", "ches", "sses", "xes", "zzes"].iter().any(|end| verb.ends_with(end)) {
        return verb[..verb.len() - 2].into();
    }
    match verb.strip_suffix('s') {
        Some(stem) if !stem.is_empty() && !stem.ends_with('s') => stem.into(),
        _ => verb.into(),
    }
}

/// keep → keeping, make → making, run → running, lie → lying.
pub(super) fn gerund(base: &str) -> String {
    if let Some(stem) = base.strip_suffix("ie") {
        return format!("{stem}ying");
    }
    let keeps_e = ["ee", "oe", "ye"].iter().any(|end| base.ends_with(end)) || base == "be";
    if let Some(stem) = base.strip_suffix('e').filter(|stem| !keeps_e && !stem.is_empty()) {
        return format!("{stem}ing");
    }
    match base.chars().last() {
        Some(last) if DOUBLING.contains(&base) => format!("{base}{last}ing"),
        _ => format!("{base}ing"),
    }
}

/// keeping → keep, making → make, running → run; known verbs settle what spelling leaves open.
pub(super) fn base_of_gerund(word: &str, is_verb: impl Fn(&str) -> bool) -> String {
    let Some(stem) = word.strip_suffix("ing").filter(|stem| stem.chars().count() > 1) else {
        return word.to_string();
    };
    let with_e = format!("{stem}e");
    let undoubled: String = stem.chars().take(stem.chars().count() - 1).collect();
    if let Some(stem) = stem.strip_suffix('y').filter(|stem| is_verb(&format!("{stem}ie"))) {
        return format!("{stem}ie");
    }
    if DOUBLING.contains(&undoubled.as_str()) {
        return undoubled;
    }
    if is_verb(stem) {
        return stem.to_string();
    }
    let looks_cut = ["v", "c", "g", "iz", "at", "ut", "ur", "in"].iter().any(|end| stem.ends_with(end));
    if is_verb(&with_e) || looks_cut { with_e } else { stem.to_string() }
}

/// The first letter made capital; a word with capitals further in ("iPhone") keeps its own look.
pub(super) fn capitalised(text: &str) -> String {
    let word: String = text.chars().take_while(|c| !c.is_whitespace()).collect();
    if word.chars().skip(1).any(char::is_uppercase) && word.chars().next().is_some_and(char::is_lowercase) {
        return text.to_string();
    }
    let mut chars = text.chars();
    match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => String::new(),
    }
}

const SILENT_H: &[&str] = &["hour", "honest", "honor", "honour", "heir"];
const YOU_SOUND: &[&str] =
    &["uni", "use", "usi", "usu", "uti", "ute", "eu", "ew", "one", "once", "ubi", "ufo", "ura", "uku"];
const TRUE_UN: &[&str] = &["unim", "unin", "unidentified", "unid", "usher"];

const IRREGULAR_PLURALS: &[(&str, &str)] = &[
    ("person", "people"),
    ("child", "children"),
    ("man", "men"),
    ("woman", "women"),
    ("tooth", "teeth"),
    ("foot", "feet"),
    ("mouse", "mice"),
    ("knife", "knives"),
    ("shelf", "shelves"),
    ("leaf", "leaves"),
    ("scarf", "scarves"),
    ("loaf", "loaves"),
    ("bus", "buses"),
    ("dress", "dresses"),
    ("business", "businesses"),
    ("shoe", "shoes"),
    ("cookie", "cookies"),
    ("movie", "movies"),
    ("smoothie", "smoothies"),
    ("hoodie", "hoodies"),
    ("tie", "ties"),
    ("pie", "pies"),
];

const SINGULAR_IN_S: &[&str] = &[
    "gas",
    "lens",
    "canvas",
    "christmas",
    "atlas",
    "news",
    "yes",
    "always",
    "texas",
    "kansas",
    "paris",
    "perhaps",
    "mathematics",
    "physics",
    "economics",
    "pilates",
    "swiss",
];

const DOUBLING: &[&str] = &[
    "run", "stop", "cut", "get", "put", "let", "set", "plan", "shop", "chat", "fit", "hit", "sit", "swim",
    "win", "begin", "forget", "drop", "grab", "trim", "skip", "hug", "jog", "knit", "quit", "shut", "spot",
    "swap", "tap", "trap", "wrap", "zip", "rub", "scan", "ship", "slip", "snap", "step", "strip", "blog",
    "vlog", "map", "flip", "dig", "chop", "clip", "bet", "rid", "wed", "log", "tag", "pet", "nap", "control",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_article_follows_the_sound() {
        let an = "hour honest unusual umbrella MBA X-ray e-bike 8-week 11th 18-hour iPhone HR éclair SMS apple 80s uninvited heirloom FBI";
        let a = "unicorn university mug European user one-stop NASA SaaS T-shirt U-lock 10-day 100-mile 1 UFO ukulele house 180 CRM";
        for word in an.split(' ') {
            assert_eq!(indefinite_article(word), "an", "{word}");
        }
        for word in a.split(' ') {
            assert_eq!(indefinite_article(word), "a", "{word}");
        }
    }

    #[test]
    fn verbs_go_there_and_back() {
        for (base, third, ing) in [
            ("keep", "keeps", "keeping"),
            ("make", "makes", "making"),
            ("dry", "dries", "drying"),
            ("wash", "washes", "washing"),
            ("run", "runs", "running"),
            ("fix", "fixes", "fixing"),
            ("go", "goes", "going"),
            ("have", "has", "having"),
            ("play", "plays", "playing"),
            ("stop", "stops", "stopping"),
            ("lie", "lies", "lying"),
            ("use", "uses", "using"),
            ("free", "frees", "freeing"),
            ("save", "saves", "saving"),
        ] {
            assert_eq!(third_person(base), third);
            assert_eq!(base_of_third_person(third), base);
            assert_eq!(gerund(base), ing);
            assert_eq!(base_of_gerund(ing, |verb| verb == base), base);
        }
    }

    #[test]
    fn nouns_know_their_number() {
        let mass = |word: &str| word == "coffee";
        for (noun, number) in [
            ("mug", Number::Singular),
            ("shoes", Number::Plural),
            ("children", Number::Plural),
            ("glass", Number::Singular),
            ("bus", Number::Singular),
            ("coffee", Number::Mass),
            ("fitness", Number::Mass),
            ("business", Number::Singular),
            ("lens", Number::Singular),
            ("gas", Number::Singular),
            ("glasses", Number::Plural),
        ] {
            assert_eq!(number_of(noun, mass), number, "{noun}");
        }
        for (many, one) in [
            ("parties", "party"),
            ("boxes", "box"),
            ("lamps", "lamp"),
            ("knives", "knife"),
            ("shoes", "shoe"),
        ] {
            assert_eq!(singular(many), one);
        }
    }
}
