//! Whose certificates are believed: what this machine trusts, or Mozilla's list where the machine has none.
//!
//! The bundled list lets the one-file program run where no certificates are installed; the machine's own list is
//! preferred, so that an operator's own authority works and a distrusted one does not.

use crate::ProviderError;
use rustls::{ClientConfig, RootCertStore, crypto::ring};
use std::sync::Arc;

/// The terms on which encrypted connections are made.
pub fn tls() -> Result<ClientConfig, ProviderError> {
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    if roots.is_empty() {
        roots.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
    }
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|error| ProviderError::failed("Encrypted connections cannot be prepared.", error))?;
    Ok(config.with_root_certificates(roots).with_no_client_auth())
}
