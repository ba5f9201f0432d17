//! The product that a page's JSON-LD describes, in the words of schema.org.
//!
//! Shops write it in many shapes: alone, in a list, in a graph, with one offer, several, or a summary of them. Values
//! are looked at in the order of their depth, so that the product of the page goes before one that it recommends.

use super::price::Price;
use serde_json::{Map, Value};
use std::collections::VecDeque;

/// How deep a value may stand to be looked at.
const DEPTH_MAX: usize = 8;
/// How many values are looked at in all.
const VALUES_MAX: usize = 20_000;
const IMAGES_MAX: usize = 32;
const OFFERS_MAX: usize = 200;

/// The types of what can be advertised with a page of its own.
const PRODUCTS: [&str; 12] = [
    "Product",
    "ProductGroup",
    "ProductModel",
    "IndividualProduct",
    "SomeProducts",
    "Vehicle",
    "Car",
    "Book",
    "VideoGame",
    "SoftwareApplication",
    "MobileApplication",
    "WebApplication",
];

/// Where a page's main thing may be wrapped.
const WRAPPINGS: [&str; 5] = ["@graph", "mainEntity", "mainEntityOfPage", "about", "itemOffered"];

/// What is told of a product, as it stands there.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct LinkedProduct {
    pub name: Option<String>,
    pub description: Option<String>,
    pub brand: Option<String>,
    pub price: Option<String>,
    pub images: Vec<String>,
}

/// The first product in these blocks. A block that is no JSON is left out.
pub(super) fn product_in(blocks: &[String]) -> Option<LinkedProduct> {
    let blocks: Vec<Value> = blocks.iter().filter_map(|block| parsed(block)).collect();
    let mut waiting: VecDeque<(&Value, usize)> = blocks.iter().map(|block| (block, 0)).collect();
    let mut looked_at = 0;
    while let Some((value, depth)) = waiting.pop_front() {
        looked_at += 1;
        if looked_at > VALUES_MAX {
            break;
        }
        match value {
            Value::Object(thing) if is_product(thing) => return Some(read(thing)),
            Value::Object(thing) if depth < DEPTH_MAX => {
                waiting.extend(WRAPPINGS.iter().filter_map(|name| Some((thing.get(*name)?, depth + 1))));
            }
            Value::Array(values) if depth < DEPTH_MAX => {
                waiting.extend(values.iter().take(VALUES_MAX).map(|value| (value, depth + 1)));
            }
            _ => {}
        }
    }
    None
}

/// JSON as pages write it: with line breaks inside of texts, and hidden from browsers of long ago. How deep it may be
/// nested is limited by the parser.
fn parsed(block: &str) -> Option<Value> {
    let block = block.trim().trim_start_matches("<!--").trim_start_matches("//<![CDATA[");
    let block = block.trim_end_matches("-->").trim_end_matches("//]]>").trim().trim_end_matches(';');
    let tidy: String = block.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    serde_json::from_str(&tidy).ok()
}

fn is_product(thing: &Map<String, Value>) -> bool {
    let known = |name: &str| name.rsplit(['/', '#', ':']).next().is_some_and(|name| PRODUCTS.contains(&name));
    match thing.get("@type") {
        Some(Value::String(name)) => known(name),
        Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).any(known),
        _ => false,
    }
}

fn read(product: &Map<String, Value>) -> LinkedProduct {
    // A group tells what its members share, and a member what it costs.
    let member = product.get("hasVariant").and_then(first_object);
    let of_either = |name: &str| {
        let own = product.get(name).filter(|value| !value.is_null());
        own.or_else(|| member.and_then(|member| member.get(name)))
    };
    let mut images = Vec::new();
    for name in ["image", "photo"] {
        of_either(name).into_iter().for_each(|value| addresses(value, 0, &mut images));
    }
    let mut offers = Vec::new();
    of_either("offers").into_iter().for_each(|value| prices(value, 0, &mut offers));
    LinkedProduct {
        name: of_either("name").and_then(|value| words(value, 0)),
        description: of_either("description").and_then(|value| words(value, 0)),
        brand: ["brand", "manufacturer"].iter().find_map(|name| words(of_either(name)?, 0)),
        price: Price::of_several(&offers),
        images,
    }
}

