//! Outside services: where each is asked, and the server's own key of some. Neither is repeated by an error.

use super::{Environment, SettingsError};
use axum::http::Uri;
use domain::Secret;
use providers::ProviderAddresses;

/// Each address is looked at whether there is a key or not, since accounts have keys of their own.
pub(super) fn read_addresses(env: &Environment) -> Result<ProviderAddresses, SettingsError> {
    let known = ProviderAddresses::default();
    let read = |name: &str, default: String| {
        let expected = format!("an address such as {default}, with no user name, no password and no query");
        env.read_hidden(name, default, &expected, address)
    };
    Ok(ProviderAddresses {
        openrouter: read("OPENROUTER_BASE_URL", known.openrouter)?,
        heygen: read("HEYGEN_BASE_URL", known.heygen)?,
        elevenlabs: read("ELEVENLABS_BASE_URL", known.elevenlabs)?,
        fal: read("FAL_BASE_URL", known.fal)?,
        replicate: read("REPLICATE_BASE_URL", known.replicate)?,
        imagekit: read("IMAGEKIT_API_URL", known.imagekit)?,
    })
}

/// The server's own key, where there is one.
pub(super) fn read_key(env: &Environment, name: &str) -> Option<Secret> {
    env.get(name).map(|key| Secret::from(key.to_owned()))
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

    #[test]
    fn an_address_may_be_another_than_the_service_itself() {
        let read = read_addresses(&[("FAL_BASE_URL", ""), ("HEYGEN_BASE_URL", "")].into()).unwrap();
        assert_eq!(read, ProviderAddresses::default());
        let read = read_addresses(&[("FAL_BASE_URL", "http://127.0.0.1:9000/fal/")].into()).unwrap();
        assert_eq!(
            (read.fal.as_str(), read.heygen.as_str()),
            ("http://127.0.0.1:9000/fal", "https://api.heygen.com")
        );
    }

    #[test]
    fn a_key_is_shown_to_nobody() {
        let key = read_key(&[("FAL_KEY", "abc")].into(), "FAL_KEY");
        assert_eq!(key.as_ref().map(Secret::expose), Some("abc"));
        assert!(!format!("{key:?}").contains("abc"));
        assert!(read_key(&[("FAL_KEY", " ")].into(), "FAL_KEY").is_none());
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
            let problem = read_addresses(&[("FAL_BASE_URL", wrong)].into()).unwrap_err();
            assert!(problem.0.contains("FAL_BASE_URL") && !problem.0.contains("hunter2"), "{problem}");
        }
    }
}
