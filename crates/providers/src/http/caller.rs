//! The connections on which providers are called: none is asked twice for money.

use super::{
    USER_AGENT,
    api_call::{ANSWER_TIMEOUT, causes, read_whole},
    trust,
};
use crate::ProviderError;
use bytes::Bytes;
use reqwest::{Client, ClientBuilder, header::HeaderMap, redirect::Policy, retry};
use std::time::Duration;

/// How long a connection may take to be there. It is shorter than any answer may take, so that a host that cannot be
/// reached is told apart from an answer that was lost.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);

/// How long a connection for reading is kept.
const IDLE_CONNECTION: Duration = Duration::from_secs(20);

/// The two clients that every service shares. Cheap to clone; made once.
#[derive(Clone)]
pub struct Caller {
    /// Each request has a connection of its own. A kept connection may be closed by the other side while the request is
    /// on its way; then nobody can tell whether it was read, and for a provider that cannot look jobs up a person would
    /// have to. A handshake for each paid call is a small price.
    pub(super) once: Client,
    /// Connections are kept between looks. A look that is lost is looked again.
    pub(super) reads: Client,
}

impl Caller {
    /// Fails only where encryption cannot be set up.
    pub fn new() -> Result<Caller, ProviderError> {
        let tls = trust::tls()?;
        let build = |client: ClientBuilder| {
            client
                .user_agent(USER_AGENT)
                .tls_backend_preconfigured(tls.clone())
                .redirect(Policy::none())
                // The HTTP library still sends again what it knows it never wrote to a kept connection; this turns
                // off everything else.
                .retry(retry::never())
                .referer(false)
                .no_proxy()
                .connect_timeout(CONNECT_TIMEOUT)
                .timeout(ANSWER_TIMEOUT)
                .build()
                .map_err(|error| ProviderError::failed("The client for providers cannot start.", error))
        };
        Ok(Caller {
            once: build(Client::builder().pool_max_idle_per_host(0))?,
            reads: build(Client::builder().pool_max_idle_per_host(4).pool_idle_timeout(IDLE_CONNECTION))?,
        })
    }

    /// Posts to an address of the operator's that is no provider's: where traces are collected. Gives the status and
    /// the body, or what went wrong.
    pub async fn post(
        &self,
        url: &str,
        headers: HeaderMap,
        body: Bytes,
        timeout: Duration,
    ) -> Result<(u16, Bytes), String> {
        let request = self.reads.post(url).headers(headers).body(body).timeout(timeout);
        let response = request.send().await.map_err(|error| causes(&error.without_url()))?;
        Ok((response.status().as_u16(), read_whole(response).await?))
    }
}