fn first_object(value: &Value) -> Option<&Map<String, Value>> {
    match value {
        Value::Array(values) => values.iter().find_map(Value::as_object),
        _ => value.as_object(),
    }
}

/// A text, the name of a thing, or the first of several.
fn words(value: &Value, depth: usize) -> Option<String> {
    if depth > DEPTH_MAX {
        return None;
    }
    match value {
        Value::String(text) => Some(text.clone()).filter(|text| !text.trim().is_empty()),
        Value::Number(number) => Some(number.to_string()),
        Value::Array(values) => values.iter().take(4).find_map(|value| words(value, depth + 1)),
        Value::Object(thing) => {
            ["name", "@value"].iter().find_map(|name| words(thing.get(*name)?, depth + 1))
        }
        Value::Null | Value::Bool(_) => None,
    }
}

fn addresses(value: &Value, depth: usize, found: &mut Vec<String>) {
    if depth > DEPTH_MAX || found.len() >= IMAGES_MAX {
        return;
    }
    match value {
        Value::String(address) => found.push(address.clone()),
        Value::Array(values) => {
            values.iter().take(IMAGES_MAX).for_each(|value| addresses(value, depth + 1, found));
        }
        Value::Object(image) => {
            let address = ["contentUrl", "url"].iter().find_map(|name| image.get(*name));
            address.into_iter().for_each(|value| addresses(value, depth + 1, found));
        }
        _ => {}
    }
}

/// The price of an offer, of each of several, or the lowest of a summary.
fn prices(value: &Value, depth: usize, found: &mut Vec<Price>) {
    if depth > DEPTH_MAX || found.len() >= OFFERS_MAX {
        return;
    }
    match value {
        Value::Array(offers) => {
            offers.iter().take(OFFERS_MAX).for_each(|offer| prices(offer, depth + 1, found))
        }
        Value::Object(offer) if !is_list_price(offer) => {
            let currency = offer.get("priceCurrency").and_then(|value| words(value, 0)).unwrap_or_default();
            let named = |name: &str| {
                let text = offer.get(name).and_then(|value| words(value, 0))?;
                Price::of(&text, &currency).or_else(|| Price::read(&text))
            };
            let low = named("lowPrice").into_iter().chain(named("highPrice"));
            let told: Vec<Price> = named("price").map_or_else(|| low.collect(), |price| vec![price]);
            if told.is_empty() {
                let inner = offer.get("priceSpecification").or_else(|| offer.get("offers"));
                inner.into_iter().for_each(|inner| prices(inner, depth + 1, found));
            }
            found.extend(told);
        }
        _ => {}
    }
}

