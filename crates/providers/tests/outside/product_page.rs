//! Pages of products: read through the guard, within limits, or refused with a sentence.

use crate::stand::{Reply, Seen, Stand, nobody};
use domain::ProductPage;
use flate2::{Compression, write::GzEncoder};
use providers::{Egress, GuardedClient, GuardedProductReader, ProductReader, ProviderError, VisitLimits};
use std::{io::Write, time::Duration};
use tokio::{io::AsyncReadExt, net::TcpListener};

const PAGE: &str = r##"<!doctype html><title>Travel Mug | Acme</title><meta name=theme-color content="#cc6600">
    <script type="application/ld+json">{"@type": "Product", "name": "Travel Mug", "image": "mug.jpg",
    "offers": {"price": "24.00", "priceCurrency": "EUR"}}</script>"##;

async fn read(url: &str, allow: &str, limits: VisitLimits) -> Result<ProductPage, ProviderError> {
    let client = GuardedClient::new(Egress::parse(allow).unwrap()).unwrap();
    GuardedProductReader::new(client, limits).read(url).await
}

/// What is made of a page that is served so.
async fn served(
    answer: impl Fn(&Seen) -> Reply + Send + Sync + 'static,
) -> Result<ProductPage, ProviderError> {
    let stand = Stand::start(answer).await;
    read(&format!("{}/mugs/1", stand.base), "127.0.0.0/8", VisitLimits::default()).await
}

fn html(body: impl Into<Vec<u8>>) -> Reply {
    typed("text/html; charset=utf-8", body)
}

fn typed(content_type: &str, body: impl Into<Vec<u8>>) -> Reply {
    Reply::With(200, vec![("content-type", content_type.to_owned())], body.into())
}

fn onward(status: u16, to: &str) -> Reply {
    Reply::With(status, vec![("location", to.to_owned())], vec![])
}

/// The sentence of an order that cannot be fulfilled.
fn refused(outcome: Result<ProductPage, ProviderError>) -> String {
    match outcome {
        Err(ProviderError::Invalid { sentence }) => {
            assert!(sentence.ends_with('.'), "{sentence}");
            sentence
        }
        other => panic!("{other:?}"),
    }
}

