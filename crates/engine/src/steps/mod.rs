//! What each step that works here does with its input.
//!
//! A step writes only into the folder it is given, and answers with the facts that later steps and the result need.
//! It stores nothing and tells nobody: that is the actor's. Steps that are paid elsewhere are in [`crate::paid`].

mod compose;
mod context;
mod presenter;
mod publish;
mod scripts;
mod speech;

pub(crate) use compose::check_background;
pub(crate) use context::StepContext;

use crate::failure::StepFailure;
use domain::StepKind;
use providers::Reporter;
use tokio_util::sync::CancellationToken;

/// Does one step. It ends soon after `stop` is cancelled, with an error.
pub(crate) async fn run(
    kind: StepKind,
    context: StepContext,
    report: Reporter,
    stop: CancellationToken,
) -> Result<serde_json::Value, StepFailure> {
    match kind {
        StepKind::Scripts => scripts::run(context).await,
        StepKind::Speech => speech::run(context, report, stop).await,
        StepKind::Presenter => presenter::run(context, report, stop).await,
        StepKind::Compose => compose::run(context, report, stop).await,
        StepKind::Publish => publish::run(context, report).await,
        StepKind::Image | StepKind::Video => {
            Err(StepFailure::internal("a paid step was given to local hands"))
        }
    }
}
