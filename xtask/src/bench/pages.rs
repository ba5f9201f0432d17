//! `bench pages`: what the first page weighs, and how fast it is served.

use super::http::{Answer, Connection};
use super::server::Server;
use crate::workspace::Workspace;
use anyhow::{Context, Result, ensure};
use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::thread;
use std::time::{Duration, Instant};

/// What the first page may send in all, with brotli.
const MOST_BYTES: usize = 250_000;

/// Serves from fresh data and measures the page that a stranger sees first.
pub fn bench(workspace: &Workspace, seconds: u64, connections: usize) -> Result<()> {
    let server = Server::start(workspace)?;
    let (idle_mib, _) = server.memory_mib();
    let page = first_page(server.address)?;
    println!("\nfirst page: http://{}{page}", server.address);
    weigh(server.address, &page)?;
    let times = load(server.address, &page, Duration::from_secs(seconds), connections)?;
    let rate = times.len() as f64 / seconds as f64;
    println!("\n{rate:.0} pages/s over {connections} connections in {seconds} s");
    let first_bytes = sorted(times.iter().map(|time| time.first_byte_ms));
    let wholes = sorted(times.iter().map(|time| time.whole_ms));
    println!("time to first byte  p50 {:.1} ms  p99 {:.1} ms", at(&first_bytes, 0.5), at(&first_bytes, 0.99));
    println!("whole page          p50 {:.1} ms  p99 {:.1} ms", at(&wholes, 0.5), at(&wholes, 0.99));
    println!("memory              {idle_mib} MiB idle, {} MiB at most", server.memory_mib().1);
    Ok(())
}

/// Follows `/` to the page that is shown.
fn first_page(address: SocketAddr) -> Result<String> {
    let mut path = "/".to_owned();
    for _ in 0..5 {
        let answer = Connection::open(address)?.get(&path, "identity")?;
        match answer.header("location") {
            Some(next) => path = next.trim_start_matches(&format!("http://{address}")).to_owned(),
            None => return Ok(path),
        }
    }
    anyhow::bail!("the first page sends on and on")
}

/// Shows the bytes of the page and of all that it asks for at once, in each encoding.
fn weigh(address: SocketAddr, page: &str) -> Result<()> {
    let mut connection = Connection::open(address)?;
    let html = connection.get(page, "identity")?;
    let parts = parts_of(&String::from_utf8_lossy(&html.body));
    println!("\n{:>9} {:>9} {:>9}  bytes sent as they are, gzip, brotli", "identity", "gzip", "brotli");
    let mut all = [0; 3];
    for path in std::iter::once(page.to_owned()).chain(parts) {
        let mut sizes = [0; 3];
        for (size, encoding) in sizes.iter_mut().zip(["identity", "gzip", "br"]) {
            let answer = connection.get(&path, encoding)?;
            ensure!(answer.status == 200, "{path} answers {}", answer.status);
            *size = answer.body.len();
        }
        println!("{:>9} {:>9} {:>9}  {path}", sizes[0], sizes[1], sizes[2]);
        all.iter_mut().zip(sizes).for_each(|(all, size)| *all += size);
    }
    println!("{:>9} {:>9} {:>9}  all", all[0], all[1], all[2]);
    ensure!(
        all[2] <= MOST_BYTES,
        "the first page sends {} bytes with brotli; {MOST_BYTES} is the most",
        all[2]
    );
    Ok(())
}

/// Every local file that the page's HTML names and a browser fetches at once: scripts, WASM, styles, fonts, pictures.
fn parts_of(html: &str) -> BTreeSet<String> {
    let fetched = |path: &&str| {
        let end = path.split(['?', '#']).next().and_then(|path| path.rsplit_once('.')).map(|(_, end)| end);
        path.starts_with('/')
            && matches!(end, Some("js" | "wasm" | "css" | "woff2" | "svg" | "webp" | "png" | "ico"))
    };
    html.split(['"', '\'']).filter(fetched).map(str::to_owned).collect()
}

struct Time {
    first_byte_ms: f64,
    whole_ms: f64,
}

fn load(address: SocketAddr, page: &str, length: Duration, connections: usize) -> Result<Vec<Time>> {
    let end = Instant::now() + length;
    thread::scope(|scope| {
        let askers: Vec<_> =
            (0..connections).map(|_| scope.spawn(move || ask_until(address, page, end))).collect();
        let mut times = Vec::new();
        for asker in askers {
            times.extend(asker.join().ok().context("a connection broke")??);
        }
        Ok(times)
    })
}

fn ask_until(address: SocketAddr, page: &str, end: Instant) -> Result<Vec<Time>> {
    let mut connection = Connection::open(address)?;
    let mut times = Vec::new();
    while Instant::now() < end {
        let asked = Instant::now();
        let Answer { status, first_byte, .. } = connection.get(page, "br")?;
        ensure!(status == 200, "the page answers {status}");
        let milliseconds = |time: Duration| time.as_secs_f64() * 1000.0;
        times.push(Time { first_byte_ms: milliseconds(first_byte), whole_ms: milliseconds(asked.elapsed()) });
    }
    Ok(times)
}

fn sorted(times: impl Iterator<Item = f64>) -> Vec<f64> {
    let mut times: Vec<f64> = times.collect();
    times.sort_by(f64::total_cmp);
    times
}

/// The value that this share of the sorted values does not pass.
fn at(sorted: &[f64], share: f64) -> f64 {
    let index = (sorted.len() as f64 * share) as usize;
    sorted.get(index.min(sorted.len().saturating_sub(1))).copied().unwrap_or(0.0)
}
