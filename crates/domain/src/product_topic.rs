//! From a product's page to the topic of a brief: one phrase, as a person would write it.
//!
//! The form is `The Acme Travel Mug that keeps coffee warm for hours, €24`: a name, what it does, what it costs. It says
//! nothing that the page does not say; what cannot be brought into this form is left out.

use crate::{ProductPage, TOPIC_CHARS_MAX, product_page::cut};

const NAME_CHARS_MAX: usize = 80;
const CLAUSE_CHARS_MAX: usize = 140;
const BRAND_WORDS_MAX: usize = 3;

/// How many sentences of a description are looked at.
const SENTENCES_MAX: usize = 4;

/// Signs in a title after which only variants and the names of shops follow.
const TITLE_ENDS: [&str; 10] = [" - ", " – ", " — ", " | ", " • ", " · ", ", ", ": ", " (", " ["];

/// Units of what a pack holds.
const UNITS: [&str; 14] =
    ["ml", "cl", "l", "g", "kg", "oz", "lb", "lbs", "cm", "mm", "inch", "inches", "pack", "pcs"];

/// Words that open a phrase about a noun.
const OPENERS: [&str; 9] =
    ["that", "which", "made", "designed", "built", "crafted", "with", "without", "for"];

/// How many words are looked at for the end of a noun.
const NOUN_WORDS_MAX: usize = 8;

/// Words that praise the product without naming it.
const PRAISE: [&str; 4] = ["perfect", "ideal", "great", "suitable"];

/// Words of a sentence that talks of buying or for somebody, and not of the product.
const SHOP_TALK: &str = "we our us i my shop buy order discover browse explore introducing enjoy get meet see visit \
    experience shipping delivery sale code online store price prices discount returns free new now whether if when \
    you're click available";

/// What products do, in the form that commands have.
const DEEDS: &str = "keep make help give let bring turn take save hold stay clean protect fit last work wake dry \
    charge play tell teach track send cut cook brew grind heat cool warm lift carry store support relieve remove \
    reduce improve boost add create combine deliver build grow connect control filter fold measure lock light \
    sleep feel learn move run cover care empty";

impl ProductPage {
    /// What an ad for this product is about, fit for [`Brief`](crate::Brief).
    pub fn topic(&self) -> String {
        let name = self.name();
        let clause = self.description.as_deref().and_then(|text| clause_in(text, &name));
        let begun = match clause {
            Some(clause) if name.contains(' ') => format!("{} {}", with_article(&name), clause.words),
            None if name.contains(' ') => with_article(&name),
            Some(clause) => clause.about_one_word(&name),
            None => name,
        };
        let price = self.price.as_deref().and_then(spoken_price);
        let whole = price.map_or(begun.clone(), |price| format!("{begun}, {price}"));
        cut(&whole, TOPIC_CHARS_MAX)
    }

    /// The title without its variants, behind the brand.
    fn name(&self) -> String {
        let title = self.title.trim();
        let ends = TITLE_ENDS.iter().filter_map(|sign| title.find(sign));
        let shortest = without_measure(ends.min().map_or(title, |end| &title[..end]));
        let short = if shortest.chars().any(char::is_alphabetic) { shortest } else { title };
        let known = short.to_lowercase();
        let brand = self.brand.as_deref().map(str::trim).filter(|brand| {
            let words = brand.split_whitespace().count();
            (1..=BRAND_WORDS_MAX).contains(&words) && !known.contains(&brand.to_lowercase())
        });
        let name = match brand {
            Some(brand) => format!("{brand} {}", without_article(short)),
            None => short.to_owned(),
        };
        cut(&name, NAME_CHARS_MAX)
    }
}

/// A title without the "450 ml" at its end.
fn without_measure(title: &str) -> &str {
    let Some((rest, last)) = title.rsplit_once(' ') else { return title };
    let is_number = |word: &str| word.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ','));
    let is_unit = |word: &str| UNITS.contains(&word.to_lowercase().as_str());
    let glued = last.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ','));
    match rest.rsplit_once(' ') {
        Some((rest, number)) if is_unit(last) && is_number(number) => rest,
        _ if glued.len() < last.len() && is_unit(glued) => rest,
        _ => title,
    }
}

/// What a sentence tells of the product.
#[derive(Debug, PartialEq, Eq)]
struct Clause {
    /// What kind of thing it is, with its article: "a lamp".
    noun: Option<String>,
    /// What follows the noun: "that wakes you with light".
    words: String,
}

