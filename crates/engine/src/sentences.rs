//! The sentences of events: what is done and how far, in plain words.

use domain::{MediaResult, StepKind, StepName};
use providers::Progress;
use std::time::Duration;

pub(crate) const QUEUED: &str = "Queued.";
pub(crate) const QUEUED_AGAIN: &str = "Queued again. What is done stays done.";
pub(crate) const HANDED_BACK: &str = "The studio is restarting. This goes on afterwards.";
pub(crate) const STORE_FAILED: &str = "Queued again after the studio could not save its progress.";

/// It stopped because somebody asked. `billed`: something outside may still cost.
pub(crate) fn cancelled(billed: bool) -> &'static str {
    match billed {
        false => "Cancelled. Nothing more is spent.",
        true => {
            "Cancelled. What was asked for outside is told to stop; if it costs all the same, that is booked."
        }
    }
}

/// The step begins.
pub(crate) fn begun(step: StepName, kind: StepKind) -> String {
    let doing = match kind {
        StepKind::Scripts => "is writing the script.",
        StepKind::Speech => "is recording the script.",
        StepKind::Presenter => "is rehearsing.",
        StepKind::Image => "is ordering the picture.",
        StepKind::Video => "is ordering the video.",
        StepKind::Compose => "is setting up the first frame.",
        StepKind::Publish => "is putting the files in their place.",
    };
    format!("{} {doing}", step.title())
}

/// The step has come this far.
pub(crate) fn under_way(kind: StepKind, progress: Progress) -> String {
    let Progress { done, whole } = progress;
    match kind {
        StepKind::Scripts => format!("Scripts has written {done} of {whole}."),
        StepKind::Speech => format!("Speech has recorded sentence {done} of {whole}."),
        StepKind::Presenter => format!("Presenter has rehearsed part {done} of {whole}."),
        StepKind::Image | StepKind::Video => format!("{done} of {whole} is made."),
        StepKind::Compose => format!("Compose is drawing frame {done} of {whole}."),
        StepKind::Publish => format!("Publish has put file {done} of {whole} in its place."),
    }
}

/// The step is done.
pub(crate) fn done(step: StepName, kind: StepKind) -> String {
    let done = match kind {
        StepKind::Scripts => "has written the script.",
        StepKind::Speech => "is recorded.",
        StepKind::Presenter => "knows the part.",
        StepKind::Image => "has the picture.",
        StepKind::Video => "has the video.",
        StepKind::Compose => "has drawn every frame.",
        StepKind::Publish => "has put every file in its place.",
    };
    format!("{} {done}", step.title())
}

/// Nothing had to be done.
pub(crate) fn reused(step: StepName) -> String {
    format!("{} is the same as before, so it is not made again.", step.title())
}

/// What the step had made is gone.
pub(crate) fn reopened(step: StepName) -> String {
    format!("The files of {step} are gone, so it is done again.")
}

/// Somebody outside is at it.
pub(crate) fn asked(step: StepName, provider: &str) -> String {
    format!("{} is being made at {provider}.", step.title())
}

/// The answer was lost, and the provider will call.
pub(crate) fn waiting_for_callback(provider: &str) -> String {
    format!("The answer of {provider} was lost. Waiting for its call; nothing is ordered twice.")
}

/// The provider did not take it now.
pub(crate) fn busy(provider: &str, wait: Duration) -> String {
    format!("{provider} has no time now. Trying again in {}; nothing was paid.", in_words(wait))
}

/// The provider broke, and nothing was paid.
pub(crate) fn broke(provider: &str, wait: Duration) -> String {
    format!("{provider} broke off and took nothing for it. Trying again in {}.", in_words(wait))
}

/// What was made cannot be fetched now.
pub(crate) fn fetching_again(wait: Duration) -> String {
    format!("It is made, and cannot be fetched now. Trying again in {}.", in_words(wait))
}

/// The step stopped.
pub(crate) fn stopped(step: StepName, sentence: &str) -> String {
    format!("Stopped at {step}. {sentence}")
}

/// The film is done.
pub(crate) fn completed(result: &MediaResult) -> String {
    let seconds = result.duration_ms.div_ceil(1000);
    let megabytes = result.bytes as f64 / 1_000_000.0;
    format!("The ad is ready: {seconds} seconds, {megabytes:.1} MB.")
}

fn in_words(time: Duration) -> String {
    match time.as_secs_f32().ceil() as u64 {
        0..=1 => "a second".to_owned(),
        seconds @ 2..=119 => format!("{seconds} seconds"),
        seconds => format!("{} minutes", seconds.div_ceil(60)),
    }
}
