//! A private PostgreSQL for the tests: made in a temporary folder on a free port, and gone with the value that holds
//! it. For tests it waits for no disk, since it keeps nothing for long.

use crate::shell;
use anyhow::{Context, Result, bail};
use std::fs::{self, File};
use std::net::{Ipv4Addr, TcpListener};
use std::os::unix::fs::chown;
use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant, SystemTime};
use std::{env, thread};

/// Where tests look for the address of a cluster in which they may make databases.
pub const ADDRESS: &str = "PITCHREEL_TEST_POSTGRES";

const STARTS_WITHIN: Duration = Duration::from_secs(60);
const SETTINGS: &[&str] = &[
    "listen_addresses=127.0.0.1",
    "unix_socket_directories=",
    "max_connections=400",
    "shared_buffers=128MB",
];
/// Nothing of it must survive the machine.
const FORGETFUL: &[&str] = &["fsync=off", "full_page_writes=off"];

/// A running cluster. When it is dropped, it ends, and its folder goes.
pub struct Cluster {
    folder: PathBuf,
    server: Option<Child>,
    port: u16,
}

impl Cluster {
    /// Makes a cluster for tests and waits until it takes connections.
    pub fn start() -> Result<Cluster> {
        Cluster::with(FORGETFUL)
    }

    /// One that writes to the disk as one that is used does.
    pub fn durable() -> Result<Cluster> {
        Cluster::with(&[])
    }

    fn with(more: &[&str]) -> Result<Cluster> {
        let owner = owner()?;
        let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port();
        let has = |folder: &PathBuf| ["initdb", "postgres"].iter().all(|name| folder.join(name).is_file());
        let programs = folders().into_iter().find(has).context("there is no PostgreSQL here")?;
        let now = SystemTime::UNIX_EPOCH.elapsed()?.as_nanos();
        let folder = env::temp_dir().join(format!("pitchreel-postgres-{}-{now}", std::process::id()));
        fs::create_dir(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
        let mut cluster = Cluster { folder, server: None, port };
        if let Some((user, group)) = owner {
            chown(&cluster.folder, Some(user), Some(group))?;
        }
        let command = |program: &str| {
            let mut command = shell::command(programs.join(program));
            command.current_dir(&cluster.folder).args(["-D", "data"]);
            if let Some((user, group)) = owner {
                command.uid(user).gid(group);
            }
            command
        };
        let initdb = ["-A", "trust", "-U", "postgres", "--no-sync", "-E", "UTF8", "--locale=C"];
        shell::capture(command("initdb").args(initdb))?;
        let log = File::create(cluster.folder.join("log"))?;
        let mut postgres = command("postgres");
        postgres.args(["-p", &port.to_string()]);
        postgres.args(SETTINGS.iter().chain(more).flat_map(|setting| ["-c", setting]));
        postgres.stdin(Stdio::null()).stdout(log.try_clone()?).stderr(log);
        cluster.server = Some(postgres.spawn().context("postgres did not start")?);
        cluster.wait_until_ready()?;
        Ok(cluster)
    }

    /// Without the name of a database.
    pub fn address(&self) -> String {
        format!("postgres://postgres@127.0.0.1:{}", self.port)
    }

    /// Its process file says `ready` once it takes connections; `pg_ctl` waits for the same word.
    fn wait_until_ready(&mut self) -> Result<()> {
        let started = Instant::now();
        let file = self.folder.join("data/postmaster.pid");
        while !fs::read_to_string(&file).is_ok_and(|text| text.lines().any(|line| line.trim() == "ready")) {
            let ended = self.server.as_mut().map(Child::try_wait).transpose()?.flatten();
            if ended.is_some() || started.elapsed() > STARTS_WITHIN {
                let log = fs::read_to_string(self.folder.join("log")).unwrap_or_default();
                bail!("PostgreSQL did not start; it says:\n{log}");
            }
            thread::sleep(Duration::from_millis(20));
        }
        Ok(())
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        if let Some(server) = &mut self.server {
            // On SIGQUIT it ends its own processes and frees its shared memory at once, which SIGKILL would not let it.
            let quit = format!("kill -QUIT {}", server.id());
            let told = Command::new("sh").args(["-c", &quit]).status().is_ok_and(|status| status.success());
            let _ended = if told { server.wait().map(|_| ()) } else { server.kill() };
        }
        let _gone = fs::remove_dir_all(&self.folder);
    }
}

/// The folders that may hold PostgreSQL's programs: Debian keeps them where no `PATH` looks, a folder for each version.
pub fn folders() -> Vec<PathBuf> {
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    shell::search_path().into_iter().chain(versions.map(|version| version.path().join("bin"))).collect()
}

/// PostgreSQL refuses to be root, so as root it runs as the user whom its package made: that user's id and group.
fn owner() -> Result<Option<(u32, u32)>> {
    let id = |arguments: &[&str]| shell::capture(shell::command("id").args(arguments));
    if id(&["-u"])? != "0" {
        return Ok(None);
    }
    let (user, group) = (id(&["-u", "postgres"])?, id(&["-g", "postgres"])?);
    Ok(Some((user.parse()?, group.parse()?)))
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_cluster_answers_and_leaves_nothing_behind() -> anyhow::Result<()> {
        let cluster = super::Cluster::start()?;
        let (folder, port) = (cluster.folder.clone(), cluster.port);
        std::net::TcpStream::connect(("127.0.0.1", port))?;
        drop(cluster);
        assert!(!folder.exists() && std::net::TcpStream::connect(("127.0.0.1", port)).is_err());
        Ok(())
    }
}
