//! The one client for every address that came from outside.
//!
//! It refuses what [`Egress`] refuses, and it judges a name at the moment of connecting: the addresses that are judged
//! are the ones that are connected to, so that a name which changes its answer between two questions leads nowhere. It
//! follows no redirect, asks no proxy, keeps no cookie and carries no credential.

use super::{
    Egress, Refusal, USER_AGENT,
    name_lookup::{MachineNames, NameLookup},
    trust,
};
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
        GuardedClient::with_names(egress, Arc::new(MachineNames))
    }

    /// The same, where somebody else says where names lead.
    pub fn with_names(egress: Egress, names: Arc<dyn NameLookup>) -> Result<GuardedClient, ProviderError> {
        let egress = Arc::new(egress);
        let client = Client::builder()
            .user_agent(USER_AGENT)
            .tls_backend_preconfigured(trust::tls()?)
            .dns_resolver(PermittedNames { egress: Arc::clone(&egress), names })
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

/// Drops of every answer the addresses that may not be connected to.
struct PermittedNames {
    egress: Arc<Egress>,
    names: Arc<dyn NameLookup>,
}

impl Resolve for PermittedNames {
    fn resolve(&self, name: Name) -> Resolving {
        let (egress, names) = (Arc::clone(&self.egress), Arc::clone(&self.names));
        Box::pin(async move {
            let mut permitted: Vec<SocketAddr> = names.addresses(name.as_str()).await?;
            permitted.retain(|found| egress.permits(found.ip()));
            // The port is the one that was asked for, whatever the answer says.
            permitted.iter_mut().for_each(|found| found.set_port(0));
            if permitted.is_empty() {
                return Err(Refusal::private(name.as_str()).into());
            }
            Ok(Box::new(permitted.into_iter()) as Addrs)
        })
    }
}
