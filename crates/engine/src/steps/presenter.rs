//! The presenter's performance over the sound: `take`, a file that the composer of the same provider understands.

use super::StepContext;
use crate::failure::StepFailure;
use domain::RenderOrder;
use providers::{PerformOrder, Reporter};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use tokio_util::sync::CancellationToken;

pub(super) const TAKE: &str = "take";

pub(super) async fn run(
    cx: StepContext,
    report: Reporter,
    stop: CancellationToken,
) -> Result<Value, StepFailure> {
    let seed = seed(&cx.order);
    let order = PerformOrder {
        avatar: cx.order.avatar_id.clone(),
        tone: cx.order.tone,
        track: cx.track().await?,
        sound: cx.sound(),
        seed,
        take: cx.part.join(TAKE),
    };
    cx.works.makers.presenter.perform(order, report, stop).await?;
    Ok(json!({ "seed": seed.to_string() }))
}

/// The same script and avatar perform the same way, today and after a restart.
fn seed(order: &RenderOrder) -> u64 {
    let digest = Sha256::new()
        .chain_update(order.avatar_id.as_str())
        .chain_update([0])
        .chain_update(&order.script_text)
        .finalize();
    digest.iter().take(8).fold(0, |seed, byte| seed << 8 | u64::from(*byte))
}
