//! What is counted of the work, for whoever watches over it. Counting never fails and waits for nobody; where nobody
//! reads it, it is nothing.
//!
//! Labels are words of this program alone: kinds, names of makers, codes. No id, no address and no text of anybody's.
//! `docs/metrics.md` says what each of them means and what to do about it.

use crate::hands::{Hands, Place};
use domain::{ExecutionKind, FailureCode, Money, Status, StepKind};
use metrics::{Unit, counter, describe_counter, describe_gauge, describe_histogram, gauge, histogram};
use std::time::Duration;
use store::AfterAttempt;

const ACCEPTED: &str = "pitchreel_executions_accepted_total";
const STARTED: &str = "pitchreel_executions_started_total";
const COMPLETED: &str = "pitchreel_executions_completed_total";
const FAILED: &str = "pitchreel_executions_failed_total";
const CANCELLED: &str = "pitchreel_executions_cancelled_total";
const WAIT: &str = "pitchreel_execution_wait_seconds";
const DURATION: &str = "pitchreel_execution_duration_seconds";
const STEP_DURATION: &str = "pitchreel_step_duration_seconds";
const COST: &str = "pitchreel_provider_cost_microdollars_total";
const LOST_ANSWERS: &str = "pitchreel_paid_answers_lost_total";
const LOST_LEASES: &str = "pitchreel_leases_lost_total";
const DELIVERIES: &str = "pitchreel_webhook_deliveries_total";
const DELIVERY_DURATION: &str = "pitchreel_webhook_delivery_duration_seconds";
const WATCHERS: &str = "pitchreel_watchers";
const HANDS: &str = "pitchreel_hands";
const HANDS_BUSY: &str = "pitchreel_hands_busy";

/// Histograms of this room, with the upper bounds of their buckets.
pub const ENGINE_HISTOGRAMS: [(&str, &[f64]); 4] = [
    (WAIT, &[0.1, 0.5, 1.0, 5.0, 15.0, 60.0, 300.0, 900.0, 3_600.0, 14_400.0]),
    (DURATION, &[1.0, 5.0, 15.0, 30.0, 60.0, 120.0, 300.0, 600.0, 1_800.0, 3_600.0, 14_400.0]),
    (STEP_DURATION, &[0.1, 0.5, 1.0, 5.0, 15.0, 30.0, 60.0, 120.0, 300.0, 900.0, 1_800.0]),
    (DELIVERY_DURATION, &[0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 15.0]),
];

const KINDS: [ExecutionKind; 3] =
    [ExecutionKind::AvatarAd, ExecutionKind::GenerateVideo, ExecutionKind::Pipeline];
const CODES: [FailureCode; 7] = [
    FailureCode::InvalidInput,
    FailureCode::Missing,
    FailureCode::Deadline,
    FailureCode::Refused,
    FailureCode::Unavailable,
    FailureCode::NeedsReview,
    FailureCode::Internal,
];
const DELIVERED: [&str; 4] = ["delivered", "retried", "failed", "disabled"];

/// Says what each of them means, and begins those at nothing whose labels are known: an alert can then tell nothing
/// from not yet.
pub fn describe_engine_metrics() {
    describe_counter!(ACCEPTED, "Orders that were accepted, by type.");
    describe_counter!(
        STARTED,
        "Executions that began to run, by type; once for each time that they were queued."
    );
    describe_counter!(COMPLETED, "Executions that ended as completed, by type.");
    describe_counter!(FAILED, "Executions that ended as failed, by type and by the code of the failure.");
    describe_counter!(CANCELLED, "Executions that ended as cancelled, by type.");
    describe_histogram!(WAIT, Unit::Seconds, "How long executions were queued before they began, by type.");
    describe_histogram!(
        DURATION,
        Unit::Seconds,
        "How long executions took from being queued to their end, by type and end."
    );
    describe_histogram!(
        STEP_DURATION,
        Unit::Seconds,
        "How long steps took that were done, by kind and maker."
    );
    describe_counter!(COST, "What was paid to providers, in millionths of a dollar.");
    describe_counter!(LOST_ANSWERS, "Paid requests whose answer was lost, by provider.");
    describe_counter!(LOST_LEASES, "Executions that this node had to let go because their lease was over.");
    describe_counter!(DELIVERIES, "Attempts to deliver a webhook, by what came of them.");
    describe_histogram!(DELIVERY_DURATION, Unit::Seconds, "How long receivers of webhooks took.");
    describe_gauge!(WATCHERS, "Streams of events that are open here.");
    describe_gauge!(HANDS, "How many steps this node may do at once, by where the work is done.");
    describe_gauge!(HANDS_BUSY, "How many of them are at work.");
    for kind in KINDS.map(ExecutionKind::as_str) {
        for name in [ACCEPTED, STARTED, COMPLETED, CANCELLED] {
            counter!(name, "type" => kind).increment(0);
        }
        for code in CODES.map(word) {
            counter!(FAILED, "type" => kind, "code" => code).increment(0);
        }
    }
    for outcome in DELIVERED {
        counter!(DELIVERIES, "outcome" => outcome).increment(0);
    }
    counter!(LOST_LEASES).increment(0);
    gauge!(WATCHERS).set(0.0);
}

