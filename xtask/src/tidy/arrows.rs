//! Which room may name which: the arrows of ARCHITECTURE.md, read from each `Cargo.toml`.

use super::Source;

/// A room, and what its `[dependencies]` must never name. `dev-dependencies` are free.
const NEVER: [(&str, &[&str]); 10] = [
    (
        "crates/domain",
        &[
            "app",
            "speech",
            "studio",
            "providers",
            "store",
            "engine",
            "simulator",
            "tokio",
            "futures",
            "sqlx",
            "axum",
            "reqwest",
            "leptos",
        ],
    ),
    (
        "crates/speech",
        &[
            "app",
            "studio",
            "providers",
            "store",
            "engine",
            "simulator",
            "tokio",
            "sqlx",
            "axum",
            "reqwest",
            "leptos",
        ],
    ),
    (
        "crates/studio",
        &[
            "app",
            "speech",
            "providers",
            "store",
            "engine",
            "simulator",
            "tokio",
            "sqlx",
            "axum",
            "reqwest",
            "leptos",
        ],
    ),
    ("crates/providers", &["app", "store", "engine", "simulator", "sqlx", "axum", "leptos"]),
    (
        "crates/store",
        &["app", "speech", "studio", "providers", "engine", "simulator", "axum", "reqwest", "leptos"],
    ),
    ("crates/engine", &["app", "simulator", "sqlx", "axum", "reqwest", "leptos"]),
    (
        "crates/simulator",
        &["app", "speech", "studio", "providers", "store", "engine", "sqlx", "reqwest", "leptos"],
    ),
    ("app", &["speech", "providers", "store", "engine", "simulator", "sqlx", "reqwest"]),
    (
        "frontend",
        &["speech", "providers", "store", "engine", "simulator", "sqlx", "reqwest", "axum", "tokio"],
    ),
    ("xtask", &["app", "domain", "speech", "studio", "providers", "store", "engine", "simulator", "tokio"]),
];

pub fn breaches(sources: &[Source]) -> Vec<String> {
    NEVER.iter().flat_map(|(room, never)| breaches_of(sources, room, never)).collect()
}

fn breaches_of(sources: &[Source], room: &str, never: &[&str]) -> Vec<String> {
    let manifest = format!("{room}/Cargo.toml");
    let Some(source) = sources.iter().find(|source| source.path == manifest) else {
        return vec![format!("{manifest}: is not there, but the arrows name it")];
    };
    let named = dependencies(&source.text).into_iter().filter(|name| never.contains(name));
    named.map(|name| format!("{manifest}: must never name {name}")).collect()
}

/// The names under `[dependencies]`, under the same of a target, and of `[dependencies.NAME]` tables.
fn dependencies(manifest: &str) -> Vec<&str> {
    let mut names = Vec::new();
    let mut inside = false;
    for line in manifest.lines().map(str::trim) {
        if let Some(table) = line.strip_prefix('[') {
            let table = table.trim_end_matches(']');
            inside =
                table == "dependencies" || (table.starts_with("target.") && table.ends_with(".dependencies"));
            names.extend(table.strip_prefix("dependencies."));
        } else if inside && !line.starts_with('#') {
            names.extend(line.split(['.', '=', ' ']).next().filter(|name| !name.is_empty()));
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_every_way_to_name_a_dependency() {
        let manifest = "[package]\nname = \"app\"\n[dependencies]\nserde.workspace = true\nsqlx = \"1\"\n# tokio = 1\n\
                        [dependencies.web-sys]\nversion = \"1\"\n[target.'cfg(unix)'.dependencies]\nlibc = \"1\"\n\
                        [dev-dependencies]\ntempfile = \"3\"";
        assert_eq!(dependencies(manifest), ["serde", "sqlx", "web-sys", "libc"]);
    }

    #[test]
    fn a_forbidden_arrow_is_named() {
        let source = Source { path: "app/Cargo.toml".into(), text: "[dependencies]\nengine = \"1\"".into() };
        assert_eq!(breaches_of(&[source], "app", &["engine"]), ["app/Cargo.toml: must never name engine"]);
    }
}
