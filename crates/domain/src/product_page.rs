//! What the page of a product says: the beginning of an ad that somebody else wrote down already.
//!
//! The words are a stranger's. They are tidied and cut, and they are never more than words.

use crate::{Rgb, brief::one_line};
use serde::{Deserialize, Serialize};

/// How many pictures of a product are kept.
pub const PRODUCT_PICTURES_MAX: usize = 8;
/// How many colours of a page are kept.
pub const PRODUCT_COLOURS_MAX: usize = 4;

const TITLE_CHARS_MAX: usize = 200;
const DESCRIPTION_CHARS_MAX: usize = 1_000;
const PRICE_CHARS_MAX: usize = 40;
const BRAND_CHARS_MAX: usize = 80;

/// A product as its page shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ProductPage {
    pub title: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// `EUR 29.90`, `€29.90`, or `from EUR 19.90` where there are several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub price: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub brand: Option<String>,
    /// Complete addresses, the best picture first.
    #[serde(default)]
    pub pictures: Vec<String>,
    /// The brand's colours, without white, black and greys.
    #[serde(default)]
    pub colours: Vec<Rgb>,
}

impl ProductPage {
    /// The page with its texts on one line each and everything within its limits; a text without words is absent.
    pub fn tidied(mut self) -> ProductPage {
        let tidy = |text: Option<String>, chars_max: usize| {
            text.map(|text| cut(&clean(&text), chars_max))
                .filter(|text| text.chars().any(char::is_alphanumeric))
        };
        self.title = cut(&clean(&self.title), TITLE_CHARS_MAX);
        self.description = tidy(self.description, DESCRIPTION_CHARS_MAX);
        self.price = tidy(self.price, PRICE_CHARS_MAX);
        self.brand = tidy(self.brand, BRAND_CHARS_MAX);
        self.pictures.truncate(PRODUCT_PICTURES_MAX);
        self.colours.truncate(PRODUCT_COLOURS_MAX);
        self
    }
}

/// One line, without signs that cannot be seen and change how the others are read.
fn clean(text: &str) -> String {
    let unseen = |c: char| matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}');
    let seen: String = text.chars().filter(|c| !unseen(*c)).collect();
    one_line(&seen)
}

/// The beginning of a text, up to the end of a word where one is near.
pub(crate) fn cut(text: &str, chars_max: usize) -> String {
    let Some((end, next)) = text.char_indices().nth(chars_max) else { return text.to_owned() };
    let kept = &text[..end];
    let word_end = kept.rfind(' ').filter(|at| !next.is_whitespace() && *at > end / 2).unwrap_or(end);
    kept[..word_end].trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(title: &str) -> ProductPage {
        ProductPage {
            title: title.into(),
            description: None,
            price: None,
            brand: None,
            pictures: Vec::new(),
            colours: Vec::new(),
        }
    }

    #[test]
    fn every_text_is_tidied_and_cut() {
        let long = ProductPage {
            description: Some("word ".repeat(1_000)),
            price: Some("9".repeat(100)),
            brand: Some("é".repeat(100)),
            pictures: vec!["https://example.com/a.jpg".into(); 20],
            colours: vec![Rgb { r: 1, g: 2, b: 3 }; 20],
            ..page(&"Mug ".repeat(100))
        };
        let tidy = long.tidied();
        let chars = |text: &Option<String>| text.as_ref().unwrap().chars().count();
        assert_eq!(tidy.title, "Mug ".repeat(50).trim_end());
        assert_eq!((chars(&tidy.description), chars(&tidy.price), chars(&tidy.brand)), (999, 40, 80));
        assert_eq!((tidy.pictures.len(), tidy.colours.len()), (8, 4));
        assert_eq!(
            page("  Travel\t\u{7}\u{200b}Mug\r\n\u{202e}for  two ").tidied().title,
            "Travel Mug for two"
        );
    }

    #[test]
    fn what_has_no_words_is_absent() {
        let blank = |text: &str| Some(text.to_owned());
        let page = ProductPage {
            description: blank(" \n"),
            price: blank("-"),
            brand: blank("\u{200b}"),
            ..page("Mug")
        };
        let tidy = page.tidied();
        assert_eq!((tidy.description, tidy.price, tidy.brand), (None, None, None));
    }

    #[test]
    fn a_word_is_cut_only_where_it_is_longer_than_the_rest() {
        assert_eq!(cut("one two three", 9), "one two");
        assert_eq!(cut("one two three", 7), "one two");
        assert_eq!(cut("one twothreefour", 9), "one twoth");
        assert_eq!(cut("one", 3), "one");
    }

    #[test]
    fn its_json_says_what_it_has() {
        let some = ProductPage {
            price: Some("EUR 24".into()),
            colours: vec!["#cc6600".parse().unwrap()],
            ..page("Mug")
        };
        let json =
            serde_json::json!({"title": "Mug", "price": "EUR 24", "pictures": [], "colours": ["#cc6600"]});
        assert_eq!(serde_json::to_value(&some).unwrap(), json);
        assert_eq!(serde_json::from_value::<ProductPage>(json).unwrap(), some);
    }
}
