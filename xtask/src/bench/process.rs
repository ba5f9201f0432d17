//! What a child process used: wall and CPU seconds, highest memory. Read from Linux's `/proc`; zero elsewhere.

use crate::shell;
use anyhow::{Context, Result, bail};
use std::fs;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// Ticks in a second in `/proc/PID/stat`: Linux has the same figure on every machine.
const TICKS_PER_SECOND: f64 = 100.0;

/// One run of a program.
pub struct Used {
    pub wall_s: f64,
    pub cpu_s: f64,
    pub peak_mib: u64,
    /// What it wrote on standard output.
    pub output: String,
}

/// Runs a program to its end and measures it.
pub fn measure(command: &mut Command) -> Result<Used> {
    let line = shell::line(command);
    let started = Instant::now();
    let mut child =
        command.stdout(Stdio::piped()).spawn().with_context(|| format!("`{line}` did not start"))?;
    let mut output = child.stdout.take().context("no standard output")?;
    let reader = thread::spawn(move || std::io::read_to_string(&mut output).unwrap_or_default());
    let mut peak_kib = 0;
    // A child that ended but was not waited for still has its times, so they are read then.
    while cfg!(target_os = "linux") && !has_ended(child.id()) {
        peak_kib = status_kib(child.id(), "VmHWM:").max(peak_kib);
        thread::sleep(Duration::from_millis(5));
    }
    let (wall_s, cpu_s) = (started.elapsed().as_secs_f64(), cpu_seconds(child.id()));
    let status = child.wait()?;
    if !status.success() {
        bail!("`{line}` ended with {status}");
    }
    let output = reader.join().unwrap_or_default();
    Ok(Used { wall_s, cpu_s, peak_mib: peak_kib / 1024, output })
}

/// A figure in KiB from `/proc/PID/status`.
pub fn status_kib(process: u32, name: &str) -> u64 {
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(name));
    line.and_then(|figure| figure.split_whitespace().next()?.parse().ok()).unwrap_or(0)
}

fn has_ended(process: u32) -> bool {
    stat(process).is_none_or(|fields| fields.first().is_none_or(|state| state == "Z"))
}

fn cpu_seconds(process: u32) -> f64 {
    let Some(fields) = stat(process) else { return 0.0 };
    let ticks = fields.iter().skip(11).take(2).filter_map(|ticks| ticks.parse::<f64>().ok());
    ticks.sum::<f64>() / TICKS_PER_SECOND
}

/// The fields of `/proc/PID/stat` from the state on: the name before it may hold anything.
fn stat(process: u32) -> Option<Vec<String>> {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    let (_, fields) = stat.rsplit_once(") ")?;
    Some(fields.split_whitespace().map(str::to_owned).collect())
}
