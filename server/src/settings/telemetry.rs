//! What whoever runs this installation sees of it from outside: the word that opens the metrics, and where traces go.
//! Neither is repeated by an error.

use super::{Environment, SettingsError, providers::address};
use domain::Secret;

/// A shorter word could be guessed.
const TOKEN_CHARS_MIN: usize = 16;

/// Who reads metrics, and who collects traces.
#[derive(Debug, Clone)]
pub struct TelemetrySettings {
    /// Opens `/metrics` to whoever is not on this machine.
    pub metrics_token: Option<Secret>,
    /// The collector's address, with no slash at the end.
    pub traces_to: Option<String>,
}

impl TelemetrySettings {
    pub(super) fn read(env: &Environment) -> Result<Self, SettingsError> {
        let token = "at least 16 letters, digits and signs with no space between, as `openssl rand -hex 32` writes them";
        let endpoint = "a collector's address such as http://127.0.0.1:4318, with no user name, no password and no query";
        Ok(TelemetrySettings {
            metrics_token: env.read_hidden("METRICS_TOKEN", None, token, |text| {
                let fits = text.len() >= TOKEN_CHARS_MIN && text.bytes().all(|byte| byte.is_ascii_graphic());
                fits.then(|| Some(Secret::from(text.to_owned())))
            })?,
            traces_to: env
                .read_hidden("OTEL_EXPORTER_OTLP_ENDPOINT", None, endpoint, |text| address(text).map(Some))?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(name: &str, value: &str) -> Result<TelemetrySettings, SettingsError> {
        TelemetrySettings::read(&Environment::from([(name, value)]))
    }

    #[test]
    fn a_token_is_long_and_shown_to_nobody() {
        let settings = read("METRICS_TOKEN", "hunter2-hunter2-hunter2").unwrap();
        assert_eq!(settings.metrics_token.as_ref().unwrap().expose(), "hunter2-hunter2-hunter2");
        assert!(!format!("{settings:?}").contains("hunter2"));
        for wrong in ["hunter2-hunter2", "hunter2 hunter2 hunter2", "hunter2-hunter2-é"] {
            let problem = read("METRICS_TOKEN", wrong).unwrap_err();
            assert!(problem.0.contains("METRICS_TOKEN") && !problem.0.contains("hunter2"), "{problem}");
        }
    }

    #[test]
    fn a_collector_has_an_address_and_nothing_more() {
        let to = |url| read("OTEL_EXPORTER_OTLP_ENDPOINT", url).map(|settings| settings.traces_to);
        assert_eq!(to("http://127.0.0.1:4318/").unwrap().as_deref(), Some("http://127.0.0.1:4318"));
        assert_eq!(to("").unwrap(), None);
        for wrong in ["127.0.0.1:4318", "grpc://127.0.0.1:4317", "https://me:hunter2@collector"] {
            let problem = to(wrong).unwrap_err();
            assert!(problem.0.contains("OTEL_EXPORTER_OTLP_ENDPOINT") && !problem.0.contains("hunter2"));
        }
    }
}
