//! `cargo xtask battery`: the long form of the tests named `battery`, which break the engine and the store in every
//! way that they know, on both databases. `cargo xtask test` runs their short form.

use crate::check;
use crate::postgres::{self, Cluster};
use crate::setup;
use crate::shell;
use crate::steps::Steps;
use crate::tally::Tally;
use crate::workspace::Workspace;
use anyhow::Result;

/// Tells those tests how long to go on: `full` or `soak:SECONDS`; without it they are short.
const LENGTH: &str = "PITCHREEL_BATTERY";
/// Those that go on with new accidents for as long as they are told to, on each database: all at once, so that a soak
/// is as long as it was asked to be.
const ENDLESS: [&str; 2] = ["schedules::", "seeds::"];
const ENDLESS_AT_ONCE: &str = "4";

/// Sets up, then runs them at full length; or those that never end by themselves, for so many seconds.
///
/// They are built with the features that every other step builds with, so that one tree serves them all, and run by a
/// profile of nextest that ends no test for being long.
pub fn battery(workspace: &Workspace, steps: &mut Steps, soak: Option<u64>) -> Result<()> {
    setup::room::make(workspace)?;
    setup::ensure(workspace, steps, setup::FOR_BATTERY)?;
    let cluster = steps.step("start PostgreSQL", Cluster::start)?;
    let mut tally = Tally::default();
    let result = steps.step("battery", || {
        let mut cargo = shell::command("cargo");
        let with_nextest = shell::find("cargo-nextest").is_some();
        cargo.args(if with_nextest { &["nextest", "run"][..] } else { &["test"][..] });
        cargo.args(check::NATIVE).args(["--test", "battery", "--no-fail-fast"]);
        if with_nextest {
            cargo.args(["--profile", "battery"]);
        }
        cargo.arg("--");
        if soak.is_some() {
            cargo.args(ENDLESS);
            cargo.env("NEXTEST_TEST_THREADS", ENDLESS_AT_ONCE).env("RUST_TEST_THREADS", ENDLESS_AT_ONCE);
        }
        let length = soak.map_or_else(|| "full".to_owned(), |seconds| format!("soak:{seconds}"));
        cargo.env(LENGTH, length).env(postgres::ADDRESS, cluster.address());
        tally.run(cargo.current_dir(&workspace.root))
    });
    println!("\n{} passed, {} failed", tally.passed, tally.failed);
    result
}

/// `90s`, `60m` or `2h` as seconds.
pub fn soak_seconds(text: &str) -> Result<u64, String> {
    let units = [("s", 1), ("m", 60), ("h", 3600)];
    let read = units.into_iter().find_map(|(unit, seconds)| {
        let number: u64 = text.strip_suffix(unit)?.parse().ok()?;
        number.checked_mul(seconds).filter(|seconds| *seconds > 0)
    });
    read.ok_or_else(|| "a duration is written like 90s, 60m or 2h".to_owned())
}

#[cfg(test)]
mod tests {
    use super::soak_seconds;

    #[test]
    fn a_soak_is_as_long_as_it_is_written() {
        assert_eq!(soak_seconds("90s"), Ok(90));
        assert_eq!(soak_seconds("60m"), Ok(3600));
        assert_eq!(soak_seconds("2h"), Ok(7200));
        for wrong in ["", "60", "0m", "-1m", "1d", "99999999999999999999s", "18446744073709551615h"] {
            assert!(soak_seconds(wrong).is_err(), "{wrong:?}");
        }
    }
}
