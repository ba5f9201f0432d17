//! The colours that a page calls its own. White, black and greys are everybody's, so they are left out.

use super::markup::Markup;
use domain::Rgb;

/// Names of custom properties that hold a brand's colour.
const BRAND_NAMES: [&str; 6] = ["brand", "primary", "accent", "theme", "main", "secondary"];

/// The least distance between the strongest and the weakest part of a colour that is no grey.
const CHROMA_MIN: u8 = 32;

/// How many declarations are looked at.
const DECLARATIONS_MAX: usize = 20_000;

/// At most so many, those that a page names for browsers first.
pub(super) fn of_page(markup: &Markup) -> Vec<Rgb> {
    let named = ["theme-color", "msapplication-tilecolor"];
    let named = named.iter().flat_map(|name| markup.all(name)).filter_map(colour);
    let declarations = || {
        let all = markup.styles.iter().flat_map(|style| style.split([';', '{', '}']));
        all.take(DECLARATIONS_MAX).filter_map(|declaration| declaration.split_once(':'))
    };
    let branded = declarations().filter(|(name, _)| is_brand(name)).filter_map(|(_, value)| colour(value));
    let painted = declarations().filter(|(name, _)| is_paint(name)).filter_map(|(_, value)| colour(value));
    let mut found: Vec<Rgb> = Vec::new();
    for colour in named.chain(branded).chain(painted).filter(|colour| !is_grey(*colour)) {
        if found.len() == domain::PRODUCT_COLOURS_MAX {
            break;
        }
        if !found.contains(&colour) {
            found.push(colour);
        }
    }
    found
}

fn is_brand(name: &str) -> bool {
    let name = name.trim().to_ascii_lowercase();
    name.starts_with("--") && BRAND_NAMES.iter().any(|word| name.contains(word))
}

fn is_paint(name: &str) -> bool {
    matches!(
        name.trim().to_ascii_lowercase().as_str(),
        "background" | "background-color" | "color" | "border-color"
    )
}

fn is_grey(colour: Rgb) -> bool {
    let parts = [colour.r, colour.g, colour.b];
    let (least, most) =
        parts.iter().fold((u8::MAX, u8::MIN), |(least, most), part| (least.min(*part), most.max(*part)));
    most - least < CHROMA_MIN
}

/// Reads `#rgb`, `#rrggbb`, `rgb()` and `hsl()`, with or without a share of transparency.
fn colour(value: &str) -> Option<Rgb> {
    let value = value.trim().to_ascii_lowercase();
    let value = value.trim_end_matches("!important").trim_end();
    if let Some(hex) = value.strip_prefix('#') {
        return hexadecimal(hex);
    }
    let (function, rest) = value.split_once('(')?;
    let inside = rest.strip_suffix(')')?;
    let mut parts = inside.split([',', ' ', '/']).filter(|part| !part.is_empty());
    let (a, b, c) = (parts.next()?, parts.next()?, parts.next()?);
    match function {
        "rgb" | "rgba" => Some(Rgb { r: part(a)?, g: part(b)?, b: part(c)? }),
        "hsl" | "hsla" => hue(a.trim_end_matches("deg").parse().ok()?, share(b)?, share(c)?),
        _ => None,
    }
}

fn hexadecimal(hex: &str) -> Option<Rgb> {
    let digits: Option<Vec<u8>> = hex.chars().map(|c| Some(c.to_digit(16)? as u8)).collect();
    match digits?.as_slice() {
        [r, g, b] | [r, g, b, _] => Some(Rgb { r: r * 17, g: g * 17, b: b * 17 }),
        [r, r2, g, g2, b, b2] | [r, r2, g, g2, b, b2, _, _] => {
            Some(Rgb { r: r * 16 + r2, g: g * 16 + g2, b: b * 16 + b2 })
        }
        _ => None,
    }
}

/// A part of a colour in 0 to 255, or in percent.
fn part(text: &str) -> Option<u8> {
    let value = match text.strip_suffix('%') {
        Some(_) => share(text)? * 255.0,
        None => text.parse::<f32>().ok()?,
    };
    Some(value.round().clamp(0.0, 255.0) as u8)
}

fn share(text: &str) -> Option<f32> {
    Some((text.strip_suffix('%')?.parse::<f32>().ok()? / 100.0).clamp(0.0, 1.0))
}

fn hue(degrees: f32, saturation: f32, lightness: f32) -> Option<Rgb> {
    let strength = saturation * lightness.min(1.0 - lightness);
    let channel = |offset: f32| {
        let place = (offset + degrees / 30.0).rem_euclid(12.0);
        let value = lightness - strength * (place - 3.0).min(9.0 - place).clamp(-1.0, 1.0);
        (value * 255.0).round() as u8
    };
    degrees.is_finite().then(|| Rgb { r: channel(0.0), g: channel(8.0), b: channel(4.0) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn colours(page: &str) -> Vec<String> {
        of_page(&Markup::read(page)).iter().map(Rgb::to_string).collect()
    }

    #[test]
    fn each_way_to_write_a_colour() {
        for (written, read) in [
            ("#c60", Some("#cc6600")),
            ("#C60F", Some("#cc6600")),
            (" #cc6600 !important", Some("#cc6600")),
            ("#cc660080", Some("#cc6600")),
            ("rgb(204, 102, 0)", Some("#cc6600")),
            ("rgb(204 102 0 / 50%)", Some("#cc6600")),
            ("rgba(80%, 40%, 0%, 0.5)", Some("#cc6600")),
            ("hsl(30, 100%, 40%)", Some("#cc6600")),
            ("hsl(-330deg 100% 40%)", Some("#cc6600")),
            ("rgb(999, -1, nan)", Some("#ff0000")),
            ("#cc66", Some("#cccc66")),
            ("#ccccc", None),
            ("#ééé", None),
            ("rgb(1, 2)", None),
            ("hsl(nan, 1%, 1%)", None),
            ("url(a.png)", None),
            ("var(--x)", None),
            ("", None),
        ] {
            assert_eq!(colour(written).map(|colour| colour.to_string()).as_deref(), read, "{written}");
        }
    }

    #[test]
    fn what_is_named_for_browsers_goes_before_what_is_named_in_styles() {
        let page = r##"<body style="color: #008800; Background: rgb(0, 0, 200)"><style>
            :root { --shadow: #ff0000; --color-primary: #cc6600; --brand-dark: hsl(210, 100%, 30%) }</style>
            <meta name=msapplication-TileColor content="#8800aa"><meta name=theme-color content="#00aacc">"##;
        assert_eq!(colours(page), ["#00aacc", "#8800aa", "#cc6600", "#004d99"]);
        assert_eq!(
            colours(r#"<p style="color: #008800; background: rgb(0,0,200)">"#),
            ["#008800", "#0000c8"]
        );
    }

    #[test]
    fn greys_are_left_out_and_each_colour_is_named_once() {
        let page = r##"<meta name=theme-color content=#fff><meta name=theme-color content=#111111>
            <style>a { color: #808890; --brand: #fffaf0; --brand-2: #00aacc; color: #0ac }</style>"##;
        assert_eq!(colours(page), ["#00aacc"]);
    }
}
