//! A product's page becomes an ad: its words the topic, its pictures and colours something to stand before.

use crate::app::TestApp;
use serde_json::json;
use std::{
    io::{BufRead, BufReader, Write},
    net::TcpListener,
    thread,
};

/// A shop on loopback: its address, and how often it was called.
fn shop() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let page = format!(
        r##"<html><head><title>Thermwell Mug</title><meta name="theme-color" content="#1f6f42">
        <script type="application/ld+json">{{"@type": "Product", "name": "Thermwell travel mug",
        "description": "Keeps coffee warm for twelve hours.", "image": ["{address}/mug.png", "{address}/gone.png"],
        "offers": {{"@type": "Offer", "price": "29.90", "priceCurrency": "EUR"}}}}</script></head><body></body></html>"##
    );
    thread::spawn(move || {
        for stream in listener.incoming() {
            let Ok(mut stream) = stream else { continue };
            let mut line = String::new();
            let mut reader = BufReader::new(stream.try_clone().unwrap());
            reader.read_line(&mut line).unwrap();
            let mut rest = String::new();
            while reader.read_line(&mut rest).unwrap() > 2 {
                rest.clear();
            }
            let (status, kind, body) = match line.split_whitespace().nth(1).unwrap() {
                "/mug" => ("200 OK", "text/html", page.clone().into_bytes()),
                "/mug.png" => ("200 OK", "image/png", crate::uploads::png(64, 48)),
                _ => ("404 Not Found", "text/html", b"<html></html>".to_vec()),
            };
            let head = format!(
                "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
                body.len()
            );
            // Whoever has seen enough may leave.
            let _ = stream.write_all(&[head.as_bytes(), &body].concat());
        }
    });
    address
}

#[test]
fn a_page_gives_the_topic_the_pictures_and_the_colours() {
    let shop = shop();
    let app = TestApp::with(&[("EGRESS_ALLOW", "127.0.0.0/8")]);
    let person = app.person("me@example.com");
    let made = person.post("/api/projects", json!({"url": format!("{shop}/mug")}));
    assert_eq!(made.status, 201, "{}", made.text);
    let made = made.json();
    let topic = made["topic"].as_str().unwrap();
    assert!(topic.contains("Thermwell travel mug") && topic.contains("29.90"), "{topic}");
    assert_eq!(
        (&made["url"], &made["page"]["colours"]),
        (&json!(format!("{shop}/mug")), &json!(["#1f6f42"]))
    );
    assert_eq!(made["scripts"].as_array().unwrap().len(), 3);
    let pictures = person.get("/api/assets").json();
    let pictures = pictures["items"].as_array().unwrap();
    assert_eq!((pictures.len(), &pictures[0]["width"]), (1, &json!(64)), "one of the two is not there");
    let path = format!("/api/projects/{}", made["id"].as_str().unwrap());
    let choice = json!({"scriptId": made["scripts"][0]["id"], "background": pictures[0]["id"]});
    assert_eq!(person.patch(&path, choice).status, 200);
    let page = person.page(&format!("/projects/{}?step=customize", made["id"].as_str().unwrap())).text;
    assert!(page.contains("From the page") && page.contains("#1f6f42"));
    // A topic of one's own stays, and an address in the place of a topic is one.
    let own =
        person.post("/api/projects", json!({"topic": "a mug for hikers", "url": format!("{shop}/mug")}));
    assert_eq!(own.json()["topic"], "a mug for hikers");
    assert_eq!(person.call("create_project", &[("topic", &format!("{shop}/mug"))]).status, 200);
    let newest = person.get("/api/projects").json()["items"][0]["topic"].clone();
    assert_eq!(newest, topic);
}

#[test]
fn a_page_that_cannot_be_read_is_named_and_nothing_is_made() {
    let shop = shop();
    let app = TestApp::with(&[("EGRESS_ALLOW", "127.0.0.0/8")]);
    let person = app.person("me@example.com");
    // Its listener is gone at once, so that nobody answers there.
    let nobody = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    for url in [
        format!("{shop}/nothing"),
        format!("http://{nobody}/mug"),
        "file:///etc/passwd".into(),
        "not an address".into(),
        String::new(),
    ] {
        let refused = person.post("/api/projects", json!({ "url": url }));
        assert_eq!(refused.pointer(), "#/url", "{url}");
    }
    let form = person.call("create_project", &[("topic", &format!("{shop}/nothing"))]);
    assert!(form.status == 400 && form.text.contains("topic"), "{}", form.text);
    assert_eq!(person.get("/api/projects").json()["items"], json!([]));
}

#[test]
fn no_page_inside_is_read() {
    let shop = shop();
    let app = TestApp::start();
    let person = app.person("me@example.com");
    let refused = person.post("/api/projects", json!({"url": format!("{shop}/mug")}));
    assert_eq!(refused.pointer(), "#/url");
    assert!(refused.text.contains("private network"), "{}", refused.text);
}
