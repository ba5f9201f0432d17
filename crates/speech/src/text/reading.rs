//! One written word between its neighbours, and the spoken words that it becomes.

use super::pattern::pattern;
use super::{abbreviations, dates, measures, money, numbers, web};

/// In the answer of a form, a word that begins with this is said letter by letter.
pub(super) const SPELL: char = '\u{1}';

/// A written word without its punctuation, and its neighbours without theirs.
pub(super) struct Token<'a> {
    pub core: &'a str,
    /// A full stop followed directly.
    pub dotted: bool,
    pub previous: &'a str,
    pub next: &'a str,
}

/// One spoken word before it knows its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Piece {
    pub text: String,
    pub spelled: bool,
    /// Punctuation that a voice hears after it.
    pub mark: Option<char>,
}

const OPENING: &[char] = &['"', '(', '[', '{', '<', '*', '_', '|', '¿', '¡'];
const CLOSING: &[char] = &['.', ',', '!', '?', ';', ':', '"', '\'', ')', ']', '}', '>', '*', '_', '|', '^'];

/// The word without what surrounds it.
pub(super) fn core(folded: &str) -> &str {
    let opened = folded.trim_start_matches(OPENING);
    let bare = opened.trim_end_matches(CLOSING);
    // An apostrophe in front belongs to '90s and 'em, else it is a quotation mark.
    let kept = bare.starts_with("'9") || bare.starts_with(|c: char| c != '\'') || short_apostrophe(bare);
    if kept { bare } else { bare.trim_start_matches('\'') }
}

fn short_apostrophe(bare: &str) -> bool {
    let lower = bare.to_lowercase();
    matches!(lower.as_str(), "'em" | "'cause" | "'cuz" | "'til")
        || lower.get(1..).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
}

/// The punctuation after the word that a voice hears; a full stop is left to whoever knows where sentences end.
pub(super) fn mark(folded: &str) -> Option<char> {
    let core = core(folded);
    let tail = &folded[folded.rfind(core).map_or(0, |at| at + core.len())..];
    if core.is_empty() {
        return None;
    }
    let heard = ['?', '!', ';', ':', ','].into_iter().find(|mark| tail.contains(*mark));
    heard.or_else(|| tail.contains("...").then_some('…')).or_else(|| tail.contains(')').then_some(','))
}

/// The spoken words of one folded written word.
pub(super) fn read(folded: &str, previous: &str, next: &str) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    let parts: Vec<&str> = folded.split([' ', '—']).filter(|part| says_something(part)).collect();
    for (at, part) in parts.iter().enumerate() {
        let core = core(part);
        let token = Token {
            core,
            dotted: part.contains(&format!("{core}.")),
            previous: if at == 0 { previous } else { parts[at - 1] },
            next: parts.get(at + 1).copied().unwrap_or(next),
        };
        let mut said = pieces_of(&speak(&token));
        if said.is_empty() {
            said = pieces_of(&runs(core));
        }
        if let Some(last) = said.last_mut() {
            let after = &folded[part.as_ptr() as usize - folded.as_ptr() as usize + part.len()..];
            let dash = after.trim_start().starts_with('—');
            last.mark = mark(part).or(dash.then_some('—')).or(last.mark);
        }
        pieces.append(&mut said);
    }
    pieces
}

/// Whether a voice has anything to say for this text.
pub(super) fn says_something(folded: &str) -> bool {
    let lone_sign = matches!(core(folded), "&" | "+" | "%" | "=" | "@");
    lone_sign || folded.chars().any(|c| c.is_ascii_alphanumeric())
}

