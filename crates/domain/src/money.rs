//! Money: integer micro-dollars inside, a decimal string of US dollars outside.

use serde::{Deserialize, Serialize};

/// An amount of US dollars, in millionths.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Money {
    micros: i64,
}

/// The text is not an amount such as `0.0230`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("an amount of dollars is written like 0.0230")]
pub struct InvalidMoney;

impl Money {
    /// Nothing.
    pub const ZERO: Money = Money { micros: 0 };

    /// From millionths of a dollar.
    pub const fn from_micros(micros: i64) -> Self {
        Self { micros }
    }

    /// Millionths of a dollar.
    pub const fn micros(self) -> i64 {
        self.micros
    }
}

impl std::ops::Add for Money {
    type Output = Money;
    fn add(self, other: Money) -> Money {
        Money { micros: self.micros.saturating_add(other.micros) }
    }
}

impl std::ops::Sub for Money {
    type Output = Money;
    fn sub(self, other: Money) -> Money {
        Money { micros: self.micros.saturating_sub(other.micros) }
    }
}

impl std::iter::Sum for Money {
    fn sum<I: Iterator<Item = Money>>(amounts: I) -> Money {
        amounts.fold(Money::ZERO, |a, b| a + b)
    }
}

impl std::fmt::Display for Money {
    /// At least four decimals, six where they are needed: `0.0230`, `0.000015`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let sign = if self.micros < 0 { "-" } else { "" };
        let (whole, part) = (self.micros.unsigned_abs() / 1_000_000, self.micros.unsigned_abs() % 1_000_000);
        if part % 100 == 0 {
            write!(f, "{sign}{whole}.{:04}", part / 100)
        } else {
            write!(f, "{sign}{whole}.{part:06}")
        }
    }
}

impl std::str::FromStr for Money {
    type Err = InvalidMoney;
    fn from_str(text: &str) -> Result<Self, InvalidMoney> {
        let (negative, digits) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
        let (whole, part) = digits.split_once('.').unwrap_or((digits, "0"));
        let all_digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
        if !all_digits(whole) || !all_digits(part) || part.len() > 6 || whole.len() > 12 {
            return Err(InvalidMoney);
        }
        let whole: i64 = whole.parse().map_err(|_| InvalidMoney)?;
        let part: i64 = format!("{part:0<6}").parse().map_err(|_| InvalidMoney)?;
        let micros = whole * 1_000_000 + part;
        Ok(Money { micros: if negative { -micros } else { micros } })
    }
}

impl TryFrom<String> for Money {
    type Error = InvalidMoney;
    fn try_from(text: String) -> Result<Self, InvalidMoney> {
        text.parse()
    }
}

impl From<Money> for String {
    fn from(money: Money) -> String {
        money.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn every_amount_survives_its_text(micros in -1_000_000_000_000i64..1_000_000_000_000) {
            let money = Money::from_micros(micros);
            proptest::prop_assert_eq!(money.to_string().parse::<Money>(), Ok(money));
        }
    }

    #[test]
    fn four_decimals_unless_more_are_needed() {
        assert_eq!(Money::from_micros(23_000).to_string(), "0.0230");
        assert_eq!(Money::from_micros(15).to_string(), "0.000015");
    }
}
