//! From a fragment of markup to the words in it.

use html5gum::{DefaultEmitter, Token, Tokenizer};

/// The longest fragment that is read; what follows would be cut anyway.
const FRAGMENT_CHARS_MAX: usize = 20_000;

/// The words of a text that may contain tags and entities, also where both were escaped once more than needed.
pub(super) fn plain(text: &str) -> String {
    let beginning: String = text.chars().take(FRAGMENT_CHARS_MAX).collect();
    let once = without_markup(&beginning);
    if once.contains(['<', '&']) { without_markup(&once) } else { once }
}

/// Whether the words before and after this tag are two words.
pub(super) fn separates(tag: &str) -> bool {
    const SEPARATE: [&str; 21] = [
        "br", "p", "div", "li", "ul", "ol", "dl", "dt", "dd", "table", "tr", "td", "th", "section", "hr",
        "h1", "h2", "h3", "h4", "h5", "h6",
    ];
    SEPARATE.contains(&tag)
}

fn without_markup(text: &str) -> String {
    let mut emitter = DefaultEmitter::default();
    emitter.naively_switch_states(true);
    let mut words = String::new();
    let mut hidden = false;
    for token in Tokenizer::new_with_emitter(text, emitter) {
        let Ok(token) = token;
        match token {
            Token::String(text) if !hidden => words.push_str(&String::from_utf8_lossy(&text.value)),
            Token::StartTag(tag) => {
                hidden = matches!(tag.name.as_slice(), b"script" | b"style");
                words.push_str(if separates(&String::from_utf8_lossy(&tag.name)) { " " } else { "" });
            }
            Token::EndTag(tag) => {
                hidden = false;
                words.push_str(if separates(&String::from_utf8_lossy(&tag.name)) { " " } else { "" });
            }
            _ => {}
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_and_entities_become_words() {
        for (fragment, words) in [
            ("<p>Keeps coffee <b>warm</b>.</p><p>Made of steel.</p>", "Keeps coffee warm. Made of steel."),
            ("Salt &amp; pepper, caf&eacute;, 5 &lt; 6", "Salt & pepper, café, 5 < 6"),
            ("&lt;p&gt;Twice &amp;amp; more&lt;/p&gt;", "Twice & more"),
            ("a < b & c", "a < b & c"),
            ("<style>p { color: red }</style>Seen<script>alert('<p>')</script> only", "Seen only"),
            ("one<br>two<br/>three", "one two three"),
            ("broken <b", "broken"),
        ] {
            let found = plain(fragment).split_whitespace().collect::<Vec<_>>().join(" ");
            assert_eq!(found, words, "{fragment}");
        }
    }
}
