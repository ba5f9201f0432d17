//! What counts where a page says a thing more than once: its linked data, then what it wants shared, then what it shows.

use super::{colours, linked_data, markup::Markup, pictures, plain_text::plain, price::Price};
use domain::ProductPage;
use url::Url;

/// Signs that stand between the name of a product and the name of a shop.
const JOINTS: [&str; 6] = [" | ", " – ", " — ", " - ", " · ", " :: "];

/// The product of this page; nothing where it has no name. `permits` says which pictures may be given.
pub(super) fn product_of(page: &str, address: &Url, permits: impl Fn(&str) -> bool) -> Option<ProductPage> {
    let markup = Markup::read(page);
    let linked = linked_data::product_in(&markup.linked_data).unwrap_or_default();
    let words_of = |linked: Option<&str>, metas: &[&str]| {
        linked.and_then(words).or_else(|| metas.iter().find_map(|name| words(markup.meta(&[name])?)))
    };
    let descriptions = ["og:description", "twitter:description", "description", "itemprop:description"];
    let product = ProductPage {
        title: linked.name.as_deref().and_then(words).or_else(|| title(&markup))?,
        description: words_of(linked.description.as_deref(), &descriptions),
        price: linked.price.or_else(|| price(&markup)),
        brand: words_of(linked.brand.as_deref(), &["product:brand", "og:brand", "itemprop:brand"]),
        pictures: pictures::of_product(&linked.images, &markup, address, permits),
        colours: colours::of_page(&markup),
    };
    Some(product.tidied())
}

/// The words of a text, where there are any.
fn words(text: &str) -> Option<String> {
    let words = plain(text);
    words.chars().any(char::is_alphanumeric).then_some(words)
}

/// The title without the name of the shop.
fn title(markup: &Markup) -> Option<String> {
    let site = markup.meta(&["og:site_name", "application-name"]).map(str::trim);
    let shared = markup.meta(&["og:title", "twitter:title"]);
    let whole = shared.and_then(words).or_else(|| words(&markup.title));
    let Some(whole) = whole else { return words(&markup.heading) };
    let whole = whole.trim().trim_matches(['|', '-', '–', '—', '·', ':', ' ']);
    Some(without_site(whole, site).to_owned())
}

fn without_site<'a>(title: &'a str, site: Option<&str>) -> &'a str {
    let is_site = |text: &str| site.is_some_and(|site| text.trim().eq_ignore_ascii_case(site));
    for joint in JOINTS {
        if let Some((rest, _)) = title.rsplit_once(joint).filter(|(_, last)| is_site(last)) {
            return rest;
        }
        if let Some((_, rest)) = title.split_once(joint).filter(|(first, _)| is_site(first)) {
            return rest;
        }
    }
    // This sign has no other use in a title.
    title.split(" | ").next().filter(|first| !first.trim().is_empty()).unwrap_or(title)
}

