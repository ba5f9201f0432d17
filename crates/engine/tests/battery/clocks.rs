//! Nodes whose clocks are an hour off, one before and one behind: nothing is claimed before it is due, by the only clock
//! that counts, the database's.

use crate::{
    extent::Extent,
    nodes::{Site, started},
};
use std::{fs, path::PathBuf, time::Duration};

/// Notes every claim, with how long before its time it came.
const AUDIT: &str = "
    CREATE TABLE claims (node TEXT NOT NULL, early_ms BIGINT NOT NULL);
    CREATE FUNCTION note_claim() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        INSERT INTO claims VALUES
            (NEW.lease_node, OLD.due_at_ms - CAST(extract(epoch FROM clock_timestamp()) * 1000 AS BIGINT));
        RETURN NEW;
    END $$;
    CREATE TRIGGER note_claim BEFORE UPDATE ON executions FOR EACH ROW
        WHEN (NEW.lease_epoch > OLD.lease_epoch) EXECUTE FUNCTION note_claim();";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nodes_whose_clocks_are_an_hour_off_claim_nothing_early() {
    let count = if Extent::asked().is_short() { 20 } else { 100 };
    let site = Site::new(Duration::from_millis(500)..Duration::from_secs(2)).await;
    let ask = |sql: &str| {
        let name = site.database.url.rsplit('/').next().unwrap();
        site.database.cluster.as_ref().unwrap().query(name, sql).unwrap()
    };
    ask(AUDIT);
    let node = |name: &str, off: &str| {
        let mut settings = site.settings(name);
        settings.clock = Some(off.to_owned());
        settings.poll_interval = Some(Duration::from_millis(250));
        started(settings)
    };
    // Each has something of its own: the first until the other one comes, that one when the first is gone.
    let mut behind = node("behind", "-1h").await;
    let mut ids = site.order(count / 2).await;
    site.all_are_submitted(1).await;
    let _before = node("before", "+1h").await;
    ids.extend(site.order(count / 2).await);
    site.all_are_submitted(count).await;
    behind.kill();
    site.assert_all_paid_once(&ids, "clocks were an hour off").await;
    assert_eq!(ask("SELECT count(*) FROM claims WHERE early_ms > 0"), "0", "something was claimed early");
    assert_eq!(ask("SELECT count(DISTINCT node) FROM claims"), "2", "both nodes should have worked");
}

/// The library that shifts a process's clock.
pub fn library() -> String {
    let folders = fs::read_dir("/usr/lib").unwrap().map(|entry| entry.unwrap().path());
    let named = |folder: PathBuf| folder.join("faketime/libfaketimeMT.so.1");
    let found = folders.map(named).find(|library| library.is_file());
    found.expect("install faketime").to_str().unwrap().to_owned()
}
