//! The first cut: from whatever was typed to one clean English phrase.
//!
//! Drops what cannot be spoken (markup, addresses, signs), what only asks for an ad ("please make a video
//! about …"), and sentences after the first. Everything here is plain data: nothing is obeyed.

use super::lexicon::{is, is_calendar_name, is_common};

const LONGEST_WORD: usize = 28;

/// What is left of a topic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Tidied {
    pub text: String,
    /// It offers a job.
    pub hiring: bool,
    /// It was asked as a question, which makes a good first line.
    pub question: Option<String>,
}

/// Whether a letter can be spoken by an English voice.
pub(super) fn is_latin(c: char) -> bool {
    c.is_ascii_alphabetic()
        || ('\u{c0}'..='\u{24f}').contains(&c) && c != '×' && c != '÷'
        || ('\u{1e00}'..='\u{1eff}').contains(&c)
}

/// Cleans a topic; the text is empty when nothing speakable is in it.
pub(super) fn tidied(topic: &str) -> Tidied {
    let spoken = speakable(topic);
    let (sentence, asked) = first_sentence(&spoken);
    let mut words: Vec<String> = sentence.split_whitespace().map(String::from).collect();
    settle_case(&mut words);
    let mut text = words.join(" ");
    let whole = text.clone();
    let mut hiring = false;
    while let Some((rest, job)) = without_lead_in(&text) {
        hiring |= job;
        text = rest;
    }
    for end in [" wanted", " needed"] {
        if let Some(rest) = text.strip_suffix(end) {
            (text, hiring) = (rest.to_string(), true);
        }
    }
    let question = (asked && text == whole).then(|| format!("{whole}?"));
    Tidied {
        text: text.trim_matches([',', ':', '-', '\'', '.', ' ', '/', '&', '+']).to_string(),
        hiring,
        question,
    }
}

fn speakable(topic: &str) -> String {
    let mut plain = String::new();
    let mut rest = topic;
    while let Some(open) = rest.find('<') {
        plain.push_str(&rest[..open]);
        let tag = &rest[open..];
        rest = match tag.find('>') {
            Some(close) if close > 1 && !tag[1..close].starts_with(' ') => &tag[close + 1..],
            _ => &tag[1..],
        };
        plain.push(' ');
    }
    plain.push_str(rest);
    let kept: Vec<String> = plain
        .split_whitespace()
        .filter(|word| !(word.contains("://") || word.starts_with("www.") || word.contains('@')))
        .map(|word| word.chars().map(spoken_sign).collect::<String>())
        .collect();
    let words: Vec<String> = kept
        .join(" ")
        .split_whitespace()
        .map(|word| word.trim_start_matches(['.', ',', '!', '?', ':', '%', '/', '+', '\'']))
        .map(|word| word.chars().take(LONGEST_WORD).collect::<String>())
        .filter(|word| {
            word == "-"
                || word == "&"
                || word.chars().any(char::is_alphanumeric)
                || word.ends_with(['.', '!', '?', ',', ':'])
        })
        .collect();
    words.join(" ").replace(" ,", ",").replace("\" ", " ").replace(" \"", " ").replace('"', "")
}

fn spoken_sign(c: char) -> char {
    match c {
        '’' | '‘' | '`' => '\'',
        '“' | '”' | '„' | '«' | '»' => '"',
        '–' | '—' | '|' => '-',
        '(' | ')' | ';' => ',',
        ' ' | '-' | '\'' | '.' | ',' | '!' | '?' | ':' | '&' | '%' | '$' | '€' | '£' | '+' | '/' | '"' => {
            c
        }
        _ if is_latin(c) || c.is_ascii_digit() => c,
        _ => ' ',
    }
}

/// The first sentence that says something, without its end mark, and whether it asks.
fn first_sentence(text: &str) -> (String, bool) {
    const GREETINGS: &[&str] = &["hi", "hello", "hey", "hi there", "hello there", "please", "thanks", "ok"];
    const SHORT_FORMS: &[&str] =
        &["st.", "dr.", "mr.", "mrs.", "no.", "vs.", "e.g.", "i.e.", "inc.", "ltd.", "co."];
    let mut sentence: Vec<&str> = Vec::new();
    for word in text.split_whitespace() {
        sentence.push(word);
        let ends = word.ends_with(['.', '!', '?']) && !SHORT_FORMS.contains(&word.to_lowercase().as_str());
        if ends {
            let whole = sentence.join(" ");
            let bare = whole.trim_end_matches(['.', '!', '?', ' ', ',']).to_string();
            if bare.chars().any(char::is_alphanumeric) && !GREETINGS.contains(&bare.to_lowercase().as_str()) {
                return (bare, word.ends_with('?'));
            }
            sentence.clear();
        }
    }
    let rest = sentence.join(" ");
    let inner = rest.trim_matches(['.', '!', '?', ' ', ',', ':', '-']).to_string();
    (inner, false)
}