/// A price that stands outside of linked data.
fn price(markup: &Markup) -> Option<String> {
    let pairs = [
        ("product:price:amount", "product:price:currency"),
        ("og:price:amount", "og:price:currency"),
        ("itemprop:price", "itemprop:pricecurrency"),
    ];
    let stated = pairs.iter().find_map(|(amount, currency)| {
        let (amount, currency) = (markup.meta(&[amount])?, markup.meta(&[currency]).unwrap_or_default());
        Price::of(amount, currency).or_else(|| Price::read(amount))
    });
    let labels = [("twitter:label1", "twitter:data1"), ("twitter:label2", "twitter:data2")];
    let labelled = || {
        let is_price = |label: &str| label.trim().eq_ignore_ascii_case("price");
        let mut data = labels.iter().filter(|(label, _)| markup.meta(&[label]).is_some_and(is_price));
        data.find_map(|(_, data)| Price::read(markup.meta(&[data])?))
    };
    stated.or_else(labelled).map(|price| price.shown())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Egress;

    fn product(page: &str) -> Option<ProductPage> {
        let address = Url::parse("https://shop.example.com/mugs/1").unwrap();
        let egress = Egress::default();
        product_of(page, &address, |picture| egress.check(picture).is_ok())
    }

    /// Ways to say the same thing, the strongest last: each goes before all that stand before it.
    fn stronger_and_stronger(ways: &[&str], what: fn(ProductPage) -> Option<String>) {
        for count in 1..=ways.len() {
            let page: String = ways[..count]
                .iter()
                .enumerate()
                .map(|(at, way)| way.replace("MUG", &format!("Mug {at}")))
                .collect();
            let found = product(&format!("<title>Some page</title>{page}")).and_then(what);
            assert_eq!(found.as_deref(), Some(format!("Mug {}", count - 1).as_str()), "{page}");
        }
    }

    #[test]
    fn a_title_is_taken_from_the_best_source() {
        let heading = product("<h1>The <i>Mug</i></h1>").unwrap();
        assert_eq!(heading.title, "The Mug");
        let title = product("<title>Mug 1</title><h1>Heading</h1>").unwrap();
        assert_eq!(title.title, "Mug 1");
        let ways = [
            "<meta name=twitter:title content='MUG'>",
            "<meta property=og:title content='MUG'>",
            r#"<script type=application/ld+json>{"@type": "Product", "name": "MUG"}</script>"#,
        ];
        stronger_and_stronger(&ways, |product| Some(product.title));
    }

    #[test]
    fn a_description_is_taken_from_the_best_source() {
        let ways = [
            "<meta name=description content='MUG'>",
            "<meta name=twitter:description content='MUG'>",
            "<meta property=og:description content='MUG'>",
            r#"<script type=application/ld+json>{"@type": "Product", "name": "a", "description": "<p>MUG"}</script>"#,
        ];
        stronger_and_stronger(&ways, |product| product.description);
    }

    #[test]
    fn a_brand_is_taken_from_the_best_source() {
        let ways = [
            "<meta property=product:brand content='MUG'>",
            r#"<script type=application/ld+json>{"@type": "Product", "name": "a", "brand": "MUG"}</script>"#,
        ];
        stronger_and_stronger(&ways, |product| product.brand);
    }

    #[test]
    fn a_price_is_taken_from_the_best_source() {
        let ways = [
            ("<meta name=twitter:label1 content=Price><meta name=twitter:data1 content='1,50 €'>", "€1.50"),
            ("<b itemprop=price content=2.5>2.5</b><meta itemprop=priceCurrency content=EUR>", "EUR 2.50"),
            (
                "<meta property=og:price:amount content=3><meta property=og:price:currency content=EUR>",
                "EUR 3",
            ),
            (
                "<meta property=product:price:amount content=4><meta property=product:price:currency content=eur>",
                "EUR 4",
            ),
            (
                r#"<script type=application/ld+json>{"@type": "Product", "name": "a", "offers": {"price": 5, "priceCurrency": "EUR"}}</script>"#,
                "EUR 5",
            ),
        ];
        let mut page = String::from(
            "<title>Mug</title><meta name=twitter:label2 content=Size><meta name=twitter:data2 content='€9'>",
        );
        assert_eq!(product(&page).unwrap().price, None);
        for (way, price) in ways {
            page.push_str(way);
            assert_eq!(product(&page).unwrap().price.as_deref(), Some(price), "{page}");
        }
    }

    #[test]
    fn the_name_of_the_shop_is_no_part_of_the_title() {
        for (title, site, kept) in [
            ("Travel Mug | Acme Shop", "", "Travel Mug"),
            ("Travel Mug – acme", "Acme", "Travel Mug"),
            ("Acme - Travel Mug - Blue", "Acme", "Travel Mug - Blue"),
            ("Travel Mug - Blue", "Acme", "Travel Mug - Blue"),
            ("Acme", "Acme", "Acme"),
            (" | Acme", "Acme", "Acme"),
        ] {
            let page = format!("<title>{title}</title><meta property=og:site_name content='{site}'>");
            assert_eq!(product(&page).unwrap().title, kept, "{title}");
        }
    }

    #[test]
    fn a_page_without_words_has_no_product() {
        for page in ["", "<p>Text</p>", "<title> </title><h1>&nbsp;</h1>", "<title>***</title>", "{\"a\": 1}"]
        {
            assert_eq!(product(page), None, "{page}");
        }
    }

    #[test]
    fn how_a_page_is_nested_costs_neither_stack_nor_time() {
        let began = std::time::Instant::now();
        let tail = "<h1>Mug</h1>";
        for part in
            ["<div>", "<div><p>", "<b>", "<table>", "<svg><title>", "<a x", "<!--", "</p>", "<h1><i>", "<"]
        {
            let page = format!("<title>Mug</title>{}{tail}", part.repeat(100_000));
            assert_eq!(product(&page).unwrap().title, "Mug", "{part}");
        }
        let attributes: String = (0..200_000).map(|number| format!("a{number}=1 ")).collect();
        assert_eq!(product(&format!("<div {attributes}>{tail}")).unwrap().title, "Mug");
        // Far more than it takes, and far less than it would if each tag looked at all that are open.
        assert!(began.elapsed().as_secs() < 20, "{:?}", began.elapsed());
    }
}
