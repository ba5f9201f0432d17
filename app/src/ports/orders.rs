//! Orders that no project is behind: a video from a prompt, and pipelines that a program composed.

use super::{PortError, Webhook};
use domain::{AccountId, Execution, ExecutionId, PlannedStep};

/// What programs order. Whoever comes with an id again gets what was ordered with it.
#[async_trait::async_trait]
pub trait OrdersPort: Send + Sync {
    /// A picture of the prompt, set in motion for so many seconds.
    async fn generate_video(
        &self,
        account: &AccountId,
        id: ExecutionId,
        prompt: String,
        seconds: u32,
        webhook: Option<Webhook>,
    ) -> Result<Execution, PortError>;
    /// Steps that were named one by one. Everything that is wrong with them is told at once.
    async fn pipeline(
        &self,
        account: &AccountId,
        id: ExecutionId,
        steps: Vec<PlannedStep>,
        webhook: Option<Webhook>,
    ) -> Result<Execution, PortError>;
}
