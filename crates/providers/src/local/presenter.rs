//! The presenters of the studio as a [`Presenter`]. A take is the plan of a performance, as JSON.

use super::{failed, make};
use crate::{PerformOrder, Presenter, ProviderError, Reporter};
use async_trait::async_trait;
use domain::Avatar;
use std::{fs, sync::Arc};
use studio::{Energy, Performance, PresenterRig};
use tokio_util::sync::CancellationToken;

/// Performs with a cast of drawn presenters. Cheap to clone.
#[derive(Clone)]
pub struct StudioPresenter {
    cast: Arc<[Arc<PresenterRig>]>,
}

impl StudioPresenter {
    /// Performs with this cast, offered in this order.
    pub fn new(cast: Vec<Arc<PresenterRig>>) -> Self {
        StudioPresenter { cast: cast.into() }
    }
}

#[async_trait]
impl Presenter for StudioPresenter {
    fn name(&self) -> &str {
        super::NAME
    }

    async fn avatars(&self) -> Result<Vec<Avatar>, ProviderError> {
        Ok(self.cast.iter().map(|rig| rig.avatar()).collect())
    }

    async fn perform(
        &self,
        order: PerformOrder,
        report: Reporter,
        cancel: CancellationToken,
    ) -> Result<(), ProviderError> {
        super::member(&self.cast, &order.avatar)?;
        make(move || {
            let performance = Performance::plan(&order.track, Energy::from(order.tone), order.seed);
            if cancel.is_cancelled() {
                return Err(ProviderError::Cancelled);
            }
            let take = serde_json::to_vec(&performance)
                .map_err(failed("The performance cannot be written down."))?;
            fs::write(&order.take, take).map_err(failed("The performance cannot be kept on disk."))?;
            report.report(1, 1);
            Ok(())
        })
        .await
    }
}
