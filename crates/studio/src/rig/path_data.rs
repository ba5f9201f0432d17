//! Outlines: absolute M, L, C and Z with plain decimal numbers, which is all that a presenter is drawn with.

/// One letter of an outline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verb {
    Move,
    Line,
    Curve,
    Close,
}

impl Verb {
    /// How many numbers follow the letter.
    pub(super) fn numbers(self) -> usize {
        match self {
            Verb::Move | Verb::Line => 2,
            Verb::Curve => 6,
            Verb::Close => 0,
        }
    }
}

/// A parsed outline: the letters are its topology, the numbers are x and y in turn.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Outline {
    pub verbs: Vec<Verb>,
    pub numbers: Vec<f64>,
}

/// More letters than any part of a face needs.
const VERBS_MAX: usize = 200;
/// Farther out than any frame shows.
const COORDINATE_MAX: f64 = 10_000.0;

/// Reads `M1 2C3 4-5.5 6 7 8Z`.
pub(super) fn parse(text: &str) -> Result<Outline, &'static str> {
    let (mut verbs, mut numbers) = (Vec::new(), Vec::new());
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        let verb = match letter {
            'M' => Verb::Move,
            'L' => Verb::Line,
            'C' => Verb::Curve,
            'Z' => Verb::Close,
            _ => return Err("only the letters M, L, C and Z are known"),
        };
        if verbs.is_empty() && verb != Verb::Move {
            return Err("it starts with another letter than M");
        }
        verbs.push(verb);
        if verbs.len() > VERBS_MAX {
            return Err("it has more than 200 letters");
        }
        rest = &rest[1..];
        for _ in 0..verb.numbers() {
            let (number, after) = take_number(rest)?;
            numbers.push(number);
            rest = after;
        }
    }
    if verbs.is_empty() { Err("it is empty") } else { Ok(Outline { verbs, numbers }) }
}

/// The number at the start of the text, and what follows it.
fn take_number(text: &str) -> Result<(f64, &str), &'static str> {
    let text = text.trim_start_matches(' ');
    let signed = text.strip_prefix('-').unwrap_or(text);
    let end = signed.find(|letter: char| !letter.is_ascii_digit() && letter != '.').unwrap_or(signed.len());
    let (number, rest) = text.split_at(text.len() - signed.len() + end);
    match number.parse::<f64>() {
        Ok(value) if value.abs() <= COORDINATE_MAX => Ok((value, rest)),
        Ok(_) => Err("a number is larger than 10000"),
        Err(_) => Err("a number is missing or misspelt"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_minus_sign_separates_numbers() {
        let outline = parse("M1-2.5L-3 .5Z").unwrap();
        assert_eq!(outline.verbs, [Verb::Move, Verb::Line, Verb::Close]);
        assert_eq!(outline.numbers, [1.0, -2.5, -3.0, 0.5]);
    }

    #[test]
    fn what_is_no_outline_is_refused() {
        for text in
            ["", "L1 2", "M1", "M1 2Q1 2 3 4", "M1 1e9", "M1 2L99999 1", "M1.2.3 4", "Mé 2", "M1 2 3 4"]
        {
            assert!(parse(text).is_err(), "{text:?} was accepted");
        }
    }
}
