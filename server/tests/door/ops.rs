//! What operators are given beside the program: alerts that mean what they say, and a dashboard of metrics that exist.

use crate::metrics::documented;
use serde_json::Value;
use std::{
    collections::BTreeSet,
    path::Path,
    process::{Command, Output},
};

const RULES: &str = include_str!("../../../ops/prometheus/pitchreel.rules.yml");
const DASHBOARD: &str = include_str!("../../../ops/grafana/pitchreel.json");

fn promtool(arguments: &[&str]) -> Output {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../ops/prometheus");
    Command::new("promtool").args(arguments).current_dir(folder).output().unwrap()
}

fn assert_passes(output: &Output) {
    let words = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    assert!(output.status.success(), "{}{}", words(&output.stdout), words(&output.stderr));
}

#[test]
fn the_rules_are_rules_and_alert_when_they_should() {
    assert_passes(&promtool(&["check", "rules", "pitchreel.rules.yml"]));
    assert_passes(&promtool(&["test", "rules", "pitchreel.test.yml"]));
    assert_passes(&promtool(&["check", "config", "prometheus.yml"]));
}

#[test]
fn alerts_and_dashboard_speak_of_metrics_that_exist() {
    for text in [RULES, DASHBOARD] {
        let named = named(text);
        assert!(named.len() > 8, "{named:?}");
        let known = documented();
        let unknown: Vec<_> = named.iter().filter(|name| !known.contains_key(name.as_str())).collect();
        assert!(unknown.is_empty(), "{unknown:?}");
    }
    let shown = named(DASHBOARD);
    let hidden: Vec<_> = documented().into_keys().filter(|name| !shown.contains(*name)).collect();
    assert!(hidden.is_empty(), "the dashboard does not show {hidden:?}");
}

/// Every name of a metric in a text, without what histograms put behind it.
fn named(text: &str) -> BTreeSet<String> {
    let words = text.split(|letter: char| !(letter.is_ascii_lowercase() || letter == '_'));
    let names = words.filter(|word| word.starts_with("pitchreel_"));
    names.map(|name| name.trim_end_matches("_bucket").to_owned()).collect()
}

#[test]
fn every_query_of_the_dashboard_can_be_asked_and_every_panel_has_a_place() {
    let dashboard: Value = serde_json::from_str(DASHBOARD).unwrap();
    let panels = dashboard["panels"].as_array().unwrap();
    let ids: BTreeSet<_> = panels.iter().map(|panel| panel["id"].as_u64().unwrap()).collect();
    assert_eq!(ids.len(), panels.len());
    let mut taken = BTreeSet::new();
    let mut rules = String::from("groups:\n  - name: dashboard\n    rules:\n");
    for panel in panels {
        let at = |name: &str| panel["gridPos"][name].as_u64().unwrap();
        for place in
            (at("x")..at("x") + at("w")).flat_map(|x| (at("y")..at("y") + at("h")).map(move |y| (x, y)))
        {
            assert!(place.0 < 24 && taken.insert(place), "{} is on another panel", panel["title"]);
        }
        for target in panel["targets"].as_array().into_iter().flatten() {
            let query = target["expr"].as_str().unwrap().replace("$__rate_interval", "5m");
            rules.push_str(&format!(
                "      - record: dashboard:query\n        expr: {}\n",
                Value::from(query)
            ));
        }
    }
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("queries.yml");
    std::fs::write(&file, rules).unwrap();
    // Rules of one name are a lint of promtool's, and no mistake here.
    assert_passes(&promtool(&["check", "rules", "--lint=none", file.to_str().unwrap()]));
}