/// The same for those that are by provider.
pub(crate) fn expect_provider(name: &str) {
    counter!(COST, "provider" => name.to_owned()).increment(0);
    counter!(LOST_ANSWERS, "provider" => name.to_owned()).increment(0);
}

pub(crate) fn accepted(kind: ExecutionKind) {
    counter!(ACCEPTED, "type" => kind.as_str()).increment(1);
}

/// It runs, for the first time since it was queued.
pub(crate) fn started(kind: ExecutionKind, waited: Duration) {
    counter!(STARTED, "type" => kind.as_str()).increment(1);
    histogram!(WAIT, "type" => kind.as_str()).record(waited);
}

/// It is final. `code` is why it failed; `took` is since it was queued, for one that had begun.
pub(crate) fn ended(kind: ExecutionKind, status: Status, code: Option<FailureCode>, took: Option<Duration>) {
    let kind = kind.as_str();
    match status {
        Status::Completed => counter!(COMPLETED, "type" => kind).increment(1),
        Status::Cancelled => counter!(CANCELLED, "type" => kind).increment(1),
        Status::Failed => {
            let code = word(code.unwrap_or(FailureCode::Internal));
            counter!(FAILED, "type" => kind, "code" => code).increment(1)
        }
        Status::Queued | Status::Running => return,
    }
    if let Some(took) = took {
        histogram!(DURATION, "type" => kind, "status" => status.as_str()).record(took);
    }
}

pub(crate) fn step_done(kind: StepKind, provider: &str, took: Duration) {
    histogram!(STEP_DURATION, "step" => kind.as_str(), "provider" => provider.to_owned()).record(took);
}

/// Money that is owed from now on; what costs nothing is nothing.
pub(crate) fn paid(provider: &str, cost: Money) {
    let micros = u64::try_from(cost.micros()).unwrap_or_default();
    counter!(COST, "provider" => provider.to_owned()).increment(micros);
}

pub(crate) fn answer_lost(provider: &str) {
    counter!(LOST_ANSWERS, "provider" => provider.to_owned()).increment(1);
}

pub(crate) fn lease_lost() {
    counter!(LOST_LEASES).increment(1);
}

pub(crate) fn delivered(then: AfterAttempt, took: Duration) {
    let [delivered, retried, failed, disabled] = DELIVERED;
    let outcome = match then {
        AfterAttempt::Delivered => delivered,
        AfterAttempt::Again(_) => retried,
        AfterAttempt::Failed => failed,
        AfterAttempt::Disabled => disabled,
    };
    counter!(DELIVERIES, "outcome" => outcome).increment(1);
    histogram!(DELIVERY_DURATION).record(took);
}

/// How many hands there are, and how many are busy at this moment.
pub(crate) fn hands(hands: &Hands) {
    for (place, word) in [(Place::Local, "local"), (Place::Remote, "remote")] {
        let (all, busy) = hands.at_work(place);
        gauge!(HANDS, "kind" => word).set(all as f64);
        gauge!(HANDS_BUSY, "kind" => word).set(busy as f64);
    }
}

/// Somebody who watches, for as long as it is kept.
pub(crate) struct Watching(());

impl Watching {
    pub fn begin() -> Watching {
        gauge!(WATCHERS).increment(1.0);
        Watching(())
    }
}

impl Drop for Watching {
    fn drop(&mut self) {
        gauge!(WATCHERS).decrement(1.0);
    }
}

fn word(code: FailureCode) -> &'static str {
    match code {
        FailureCode::InvalidInput => "invalid_input",
        FailureCode::Missing => "missing",
        FailureCode::Deadline => "deadline",
        FailureCode::Refused => "refused",
        FailureCode::Unavailable => "unavailable",
        FailureCode::NeedsReview => "needs_review",
        FailureCode::Internal => "internal",
    }
}