/// The sentence of what may work another time.
fn failed(outcome: Result<ProductPage, ProviderError>) -> String {
    match outcome {
        Err(ProviderError::Failed { sentence, .. }) => {
            assert!(sentence.ends_with('.'), "{sentence}");
            sentence
        }
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_page_is_read_and_asked_for_nothing_but_itself() {
    let stand = Stand::start(|_| html(PAGE)).await;
    let url = format!("{}/mugs/1?colour=blue", stand.base);
    let page = read(&url, "127.0.0.0/8", VisitLimits::default()).await.unwrap();
    let expected = ProductPage {
        title: "Travel Mug".into(),
        description: None,
        price: Some("EUR 24.00".into()),
        brand: None,
        pictures: vec![format!("{}/mugs/mug.jpg", stand.base)],
        colours: vec!["#cc6600".parse().unwrap()],
    };
    assert_eq!(page, expected);
    let seen = stand.seen();
    assert_eq!(
        (seen.len(), seen[0].method.as_str(), seen[0].path.as_str()),
        (1, "GET", "/mugs/1?colour=blue")
    );
    assert!(seen[0].headers["accept"].starts_with("text/html"));
    for absent in ["accept-encoding", "cookie", "authorization", "referer"] {
        assert_eq!(seen[0].headers.get(absent), None);
    }
}

#[tokio::test]
async fn a_private_page_is_refused_by_name_and_by_number() {
    let stand = Stand::start(|_| html(PAGE)).await;
    for url in [stand.base.clone(), stand.base.replace("127.0.0.1", "localhost")] {
        let sentence = refused(read(&url, "", VisitLimits::default()).await);
        assert!(sentence.contains("private network"), "{sentence}");
    }
    for url in
        ["", "mug", "ftp://example.com/", "file:///etc/passwd", "javascript:alert(1)", "http://a@b.example/"]
    {
        refused(read(url, "127.0.0.0/8", VisitLimits::default()).await);
    }
    assert!(stand.seen().is_empty());
}

#[tokio::test]
async fn people_may_leave_the_scheme_out() {
    let sentence = failed(read("127.0.0.1:1/mug", "127.0.0.0/8", VisitLimits::default()).await);
    assert!(sentence.contains("cannot be reached"), "{sentence}");
}

#[tokio::test]
async fn redirects_are_followed_and_pictures_belong_to_where_they_end() {
    for status in [301, 302, 303, 307, 308] {
        let page = served(move |seen| match seen.path.as_str() {
            "/mugs/1" => onward(status, "/2"),
            "/2" => onward(status, "3#top"),
            "/3" => onward(status, "?a=b"),
            "/3?a=b" => onward(status, &format!("{}/end/", seen.base)),
            _ => html(PAGE),
        });
        assert!(page.await.unwrap().pictures[0].ends_with("/end/mug.jpg"), "{status}");
    }
}

#[tokio::test]
async fn a_redirect_leads_nowhere_that_an_address_would_not() {
    for to in [
        "http://10.0.0.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://[::1]:8080/",
        "//192.168.0.1/",
    ] {
        let sentence = refused(served(move |_| onward(302, to)).await);
        assert!(sentence.contains("private network"), "{to}: {sentence}");
    }
    for to in ["file:///etc/passwd", "ftp://example.com/", "data:text/html,hello", "http://a:b@example.com/"]
    {
        let sentence = refused(served(move |_| onward(302, to)).await);
        assert!(sentence.contains("is not called"), "{to}: {sentence}");
    }
}

#[tokio::test]
async fn a_circle_and_an_endless_way_are_left() {
    let circle = |seen: &Seen| onward(302, if seen.path == "/mugs/1" { "/2" } else { "/mugs/1#again" });
    assert!(refused(served(circle).await).contains("back to itself"));
    assert!(refused(served(|_| onward(302, "#")).await).contains("back to itself"));
    let endless = Stand::start(|seen| onward(302, &format!("{}x", seen.path))).await;
    assert!(refused(read(&endless.base, "127.0.0.0/8", VisitLimits::default()).await).contains("too often"));
    assert_eq!(endless.seen().len(), 5, "the page and four more");
}

#[tokio::test]
async fn a_redirect_may_change_to_encryption() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let to = format!("https://{}/", listener.local_addr().unwrap());
    let first_byte = tokio::spawn(async move { listener.accept().await.unwrap().0.read_u8().await.unwrap() });
    let sentence = failed(served(move |_| onward(301, &to)).await);
    assert!(sentence.contains("cannot be reached"), "{sentence}");
    assert_eq!(first_byte.await.unwrap(), 22, "a handshake of TLS");
}

#[tokio::test]
async fn each_status_says_what_to_do() {
    let answered = |status| served(move |_| Reply::With(status, vec![], PAGE.into()));
    assert_eq!(refused(answered(404).await), "This page answered 404. Check the address.");
    for status in [304, 400, 410, 418] {
        assert!(refused(answered(status).await).ends_with("Check the address."), "{status}");
    }
    for status in [401, 403, 451] {
        assert!(refused(answered(status).await).contains("does not let programs read it"), "{status}");
    }
    for status in [429, 500, 503] {
        assert!(failed(answered(status).await).contains("Try again later"), "{status}");
    }
    // A redirect that leads nowhere is no page either.
    refused(answered(302).await);
}

#[tokio::test]
async fn only_pages_are_read() {
    for kind in ["image/png", "application/json", "text/plain", "text/htmlx", ""] {
        assert!(refused(served(move |_| typed(kind, PAGE)).await).contains("web page"), "{kind}");
    }
    assert!(refused(served(|_| Reply::With(200, vec![], PAGE.into())).await).contains("web page"));
    for kind in ["TEXT/HTML", "application/xhtml+xml;charset=utf-8"] {
        assert!(served(move |_| typed(kind, PAGE)).await.is_ok(), "{kind}");
    }
    assert!(refused(served(|_| html("<p>hello</p>")).await).contains("does not say what it is about"));
}

#[tokio::test]
async fn what_is_packed_is_not_unpacked() {
    let mut packer = GzEncoder::new(Vec::new(), Compression::best());
    packer.write_all(PAGE.as_bytes()).unwrap();
    packer.write_all(&vec![b' '; 20_000_000]).unwrap();
    let bomb = packer.finish().unwrap();
    let silent = bomb.clone();
    let sentence = refused(served(move |_| html(silent.clone())).await);
    assert!(sentence.contains("cannot be read as text"), "{sentence}");
    let said = move |_: &Seen| {
        let headers = vec![("content-type", "text/html".into()), ("content-encoding", "gzip".into())];
        Reply::With(200, headers, bomb.clone())
    };
    assert!(refused(served(said).await).contains("compressed"));
}

#[tokio::test]
async fn what_comes_after_the_limit_is_not_read() {
    let limits = VisitLimits { bytes_max: PAGE.len() + 1000, ..VisitLimits::default() };
    let endless = |_: &Seen| {
        let head = b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\n\r\n".to_vec();
        // The pause after these pieces is longer than reading may take: nobody waits for what follows.
        let body = [
            PAGE.as_bytes().to_vec(),
            vec![b' '; 5000],
            b"<meta property=og:image content=/late.jpg>".to_vec(),
        ];
        Reply::Raw(std::iter::once([head, body.concat()].concat()).collect(), Duration::from_secs(600))
    };
    let stand = Stand::start(endless).await;
    let page = read(&stand.base, "127.0.0.0/8", limits).await.unwrap();
    assert_eq!(page.pictures, [format!("{}/mug.jpg", stand.base)]);
    let all =
        served(|_| html([PAGE, &" ".repeat(5000), "<meta property=og:image content=/late.jpg>"].concat()));
    assert_eq!(all.await.unwrap().pictures.len(), 2);
}

#[tokio::test]
async fn a_slow_drip_and_silence_end_in_time() {
    let limits = VisitLimits { time_max: Duration::from_millis(300), ..VisitLimits::default() };
    let drip = |_: &Seen| {
        let head = b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\n\r\n<title>Mug</title>".to_vec();
        let drops = std::iter::repeat_n(b" ".to_vec(), 10_000);
        Reply::Raw(std::iter::once(head).chain(drops).collect(), Duration::from_millis(20))
    };
    let slow_way = |seen: &Seen| {
        let location = format!("location: {}x\r\ncontent-length: 0\r\n\r\n", seen.path);
        Reply::Raw(vec![b"HTTP/1.1 302 X\r\n".to_vec(), location.into()], Duration::from_millis(200))
    };
    let stands =
        [Stand::start(drip).await, Stand::start(|_| Reply::Hang).await, Stand::start(slow_way).await];
    for stand in stands {
        let sentence = failed(read(&stand.base, "127.0.0.0/8", limits).await);
        assert!(sentence.contains("too long"), "{sentence}");
    }
}

#[tokio::test]
async fn what_breaks_may_work_another_time() {
    assert!(
        failed(read(&nobody().await, "127.0.0.0/8", VisitLimits::default()).await)
            .contains("cannot be reached")
    );
    assert!(failed(served(|_| Reply::Close).await).contains("cannot be reached"));
    let cut = |_: &Seen| {
        let head =
            b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 5000\r\n\r\n<title>Mug".to_vec();
        Reply::Raw(vec![head], Duration::ZERO)
    };
    assert!(failed(served(cut).await).contains("broke off"));
}

#[tokio::test]
async fn the_charset_is_the_senders_or_the_pages_own() {
    let cases: [(&str, &[u8], &str); 4] = [
        ("text/html; charset=\"ISO-8859-1\"", b"<title>Caf\xe9</title>", "Café"),
        ("text/html", b"<meta charset=shift_jis><title>\x8d\x67\x92\x83</title>", "紅茶"),
        ("text/html; charset=no-such", "<title>Café</title>".as_bytes(), "Café"),
        ("text/html", b"\xff\xfe<\0t\0i\0t\0l\0e\0>\0M\0u\0g\0<\0/\0t\0i\0t\0l\0e\0>\0", "Mug"),
    ];
    for (kind, body, title) in cases {
        assert_eq!(served(move |_| typed(kind, body)).await.unwrap().title, title, "{kind}");
    }
}