/// What it cost before, or should: not what it costs.
fn is_list_price(offer: &Map<String, Value>) -> bool {
    let kind = offer.get("priceType").and_then(Value::as_str).unwrap_or_default();
    ["ListPrice", "StrikethroughPrice", "SRP", "MSRP", "SalePriceBefore"]
        .iter()
        .any(|name| kind.ends_with(name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn product(block: Value) -> Option<LinkedProduct> {
        product_in(&[block.to_string()])
    }

    fn price(offers: Value) -> Option<String> {
        product(json!({"@type": "Product", "name": "Mug", "offers": offers})).unwrap().price
    }

    #[test]
    fn a_product_is_found_however_it_is_wrapped() {
        let mug = json!({"@type": "Product", "name": "Mug"});
        for block in [
            mug.clone(),
            json!([{"@type": "Organization", "name": "Shop"}, mug]),
            json!({"@graph": [{"@type": "WebPage", "name": "Page"}, mug]}),
            json!({"@type": "ItemPage", "mainEntity": mug}),
            json!([[{"@graph": {"mainEntity": [mug]}}]]),
            json!({"@type": ["Thing", "http://schema.org/Product"], "name": "Mug"}),
            json!({"@type": "schema:Product", "name": ["", "Mug"]}),
            json!({"@type": "ProductGroup", "hasVariant": [{"name": "Mug"}]}),
        ] {
            assert_eq!(
                product(block.clone()).and_then(|found| found.name).as_deref(),
                Some("Mug"),
                "{block}"
            );
        }
        for block in [json!({"@type": "Organization", "name": "Shop"}), json!("Product"), json!(null)] {
            assert_eq!(product(block), None);
        }
    }

    #[test]
    fn the_pages_own_product_goes_before_those_it_recommends() {
        let block = json!([
            {"@type": "ItemList", "mainEntity": {"@type": "Product", "name": "Other"}},
            {"@type": "Product", "name": "Mug", "isRelatedTo": {"@type": "Product", "name": "Third"}},
        ]);
        assert_eq!(product(block).unwrap().name.as_deref(), Some("Mug"));
    }

    #[test]
    fn all_that_is_told_is_read() {
        let found = product(json!({
            "@type": "Product",
            "name": "Mug",
            "description": "Keeps coffee warm.",
            "brand": {"@type": "Brand", "name": "Acme"},
            "image": ["a.jpg", {"@type": "ImageObject", "url": "b.jpg"}, [{"contentUrl": ["c.jpg"]}], 7],
            "offers": {"price": 24, "priceCurrency": "EUR"},
        }));
        let expected = LinkedProduct {
            name: Some("Mug".into()),
            description: Some("Keeps coffee warm.".into()),
            brand: Some("Acme".into()),
            price: Some("EUR 24".into()),
            images: ["a.jpg", "b.jpg", "c.jpg"].map(String::from).to_vec(),
        };
        assert_eq!(found, Some(expected));
    }

    #[test]
    fn a_price_is_found_in_every_kind_of_offer() {
        let offer = |amount: Value| json!({"@type": "Offer", "price": amount, "priceCurrency": "EUR"});
        for (offers, shown) in [
            (offer(json!("29.90")), Some("EUR 29.90")),
            (offer(json!(29.9)), Some("EUR 29.90")),
            (json!([offer(json!("29.90")), offer(json!("29.90"))]), Some("EUR 29.90")),
            (json!([offer(json!("39")), offer(json!("29.90"))]), Some("from EUR 29.90")),
            (
                json!({"@type": "AggregateOffer", "lowPrice": "9", "highPrice": 19, "priceCurrency": "USD"}),
                Some("from USD 9"),
            ),
            (json!({"lowPrice": 9, "highPrice": 9, "priceCurrency": "USD"}), Some("USD 9")),
            (json!({"offers": [offer(json!(5))]}), Some("EUR 5")),
            (
                json!({"priceSpecification": [
                    {"price": 30, "priceCurrency": "EUR", "priceType": "https://schema.org/ListPrice"},
                    {"price": 20, "priceCurrency": "EUR"},
                ]}),
                Some("EUR 20"),
            ),
            (json!({"price": "€24"}), Some("€24")),
            (json!({"price": "24"}), None),
            (json!({"price": 0, "priceCurrency": "EUR"}), None),
            (json!("24 EUR"), None),
            (json!(null), None),
        ] {
            assert_eq!(price(offers.clone()).as_deref(), shown, "{offers}");
        }
    }

    #[test]
    fn blocks_as_pages_write_them() {
        let broken = "{\"@type\": \"Product\", \"name\": \"Broken\"";
        let spread = "<!--\n{\"@type\": \"Product\",\n\"name\": \"Mug\nfor two\"};\n-->";
        let found = product_in(&[broken.into(), spread.into()]).unwrap();
        assert_eq!(found.name.as_deref(), Some("Mug for two"));
    }

    #[test]
    fn depth_and_width_cost_nothing() {
        let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
        let nested = (0..100).fold(json!({"@type": "Product", "name": "Deep"}), |inner, _| json!([inner]));
        let wide = json!([vec![json!([]); 30_000], {"@type": "Product", "name": "Mug"}]);
        assert_eq!(product_in(&[deep, nested.to_string()]), None);
        assert_eq!(product(wide).unwrap().name.as_deref(), Some("Mug"));
        let image = (0..100).fold(json!("deep.jpg"), |inner, _| json!([inner]));
        let many =
            json!({"@type": "Product", "image": [image, vec!["a.jpg"; 10_000], vec!["b.jpg"; 10_000]]});
        assert_eq!(product(many).unwrap().images.len(), IMAGES_MAX);
    }
}
