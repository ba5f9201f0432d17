//! What a page says of itself, picked out of its markup in one pass.
//!
//! The markup is read token by token and no tree is built of it, so that the way things are nested costs neither time
//! nor stack. Everything that is kept has a limit.

use super::plain_text::separates;
use html5gum::{DefaultEmitter, StartTag, Token, Tokenizer};

/// How many tokens are looked at; two million bytes of a page made by people have far fewer.
const TOKENS_MAX: usize = 300_000;
const METAS_MAX: usize = 500;
const LINKED_DATA_MAX: usize = 50;
const IMAGES_MAX: usize = 300;
const STYLE_BYTES_MAX: usize = 512 * 1024;
/// The longest title or heading, before it is tidied.
const WORDS_BYTES_MAX: usize = 4 * 1024;

/// The parts of a page that tell something, in the order of the page.
#[derive(Debug, Default)]
pub(super) struct Markup {
    /// Where relative addresses begin, if the page says so.
    pub base: Option<String>,
    /// Names in small letters, such as `og:title`, with their contents. Names of microdata begin with `itemprop:`.
    pub metas: Vec<(String, String)>,
    /// Blocks of JSON-LD.
    pub linked_data: Vec<String>,
    pub title: String,
    /// The first heading of the highest order.
    pub heading: String,
    pub images: Vec<Image>,
    /// Style sheets and the styles of single elements.
    pub styles: Vec<String>,
}

/// A picture as it is shown in the page.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Image {
    pub address: String,
    /// The longer edge, where the markup tells it.
    pub pixels: Option<u32>,
}

/// What the text between two tags belongs to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Within {
    Title,
    Heading,
    LinkedData,
    Style,
}

impl Markup {
    pub fn read(page: &str) -> Markup {
        let mut emitter = DefaultEmitter::default();
        // What stands in scripts and style sheets is no markup.
        emitter.naively_switch_states(true);
        let mut reading =
            Reading { found: Markup::default(), within: None, text: String::new(), style_bytes: 0 };
        for token in Tokenizer::new_with_emitter(page, emitter).take(TOKENS_MAX) {
            let Ok(token) = token;
            match token {
                Token::StartTag(tag) => reading.opens(&tag),
                Token::EndTag(tag) => reading.closes(&lossy(&tag.name)),
                Token::String(text) => reading.says(&lossy(&text.value)),
                Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => {}
            }
        }
        reading.ends();
        reading.found
    }

    /// The content of the first meta element with the first of these names that there is.
    pub fn meta(&self, names: &[&str]) -> Option<&str> {
        let first = |name: &str| self.metas.iter().find(|(known, _)| known == name);
        names.iter().find_map(|name| first(name)).map(|(_, content)| content.as_str())
    }

    /// The contents of all meta elements with this name.
    pub fn all(&self, name: &str) -> impl Iterator<Item = &str> {
        self.metas.iter().filter(move |(known, _)| known == name).map(|(_, content)| content.as_str())
    }
}

/// A page in the middle of being read.
struct Reading {
    found: Markup,
    within: Option<Within>,
    /// The text of what it is within.
    text: String,
    style_bytes: usize,
}

impl Reading {
    fn opens(&mut self, tag: &StartTag<()>) {
        let name = lossy(&tag.name);
        if let Some(style) = attribute(tag, "style") {
            self.keep_style(style);
        }
        match name.as_str() {
            "base" if self.found.base.is_none() => self.found.base = attribute(tag, "href"),
            "meta" => self.keep_meta(tag),
            "img" if self.found.images.len() < IMAGES_MAX => self.found.images.extend(image(tag)),
            "title" if self.found.title.is_empty() => self.begin(Within::Title),
            "h1" if self.found.heading.is_empty() => self.begin(Within::Heading),
            "style" => self.begin(Within::Style),
            "script" if is_linked_data(tag) => self.begin(Within::LinkedData),
            _ if separates(&name) => self.says(" "),
            _ => {}
        }
        if let Some(property) = attribute(tag, "itemprop").filter(|_| name != "meta") {
            self.keep_named(format!("itemprop:{property}"), attribute(tag, "content"));
        }
    }

