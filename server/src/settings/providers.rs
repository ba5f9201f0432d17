//! Outside services: a key of the operator's for each, and where it is asked. Neither is repeated by an error.

use super::{Environment, SettingsError};
use axum::http::Uri;
use domain::Secret;

/// One service that may be asked because there is a key for it.
#[derive(Debug, Clone)]
pub struct ProviderSettings {
    pub key: Secret,
    /// Scheme, host and perhaps a path, with no slash at the end.
    pub base_url: String,
}

impl ProviderSettings {
    /// Nothing without a key; an address that is not understood is named all the same.
    pub(super) fn read(
        env: &Environment,
        key: &str,
        base_url: &str,
        default_url: &str,
    ) -> Result<Option<Self>, SettingsError> {
        let expected =
            format!("an address such as {default_url}, with no user name, no password and no query");
        let base_url = env.read_hidden(base_url, default_url.to_owned(), &expected, address)?;
        Ok(env.get(key).map(|key| ProviderSettings { key: Secret::from(key.to_owned()), base_url }))
    }
}

/// A scheme, a host and perhaps a path, with no slash at the end.
pub(super) fn address(text: &str) -> Option<String> {
    let uri: Uri = text.parse().ok().filter(|_| !text.contains(['?', '#']))?;
    let scheme = uri.scheme_str().filter(|scheme| ["http", "https"].contains(scheme));
    let authority = uri.authority().filter(|authority| {
        let port = authority.as_str().strip_prefix(authority.host()).unwrap_or("@");
        !authority.host().is_empty() && (port.is_empty() || authority.port_u16().is_some())
    });
    let path = uri.path().trim_end_matches('/');
    Some(format!("{}://{}{path}", scheme?, authority?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fal(pairs: [(&str, &str); 2]) -> Result<Option<ProviderSettings>, SettingsError> {
        ProviderSettings::read(&pairs.into(), "FAL_KEY", "FAL_BASE_URL", "https://queue.fal.run")
    }

    #[test]
    fn a_key_makes_a_provider_and_its_address_may_be_another() {
        let read = fal([("FAL_KEY", "abc"), ("FAL_BASE_URL", "")]).unwrap().unwrap();
        assert_eq!((read.key.expose(), read.base_url.as_str()), ("abc", "https://queue.fal.run"));
        let read =
            fal([("FAL_KEY", "abc"), ("FAL_BASE_URL", "http://127.0.0.1:9000/fal/")]).unwrap().unwrap();
        assert_eq!(read.base_url, "http://127.0.0.1:9000/fal");
        assert!(!format!("{read:?}").contains("abc"), "{read:?}");
        assert!(fal([("FAL_KEY", " "), ("FAL_BASE_URL", "http://127.0.0.1")]).unwrap().is_none());
    }

    #[test]
    fn an_address_with_anything_but_a_place_is_refused_and_not_repeated() {
        for wrong in [
            "queue.fal.run",
            "ftp://queue.fal.run",
            "https://",
            "https://hunter2@fal.run",
            "https://me:hunter2@fal.run",
            "https://fal.run/?key=hunter2",
            "https://fal.run?",
            "https://fal.run#hunter2",
            "https://fal.run:port",
        ] {
            let problem = fal([("FAL_KEY", ""), ("FAL_BASE_URL", wrong)]).unwrap_err();
            assert!(problem.0.contains("FAL_BASE_URL") && !problem.0.contains("hunter2"), "{problem}");
        }
    }
}
