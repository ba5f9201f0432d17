//! Whoever reads product pages, and the one that reads them through the guarded client.

use super::{charset, page, visit::visit};
use crate::{ProviderError, http::GuardedClient};
use async_trait::async_trait;
use domain::ProductPage;
use std::time::Duration;
use tokio::time::timeout;

/// What reading a page may take.
#[derive(Debug, Clone, Copy)]
pub struct VisitLimits {
    /// What comes after is not read: a page says what it is about at its beginning.
    pub bytes_max: usize,
    /// From the first name that is resolved to the finished [`ProductPage`], redirects included.
    pub time_max: Duration,
}

impl Default for VisitLimits {
    fn default() -> Self {
        VisitLimits { bytes_max: 2 * 1024 * 1024, time_max: Duration::from_secs(15) }
    }
}

/// Whoever reads a product's page.
#[async_trait]
pub trait ProductReader: Send + Sync {
    /// What the page at this address says about its product. No more is asked for than this page: its pictures are
    /// named, and not fetched.
    ///
    /// # Errors
    /// [`ProviderError::Invalid`] where another address is needed, [`ProviderError::Failed`] where trying again may help.
    async fn read(&self, url: &str) -> Result<ProductPage, ProviderError>;
}

/// Reads through the guarded client.
#[derive(Clone)]
pub struct GuardedProductReader {
    client: GuardedClient,
    limits: VisitLimits,
}

impl GuardedProductReader {
    pub fn new(client: GuardedClient, limits: VisitLimits) -> GuardedProductReader {
        GuardedProductReader { client, limits }
    }

    async fn visit_and_read(&self, url: &str) -> Result<ProductPage, ProviderError> {
        let visited = visit(&self.client, url, self.limits.bytes_max).await?;
        let client = self.client.clone();
        // Two million bytes are many milliseconds of work, which must not hold up whoever waits on this thread.
        let reading = tokio::task::spawn_blocking(move || {
            let text = charset::text_of(&visited.body, visited.charset.as_deref()).ok_or_else(no_text)?;
            page::product_of(&text, &visited.url, |picture| client.permits(picture)).ok_or_else(no_product)
        });
        reading
            .await
            .map_err(|error| ProviderError::failed("This page cannot be read. Try another one.", error))?
    }
}

#[async_trait]
impl ProductReader for GuardedProductReader {
    async fn read(&self, url: &str) -> Result<ProductPage, ProviderError> {
        timeout(self.limits.time_max, self.visit_and_read(url)).await.unwrap_or_else(|_| {
            Err(ProviderError::Failed {
                sentence:
                    "This page took too long to answer. Try again later, or write what the ad is about."
                        .into(),
                cause: None,
            })
        })
    }
}

fn no_text() -> ProviderError {
    ProviderError::invalid(
        "What this address sends cannot be read as text. Give the address of a product's page.",
    )
}

fn no_product() -> ProviderError {
    ProviderError::invalid("This page does not say what it is about. Write it in a few words instead.")
}
