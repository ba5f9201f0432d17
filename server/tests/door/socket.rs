//! The WebSocket by which pages follow an execution, spoken by hand.

use crate::person::Person;
use std::{
    io::{Read, Write},
    net::TcpStream,
    time::Duration,
};

/// Asks to watch an execution; the status of the answer, and what was said until it was quiet.
pub fn watch(who: &Person, execution: &str) -> (u16, String) {
    let host = who.url().trim_start_matches("http://").to_owned();
    let mut stream = TcpStream::connect(&host).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
    let mut request = format!(
        "GET /rpc/watch_execution HTTP/1.1\r\nHost: {host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\
         Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-Fetch-Site: same-origin\r\n"
    );
    for (name, value) in who.credentials() {
        request.push_str(&format!("{name}: {value}\r\n"));
    }
    stream.write_all(format!("{request}\r\n").as_bytes()).unwrap();
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        stream.read_exact(&mut byte).unwrap();
        head.push(byte[0]);
    }
    let head = String::from_utf8_lossy(&head).into_owned();
    let status: u16 = head.split_whitespace().nth(1).unwrap().parse().unwrap();
    if status != 101 {
        return (status, String::new());
    }
    stream.write_all(&frame(format!("{{\"execution\":\"{execution}\",\"after\":0}}").as_bytes())).unwrap();
    let mut heard = Vec::new();
    let mut bytes = [0; 4096];
    // The server ends the stream with the execution, or where there is nothing to tell.
    while let Ok(read) = stream.read(&mut bytes) {
        heard.extend_from_slice(&bytes[..read]);
        if read == 0 || heard.windows(11).any(|window| window == b"\"completed\"") {
            break;
        }
    }
    (status, String::from_utf8_lossy(&heard).into_owned())
}

/// One masked binary frame; the first byte of what it carries says that all is well.
fn frame(payload: &[u8]) -> Vec<u8> {
    let payload = [&[0], payload].concat();
    let length = u8::try_from(payload.len()).unwrap();
    assert!(length < 126);
    let mask = [7, 11, 13, 17];
    let masked = payload.iter().zip(mask.iter().cycle()).map(|(byte, mask)| byte ^ mask);
    [0x82, 0x80 | length].into_iter().chain(mask).chain(masked).collect()
}
