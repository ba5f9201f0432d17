//! A running Pitchreel of one test's own.

use crate::person::Person;
use std::{
    fs::File,
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};
use tempfile::TempDir;

pub const BINARY: &str = env!("CARGO_BIN_EXE_pitchreel");

/// Where the log of one goes whose log is read.
const LOG: &str = "log";

pub struct TestApp {
    process: Child,
    pub url: String,
    settings: Vec<(&'static str, String)>,
    data: TempDir,
}

impl TestApp {
    pub fn start() -> Self {
        Self::with(&[])
    }

    pub fn with(settings: &[(&'static str, &str)]) -> Self {
        Self::open(settings, |_| Stdio::inherit())
    }

    /// One whose log goes there, until it is started again.
    pub fn logging_to(settings: &[(&'static str, &str)], log: Stdio) -> Self {
        Self::open(settings, |_| log)
    }

    /// One whose log the test reads.
    pub fn logging(settings: &[(&'static str, &str)]) -> Self {
        Self::open(settings, |data| File::create(data.join(LOG)).unwrap().into())
    }

    fn open(settings: &[(&'static str, &str)], log: impl FnOnce(&Path) -> Stdio) -> Self {
        let data = tempfile::tempdir().unwrap();
        let log = log(data.path());
        let settings: Vec<_> = settings.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
        let (process, url) = launch(data.path(), &settings, log);
        TestApp { process, url, settings, data }
    }

    /// Ends the process, and gives everything that it logged.
    pub fn into_log(mut self) -> String {
        self.stop();
        std::fs::read_to_string(self.data.path().join(LOG)).unwrap()
    }

    /// Ends the process as a power cut would, and starts it again on the same data.
    pub fn kill_and_restart(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
        (self.process, self.url) = launch(self.data.path(), &self.settings, Stdio::inherit());
    }

    /// Starts the process again after it was stopped.
    pub fn start_again(&mut self) {
        (self.process, self.url) = launch(self.data.path(), &self.settings, Stdio::inherit());
    }

    /// Asks the process to end, and waits until it has.
    pub fn stop(&mut self) -> std::process::ExitStatus {
        self.ask_to_stop();
        self.process.wait().unwrap()
    }

    /// Asks the process to end.
    pub fn ask_to_stop(&self) {
        let pid = self.process.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &pid]).status().unwrap().success());
    }

    /// Lets no file of the process grow beyond this many bytes, as a full disk would; `None` lifts it.
    pub fn limit_files(&self, bytes: Option<u64>) {
        let limit = bytes.map_or("unlimited".to_owned(), |bytes| bytes.to_string());
        let pid = self.process.id().to_string();
        let arguments = ["--pid", &pid, &format!("--fsize={limit}:")];
        assert!(Command::new("prlimit").args(arguments).status().unwrap().success());
    }

    /// Bytes of memory that the process has now.
    pub fn memory(&self) -> u64 {
        self.memory_of("VmRSS:")
    }

    /// The most that it had since the peak was forgotten.
    pub fn peak_memory(&self) -> u64 {
        self.memory_of("VmHWM:")
    }

    pub fn forget_peak_memory(&self) {
        std::fs::write(format!("/proc/{}/clear_refs", self.process.id()), "5").unwrap();
    }

    fn memory_of(&self, line: &str) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.process.id())).unwrap();
        let found = status.lines().find_map(|status| status.strip_prefix(line)).unwrap();
        found.trim().strip_suffix(" kB").unwrap().parse::<u64>().unwrap() << 10
    }

    /// How the process ends.
    pub fn end(&mut self) -> std::process::ExitStatus {
        self.process.wait().unwrap()
    }

    /// Another command on the same data.
    pub fn command(&self) -> Command {
        let mut command = pitchreel(self.data.path());
        command.envs(self.settings.iter().cloned());
        command
    }

    /// What this installation keeps.
    pub fn data_dir(&self) -> PathBuf {
        self.data.path().join("data")
    }

    /// A program with a key of this account, as the operator hands it out.
    pub fn program(&self, email: &str) -> Person {
        let made = self.command().args(["key", "add", email, "--name", "a program"]).output().unwrap();
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        let key = String::from_utf8(made.stdout).unwrap();
        assert_eq!(key.lines().count(), 1, "{key}");
        self.stranger().with_key(key.trim())
    }

    /// Somebody with no account and their own cookies.
    pub fn stranger(&self) -> Person {
        Person::new(&self.url)
    }

    /// Somebody who has just signed up.
    pub fn person(&self, email: &str) -> Person {
        let person = self.stranger();
        let answer = person.sign_up(email, "a long enough password");
        assert_eq!(answer.status, 200, "{}", answer.text);
        person
    }
}

impl Drop for TestApp {
    fn drop(&mut self) {
        // Already gone where a test stopped it.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// The binary with nothing of this machine's settings, keeping everything in `data`.
pub fn pitchreel(data: &Path) -> Command {
    let mut command = Command::new(BINARY);
    command
        .env_clear()
        .env("PATH", std::env::var("PATH").unwrap_or_default())
        .env("PITCHREEL_ENV_FILE", "")
        .env("DATA_DIR", data.join("data"))
        .current_dir(data);
    command
}

fn launch(data: &Path, settings: &[(&'static str, String)], log: Stdio) -> (Child, String) {
    let mut command = pitchreel(data);
    // cargo-leptos does not say what to do while it watches.
    if !settings.iter().any(|(name, _)| *name == "LEPTOS_WATCH") {
        command.arg("serve");
    }
    let mut process = command
        .envs([
            ("LEPTOS_SITE_ADDR", "127.0.0.1:0"),
            ("RENDER_QUALITY", "draft"),
            ("RUST_LOG", "warn"),
            ("RATE_LIMIT", "100000/15m"),
        ])
        .envs(settings.iter().cloned())
        .stdout(Stdio::piped())
        .stderr(log)
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(process.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let url = line.trim().rsplit(' ').next().unwrap().to_owned();
    assert!(url.starts_with("http://"), "it did not say where it listens: {line:?}");
    (process, url)
}
