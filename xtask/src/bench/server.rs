//! A release server of its own for a measurement: free port, fresh data, gone afterwards.

use super::process;
use crate::shell;
use crate::workspace::{Profile, Workspace};
use anyhow::{Context, Result, bail};
use std::fs;
use std::io::Write;
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Stdio};
use std::thread;
use std::time::{Duration, Instant};

const LONGEST_START: Duration = Duration::from_secs(30);

/// Ends, with its data, when it is dropped.
pub struct Server {
    child: Child,
    data: PathBuf,
    pub address: SocketAddr,
}

impl Server {
    /// Starts it and waits until it takes connections.
    pub fn start(workspace: &Workspace) -> Result<Server> {
        Server::start_with(workspace, &[])
    }

    /// The same with more settings.
    pub fn start_with(workspace: &Workspace, settings: &[(&str, String)]) -> Result<Server> {
        let address = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?;
        let data = std::env::temp_dir().join(format!("pitchreel-bench-{}", std::process::id()));
        fs::create_dir_all(&data)?;
        let child = shell::command(workspace.binary(Profile::Release))
            .arg("serve")
            .env("LEPTOS_SITE_ROOT", workspace.site(Profile::Release))
            .env("LEPTOS_SITE_ADDR", address.to_string())
            .env("DATA_DIR", &data)
            .env("PITCHREEL_ENV_FILE", "")
            .env("RUST_LOG", "error")
            .envs(settings.iter().map(|(name, value)| (name, value)))
            .stdout(Stdio::null())
            .spawn()
            .context("the server did not start")?;
        let mut server = Server { child, data, address };
        let started = Instant::now();
        while TcpStream::connect(address).is_err() {
            if let Some(status) = server.child.try_wait()? {
                bail!("the server ended with {status}");
            }
            if started.elapsed() > LONGEST_START {
                bail!("the server does not take connections after {} s", LONGEST_START.as_secs());
            }
            thread::sleep(Duration::from_millis(5));
        }
        Ok(server)
    }

    /// A key of a fresh account.
    pub fn key(&self, workspace: &Workspace, email: &str, settings: &[(&str, String)]) -> Result<String> {
        let pitchreel = |arguments: &[&str]| {
            let mut command = shell::command(workspace.binary(Profile::Release));
            command.args(arguments).env("DATA_DIR", &self.data).env("PITCHREEL_ENV_FILE", "");
            command.envs(settings.iter().map(|(name, value)| (name, value)));
            command
        };
        let mut add =
            pitchreel(&["user", "add", email]).stdin(Stdio::piped()).stdout(Stdio::null()).spawn()?;
        add.stdin.take().context("no standard input")?.write_all(b"a long enough password\n")?;
        if !add.wait()?.success() {
            bail!("the account could not be made");
        }
        shell::capture(&mut pitchreel(&["key", "add", email]))
    }

    /// Its memory now, in KiB.
    pub fn memory_kib(&self) -> u64 {
        process::status_kib(self.child.id(), "VmRSS:")
    }

    /// Its memory now and at its highest, in MiB.
    pub fn memory_mib(&self) -> (u64, u64) {
        let id = self.child.id();
        (process::status_kib(id, "VmRSS:") / 1024, process::status_kib(id, "VmHWM:") / 1024)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Nothing is left to do for a server that is already gone, or for data that cannot be removed.
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = fs::remove_dir_all(&self.data);
    }
}
