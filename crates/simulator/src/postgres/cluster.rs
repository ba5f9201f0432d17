//! A cluster: either our own, or one that runs already.

use super::{
    CuttableProxy, binaries,
    folder::ClusterFolder,
    server::{Server, Stop},
};
use std::{
    env,
    net::{Ipv4Addr, SocketAddr, TcpListener, ToSocketAddrs},
    path::{Path, PathBuf},
    process::Command,
};

/// Names a server that runs already: `postgres://postgres@127.0.0.1:5432`.
const SHARED: &str = "PITCHREEL_TEST_POSTGRES";

/// What a cluster of ours is started with; what a caller passes comes behind and wins.
const SETTINGS: [&str; 6] = [
    "listen_addresses=127.0.0.1",
    "unix_socket_directories=",
    "fsync=on",
    "full_page_writes=off",
    "max_connections=200",
    "shared_buffers=64MB",
];

/// A free port may be taken by somebody else before the server binds it.
const TRIES: usize = 5;

/// A real PostgreSQL, whose superuser is `postgres` and needs no password. Its own server ends, and its folder goes,
/// when it is dropped.
pub struct PostgresCluster {
    address: SocketAddr,
    /// `postgres`, or `postgres:password` of a shared one.
    user: String,
    bin: Option<PathBuf>,
    own: Option<Own>,
}

struct Own {
    // Before the folder, so that the server has ended when the folder goes.
    server: Server,
    folder: ClusterFolder,
    settings: Vec<String>,
}

impl PostgresCluster {
    /// Whether PostgreSQL's programs are on this machine; a test that needs them may say that it is skipped.
    pub fn is_installed() -> bool {
        binaries::find().is_some()
    }

    /// A cluster of one's own.
    pub fn start() -> Result<PostgresCluster, String> {
        PostgresCluster::start_with(&[])
    }

    /// A cluster of one's own with further settings, each as `name=value`.
    pub fn start_with(settings: &[&str]) -> Result<PostgresCluster, String> {
        let bin = binaries::find().ok_or("there is no PostgreSQL on this machine (initdb and postgres)")?;
        let folder = ClusterFolder::make()?;
        let mut initdb = folder.command(bin.join("initdb"));
        initdb.args(["-A", "trust", "-U", "postgres", "--no-sync", "-E", "UTF8", "--locale=C", "-D"]);
        binaries::run(initdb.arg(folder.data()))?;
        let settings: Vec<_> = SETTINGS.iter().chain(settings).map(|setting| (*setting).to_owned()).collect();
        let (server, port) = start_on_a_free_port(&bin, &folder, &settings)?;
        Ok(PostgresCluster {
            address: SocketAddr::from((Ipv4Addr::LOCALHOST, port)),
            user: "postgres".to_owned(),
            bin: Some(bin),
            own: Some(Own { server, folder, settings }),
        })
    }

    /// The running server that the environment's `PITCHREEL_TEST_POSTGRES` names, and one of one's own where it names
    /// none.
    pub fn shared_or_own() -> Result<PostgresCluster, String> {
        match env::var(SHARED) {
            Ok(url) if !url.is_empty() => PostgresCluster::at(&url),
            _ => PostgresCluster::start(),
        }
    }

    /// A server that runs already.
    pub fn at(url: &str) -> Result<PostgresCluster, String> {
        let refuse = || format!("`{url}` is not like postgres://postgres@127.0.0.1:5432");
        let rest = url.strip_prefix("postgres://").or_else(|| url.strip_prefix("postgresql://"));
        let authority = rest.and_then(|rest| rest.split(['/', '?']).next()).ok_or_else(refuse)?;
        let (user, host) = authority.rsplit_once('@').unwrap_or(("postgres", authority));
        let host = if host.contains(':') { host.to_owned() } else { format!("{host}:5432") };
        let address = host.to_socket_addrs().ok().and_then(|mut found| found.next()).ok_or_else(refuse)?;
        Ok(PostgresCluster { address, user: user.to_owned(), bin: binaries::find(), own: None })
    }

    /// The address of a database, which need not exist.
    pub fn url(&self, database: &str) -> String {
        url_at(&self.user, self.address, database)
    }

    /// Makes an empty database and gives its address.
    pub fn create_database(&self, name: &str) -> Result<String, String> {
        self.query("postgres", &format!("CREATE DATABASE \"{}\"", name.replace('"', "\"\"")))?;
        Ok(self.url(name))
    }

    /// Runs SQL through `psql`; the rows come without decoration, columns between `|`.
    pub fn query(&self, database: &str, sql: &str) -> Result<String, String> {
        let psql = self.bin.as_ref().map(|bin| bin.join("psql")).filter(|psql| psql.is_file());
        let mut command = Command::new(psql.unwrap_or_else(|| PathBuf::from("psql")));
        command.args(["-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-c", sql, "-d"]);
        binaries::run(command.arg(self.url(database))).map(|rows| rows.trim_end().to_owned())
    }

    /// Ends the server in order and starts it again on the same port: every session is cut.
    pub fn restart(&mut self) -> Result<(), String> {
        self.start_again(Stop::Fast)
    }

    /// Lets the server fall as if the power failed, and starts it again on the same port: it recovers.
    pub fn crash(&mut self) -> Result<(), String> {
        self.start_again(Stop::Immediate)
    }

    fn start_again(&mut self, how: Stop) -> Result<(), String> {
        let bin = self.bin.as_ref().ok_or("there is no PostgreSQL on this machine")?;
        let own = self.own.as_mut().ok_or("a shared server is not ours to restart")?;
        own.server.stop(how)?;
        own.server = Server::start(bin, &own.folder, self.address.port(), &own.settings)?;
        Ok(())
    }

    /// A wire to this cluster that can be cut and mended, on a port of its own.
    pub fn proxy(&self) -> Result<CuttableProxy, String> {
        CuttableProxy::to(self.address, &self.user)
    }
}

pub(crate) fn url_at(user: &str, address: SocketAddr, database: &str) -> String {
    format!("postgres://{user}@{address}/{database}")
}

fn start_on_a_free_port(
    bin: &Path,
    folder: &ClusterFolder,
    settings: &[String],
) -> Result<(Server, u16), String> {
    let mut last = String::new();
    for _ in 0..TRIES {
        let free = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).and_then(|listener| listener.local_addr());
        let port = free.map_err(|error| format!("there is no free port: {error}"))?.port();
        match Server::start(bin, folder, port, settings) {
            Ok(server) => return Ok((server, port)),
            Err(error) => last = error,
        }
    }
    Err(last)
}
