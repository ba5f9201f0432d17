//! Product pages: read for their words, and for pictures that can stand behind the presenter.

use super::from_provider;
use app::ports::{AssetsPort, PortError};
use domain::{AccountId, AssetId, ProductPage};
use futures::future::join_all;
use providers::{FetchLimits, MediaFetch, ProductReader, ProviderError};
use std::{sync::Arc, time::Duration};
use tokio::sync::Semaphore;

/// The best pictures of a page; more would only be in the way of one's own.
const BROUGHT: usize = 3;
/// As for a picture that somebody sends, and no longer than somebody waits.
const LIMITS: FetchLimits = FetchLimits {
    bytes_max: crate::http::PICTURE_BYTES_MAX as u64,
    time_max: Duration::from_secs(8),
    idle_max: Duration::from_secs(4),
};

/// Pages that are visited at once: nobody makes this machine knock on many doors.
const VISITED_AT_ONCE: usize = 4;

/// Reads pages of others.
#[derive(Clone)]
pub struct ProductPages {
    reader: Arc<dyn ProductReader>,
    fetch: Arc<dyn MediaFetch>,
    assets: Arc<dyn AssetsPort>,
    visits: Arc<Semaphore>,
}

impl ProductPages {
    pub fn new(
        reader: Arc<dyn ProductReader>,
        fetch: Arc<dyn MediaFetch>,
        assets: Arc<dyn AssetsPort>,
    ) -> Self {
        ProductPages { reader, fetch, assets, visits: Arc::new(Semaphore::new(VISITED_AT_ONCE)) }
    }

    /// What the page says, or why it cannot be taken.
    pub async fn read(&self, url: &str) -> Result<ProductPage, PortError> {
        let _visit = self.visits.acquire().await;
        self.reader.read(url.trim()).await.map_err(|error| match error {
            // The address is the caller's word: a page that cannot be had is theirs to mend, and no trouble of ours.
            ProviderError::Failed { sentence, cause } => {
                tracing::info!(?cause, "{sentence}");
                PortError::invalid("url", sentence)
            }
            other => from_provider(other, "url"),
        })
    }

    /// Makes pictures of the page the account's own. One that cannot be had is left out: the ad needs none.
    pub async fn bring_pictures(&self, account: &AccountId, page: &ProductPage) {
        let _visit = self.visits.acquire().await;
        join_all(page.pictures.iter().take(BROUGHT).map(|url| self.bring(account, url))).await;
    }

    async fn bring(&self, account: &AccountId, url: &str) {
        let fetched = async {
            let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
            let file = folder.path().join("picture");
            self.fetch.fetch(url, &file, LIMITS).await.map_err(|error| error.to_string())?;
            tokio::fs::read(&file).await.map_err(|error| error.to_string())
        };
        let kept = match fetched.await {
            Ok(bytes) => self.assets.upload(account, AssetId::generate(), bytes).await.map(drop),
            Err(cause) => Err(PortError::Unavailable { sentence: cause }),
        };
        if let Err(error) = kept {
            tracing::info!(%error, "a picture of a product's page was left out");
        }
    }
}
