//! From bytes to text, as browsers do it: a byte-order mark first, then the sender's word, then the page's own.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// How far into a page its own word is looked for.
const BEGINNING: usize = 1024;

/// Of how many characters one may be no character of a text.
const TEXT_MIN: usize = 20;

/// The text of a page; nothing where the bytes are none.
pub(super) fn text_of(body: &[u8], declared: Option<&str>) -> Option<String> {
    if body.starts_with(&[0x1f, 0x8b]) {
        // The beginning of everything that gzip packed.
        return None;
    }
    let declared = declared.and_then(|name| Encoding::for_label(name.as_bytes()));
    let encoding = declared.or_else(|| in_markup(body)).unwrap_or_else(|| likely(body));
    let (text, _, _) = encoding.decode(body);
    let odd = |c: char| c == '\u{fffd}' || c.is_control() && !c.is_ascii_whitespace();
    let odd = text.chars().filter(|c| odd(*c)).count();
    (odd * TEXT_MIN <= text.chars().count()).then(|| text.into_owned())
}

/// What `<meta charset>` or its older form names.
fn in_markup(body: &[u8]) -> Option<&'static Encoding> {
    let beginning = String::from_utf8_lossy(&body[..body.len().min(BEGINNING)]).to_ascii_lowercase();
    let encoding = beginning.split("<meta").skip(1).find_map(|rest| {
        let tag = rest.split('>').next()?;
        let (_, value) = tag.split_once("charset")?;
        let value = value.trim_start().strip_prefix('=')?.trim_start_matches([' ', '"', '\'']);
        let name = value.split(['"', '\'', ' ', ';', '/']).next()?;
        Encoding::for_label(name.as_bytes())
    })?;
    // Whoever could read this word does not read UTF-16.
    Some(if [UTF_16LE, UTF_16BE].contains(&encoding) { UTF_8 } else { encoding })
}

/// A page that names nothing is UTF-8 where it can be, but for a character that the limit cut in two.
fn likely(body: &[u8]) -> &'static Encoding {
    match std::str::from_utf8(body) {
        Err(error) if error.error_len().is_some() => WINDOWS_1252,
        _ => UTF_8,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_senders_word_goes_before_the_pages_own_and_a_mark_before_both() {
        let latin = b"<meta charset=utf-8><p>Caf\xe9 au lait, very hot and very sweet indeed</p>";
        assert!(text_of(latin, Some("iso-8859-1")).unwrap().contains("Café"));
        let marked = "\u{feff}<p>Café</p>".as_bytes();
        assert!(text_of(marked, Some("iso-8859-1")).unwrap().contains("Café"));
    }

    #[test]
    fn the_pages_own_word_is_found_in_each_of_its_forms() {
        for tag in [
            "<meta charset=shift_jis>",
            "<META Charset = 'Shift_JIS'/>",
            r#"<meta http-equiv="Content-Type" content="text/html; charset=shift_jis">"#,
            r#"<meta name="viewport" content="width=1"><meta charset="shift_jis">"#,
        ] {
            let page = [tag.as_bytes(), b"<title>\x8d\x67\x92\x83</title>"].concat();
            assert!(text_of(&page, None).unwrap().contains("紅茶"), "{tag}");
        }
        assert!(text_of("<meta charset=utf-16><p>Tee für zwei".as_bytes(), None).unwrap().contains("für"));
    }

    #[test]
    fn a_page_that_names_nothing_is_guessed() {
        assert!(text_of("<p>Café".as_bytes(), None).unwrap().ends_with("Café"));
        assert!(text_of(b"<p>Caf\xe9 au lait", None).unwrap().contains("Café"));
        let cut = &"<p>A long and warm word about a Café".as_bytes()[..36];
        assert!(text_of(cut, None).unwrap().ends_with("Caf\u{fffd}"));
    }

    #[test]
    fn what_is_no_text_is_none() {
        let packed = [&[0x1f, 0x8b][..], "almost a text ".repeat(100).as_bytes()].concat();
        assert!(text_of(&packed, Some("windows-1252")).is_none());
        let noise: Vec<u8> = (0..=255).cycle().take(4096).collect();
        for charset in [None, Some("utf-8"), Some("windows-1252")] {
            assert!(text_of(&noise, charset).is_none(), "{charset:?}");
        }
        assert_eq!(text_of(b"", None).as_deref(), Some(""));
    }
}
