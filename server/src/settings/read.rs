//! From names and values to settings.

use super::{
    DatabaseSettings, Environment, LogSettings, RateLimit, SecretKey, Settings, SettingsError, Signup,
    TelemetrySettings, duration::parse_duration, egress::read_egress_allow, providers,
};
use domain::{Money, Quality, StepKind};
use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
    time::Duration,
};

/// No timing of the engine is shorter.
const SHORTEST: Duration = Duration::from_millis(50);
const A_DURATION: &str = "a duration of at least 50ms, such as 250ms, 60s, 15m or 6h";

/// What an account may use in a month where nobody said otherwise.
const MONTHLY_VIDEOS: u32 = 1000;
const MONTHLY_COST: Money = Money::from_micros(100_000_000);

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
            database: DatabaseSettings::read(env, &data_dir)?,
            media_dir: media_dir(env, &data_dir)?,
            site_root: site_root(env)?,
            hashed_files: hashed_files(env)?,
            reload_port: reload_port(env)?,
            secret_key: SecretKey::read(env, "SECRET_KEY")?,
            secret_key_previous: SecretKey::read(env, "SECRET_KEY_PREVIOUS")?,
            addresses: providers::read_addresses(env)?,
            fal_key: providers::read_key(env, "FAL_KEY"),
            replicate_key: providers::read_key(env, "REPLICATE_API_TOKEN"),
            signup: env.read("SIGNUP", Signup::First, "first or open", |value| match value {
                "first" => Some(Signup::First),
                "open" => Some(Signup::Open),
                _ => None,
            })?,
            monthly_video_limit: env.read(
                "MONTHLY_VIDEO_LIMIT",
                MONTHLY_VIDEOS,
                "a whole number such as 1000",
                |value| value.parse().ok(),
            )?,
            monthly_cost_limit: env.read(
                "MONTHLY_COST_LIMIT_USD",
                MONTHLY_COST,
                "an amount of dollars such as 100 or 99.50",
                |value| value.parse().ok().filter(|limit| *limit >= Money::ZERO),
            )?,
            rate_limit: env.read(
                "RATE_LIMIT",
                RateLimit::default(),
                RateLimit::EXPECTED,
                RateLimit::parse,
            )?,
            egress_allow: read_egress_allow(env)?,
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
            lease_ttl: duration(env, "LEASE_TTL", Duration::from_secs(60))?,
            poll_interval: env
                .read("POLL_INTERVAL", None, A_DURATION, |value| engine_duration(value).map(Some))?,
            webhook_retry_base: duration(env, "WEBHOOK_RETRY_BASE", Duration::from_secs(5))?,
            node_steps: node_steps(env)?,
            log: log(env)?,
            telemetry: TelemetrySettings::read(env)?,
            unused: env.unused().collect(),
            data_dir,
        })
    }
}

fn duration(env: &Environment, name: &str, default: Duration) -> Result<Duration, SettingsError> {
    env.read(name, default, A_DURATION, engine_duration)
}

fn engine_duration(text: &str) -> Option<Duration> {
    parse_duration(text).filter(|duration| *duration >= SHORTEST)
}