/// Gives plain words small letters where the topic is in title case or capitals, and at its start.
fn settle_case(words: &mut [String]) {
    let lettered: Vec<String> =
        words.iter().filter(|word| word.chars().any(char::is_alphabetic)).cloned().collect();
    let capital = |word: &str| word.chars().find(|c| c.is_alphabetic()).is_some_and(char::is_uppercase);
    let shouting = lettered.len() > 1
        && lettered.iter().any(|word| word.len() > 4)
        && lettered.iter().all(|word| !word.chars().any(char::is_lowercase));
    let titled =
        lettered.len() > 2 && lettered.iter().filter(|word| capital(word)).count() * 10 >= lettered.len() * 7;
    for (at, place) in words.iter_mut().enumerate() {
        let word = place.clone();
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        let camel = bare.chars().skip(1).any(char::is_uppercase) && bare.chars().any(char::is_lowercase);
        let initials = !shouting && bare.len() > 1 && !bare.chars().any(char::is_lowercase);
        if bare == "I" || camel || initials || is_calendar_name(bare) {
            continue;
        }
        let first_of_many = at == 0 && lettered.len() > 1 && is_common(bare);
        if shouting || is_common(bare) && (titled || lettered.len() == 1) || first_of_many {
            *place = word.to_lowercase();
        }
    }
}

/// The text without words that only ask for an ad or introduce it; `true` when they offer a job.
fn without_lead_in(text: &str) -> Option<(String, bool)> {
    const FILLERS: &str = "please can could would you i we want need like to make create write generate me us a an the short new funny quick nice great second seconds 15 30 45 60 some video script tv for i'd social media instagram tiktok youtube in my our give do cool 15-second 30-second 60-second";
    const ADS: &[&str] = &[
        "ad",
        "ads",
        "advert",
        "advertisement",
        "commercial",
        "video",
        "promo",
        "script",
        "clip",
        "spot",
        "campaign",
    ];
    const LINKS: &[&str] = &["for", "about", "on", "promoting", "advertising", "of", "selling"];
    const JOBS: &[&str] = &[
        "we are hiring",
        "we're hiring",
        "now hiring",
        "hiring",
        "we are looking for",
        "we're looking for",
        "wanted:",
        "job opening for",
        "vacancy for",
        "jobs for",
    ];
    const STARTS: &[&str] = &[
        "i want to promote",
        "i want to advertise",
        "i want to sell",
        "i would like to promote",
        "i'd like to promote",
        "i need to promote",
        "help me promote",
        "help me sell",
        "we sell",
        "we offer",
        "we make",
        "we provide",
        "we run",
        "we are launching",
        "we're launching",
        "we have",
        "we built",
        "we've built",
        "i sell",
        "i make",
        "i run",
        "i own",
        "i am launching",
        "i'm launching",
        "i built",
        "i made",
        "i have",
        "i want to",
        "we want to",
        "i want",
        "i need",
        "we need",
        "looking for",
        "need",
        "want",
        "want to",
        "do you want to",
        "do you need",
        "introducing",
        "promote",
        "promoting",
        "advertise",
        "advertising",
        "announcing",
        "presenting",
        "check out",
        "buy",
        "order",
        "try",
        "discover",
        "meet",
        "visit",
        "sell",
        "selling",
        "this is",
        "it's",
        "it is",
        "my",
        "our",
        "please",
        "topic:",
        "product:",
        "ad:",
        "a good",
        "let's",
        "time to",
        "it's time to",
        "why you should",
        "why you need",
        "reasons to",
    ];
    let words: Vec<&str> = text.split_whitespace().collect();
    let lower = text.to_lowercase();
    let filler = |word: &&&str| FILLERS.split(' ').any(|known| known == word.to_lowercase());
    let skipped = words.iter().take_while(filler).count();
    for at in 0..=skipped.min(words.len().saturating_sub(3)) {
        let (Some(ad), Some(link)) = (words.get(at), words.get(at + 1)) else { break };
        if ADS.contains(&ad.to_lowercase().as_str()) && LINKS.contains(&link.to_lowercase().as_str()) {
            return Some((words[at + 2..].join(" "), false));
        }
    }
    let rest_after = |start: &str| {
        let rest = lower.starts_with(start).then(|| text.get(start.len()..)).flatten()?;
        (rest.starts_with(' ') && rest.trim().chars().any(char::is_alphanumeric))
            .then(|| rest.trim().to_string())
    };
    if let Some(rest) = JOBS.iter().find_map(|start| rest_after(start)) {
        return Some((rest, true));
    }
    let rest = STARTS.iter().filter_map(|start| rest_after(start)).min_by_key(String::len)?;
    let noun_first = is("function", words.first().copied().unwrap_or_default());
    let compound = !noun_first
        && rest.split_whitespace().next().is_some_and(|word| {
            is("function", word)
                && word != "the"
                && word != "a"
                && word != "our"
                && word != "my"
                && word != "new"
        });
    (!compound).then_some((rest, false))
}
