//! The steps of one command: each is named before it starts, timed, and shown in a table at the end.

use anyhow::{Context, Result};
use std::time::{Duration, Instant};

/// The steps taken so far.
pub struct Steps {
    started: Instant,
    rows: Vec<Row>,
}

struct Row {
    name: String,
    took: Duration,
    passed: bool,
}

impl Steps {
    /// Starts the clock of a command.
    pub fn start() -> Steps {
        Steps { started: Instant::now(), rows: Vec::new() }
    }

    /// Takes one step. When it fails, the table shows which, and the error carries its name.
    pub fn step<T>(&mut self, name: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
        println!("\n==> {name}");
        let started = Instant::now();
        let result = work();
        let row = Row { name: name.to_owned(), took: started.elapsed(), passed: result.is_ok() };
        println!("    {name}: {:.1} s", row.took.as_secs_f64());
        self.rows.push(row);
        if result.is_err() {
            self.print_table();
        }
        result.with_context(|| format!("the step \"{name}\" failed"))
    }

    /// Shows every step with its seconds, and all of them together.
    pub fn print_table(&self) {
        let widest = self.rows.iter().map(|row| row.name.chars().count()).max().unwrap_or(0).max(5);
        println!("\n{:widest$}  seconds", "step");
        for row in &self.rows {
            let note = if row.passed { "" } else { "  failed" };
            println!("{:widest$}  {:>7.1}{note}", row.name, row.took.as_secs_f64());
        }
        println!("{:widest$}  {:>7.1}", "all", self.started.elapsed().as_secs_f64());
    }
}