fn speak(token: &Token<'_>) -> String {
    const FORMS: [fn(&Token<'_>) -> Option<String>; 5] =
        [web::speak, money::speak, dates::speak, measures::speak, abbreviations::speak];
    FORMS.iter().find_map(|form| form(token)).unwrap_or_else(|| compound(token))
}

/// A hyphenated compound is read part by part: `90-day`, `3-in-1`, `state-of-the-art`.
fn compound(token: &Token<'_>) -> String {
    let parts: Vec<&str> = token.core.split(['-', '–', '/']).filter(|part| !part.is_empty()).collect();
    if parts.len() < 2 || token.core.eq_ignore_ascii_case("wi-fi") {
        return runs(token.core);
    }
    let neighbour = |at: usize| parts.get(at).copied().unwrap_or("");
    let read_part = |(at, part): (usize, &&str)| {
        let previous = if at == 0 { "" } else { neighbour(at - 1) };
        let inner = Token { core: part, dotted: false, previous, next: neighbour(at + 1) };
        // Inside a compound a lone letter is a letter: vitamin-C, A-line.
        match part.len() {
            1 if part.chars().all(|c| c.is_ascii_uppercase()) => format!("{SPELL}{part}"),
            _ => [money::speak, measures::speak, abbreviations::speak]
                .iter()
                .find_map(|form| form(&inner))
                .unwrap_or_else(|| runs(part)),
        }
    };
    parts.iter().enumerate().map(read_part).collect::<Vec<_>>().join(" ")
}

pattern!(RUN, r"[A-Za-z]+(?:'[A-Za-z]+)*|\d[\d,]*(?:\.\d+)?|[&+%@$€£=°]");

/// Whatever no form knows: runs of letters, numbers and signs, each said in turn.
fn runs(core: &str) -> String {
    if core.eq_ignore_ascii_case("wi-fi") {
        return "wifi".to_owned();
    }
    let found: Vec<&str> = RUN.find_iter(core).map(|run| run.as_str()).collect();
    let alone = found.len() == 1;
    let lone_letter =
        |at: Option<&&str>| at.is_some_and(|run| run.len() == 1 && run.as_bytes()[0].is_ascii_alphabetic());
    let mut words = Vec::new();
    for (at, run) in found.iter().enumerate() {
        // B2B and P2P, but not H2O.
        let between_letters = at > 0
            && matches!(found.get(at - 1), Some(&"B" | &"C" | &"D" | &"P" | &"G"))
            && lone_letter(found.get(at + 1));
        words.push(match *run {
            "&" => "and".to_owned(),
            "+" => "plus".to_owned(),
            "%" => "percent".to_owned(),
            "@" => "at".to_owned(),
            "$" => "dollar".to_owned(),
            "€" => "euro".to_owned(),
            "£" => "pound".to_owned(),
            "=" => "equals".to_owned(),
            "°" => "degrees".to_owned(),
            "2" if between_letters => "to".to_owned(),
            "4" if between_letters => "for".to_owned(),
            number if number.as_bytes()[0].is_ascii_digit() => numbers::number(number.trim_end_matches(',')),
            letters if !alone && spelled_in_code(letters) => format!("{SPELL}{}", letters.to_uppercase()),
            letters => letters.to_owned(),
        });
    }
    words.join(" ")
}

/// In a code such as `MP3` or `R&D`, short runs without a vowel are letters; a possessive is none.
fn spelled_in_code(letters: &str) -> bool {
    let no_vowel = !letters.contains(['A', 'E', 'I', 'O', 'U', 'Y', 'a', 'e', 'i', 'o', 'u', 'y']);
    !letters.contains('\'') && (letters.len() == 1 || (letters.len() <= 4 && no_vowel))
}

fn pieces_of(said: &str) -> Vec<Piece> {
    said.split_whitespace().filter_map(piece_of).collect()
}

fn piece_of(word: &str) -> Option<Piece> {
    let spelled = word.starts_with(SPELL);
    let text: String = word.chars().filter(|c| c.is_ascii_alphabetic() || *c == '\'').collect();
    let text = text.trim_matches('\'').to_owned();
    (!text.is_empty()).then(|| Piece { text, spelled, mark: word.ends_with(',').then_some(',') })
}
