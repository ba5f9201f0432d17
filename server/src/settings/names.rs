//! The names of settings: those that are read, and those that are promised and not used yet.

/// Read by this build.
const USED: &[&str] = &[
    "PITCHREEL_ENV_FILE",
    "LEPTOS_SITE_ADDR",
    "LEPTOS_SITE_ROOT",
    "LEPTOS_HASH_FILES",
    "LEPTOS_WATCH",
    "LEPTOS_RELOAD_PORT",
    "PUBLIC_URL",
    "DATA_DIR",
    "DATABASE_URL",
    "STORAGE_URL",
    "SECRET_KEY",
    "SECRET_KEY_PREVIOUS",
    "OPENROUTER_BASE_URL",
    "HEYGEN_BASE_URL",
    "ELEVENLABS_BASE_URL",
    "IMAGEKIT_API_URL",
    "FAL_KEY",
    "FAL_BASE_URL",
    "REPLICATE_API_TOKEN",
    "REPLICATE_BASE_URL",
    "SIGNUP",
    "MONTHLY_VIDEO_LIMIT",
    "MONTHLY_COST_LIMIT_USD",
    "RATE_LIMIT",
    "EGRESS_ALLOW",
    "RENDER_QUALITY",
    "LEASE_TTL",
    "POLL_INTERVAL",
    "STEP_DEADLINE",
    "WEBHOOK_RETRY_BASE",
    "NODE_STEPS",
    "RUST_LOG",
    "LOG_FORMAT",
    "METRICS_TOKEN",
    "OTEL_EXPORTER_OTLP_ENDPOINT",
];

/// Without any meaning in this build. Their values are not even looked at, so whoever sets one is told.
pub const NOT_USED_YET: &[&str] = &[
    "OPENROUTER_API_KEY",
    "OPENROUTER_MODEL",
    "HEYGEN_API_KEY",
    "ELEVENLABS_API_KEY",
    "IMAGEKIT_PRIVATE_KEY",
    "IMAGEKIT_UPLOAD_URL",
    "OIDC_ISSUER",
    "OIDC_CLIENT_ID",
    "OIDC_CLIENT_SECRET",
];

/// Whether a setting has this name.
pub fn is_ours(name: &str) -> bool {
    USED.contains(&name) || NOT_USED_YET.contains(&name)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// cargo-leptos sets these for itself.
    const NOBODYS: [&str; 3] = ["LEPTOS_HASH_FILES", "LEPTOS_WATCH", "LEPTOS_RELOAD_PORT"];

    #[test]
    fn every_setting_is_in_the_paper() {
        let paper = include_str!("../../../docs/settings.md");
        for name in USED.iter().filter(|name| !NOBODYS.contains(name)) {
            assert!(paper.contains(&format!("`{name}`")), "docs/settings.md does not name {name}");
        }
    }
}