    fn closes(&mut self, name: &str) {
        match (self.within, name) {
            (Some(Within::Title), "title")
            | (Some(Within::Heading), "h1")
            | (Some(Within::LinkedData), "script")
            | (Some(Within::Style), "style") => self.ends(),
            _ if separates(name) => self.says(" "),
            _ => {}
        }
    }

    fn says(&mut self, text: &str) {
        let Some(within) = self.within else { return };
        self.text.push_str(text);
        if matches!(within, Within::Title | Within::Heading) && self.text.len() > WORDS_BYTES_MAX {
            // Somebody forgot to close it; the rest of the page is no heading.
            self.ends();
        }
    }

    fn begin(&mut self, within: Within) {
        self.ends();
        self.within = Some(within);
    }

    fn ends(&mut self) {
        let text = std::mem::take(&mut self.text);
        match self.within.take() {
            Some(Within::Title) => self.found.title = text.trim().to_owned(),
            Some(Within::Heading) => self.found.heading = text.trim().to_owned(),
            Some(Within::Style) => self.keep_style(text),
            Some(Within::LinkedData) if self.found.linked_data.len() < LINKED_DATA_MAX => {
                self.found.linked_data.push(text);
            }
            _ => {}
        }
    }

    fn keep_meta(&mut self, tag: &StartTag<()>) {
        let content = attribute(tag, "content");
        let microdata = attribute(tag, "itemprop").map(|name| format!("itemprop:{name}"));
        // Some pages write a name where a property belongs, and some write both.
        let names = [attribute(tag, "property"), attribute(tag, "name"), microdata];
        for name in names.into_iter().flatten() {
            self.keep_named(name, content.clone());
        }
    }

    fn keep_named(&mut self, name: String, content: Option<String>) {
        let content = content.filter(|content| !content.trim().is_empty());
        if let Some(content) = content.filter(|_| self.found.metas.len() < METAS_MAX) {
            self.found.metas.push((name.trim().to_ascii_lowercase(), content));
        }
    }

    fn keep_style(&mut self, style: String) {
        self.style_bytes = self.style_bytes.saturating_add(style.len());
        if self.style_bytes <= STYLE_BYTES_MAX {
            self.found.styles.push(style);
        }
    }
}

fn attribute(tag: &StartTag<()>, name: &str) -> Option<String> {
    tag.attributes.get(name.as_bytes()).map(|value| lossy(&value.value))
}