impl Clause {
    /// A single word is a name, which takes neither article nor "that": "Lumo, a lamp that wakes you", "Lumo wakes you".
    fn about_one_word(&self, name: &str) -> String {
        let told = self.words.strip_prefix("that ").unwrap_or(&self.words);
        match &self.noun {
            Some(noun) => format!("{name}, {noun} {}", self.words),
            None if told.starts_with("to ") => name.to_owned(),
            None => format!("{name} {told}"),
        }
    }
}

fn clause_in(description: &str, name: &str) -> Option<Clause> {
    let mut rest = description;
    for _ in 0..SENTENCES_MAX {
        let end = mark_in(rest, &['.', '!', '?', ';']).unwrap_or(rest.len());
        let (sentence, after) = rest.split_at(end);
        let clause = read(sentence, name).filter(|_| !after.starts_with('?'));
        if clause.is_some() || after.is_empty() {
            return clause;
        }
        rest = after.trim_start_matches(|c: char| !c.is_alphanumeric());
    }
    None
}

/// The first of these marks that ends something: the point in "1.5 l" ends nothing.
fn mark_in(text: &str, marks: &[char]) -> Option<usize> {
    let ends = |(at, mark): &(usize, &str)| {
        *mark == "(" || !text[at + mark.len()..].starts_with(|next: char| next.is_alphanumeric())
    };
    text.match_indices(marks).find(ends).map(|(at, _)| at)
}

/// Reads "The mug keeps coffee warm", "A mug that keeps coffee warm" and "Keep your coffee warm".
fn read(sentence: &str, name: &str) -> Option<Clause> {
    // What follows a comma is another thought, and a topic has no room for two.
    let end = mark_in(sentence, &[',', ':', '(', '-', '–', '—']).unwrap_or(sentence.len());
    let thought = sentence[..end].replace("It's ", "It is ");
    let about = without_name(&thought, name);
    let words: Vec<&str> = about.unwrap_or(&thought).split_whitespace().collect();
    let (first, rest) = words.split_first().filter(|_| !words.iter().any(|word| is_shop_talk(word)))?;
    let first = first.to_lowercase();
    match first.as_str() {
        "is" | "are" if about.is_some() => described(rest, name),
        "has" | "have" if about.is_some() => whole(None, "with ", rest),
        verb if is_third_person(verb) => whole(None, "that ", &words),
        // Behind the name of a thing, any word of this shape is what the thing does.
        verb if about.is_some() && (is_deed(verb) || verb.ends_with('s')) => whole(None, "that ", &words),
        verb if is_deed(verb) => whole(None, "to ", &words),
        verb if about.is_some() && !OPENERS.contains(&verb) => None,
        _ => described(&words, name),
    }
}

/// Reads "a mug that keeps coffee warm", "this mug keeps coffee warm" and "made of steel".
fn described(words: &[&str], name: &str) -> Option<Clause> {
    let small: Vec<String> = words.iter().take(NOUN_WORDS_MAX).map(|word| word.to_lowercase()).collect();
    let article = match small.first()?.as_str() {
        "a" => Some("a"),
        "an" => Some("an"),
        "the" | "this" => Some("the"),
        _ => None,
    };
    let opens = |word: &str| OPENERS.contains(&word);
    let at = small.iter().position(|word| opens(word) || article.is_some() && is_third_person(word))?;
    // "This mug is made of steel" has its noun before the verb.
    let noun_end = if at > 0 && small[at - 1] == "is" { at - 1 } else { at };
    let noun = &small[usize::from(article.is_some()).min(noun_end)..noun_end];
    // "The lid closes", "charges twice for one price": only what is certainly said of the product itself.
    let is_it = |word: &String| name.split_whitespace().any(|known| known.to_lowercase() == *word);
    let is_bare =
        article.is_none() && noun.len() < 5 && !matches!(small[at].as_str(), "with" | "without" | "for");
    let certain = is_bare
        || matches!(article, Some("a" | "an"))
        || noun.is_empty()
        || noun.last().is_some_and(is_it)
        || PRAISE.contains(&noun[0].as_str());
    if !certain {
        return None;
    }
    let noun = article.filter(|_| noun_end > 1);
    let noun = noun.map(|article| format!("{article} {}", words[1..noun_end].join(" ")));
    whole(noun, if opens(&small[at]) { "" } else { "that " }, &words[at..])
}

