//! The one client for every address that came from outside.
//!
//! It refuses what [`Egress`] refuses, and it judges a name at the moment of connecting: the addresses that are judged
//! are the ones that are connected to, so that a name which changes its answer between two questions leads nowhere. It
//! follows no redirect, asks no proxy, keeps no cookie and carries no credential.

use super::{Egress, Refusal, USER_AGENT, trust};
use crate::ProviderError;
use reqwest::{
    Client, Method, RequestBuilder,
    dns::{Addrs, Name, Resolve, Resolving},
    redirect::Policy,
    retry,
};
use std::{error::Error, net::SocketAddr, sync::Arc, time::Duration};

/// How long a connection may take to be there, its name resolved and its encryption agreed on.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);

/// Calls addresses that came from outside. Cheap to clone.
#[derive(Clone)]
pub struct GuardedClient {
    client: Client,
    egress: Arc<Egress>,
}

impl GuardedClient {
    /// A client that reaches the public internet, and of private networks what `egress` names.
    pub fn new(egress: Egress) -> Result<GuardedClient, ProviderError> {
        let egress = Arc::new(egress);
        let client = Client::builder()
            .user_agent(USER_AGENT)
            .tls_backend_preconfigured(trust::tls()?)
            .dns_resolver(PermittedNames { egress: Arc::clone(&egress) })
            .redirect(Policy::none())
            .retry(retry::never())
            .referer(false)
            .no_proxy()
            // Every connection serves one request, so each request's address is judged anew.
            .pool_max_idle_per_host(0)
            .connect_timeout(CONNECT_TIMEOUT)
            .build()
            .map_err(|error| {
                ProviderError::failed("The client for outside addresses cannot start.", error)
            })?;
        Ok(GuardedClient { client, egress })
    }

    /// Begins a request, where the address is not refused as it stands.
    pub(crate) fn request(&self, method: Method, url: &str) -> Result<RequestBuilder, Refusal> {
        Ok(self.client.request(method, self.egress.check(url)?))
    }

    /// Whether this address is not refused as it stands. Where its name leads is judged when it is called.
    pub(crate) fn permits(&self, url: &str) -> bool {
        self.egress.check(url).is_ok()
    }

    /// The refusal that a failed request ended with, where it was the guard that ended it.
    pub(crate) fn refusal(error: &reqwest::Error) -> Option<Refusal> {
        let mut cause: Option<&(dyn Error + 'static)> = error.source();
        while let Some(error) = cause {
            if let Some(refusal) = error.downcast_ref::<Refusal>() {
                return Some(refusal.clone());
            }
            cause = error.source();
        }
        None
    }
}

/// Resolves names as the machine does and drops every address that may not be connected to.
struct PermittedNames {
    egress: Arc<Egress>,
}

impl Resolve for PermittedNames {
    fn resolve(&self, name: Name) -> Resolving {
        let egress = Arc::clone(&self.egress);
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            let permitted: Vec<SocketAddr> = found.filter(|found| egress.permits(found.ip())).collect();
            if permitted.is_empty() {
                return Err(Refusal::private(name.as_str()).into());
            }
            Ok(Box::new(permitted.into_iter()) as Addrs)
        })
    }
}
