//! A real PostgreSQL: it starts, keeps what it is given over a restart, can be cut off, and leaves nothing behind.

use simulator::PostgresCluster;
use std::{
    io::{ErrorKind, Read, Write},
    net::{SocketAddr, TcpStream},
    path::Path,
    process::Command,
    time::{Duration, Instant},
};

/// Says so where a test is skipped.
fn is_installed() -> bool {
    let is_installed = PostgresCluster::is_installed();
    if !is_installed {
        eprintln!("skipped: there is no PostgreSQL (initdb and postgres) on this machine");
    }
    is_installed
}

/// A cluster, where this machine has PostgreSQL.
fn cluster() -> Option<PostgresCluster> {
    is_installed().then(|| PostgresCluster::start().unwrap())
}

fn address(url: &str) -> SocketAddr {
    url.split(['@', '/']).find_map(|part| part.parse().ok()).unwrap()
}

/// Asks whether the server speaks TLS, which it answers with one letter.
fn ask(mut stream: &TcpStream) -> std::io::Result<u8> {
    stream.write_all(&[0, 0, 0, 8, 4, 210, 22, 47])?;
    let mut letter = [0];
    stream.read_exact(&mut letter)?;
    Ok(letter[0])
}

fn connect(url: &str) -> TcpStream {
    let stream = TcpStream::connect(address(url)).unwrap();
    stream.set_read_timeout(Some(Duration::from_millis(300))).unwrap();
    stream
}

#[test]
fn a_cluster_keeps_its_tables_over_a_restart_and_a_crash_and_ends_with_its_holder() {
    let Some(mut cluster) = cluster() else { return };
    let url = cluster.create_database("ads \"one\"").unwrap();
    assert!(url.starts_with("postgres://postgres@127.0.0.1:"), "{url}");
    cluster.create_database("ads \"one\"").unwrap_err();
    cluster.create_database("ads").unwrap();
    cluster.query("ads", "CREATE TABLE t (n int); INSERT INTO t VALUES (1), (2)").unwrap();
    cluster.restart().unwrap();
    cluster.crash().unwrap();
    assert_eq!(cluster.query("ads", "SELECT n, n * 2 FROM t ORDER BY n").unwrap(), "1|2\n2|4");
    assert_eq!(cluster.query("ads", "SHOW max_connections").unwrap(), "200");
    let folder = cluster.query("ads", "SHOW data_directory").unwrap();
    assert!(std::fs::exists(&folder).unwrap());
    let url = cluster.url("ads");
    drop(cluster);
    TcpStream::connect(address(&url)).unwrap_err();
    assert!(!std::fs::exists(folder).unwrap());
}

/// The test runs itself once more, and that second process dies with its cluster in hand.
#[test]
fn a_holder_that_is_killed_leaves_no_server_and_no_folder() {
    const DIES: &str = "PITCHREEL_TEST_HOLDER_DIES";
    if std::env::var(DIES).is_ok() {
        let cluster = PostgresCluster::start().unwrap();
        println!("in:{}:", cluster.query("postgres", "SHOW data_directory").unwrap());
        std::process::abort();
    }
    if !is_installed() {
        return;
    }
    let mut holder = Command::new(std::env::current_exe().unwrap());
    let name = "postgres::a_holder_that_is_killed_leaves_no_server_and_no_folder";
    let said = holder.args(["--exact", name, "--nocapture"]).env(DIES, "1").output().unwrap();
    let said = String::from_utf8(said.stdout).unwrap();
    let folder = Path::new(said.split(':').skip_while(|part| !part.ends_with("in")).nth(1).unwrap());
    let died = Instant::now();
    // The folder goes last. Nobody is left who could signal that it has.
    while std::fs::exists(folder.parent().unwrap()).unwrap() {
        assert!(died.elapsed() < Duration::from_secs(20), "{} is still there", folder.display());
        std::thread::yield_now();
    }
}

#[test]
fn a_wire_can_be_cut_silenced_and_mended() {
    let Some(cluster) = cluster() else { return };
    let proxy = cluster.proxy().unwrap();
    let url = proxy.url("postgres");
    let stream = connect(&url);
    assert_eq!(ask(&stream).unwrap(), b'N');
    proxy.silence();
    let stream = connect(&url);
    let silent = ask(&stream).unwrap_err();
    assert!(matches!(silent.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut), "{silent}");
    proxy.mend();
    let mut late = [0];
    (&stream).read_exact(&mut late).unwrap();
    assert_eq!(late, *b"N");
    proxy.cut();
    assert!(ask(&stream).is_err());
    assert!(ask(&connect(&url)).is_err());
    proxy.mend();
    assert_eq!(ask(&connect(&url)).unwrap(), b'N');
    // The cluster itself was never touched.
    assert_eq!(cluster.query("postgres", "SELECT 1").unwrap(), "1");
}

#[test]
fn a_server_that_runs_already_is_used_and_not_restarted() {
    let Some(own) = cluster() else { return };
    let mut shared = PostgresCluster::at(&own.url("")).unwrap();
    assert_eq!(shared.url("postgres"), own.url("postgres"));
    shared.create_database("ads").unwrap();
    assert_eq!(own.query("ads", "SELECT 1").unwrap(), "1");
    shared.restart().unwrap_err();
    drop(shared);
    assert_eq!(own.query("ads", "SELECT 1").unwrap(), "1");
    assert!(PostgresCluster::at("mysql://127.0.0.1").is_err());
}

#[test]
fn a_setting_that_postgres_refuses_is_told() {
    if is_installed() {
        let refused = PostgresCluster::start_with(&["max_connections=none"]).err().unwrap();
        assert!(refused.contains("max_connections"), "{refused}");
    }
}
