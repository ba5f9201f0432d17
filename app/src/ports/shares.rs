//! Shares: a finished ad on a public page, by an unguessable address.

use domain::{Format, MediaResult};
use serde::{Deserialize, Serialize};

/// What a stranger with the link sees.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SharedAd {
    pub topic: String,
    /// What is said in it.
    pub script_text: String,
    pub format: Format,
    pub media: MediaResult,
}

/// Where strangers reach this site, with no slash at its end: other sites show nothing of a relative address.
#[cfg(feature = "ssr")]
#[derive(Debug, Clone)]
pub struct PublicUrl(pub std::sync::Arc<str>);

#[cfg(feature = "ssr")]
pub use port::SharesPort;

#[cfg(feature = "ssr")]
mod port {
    use super::SharedAd;
    use crate::ports::PortError;
    use domain::{AccountId, ExecutionId, ShareToken};

    /// Public links.
    #[async_trait::async_trait]
    pub trait SharesPort: Send + Sync {
        /// The link's token; the same one each time for the same execution.
        async fn share(&self, account: &AccountId, id: &ExecutionId) -> Result<ShareToken, PortError>;
        /// Ends the link.
        async fn unshare(&self, account: &AccountId, id: &ExecutionId) -> Result<(), PortError>;
        /// What stands behind a link, for anyone.
        async fn open(&self, token: &ShareToken) -> Result<SharedAd, PortError>;
    }
}
