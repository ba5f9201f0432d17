//! Counts what the test runners report, so that the last line of `cargo xtask test` can say it in one sentence.

use crate::shell;
use anyhow::{Context, Result, bail};
use std::io::{BufRead, BufReader, Read};
use std::process::{Command, Stdio};
use std::thread;

/// Tests that passed and failed, over all runners.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Tally {
    pub passed: u32,
    pub failed: u32,
}

impl Tally {
    /// Runs a test runner, shows its output as it comes, and adds what it counted.
    pub fn run(&mut self, command: &mut Command) -> Result<()> {
        let line = shell::line(command);
        let mut child = command
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .with_context(|| format!("`{line}` did not start"))?;
        let readers = [child.stdout.take().map(follow), child.stderr.take().map(follow)];
        for reader in readers.into_iter().flatten() {
            self.add(reader.join().unwrap_or_default());
        }
        let status = child.wait()?;
        if !status.success() {
            bail!("`{line}` ended with {status}");
        }
        Ok(())
    }

    fn add(&mut self, other: Tally) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

fn follow(output: impl Read + Send + 'static) -> thread::JoinHandle<Tally> {
    thread::spawn(move || {
        let mut tally = Tally::default();
        for line in BufReader::new(output).split(b'\n').map_while(Result::ok) {
            let line = String::from_utf8_lossy(&line);
            println!("{line}");
            tally.add(count(&line));
        }
        tally
    })
}

/// What a summary line says: cargo's `test result: ok. 3 passed; 0 failed`, nextest's `Summary […] 5 tests run: 4
/// passed, 1 failed`, Playwright's `  7 passed (12.0s)`, Node's `ℹ pass 9` and `ℹ fail 0`. Every other line says nothing.
fn count(line: &str) -> Tally {
    if let Some(words) = line.strip_prefix("ℹ ") {
        let after =
            |word: &str| words.strip_prefix(word).and_then(|rest| rest.trim().parse().ok()).unwrap_or(0);
        return Tally { passed: after("pass "), failed: after("fail ") };
    }
    // Nextest repeats, moved in, what a failed test said of itself; its summary counts that test already.
    let from_cargo = line.starts_with("test result:") || line.trim_start().starts_with("Summary [");
    let before = |word: &str| {
        let words: Vec<&str> = line.split_whitespace().collect();
        let found = words.windows(2).find(|pair| pair[1].trim_end_matches([',', ';']) == word);
        found.and_then(|pair| pair[0].parse::<u32>().ok()).unwrap_or(0)
    };
    let from_playwright = line.split_whitespace().count() <= 3
        && line.trim_start().chars().next().is_some_and(|first| first.is_ascii_digit());
    if from_cargo || from_playwright {
        Tally { passed: before("passed"), failed: before("failed") }
    } else {
        Tally::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_summary_of_each_runner_and_nothing_else() {
        let tally = |passed, failed| Tally { passed, failed };
        assert_eq!(count("test result: ok. 3 passed; 1 failed; 0 ignored; finished in 0.1s"), tally(3, 1));
        assert_eq!(count("    test result: FAILED. 0 passed; 1 failed; 0 ignored"), tally(0, 0));
        assert_eq!(
            count("     Summary [   1.204s] 5 tests run: 4 passed (1 slow), 1 failed, 2 skipped"),
            tally(4, 1)
        );
        assert_eq!(count("  7 passed (12.0s)"), tally(7, 0));
        assert_eq!(count("  2 failed"), tally(0, 2));
        assert_eq!(count("ℹ pass 9"), tally(9, 0));
        assert_eq!(count("ℹ fail 1"), tally(0, 1));
        assert_eq!(count("ℹ tests 10"), tally(0, 0));
        assert_eq!(count("the story of 3 passed tests that 2 failed"), tally(0, 0));
    }
}
