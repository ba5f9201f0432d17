//! The sentences of events: what is done and how far, in plain words.

use domain::{MediaResult, StepName};
use providers::Progress;

pub(crate) const QUEUED: &str = "Queued.";
pub(crate) const QUEUED_AGAIN: &str = "Queued again. What is done stays done.";
pub(crate) const CANCELLED: &str = "Cancelled. Nothing was spent.";
pub(crate) const HANDED_BACK: &str = "The studio is restarting. This goes on afterwards.";
pub(crate) const STORE_FAILED: &str = "Queued again after the studio could not save its progress.";

/// The step begins.
pub(crate) fn begun(step: StepName) -> &'static str {
    match step {
        StepName::Speech => "Speech is recording the script.",
        StepName::Presenter => "Presenter is rehearsing.",
        StepName::Compose => "Compose is setting up the first frame.",
        StepName::Publish => "Publish is putting the files in their place.",
    }
}

/// The step has come this far.
pub(crate) fn under_way(step: StepName, progress: Progress) -> String {
    let Progress { done, whole } = progress;
    match step {
        StepName::Speech => format!("Speech has recorded sentence {done} of {whole}."),
        StepName::Presenter => format!("Presenter has rehearsed part {done} of {whole}."),
        StepName::Compose => format!("Compose is drawing frame {done} of {whole}."),
        StepName::Publish => format!("Publish has put file {done} of {whole} in its place."),
    }
}

/// The step is done.
pub(crate) fn done(step: StepName) -> &'static str {
    match step {
        StepName::Speech => "Speech is recorded.",
        StepName::Presenter => "Presenter knows the part.",
        StepName::Compose => "Compose has drawn every frame.",
        StepName::Publish => "Publish has put every file in its place.",
    }
}

/// What the step had made is gone.
pub(crate) fn reopened(step: StepName) -> String {
    format!("The files of {step} are gone, so it is done again.")
}

/// The step stopped.
pub(crate) fn stopped(step: StepName, sentence: &str) -> String {
    format!("Stopped at {step}. {sentence}")
}

/// The ad is done.
pub(crate) fn completed(result: &MediaResult) -> String {
    let seconds = result.duration_ms.div_ceil(1000);
    let megabytes = result.bytes as f64 / 1_000_000.0;
    format!("The ad is ready: {seconds} seconds, {megabytes:.1} MB.")
}
