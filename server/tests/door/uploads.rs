//! Pictures that people send.

use crate::app::TestApp;
use image::{DynamicImage, ImageFormat};
use serde_json::json;
use std::io::Cursor;

/// A PNG of this size.
pub fn png(width: u32, height: u32) -> Vec<u8> {
    written(width, height, ImageFormat::Png)
}

fn written(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
    let mut out = Cursor::new(Vec::new());
    DynamicImage::new_rgb8(width, height).write_to(&mut out, format).unwrap();
    out.into_inner()
}

/// A JPEG that carries a place in its metadata.
fn jpeg_with_metadata() -> Vec<u8> {
    let jpeg = written(40, 30, ImageFormat::Jpeg);
    let exif = b"Exif\0\0MM\0*\0\0\0\x08 somewhere private";
    let length = u16::try_from(exif.len() + 2).unwrap().to_be_bytes();
    [&jpeg[..2], &[0xff, 0xe1], &length, exif, &jpeg[2..]].concat()
}

/// A PNG whose header declares 65,500 x 65,500 pixels.
fn bomb() -> Vec<u8> {
    let mut header = b"IHDR".to_vec();
    header.extend(65_500u32.to_be_bytes());
    header.extend(65_500u32.to_be_bytes());
    header.extend([8, 2, 0, 0, 0]);
    let crc = !header.iter().fold(!0u32, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |c, _| if c & 1 == 1 { (c >> 1) ^ 0xedb8_8320 } else { c >> 1 })
    });
    let png = png(8, 8);
    [&png[..12], header.as_slice(), &crc.to_be_bytes(), &png[33..]].concat()
}

#[test]
fn the_three_formats_are_kept_clean_and_served() {
    let app = TestApp::start();
    let person = app.person("me@example.com");
    for (name, bytes, size, kind) in [
        ("a.png", png(64, 48), (64, 48), "image/png"),
        ("a.jpg", jpeg_with_metadata(), (40, 30), "image/jpeg"),
        ("a.webp", written(30, 20, ImageFormat::WebP), (30, 20), "image/webp"),
    ] {
        let answer = person.upload(name, &bytes);
        assert_eq!(answer.status, 201, "{name}: {}", answer.text);
        let asset = answer.json();
        assert_eq!((&asset["width"], &asset["height"]), (&json!(size.0), &json!(size.1)));
        assert_eq!(asset["contentType"], kind);
        let kept = app.stranger().get(asset["url"].as_str().unwrap());
        assert_eq!((kept.status, kept.header("content-type")), (200, kind));
        assert_eq!(json!(kept.bytes.len()), asset["bytes"]);
        assert!(!kept.text.contains("somewhere private"), "the metadata stayed");
    }
    let id = person.project();
    let asset = person.get("/api/assets").json()["items"][0]["id"].clone();
    let answer = person.patch(&format!("/api/projects/{id}"), json!({"background": asset}));
    assert_eq!(answer.json()["background"], asset);
}

#[test]
fn what_is_not_a_picture_is_refused_with_its_reason() {
    let app = TestApp::start();
    let person = app.person("me@example.com");
    let whole = png(64, 64);
    for (name, bytes, word) in [
        ("empty.png", &b""[..], "empty"),
        ("drawing.png", b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "PNG, JPEG or WebP"),
        ("text.png", b"hello", "PNG, JPEG or WebP"),
        ("half.png", &whole[..whole.len() / 2], "damaged"),
        ("bomb.png", &bomb(), "65500 x 65500"),
        ("wide.png", &png(10_000, 5_001), "megapixels"),
    ] {
        let answer = person.upload(name, bytes);
        assert_eq!(answer.pointer(), "#/file", "{name}");
        assert!(answer.text.contains(word), "{name}: {}", answer.text);
    }
    assert_eq!(person.get("/api/assets").json()["items"], json!([]));
}

#[test]
fn forms_that_bring_no_picture() {
    let app = TestApp::start();
    let person = app.person("me@example.com");
    let form = [("content-type", "multipart/form-data; boundary=edge")];
    let none = b"--edge\r\nContent-Disposition: form-data; name=\"x\"\r\n\r\n1\r\n--edge--\r\n";
    assert_eq!(person.send("POST", "/api/assets", &form, none).pointer(), "#/file");
    assert_eq!(person.send("POST", "/api/assets", &form, b"--edge\r\nrubbish").status, 400);
    assert_eq!(person.send("POST", "/api/assets", &[("content-type", "image/png")], &png(8, 8)).status, 415);
    assert_eq!(person.upload("heavy.png", &vec![0; 21 << 20]).status, 413);
    assert_eq!(app.stranger().upload("a.png", &png(8, 8)).status, 401);
}
