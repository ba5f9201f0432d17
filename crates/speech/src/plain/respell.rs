//! Letters as words that the plain voice reads right.

/// How a letter is called, as words.
pub(super) fn letter_name(letter: char) -> Vec<&'static str> {
    match letter.to_ascii_lowercase() {
        'a' => vec!["ay"],
        'b' => vec!["bee"],
        'c' => vec!["sea"],
        'd' => vec!["dee"],
        'e' => vec!["ee"],
        'f' => vec!["eff"],
        'g' => vec!["gee"],
        'h' => vec!["aitch"],
        'i' => vec!["eye"],
        'j' => vec!["jay"],
        'k' => vec!["kay"],
        'l' => vec!["ell"],
        'm' => vec!["em"],
        'n' => vec!["en"],
        'o' => vec!["oh"],
        'p' => vec!["pea"],
        'q' => vec!["cue"],
        'r' => vec!["are"],
        's' => vec!["ess"],
        't' => vec!["tea"],
        'u' => vec!["you"],
        'v' => vec!["vee"],
        'w' => vec!["double", "you"],
        'x' => vec!["ex"],
        'y' => vec!["why"],
        'z' => vec!["zee"],
        _ => vec![],
    }
}
