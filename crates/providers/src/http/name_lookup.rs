//! Where names lead.

use async_trait::async_trait;
use std::{io, net::SocketAddr};

/// Whoever knows where names lead. What is answered is judged before anybody connects to it.
#[async_trait]
pub trait NameLookup: Send + Sync {
    /// Every address of this name; ports are not looked at.
    async fn addresses(&self, name: &str) -> io::Result<Vec<SocketAddr>>;
}

/// Asks as every other program on this machine does.
pub(super) struct MachineNames;

#[async_trait]
impl NameLookup for MachineNames {
    async fn addresses(&self, name: &str) -> io::Result<Vec<SocketAddr>> {
        Ok(tokio::net::lookup_host((name, 0)).await?.collect())
    }
}
