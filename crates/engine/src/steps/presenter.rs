//! The presenter's performance over the sound: `take`, a file that the composer of the same provider understands.

use super::{StepContext, speech::SOUND};
use crate::{failure::StepFailure, output::StepOutput};
use domain::{AvatarId, SpokenTrack, Tone};
use providers::{PerformOrder, Reporter};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};
use tokio_util::sync::CancellationToken;

pub(super) const TAKE: &str = "take";

#[derive(Deserialize)]
struct Input {
    sound: StepOutput,
    avatar: Option<AvatarId>,
    tone: Option<Tone>,
}

/// What a composer must know of a take.
#[derive(Serialize, Deserialize)]
pub(super) struct TakeFacts {
    pub avatar: AvatarId,
    pub sound: StepOutput,
    seed: String,
}

pub(super) async fn run(
    cx: StepContext,
    report: Reporter,
    stop: CancellationToken,
) -> Result<Value, StepFailure> {
    let input: Input = cx.input()?;
    let presenter = &cx.works.makers.presenter;
    let avatar = match input.avatar {
        Some(avatar) => avatar,
        None => {
            let avatars = presenter.avatars().await?;
            avatars.into_iter().next().ok_or_else(|| StepFailure::missing("avatar"))?.id
        }
    };
    let track = cx.track(&input.sound).await?;
    let seed = seed(&avatar, &track);
    let order = PerformOrder {
        avatar: avatar.clone(),
        tone: input.tone.unwrap_or_default(),
        track,
        sound: cx.local(&input.sound, SOUND).await?,
        seed,
        take: cx.part.join(TAKE),
    };
    presenter.perform(order, report, stop).await?;
    Ok(serde_json::to_value(TakeFacts { avatar, sound: input.sound, seed: seed.to_string() })?)
}

/// The same words and avatar perform the same way, today and after a restart.
fn seed(avatar: &AvatarId, track: &SpokenTrack) -> u64 {
    let mut digest = Sha256::new().chain_update(avatar.as_str());
    for word in &track.words {
        digest.update([0]);
        digest.update(&word.text);
    }
    digest.finalize().iter().take(8).fold(0, |seed, byte| seed << 8 | u64::from(*byte))
}