/// The words with commas between them, in the order of the steps.
fn node_steps(env: &Environment) -> Result<Option<Vec<StepKind>>, SettingsError> {
    let expected = format!(
        "some of the steps {}, with commas between them",
        StepKind::ALL.map(StepKind::as_str).join(", ")
    );
    env.read("NODE_STEPS", None, &expected, |value| {
        let named: Option<Vec<StepKind>> = value.split(',').map(|word| word.trim().parse().ok()).collect();
        let named = named?;
        Some(Some(StepKind::ALL.into_iter().filter(|kind| named.contains(kind)).collect()))
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
        assert_eq!(settings.database, DatabaseSettings::Sqlite("data/pitchreel.db".into()));
        assert_eq!(settings.media_dir, Path::new("data/media"));
        assert_eq!((settings.signup, settings.is_https()), (Signup::First, false));
        assert_eq!((settings.lease_ttl.as_secs(), settings.webhook_retry_base.as_secs()), (60, 5));
        assert_eq!((settings.poll_interval, settings.node_steps), (None, None));
        assert_eq!(settings.monthly_video_limit, 1000);
        assert_eq!(settings.monthly_cost_limit.to_string(), "100.0000");
        assert!(
            settings.secret_key.is_none() && settings.fal_key.is_none() && settings.replicate_key.is_none()
        );
    }

    #[test]
    fn a_value_that_is_not_understood_is_named() {
        for (name, value) in [
            ("LEPTOS_SITE_ADDR", "3000"),
            ("PUBLIC_URL", "ads.example.com"),
            ("PUBLIC_URL", "https://ads.example.com/path"),
            ("DATABASE_URL", "mysql://localhost/ads"),
            ("STORAGE_URL", "s3://bucket"),
            ("SIGNUP", "closed"),
            ("RENDER_QUALITY", "best"),
            ("STEP_DEADLINE", "10"),
            ("STEP_DEADLINE", "10ms"),
            ("LEASE_TTL", "49ms"),
            ("POLL_INTERVAL", "often"),
            ("WEBHOOK_RETRY_BASE", "0s"),
            ("NODE_STEPS", "speech,,video"),
            ("MONTHLY_VIDEO_LIMIT", "-1"),
            ("MONTHLY_COST_LIMIT_USD", "-1"),
            ("MONTHLY_COST_LIMIT_USD", "1e3"),
            ("RATE_LIMIT", "100"),
            ("RATE_LIMIT", "0/15m"),
            ("RATE_LIMIT", "100/15"),
            ("EGRESS_ALLOW", "10.0.0.1"),
            ("SECRET_KEY", "short"),
            ("SECRET_KEY_PREVIOUS", "short"),
            ("FAL_BASE_URL", "queue.fal.run"),
            ("REPLICATE_BASE_URL", "https://api.replicate.com?x"),
            ("OPENROUTER_BASE_URL", "openrouter.ai"),
            ("HEYGEN_BASE_URL", "api.heygen.com"),
            ("ELEVENLABS_BASE_URL", "api.elevenlabs.io"),
            ("IMAGEKIT_API_URL", "api.imagekit.io"),
            ("LOG_FORMAT", "xml"),
            ("METRICS_TOKEN", "short"),
            ("OTEL_EXPORTER_OTLP_ENDPOINT", "collector:4318"),
        ] {
            let problem = Settings::read(&Environment::from([(name, value)])).unwrap_err();
            assert!(problem.0.contains(name), "{name}={value}: {problem}");
        }
    }

    #[test]
    fn timings_limits_and_steps_are_taken_as_they_are_written() {
        let settings = Settings::read(&Environment::from([
            ("LEASE_TTL", "50ms"),
            ("POLL_INTERVAL", "250ms"),
            ("WEBHOOK_RETRY_BASE", "1s"),
            ("MONTHLY_VIDEO_LIMIT", "0"),
            ("MONTHLY_COST_LIMIT_USD", "0.5"),
            ("NODE_STEPS", "video, speech,video"),
            ("REPLICATE_API_TOKEN", "r8"),
            ("RATE_LIMIT", "20/1s"),
        ]))
        .unwrap();
        assert_eq!(settings.lease_ttl, SHORTEST);
        assert_eq!((settings.rate_limit.most, settings.rate_limit.window.as_secs()), (20, 1));
        assert_eq!(settings.poll_interval, Some(Duration::from_millis(250)));
        assert_eq!(settings.webhook_retry_base, Duration::from_secs(1));
        assert_eq!((settings.monthly_video_limit, settings.monthly_cost_limit.micros()), (0, 500_000));
        assert_eq!(settings.node_steps, Some(vec![StepKind::Speech, StepKind::Video]));
        assert_eq!(settings.replicate_key.unwrap().expose(), "r8");
        assert_eq!(settings.addresses.replicate, "https://api.replicate.com");
    }

    #[test]
    fn a_step_that_does_not_exist_is_answered_with_those_that_do() {
        let problem = Settings::read(&Environment::from([("NODE_STEPS", "speech,dance")])).unwrap_err();
        assert!(
            problem.0.contains("scripts, speech, presenter, image, video, compose, publish"),
            "{problem}"
        );
    }

    #[test]
    fn what_is_set_and_not_used_yet_is_named() {
        let env = Environment::from([("HEYGEN_API_KEY", "x"), ("OIDC_ISSUER", " "), ("SIGNUP", "open")]);
        assert_eq!(Settings::read(&env).unwrap().unused, ["HEYGEN_API_KEY"]);
    }

    #[test]
    fn no_secret_is_shown_by_what_was_read() {
        let settings = Settings::read(&Environment::from([
            ("DATABASE_URL", "postgres://me:hunter2@db/ads"),
            ("FAL_KEY", "hunter2"),
            ("SECRET_KEY", "aHVudGVyMmh1bnRlcjJodW50ZXIyaHVudGVyMmh1bnQ="),
        ]));
        let shown = format!("{:?}", settings.unwrap());
        assert!(shown.contains("postgres://db/ads") && shown.contains("SecretKey(…)"), "{shown}");
        assert!(
            !shown.contains("hunter2") && !shown.contains("aHVud") && !shown.contains("104, 117"),
            "{shown}"
        );
    }
}
