//! `bench engine`: videos from a prompt, from the order to the webhook, with stand-ins for the services outside. The
//! same load goes on a peer before, in the same run.

use super::server::Server;
use crate::postgres::Cluster;
use crate::shell;
use crate::steps::Steps;
use crate::workspace::Workspace;
use anyhow::{Context, Result};
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Stdio};

/// What one run came to.
struct Run {
    name: &'static str,
    finished_per_s: f64,
    accepted_per_s: f64,
    accept_p99_ms: f64,
    peak_mib: u64,
}

pub fn bench(workspace: &Workspace, steps: &mut Steps, peers: &Path, count: u32) -> Result<()> {
    let peer = steps.step("the peer, tuned", || peer(peers, count))?;
    let postgres = steps.step("ours on PostgreSQL", || {
        let cluster = Cluster::durable()?;
        ours(workspace, peers, count, "ours, PostgreSQL", Some(cluster.address()))
    })?;
    let sqlite = steps.step("ours on SQLite", || ours(workspace, peers, count, "ours, SQLite", None))?;
    println!("\n{count} videos          finished/s  accepted/s  accept p99   memory");
    for run in [&peer, &postgres, &sqlite] {
        println!(
            "{:<20} {:>10.1}  {:>10.1}  {:>7.1} ms  {:>4} MiB",
            run.name, run.finished_per_s, run.accepted_per_s, run.accept_p99_ms, run.peak_mib
        );
    }
    for run in [&postgres, &sqlite] {
        println!(
            "{}: {:.2}x finished, {:.2} of the accept p99 of the peer",
            run.name,
            run.finished_per_s / peer.finished_per_s,
            run.accept_p99_ms / peer.accept_p99_ms
        );
    }
    Ok(())
}

fn peer(peers: &Path, count: u32) -> Result<Run> {
    let mut command = shell::command("bash");
    command.arg(peers.join("run-seed-stack.sh")).args([&count.to_string(), "tuned"]);
    let output = shell::capture(&mut command)?;
    let line = output.lines().last().context("the peer said nothing")?;
    let memory = field(line, "serverRssMiB")? as u64;
    run("the peer, tuned", line, memory)
}

fn ours(
    workspace: &Workspace,
    peers: &Path,
    count: u32,
    name: &'static str,
    postgres: Option<String>,
) -> Result<Run> {
    let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
    let _providers = Ended(
        shell::command("node")
            .arg(peers.join("mock-providers.mjs"))
            .args([&port.to_string(), "0"])
            .stdout(Stdio::null())
            .spawn()
            .context("the stand-ins did not start")?,
    );
    let outside = format!("http://127.0.0.1:{port}");
    let mut settings = vec![
        ("FAL_BASE_URL", outside.clone()),
        ("FAL_KEY", "x".to_owned()),
        ("REPLICATE_BASE_URL", outside.clone()),
        ("REPLICATE_API_TOKEN", "x".to_owned()),
        ("EGRESS_ALLOW", "127.0.0.0/8".to_owned()),
        ("POLL_INTERVAL", "100ms".to_owned()),
        ("RATE_LIMIT", "100000000/1s".to_owned()),
        ("MONTHLY_VIDEO_LIMIT", "10000000".to_owned()),
        ("MONTHLY_COST_LIMIT_USD", "10000000".to_owned()),
        ("SECRET_KEY", "BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc=".to_owned()),
    ];
    settings.extend(postgres.map(|address| ("DATABASE_URL", format!("{address}/postgres"))));
    let server = Server::start_with(workspace, &settings)?;
    let key = server.key(workspace, "bench@example.com", &settings)?;
    let mut load = shell::command("node");
    load.arg(peers.join("load.mjs")).arg(format!("http://{}", server.address));
    load.args(["--key", &key, "--n", &count.to_string(), "--webhook", &format!("{outside}/hook")]);
    let line = shell::capture(&mut load)?;
    let (_, peak) = server.memory_mib();
    run(name, &line, peak)
}

fn run(name: &'static str, line: &str, peak_mib: u64) -> Result<Run> {
    Ok(Run {
        name,
        finished_per_s: field(line, "finishedPerSecond")?,
        accepted_per_s: field(line, "acceptPerSecond")?,
        accept_p99_ms: field(line, "acceptP99ms")?,
        peak_mib,
    })
}

/// A number of a JSON line.
fn field(line: &str, name: &str) -> Result<f64> {
    let place = format!("\"{name}\":");
    let rest = line.split(&place).nth(1).with_context(|| format!("no {name} in {line}"))?;
    let number: String = rest.chars().take_while(|c| c.is_ascii_digit() || *c == '.').collect();
    number.parse().with_context(|| format!("{name} is no number in {line}"))
}

/// A process that ends with the value that holds it.
struct Ended(Child);

impl Drop for Ended {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