/// A clause of these words, the first of them small; nothing where they say too little.
fn whole(noun: Option<String>, lead: &str, words: &[&str]) -> Option<Clause> {
    let (first, rest) = words.split_first().filter(|(_, rest)| !rest.is_empty())?;
    let words = format!("{lead}{} {}", first.to_lowercase(), rest.join(" "));
    Some(Clause { noun, words: cut(&words, CLAUSE_CHARS_MAX) })
}

/// Whether a word tells of buying or of whoever sells.
fn is_shop_talk(word: &str) -> bool {
    let small = word.to_lowercase();
    SHOP_TALK.split_whitespace().any(|talk| talk == small) || word.contains(['%', '$', '€', '£'])
}

/// What follows the name, the brand or the pronoun with which a sentence begins.
fn without_name<'a>(sentence: &'a str, name: &str) -> Option<&'a str> {
    let sentence = sentence.trim();
    let after = |start: &str| {
        let found = sentence.get(..start.len()).filter(|_| !start.is_empty())?;
        found.eq_ignore_ascii_case(start).then_some(&sentence[start.len()..])?.strip_prefix(' ')
    };
    let (brand, product) = name.split_once(' ').unwrap_or((name, ""));
    let names = [name, product, brand].into_iter().filter(|name| !name.is_empty());
    let mut rests = names.filter_map(|name| after(&format!("the {name}")).or_else(|| after(name)));
    rests.next().or_else(|| after("it")).or_else(|| after("they"))
}

fn with_article(name: &str) -> String {
    if without_article(name) == name { format!("The {name}") } else { name.to_owned() }
}

fn without_article(name: &str) -> &str {
    let after = |article: &str| {
        let start = name.get(..article.len())?;
        start.eq_ignore_ascii_case(article).then_some(&name[article.len()..])
    };
    ["the ", "a ", "an "].iter().find_map(|article| after(article)).unwrap_or(name)
}

fn is_deed(word: &str) -> bool {
    DEEDS.split_whitespace().any(|deed| deed == word)
}

fn is_third_person(word: &str) -> bool {
    let ends = [("ies", "y"), ("es", ""), ("s", "")];
    ends.iter()
        .any(|(end, base)| word.strip_suffix(end).is_some_and(|stem| is_deed(&format!("{stem}{base}"))))
}