fn lossy(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn is_linked_data(tag: &StartTag<()>) -> bool {
    let kind = attribute(tag, "type").unwrap_or_default().to_ascii_lowercase();
    kind.split(';').next().is_some_and(|kind| kind.trim() == "application/ld+json")
}

/// A picture that is there, or one that a script would fetch later.
fn image(tag: &StartTag<()>) -> Option<Image> {
    let edge = |name| attribute(tag, name)?.trim().trim_end_matches("px").parse::<u32>().ok();
    let largest = ["srcset", "data-srcset"].iter().find_map(|name| widest(&attribute(tag, name)?));
    let shown = edge("width").max(edge("height"));
    if let Some((address, pixels)) = largest {
        return Some(Image { address, pixels: shown.max(Some(pixels)) });
    }
    let sources = ["data-src", "data-original", "src"];
    let address =
        sources.iter().find_map(|name| attribute(tag, name).filter(|text| !text.trim().is_empty()))?;
    Some(Image { address, pixels: shown })
}

/// The widest of the pictures that a `srcset` offers by width.
fn widest(srcset: &str) -> Option<(String, u32)> {
    let mut widest: Option<(&str, u32)> = None;
    let mut address: Option<&str> = None;
    for word in srcset.split_whitespace() {
        let Some(offered) = address.take() else {
            // An address may contain commas; one at its end says that nothing is told of it.
            address =
                Some(word.trim_start_matches(',')).filter(|word| !word.is_empty() && !word.ends_with(','));
            continue;
        };
        let (size, next) = word.split_once(',').unwrap_or((word, ""));
        let width = size.strip_suffix('w').and_then(|width| width.parse::<u32>().ok());
        if let Some(width) = width.filter(|width| widest.is_none_or(|(_, most)| *width > most)) {
            widest = Some((offered, width));
        }
        address = Some(next).filter(|next| !next.is_empty());
    }
    widest.map(|(address, width)| (address.to_owned(), width))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_part_is_picked_up() {
        let markup = Markup::read(
            r##"<!doctype html><html><head><base href="/shop/"><title>Mug &amp; more</title>
            <meta property="OG:Title" content="A mug"><meta name=description content="Warm &quot;coffee&quot;">
            <meta itemprop=price content=24><style>:root { --brand: #c0ffee }</style>
            <script type="Application/LD+JSON; charset=utf-8">{"a": "<h1>no</h1>"}</script>
            <script>document.write("<h1>neither</h1>")</script></head>
            <body style="color: #123456"><!-- <h1>nor this</h1> --><h1> The <b>M</b>ug<br>itself </h1><h1>Second</h1>
            <span itemprop="priceCurrency" content="EUR">€</span></body></html>"##,
        );
        assert_eq!(markup.base.as_deref(), Some("/shop/"));
        assert_eq!(markup.title, "Mug & more");
        assert_eq!(markup.heading, "The Mug itself");
        assert_eq!(markup.meta(&["nothing", "og:title"]), Some("A mug"));
        assert_eq!(markup.meta(&["description"]), Some("Warm \"coffee\""));
        assert_eq!(markup.meta(&["itemprop:price"]), Some("24"));
        assert_eq!(markup.meta(&["itemprop:pricecurrency"]), Some("EUR"));
        assert_eq!(markup.linked_data, [r#"{"a": "<h1>no</h1>"}"#]);
        assert_eq!(markup.styles, [":root { --brand: #c0ffee }", "color: #123456"]);
    }

    #[test]
    fn pictures_are_taken_at_their_largest_and_also_where_a_script_would_fetch_them() {
        let markup = Markup::read(
            r#"<img src=a.jpg width=640 height="800px"><img src=blank.gif data-src=b.jpg>
            <img src=c.jpg srcset="c-1.jpg 320w, c-2.jpg?a=1,2 1280w,
               c-3.jpg 640w,c-4.jpg 960w, c-5.jpg, c-6.jpg 2x"><img alt=none><img src="">"#,
        );
        let image = |address: &str, pixels| Image { address: address.into(), pixels };
        assert_eq!(
            markup.images,
            [image("a.jpg", Some(800)), image("b.jpg", None), image("c-2.jpg?a=1,2", Some(1280))]
        );
    }

    #[test]
    fn what_is_not_closed_swallows_nothing_for_good() {
        let words = "word ".repeat(10_000);
        let markup = Markup::read(&format!("<h1>{words}</h2><p>{words}<title>Late</title>"));
        assert!(markup.heading.len() < words.len() * 2 && markup.heading.starts_with("word"));
        assert_eq!(markup.title, "Late");
        assert_eq!(Markup::read("<script type=application/ld+json>{}").linked_data, ["{}"]);
    }

    #[test]
    fn every_kind_of_thing_has_a_limit() {
        let many = "<meta name=a content=b><img src=a.jpg><script type=application/ld+json>{}</script>\
                    <style>a{}</style>";
        let markup = Markup::read(&many.repeat(60_000));
        assert_eq!(markup.metas.len(), METAS_MAX);
        assert_eq!(markup.images.len(), IMAGES_MAX);
        assert_eq!(markup.linked_data.len(), LINKED_DATA_MAX);
        assert!(markup.styles.concat().len() <= STYLE_BYTES_MAX);
    }
}
