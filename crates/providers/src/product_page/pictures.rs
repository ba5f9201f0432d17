//! Which of a page's pictures show the product: those it names itself, then those it shows large.

use super::markup::{Image, Markup};
use std::collections::HashSet;
use url::Url;

/// A picture of fewer pixels on its longer edge is an ornament.
const LARGE_PIXELS: u32 = 300;

/// Words in addresses of pictures that show no product.
const ORNAMENTS: [&str; 10] =
    ["logo", "icon", "sprite", "pixel", "avatar", "badge", "payment", "placeholder", "spinner", "flag"];

/// The addresses of the pictures, complete and the best first. `permits` says which may be given at all.
pub(super) fn of_product(
    named: &[String],
    markup: &Markup,
    address: &Url,
    permits: impl Fn(&str) -> bool,
) -> Vec<String> {
    let shared = ["og:image", "og:image:url", "og:image:secure_url", "twitter:image", "twitter:image:src"];
    let shared = shared.iter().flat_map(|name| markup.all(name));
    let known_size = |image: &&Image| image.pixels.is_some_and(|pixels| pixels >= LARGE_PIXELS);
    let large = markup.images.iter().filter(known_size);
    let unknown = markup.images.iter().filter(|image| image.pixels.is_none());
    let shown =
        large.chain(unknown).map(|image| image.address.as_str()).filter(|address| !is_ornament(address));
    let base = base_of(markup, address);
    let mut seen = HashSet::new();
    let complete = named.iter().map(String::as_str).chain(shared).chain(shown).filter_map(|address| {
        let mut url = base.join(address.trim()).ok()?;
        url.set_fragment(None);
        // The same picture is often named with and without encryption.
        let same = url.as_str().split_once(':').map(|(_, rest)| rest.to_owned())?;
        (permits(url.as_str()) && seen.insert(same)).then(|| url.into())
    });
    complete.take(domain::PRODUCT_PICTURES_MAX).collect()
}

/// Where relative addresses begin.
fn base_of(markup: &Markup, address: &Url) -> Url {
    let base = markup.base.as_deref().and_then(|base| address.join(base.trim()).ok());
    base.filter(|base| matches!(base.scheme(), "http" | "https")).unwrap_or_else(|| address.clone())
}

fn is_ornament(address: &str) -> bool {
    let path = address.split(['?', '#']).next().unwrap_or_default().to_ascii_lowercase();
    path.ends_with(".svg") || path.ends_with(".gif") || ORNAMENTS.iter().any(|word| path.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Egress;

    fn pictures(named: &[&str], page: &str) -> Vec<String> {
        let named: Vec<String> = named.iter().map(|name| (*name).to_owned()).collect();
        let address = Url::parse("https://shop.example.com/mugs/1").unwrap();
        let egress = Egress::default();
        of_product(&named, &Markup::read(page), &address, |picture| egress.check(picture).is_ok())
    }

    #[test]
    fn named_ones_first_then_shared_ones_then_large_ones() {
        let page = r#"<img src=/unknown.jpg><img src=small.jpg width=64 height=64><img src="large.jpg#x" width=640>
            <img src=logo.png width=900><img src=drawing.svg width=900>
            <meta property=og:image content=//cdn.example.com/shared.jpg>"#;
        assert_eq!(
            pictures(&["named.jpg"], page),
            [
                "https://shop.example.com/mugs/named.jpg",
                "https://cdn.example.com/shared.jpg",
                "https://shop.example.com/mugs/large.jpg",
                "https://shop.example.com/unknown.jpg",
            ]
        );
    }

    #[test]
    fn addresses_begin_where_the_page_says() {
        assert_eq!(pictures(&["a.jpg"], "<base href=/files/>"), ["https://shop.example.com/files/a.jpg"]);
        assert_eq!(pictures(&["a.jpg"], "<base href=//cdn.example.com>"), ["https://cdn.example.com/a.jpg"]);
        assert_eq!(pictures(&["a.jpg"], "<base href=data:x>"), ["https://shop.example.com/mugs/a.jpg"]);
    }

    #[test]
    fn nothing_private_and_nothing_but_the_web() {
        let named = [
            "data:image/png;base64,AAAA",
            "javascript:alert(1)",
            "ftp://example.com/a.jpg",
            "file:///etc/passwd",
            "http://127.0.0.1/a.jpg",
            "http://[::1]/a.jpg",
            "http://169.254.169.254/latest/a.jpg",
            "https://user:word@example.com/a.jpg",
            "https://example.com:22/a.jpg",
            "http://",
        ];
        assert_eq!(pictures(&named, "<img src=http://10.0.0.1/a.jpg width=900>"), [""; 0]);
        assert_eq!(pictures(&["a.jpg"], "<base href=http://10.0.0.1/>"), [""; 0]);
    }

    #[test]
    fn each_once_and_no_more_than_eight() {
        let same = pictures(
            &["https://shop.example.com/a.jpg", "/a.jpg", "/a.jpg#top"],
            "<meta property=og:image content=http://shop.example.com/a.jpg>",
        );
        assert_eq!(same, ["https://shop.example.com/a.jpg"]);
        let many: Vec<String> = (0..20).map(|number| format!("<img src={number}.jpg width=800>")).collect();
        assert_eq!(pictures(&[], &many.concat()).len(), 8);
    }
}