/// `EUR 24.00` as it is said: `€24`. A currency without a word of its own here is left out, and the price with it.
fn spoken_price(price: &str) -> Option<String> {
    let (lead, price) = price.strip_prefix("from ").map_or(("", price), |price| ("from ", price));
    let start = price.find(|c: char| c.is_ascii_digit())?;
    let (currency, amount) = price.split_at(start);
    if !amount.chars().all(|c| c.is_ascii_digit() || c == '.') {
        return None;
    }
    let amount = amount.strip_suffix(".00").unwrap_or(amount);
    let (before, after) = match currency.trim() {
        "EUR" | "€" => ("€", ""),
        "USD" | "CAD" | "AUD" | "NZD" | "$" => ("$", ""),
        "GBP" | "£" => ("£", ""),
        "CHF" => ("", " francs"),
        "SEK" => ("", " kronor"),
        "DKK" | "NOK" => ("", " kroner"),
        "PLN" => ("", " zlotys"),
        "JPY" | "¥" => ("", " yen"),
        "INR" | "₹" => ("", " rupees"),
        _ => return None,
    };
    Some(format!("{lead}{before}{amount}{after}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Brief, Format, Language, ScriptLength, Tone};
    use proptest::prelude::*;

    fn page(title: &str, brand: &str, description: &str, price: &str) -> ProductPage {
        let some = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        ProductPage {
            title: title.into(),
            description: some(description),
            price: some(price),
            brand: some(brand),
            pictures: Vec::new(),
            colours: Vec::new(),
        }
    }

    fn said_of_a_mug(description: &str) -> String {
        page("Travel Mug", "Acme", description, "").topic()
    }

    #[test]
    fn a_name_what_it_does_and_what_it_costs() {
        let sentence = "The Travel Mug keeps coffee hot for 12 hours, even outside.";
        let mug = page("Travel Mug - Blue, 450 ml", "Acme", sentence, "EUR 24.00");
        assert_eq!(mug.topic(), "The Acme Travel Mug that keeps coffee hot for 12 hours, €24");
        assert_eq!(page("Acme Travel Mug", "ACME", "", "from USD 9").topic(), "The Acme Travel Mug, from $9");
        assert_eq!(page("The Mug", "A Brand Of Many Words", "", "XYZ 9").topic(), "The Mug");
        assert_eq!(page("(Blue)", "", "", "").topic(), "(Blue)");
        assert_eq!(page("The Mug 450 ml", "Acme", "", "").topic(), "The Acme Mug");
        assert_eq!(page("Travel Mug 0,5l", "", "", "").topic(), "The Travel Mug");
        assert_eq!(page("Mug 2000", "", "", "").topic(), "The Mug 2000");
    }

    #[test]
    fn a_description_becomes_a_clause_where_it_can() {
        for (description, clause) in [
            ("Keeps coffee hot. Made of steel.", "that keeps coffee hot"),
            ("The Acme Travel Mug keeps coffee hot!", "that keeps coffee hot"),
            ("Welcome. It carries two cups of tea", "that carries two cups of tea"),
            ("It's made of recycled steel.", "made of recycled steel"),
            ("It is a small mug that fits every bag", "that fits every bag"),
            ("Acme has two handles", "with two handles"),
            ("A double-walled mug made of steel (recycled)", "made of steel"),
            ("This mug is designed for small hands", "designed for small hands"),
            ("The mug keeps coffee hot", "that keeps coffee hot"),
            ("Small sturdy cups made for camping", "made for camping"),
            ("Double-walled mug with two handles: a classic", "with two handles"),
            ("Cold tea? Keep your tea warm all day.", "to keep your tea warm all day"),
            ("Save 20% on mugs. Keeps tea warm.", "that keeps tea warm"),
            ("Perfect for long walks", "for long walks"),
            ("It swallows 1.5 litres, or less.", "that swallows 1.5 litres"),
            ("The lid closes well. This mug carries soup", "that carries soup"),
        ] {
            assert_eq!(said_of_a_mug(description), format!("The Acme Travel Mug {clause}"), "{description}");
        }
        for nothing in [
            "",
            "Shop our mugs with free shipping.",
            "We make mugs that keep coffee warm",
            "Hält Kaffee zwölf Stunden warm.",
            "Mug, blue, 450 ml",
            "A mug with",
            "Folds. Sips twice for up to 60 days.",
            "The lid keeps dust out",
            "that",
            "Keeps",
        ] {
            assert_eq!(said_of_a_mug(nothing), "The Acme Travel Mug", "{nothing}");
        }
    }

    #[test]
    fn a_single_word_is_a_name() {
        for (description, topic) in [
            ("A bedside lamp that wakes you with light.", "Lumo, a bedside lamp that wakes you with light"),
            ("Lumo wakes you with light.", "Lumo wakes you with light"),
            ("Lumo is a lamp that wakes you with light.", "Lumo, a lamp that wakes you with light"),
            ("Sleep better than ever.", "Lumo"),
            ("", "Lumo"),
        ] {
            assert_eq!(page("Lumo", "Lumo", description, "").topic(), topic, "{description}");
        }
    }

    #[test]
    fn a_price_is_said_in_the_words_of_its_currency() {
        for (price, said) in [
            ("EUR 24.00", Some("€24")),
            ("EUR 24.50", Some("€24.50")),
            ("$1299", Some("$1299")),
            ("from GBP 9.00", Some("from £9")),
            ("CHF 45", Some("45 francs")),
            ("JPY 2900", Some("2900 yen")),
            ("BRL 10", None),
            ("EUR ten", None),
            ("EUR 10 a month", None),
            ("", None),
        ] {
            assert_eq!(spoken_price(price).as_deref(), said, "{price}");
        }
    }

    proptest! {
        #[test]
        fn every_topic_fits_a_brief(
            title in "(a )?\\PC{1,250}", brand in "\\PC{0,90}", description in "(It |A mug )?[a-z]{0,6}s \\PC{0,1000}", price in "(from )?[A-Z€ ]{0,4}[0-9.]{0,8}",
        ) {
            let page = page(&title, &brand, &description, &price).tidied();
            prop_assume!(page.title.chars().any(char::is_alphanumeric));
            let brief = Brief {
                topic: page.topic(),
                tone: Tone::Warm,
                audience: None,
                language: Language::English,
                length: ScriptLength::Seconds30,
                format: Format::default(),
            };
            prop_assert!(brief.checked().is_ok());
        }
    }
}
