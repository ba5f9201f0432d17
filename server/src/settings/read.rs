//! From names and values to settings.

use super::{Environment, LogSettings, Settings, SettingsError, Signup, duration::parse_duration};
use domain::Quality;
use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
    time::Duration,
};

const SHORTEST: Duration = Duration::from_millis(50);

impl Settings {
    /// Reads every setting, or says which one is not understood.
    pub fn read(env: &Environment) -> Result<Self, SettingsError> {
        let listen: SocketAddr = env.read(
            "LEPTOS_SITE_ADDR",
            SocketAddr::from(([127, 0, 0, 1], 3000)),
            "an address and a port such as 127.0.0.1:3000",
            |value| value.parse().ok(),
        )?;
        let data_dir = PathBuf::from(env.get("DATA_DIR").unwrap_or("data"));
        Ok(Settings {
            listen,
            public_url: public_url(env, listen)?,
            database_file: database_file(env, &data_dir)?,
            media_dir: media_dir(env, &data_dir)?,
            site_root: site_root(env)?,
            hashed_files: hashed_files(env)?,
            reload_port: reload_port(env)?,
            signup: env.read("SIGNUP", Signup::First, "first or open", |value| match value {
                "first" => Some(Signup::First),
                "open" => Some(Signup::Open),
                _ => None,
            })?,
            render_quality: env.read(
                "RENDER_QUALITY",
                Quality::Full,
                "full or draft",
                |value| match value {
                    "full" => Some(Quality::Full),
                    "draft" => Some(Quality::Draft),
                    _ => None,
                },
            )?,
            step_deadline: duration(env, "STEP_DEADLINE", Duration::from_secs(30 * 60))?,
            log: log(env)?,
            unused: env.unused().collect(),
            data_dir,
        })
    }
}

fn duration(env: &Environment, name: &str, default: Duration) -> Result<Duration, SettingsError> {
    env.read(name, default, "a duration of at least 50ms, such as 250ms, 60s, 15m or 6h", |value| {
        parse_duration(value).filter(|duration| *duration >= SHORTEST)
    })
}

fn public_url(env: &Environment, listen: SocketAddr) -> Result<String, SettingsError> {
    let expected = "an address such as https://ads.example.com, with no path";
    env.read("PUBLIC_URL", format!("http://{listen}"), expected, |value| {
        let url = value.trim_end_matches('/');
        let host = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"))?;
        let authority: axum::http::uri::Authority = host.parse().ok()?;
        (authority.as_str() == host && !host.contains('@')).then(|| url.to_ascii_lowercase())
    })
}

fn database_file(env: &Environment, data_dir: &Path) -> Result<PathBuf, SettingsError> {
    let Some(url) = env.get("DATABASE_URL") else { return Ok(data_dir.join("pitchreel.db")) };
    match url.strip_prefix("sqlite://").or_else(|| url.strip_prefix("sqlite:")) {
        Some(path) if !path.is_empty() && !path.contains(['?', '#']) => Ok(PathBuf::from(path)),
        Some(_) => {
            Err(SettingsError("DATABASE_URL must name a file, such as sqlite://data/pitchreel.db.".into()))
        }
        // The value may hold a password: it is not repeated.
        None => Err(SettingsError(
            "DATABASE_URL names a database that this build does not speak; it speaks SQLite, such as \
             sqlite://data/pitchreel.db."
                .into(),
        )),
    }
}

fn media_dir(env: &Environment, data_dir: &Path) -> Result<PathBuf, SettingsError> {
    let Some(url) = env.get("STORAGE_URL") else { return Ok(data_dir.join("media")) };
    url.strip_prefix("file://").filter(|path| !path.is_empty()).map(PathBuf::from).ok_or_else(|| {
        SettingsError(
            "STORAGE_URL names a store that this build does not speak; it keeps media in a folder, such as \
             file://data/media."
                .into(),
        )
    })
}

/// `LEPTOS_SITE_ROOT`, else `site/` beside the binary, else where a build in the checkout leaves it.
fn site_root(env: &Environment) -> Result<Option<PathBuf>, SettingsError> {
    let has_pages = |folder: &PathBuf| folder.join("pkg").is_dir();
    if let Some(named) = env.get("LEPTOS_SITE_ROOT").map(PathBuf::from) {
        return if has_pages(&named) {
            Ok(Some(named))
        } else {
            Err(SettingsError(format!(
                "LEPTOS_SITE_ROOT names {}, and no built pages are there.",
                named.display()
            )))
        };
    }
    let known = [beside_binary("site"), Some(PathBuf::from("target/site"))];
    Ok(known.into_iter().flatten().find(has_pages))
}

fn hashed_files(env: &Environment) -> Result<bool, SettingsError> {
    let present = beside_binary("hash.txt").is_some_and(|file| file.is_file());
    env.read("LEPTOS_HASH_FILES", present, "true or false", |value| value.parse().ok())
}

fn reload_port(env: &Environment) -> Result<Option<u16>, SettingsError> {
    if env.get("LEPTOS_WATCH").is_none() {
        return Ok(None);
    }
    env.read("LEPTOS_RELOAD_PORT", 3001, "a port", |value| value.parse().ok()).map(Some)
}

fn beside_binary(name: &str) -> Option<PathBuf> {
    Some(std::env::current_exe().ok()?.parent()?.join(name))
}

fn log(env: &Environment) -> Result<LogSettings, SettingsError> {
    let filter = env.read("RUST_LOG", None, "a filter such as info or info,store=debug", |value| {
        value.parse::<tracing_subscriber::EnvFilter>().ok().map(|_| Some(value.to_owned()))
    })?;
    let json = env.read("LOG_FORMAT", false, "pretty or json", |value| match value {
        "pretty" => Some(false),
        "json" => Some(true),
        _ => None,
    })?;
    Ok(LogSettings { filter, json })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_set_means_the_documented_defaults() {
        let settings = Settings::read(&Environment::default()).unwrap();
        assert_eq!(settings.public_url, "http://127.0.0.1:3000");
        assert_eq!(settings.database_file, Path::new("data/pitchreel.db"));
        assert_eq!(settings.media_dir, Path::new("data/media"));
        assert_eq!((settings.signup, settings.is_https()), (Signup::First, false));
    }

    #[test]
    fn a_value_that_is_not_understood_is_named() {
        for (name, value) in [
            ("LEPTOS_SITE_ADDR", "3000"),
            ("PUBLIC_URL", "ads.example.com"),
            ("PUBLIC_URL", "https://ads.example.com/path"),
            ("DATABASE_URL", "postgres://localhost/ads"),
            ("STORAGE_URL", "s3://bucket"),
            ("SIGNUP", "closed"),
            ("RENDER_QUALITY", "best"),
            ("STEP_DEADLINE", "10"),
            ("STEP_DEADLINE", "10ms"),
            ("LOG_FORMAT", "xml"),
        ] {
            let problem = Settings::read(&Environment::from([(name, value)])).unwrap_err();
            assert!(problem.0.contains(name), "{name}={value}: {problem}");
        }
    }

    #[test]
    fn what_is_set_and_not_used_yet_is_named() {
        let env = Environment::from([("RATE_LIMIT", "x"), ("FAL_KEY", " "), ("SIGNUP", "open")]);
        assert_eq!(Settings::read(&env).unwrap().unused, ["RATE_LIMIT"]);
    }

    #[test]
    fn a_password_in_an_address_is_not_repeated() {
        let problem = Settings::read(&Environment::from([("DATABASE_URL", "postgres://me:hunter2@db/ads")]));
        assert!(!problem.unwrap_err().0.contains("hunter2"));
    }
}
