//! Prices as pages write them, brought into one form: `EUR 29.90`, `€29.90`, `from EUR 19.90`.
//!
//! No currency is guessed: an amount that stands alone is no price.

/// An amount with its currency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Price {
    /// `29.90`: digits with a point before the cents.
    amount: String,
    /// A code of three letters, or a sign.
    currency: String,
}

impl Price {
    /// A price whose parts are told apart.
    pub fn of(amount: &str, currency: &str) -> Option<Price> {
        let code = currency.trim().to_ascii_uppercase();
        let is_code = code.len() == 3 && code.bytes().all(|letter| letter.is_ascii_uppercase());
        let currency = if is_code { code } else { sign_in(currency)?.to_string() };
        Some(Price { amount: amount_in(amount)?, currency })
    }

    /// A price in one piece, such as `29,90 €`.
    pub fn read(text: &str) -> Option<Price> {
        let code = text
            .split(|c: char| !c.is_ascii_alphabetic())
            .find(|word| word.len() == 3 && word.bytes().all(|letter| letter.is_ascii_uppercase()));
        let currency = code.map(str::to_owned).or_else(|| sign_in(text).map(String::from))?;
        Some(Price { amount: amount_in(text)?, currency })
    }

    /// As it is shown.
    pub fn shown(&self) -> String {
        let space = if self.currency.is_ascii() && self.currency.len() == 3 { " " } else { "" };
        format!("{}{space}{}", self.currency, self.amount)
    }

    /// What can be said of several offers of the same thing: the lowest, and that it is not the only one.
    pub fn of_several(offers: &[Price]) -> Option<String> {
        let first = offers.first()?;
        let value = |price: &Price| price.amount.parse::<f64>().unwrap_or(f64::INFINITY);
        let alike = offers.iter().filter(|price| price.currency == first.currency);
        let lowest = alike.clone().min_by(|a, b| value(a).total_cmp(&value(b)))?;
        let only = alike.clone().all(|price| price.amount == lowest.amount);
        Some(if only { lowest.shown() } else { format!("from {}", lowest.shown()) })
    }
}

fn sign_in(text: &str) -> Option<char> {
    text.chars().find(|c| ['$', '€', '£', '¥', '₹'].contains(c))
}

/// The first number in a text, whatever it puts between its thousands. What costs nothing has no price: pages write
/// zero where they do not know.
fn amount_in(text: &str) -> Option<String> {
    let run = first_number(text)?;
    let (whole, cents) = match run.rfind(['.', ',']) {
        // Three digits after the last mark are thousands; one or two, or more than three, are a fraction.
        Some(at) if run.len() - at - 1 != 3 => (&run[..at], &run[at + 1..]),
        _ => (run.as_str(), ""),
    };
    let digits: String = whole.chars().filter(char::is_ascii_digit).collect();
    let whole = digits.trim_start_matches('0');
    let cents: String =
        if cents.is_empty() { String::new() } else { format!("{cents:0<2}").chars().take(2).collect() };
    if whole.len() > 9 || whole.is_empty() && cents.trim_matches('0').is_empty() {
        return None;
    }
    let whole = if whole.is_empty() { "0" } else { whole };
    Some(if cents.is_empty() { whole.to_owned() } else { format!("{whole}.{cents}") })
}

/// Digits with the marks between them. A space belongs to a number where three digits follow it and no more.
fn first_number(text: &str) -> Option<String> {
    let chars: Vec<char> = text.chars().skip_while(|c| !c.is_ascii_digit()).take(24).collect();
    let digits_at = |at: usize| chars[at..].iter().take_while(|c| c.is_ascii_digit()).count();
    let mut number = String::new();
    for (at, c) in chars.iter().enumerate() {
        match c {
            '0'..='9' | '.' | ',' => number.push(*c),
            ' ' | '\u{a0}' | '\u{202f}' | '\'' | '’' if digits_at(at + 1) == 3 => {}
            _ => break,
        }
    }
    let number = number.trim_end_matches(['.', ',']);
    (!number.is_empty()).then(|| number.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_of_every_country() {
        for (written, amount) in [
            ("29.90", Some("29.90")),
            ("29,90", Some("29.90")),
            ("29.9", Some("29.90")),
            ("29", Some("29")),
            ("1,299.00", Some("1299.00")),
            ("1.299,00", Some("1299.00")),
            ("1 299,00", Some("1299.00")),
            ("1'299.00", Some("1299.00")),
            ("1,299", Some("1299")),
            ("29.90 12 left", Some("29.90")),
            ("19.9900", Some("19.99")),
            ("0.99", Some("0.99")),
            ("0.00", None),
            ("0", None),
            ("call us", None),
            ("12345678901234", None),
        ] {
            let price = Price::of(written, "eur").map(|price| price.shown());
            assert_eq!(price, amount.map(|amount| format!("EUR {amount}")), "{written}");
        }
    }

    #[test]
    fn a_price_in_one_piece_keeps_its_own_currency() {
        for (written, shown) in [
            ("29,90 €", Some("€29.90")),
            ("$1,299.00", Some("$1299.00")),
            ("CHF 45.-", Some("CHF 45")),
            ("from 12.50 GBP", Some("GBP 12.50")),
            ("29.90", None),
            ("In stock", None),
        ] {
            assert_eq!(Price::read(written).map(|price| price.shown()).as_deref(), shown, "{written}");
        }
        assert_eq!(Price::of("12", "€").unwrap().shown(), "€12");
        assert!(Price::of("12", "").is_none() && Price::of("12", "euro").is_none());
    }

    #[test]
    fn of_several_offers_the_lowest_is_told_as_such() {
        let price = |amount| Price::of(amount, "EUR").unwrap();
        let told = |offers: &[Price]| Price::of_several(offers);
        assert_eq!(told(&[price("19"), price("9.50"), price("24")]).as_deref(), Some("from EUR 9.50"));
        assert_eq!(told(&[price("19"), price("19")]).as_deref(), Some("EUR 19"));
        assert_eq!(told(&[price("19"), Price::of("5", "USD").unwrap()]).as_deref(), Some("EUR 19"));
        assert_eq!(told(&[]), None);
    }
}
