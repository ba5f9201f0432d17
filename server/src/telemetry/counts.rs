//! What is counted at the door, and the gauges that are read when somebody asks. `docs/metrics.md` says what each of
//! them means and what to do about it.

use axum::http::{Method, StatusCode};
use metrics::{Unit, counter, describe_counter, describe_gauge, describe_histogram, gauge, histogram};
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use store::{BudgetFigures, Figures, PoolFigures};

const REQUESTS: &str = "pitchreel_http_requests_total";
const REQUEST_DURATION: &str = "pitchreel_http_request_duration_seconds";
const DATABASE_READABLE: &str = "pitchreel_database_readable";
const DATABASE_CONNECTIONS: &str = "pitchreel_database_connections";
const EXECUTIONS: &str = "pitchreel_executions";
const OLDEST: &str = "pitchreel_queue_oldest_seconds";
const DELIVERIES_PENDING: &str = "pitchreel_webhook_deliveries_pending";
const BUDGET_USED: &str = "pitchreel_budget_used_ratio";
const BUDGETS_NEARLY_USED: &str = "pitchreel_budgets_nearly_used";
const BUILD: &str = "pitchreel_build_info";
const START: &str = "pitchreel_start_time_seconds";

/// Histograms of this room, with the upper bounds of their buckets.
pub const HISTOGRAMS: [(&str, &[f64]); 1] =
    [(REQUEST_DURATION, &[0.005, 0.025, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 120.0])];

/// Says what each of them means.
pub fn describe() {
    describe_counter!(REQUESTS, "Requests that were answered, by method, pattern of the route and status.");
    describe_histogram!(
        REQUEST_DURATION,
        Unit::Seconds,
        "Time to the first byte of an answer, by method and route."
    );
    describe_gauge!(
        DATABASE_READABLE,
        "1 where the figures of the whole installation were read in time, else 0."
    );
    describe_gauge!(DATABASE_CONNECTIONS, "Connections of this process to its database, by pool and state.");
    describe_gauge!(
        EXECUTIONS,
        "Executions of the whole installation that are not final, by how they stand."
    );
    describe_gauge!(OLDEST, "Age of the queued execution that waits longest, in the whole installation.");
    describe_gauge!(DELIVERIES_PENDING, "Webhooks of the whole installation that are still to be delivered.");
    describe_gauge!(
        BUDGET_USED,
        "Part of this month's limit that is used or reserved by the account nearest to it."
    );
    describe_gauge!(
        BUDGETS_NEARLY_USED,
        "Accounts that have used or reserved nine tenths of this month's limit."
    );
    describe_gauge!(BUILD, "1, with the version of the program and the kind of its database.");
    describe_gauge!(START, "When the process started, in seconds since 1970.");
}

/// What does not change while the process runs.
pub fn started(database: &'static str) {
    gauge!(BUILD, "version" => env!("CARGO_PKG_VERSION"), "database" => database).set(1.0);
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    gauge!(START).set(since.as_secs_f64());
}

/// A request was answered. `route` is a pattern of ours, never a path.
pub fn answered(method: &Method, route: &str, status: StatusCode, took: Duration) {
    let (method, route) = (word(method), route.to_owned());
    histogram!(REQUEST_DURATION, "method" => method, "route" => route.clone()).record(took);
    let status = status.as_u16().to_string();
    counter!(REQUESTS, "method" => method, "route" => route, "status" => status).increment(1);
}

/// The figures of the whole installation; where they are not known, none is better than an old one.
pub fn figures(known: Option<&Figures>) {
    gauge!(DATABASE_READABLE).set(if known.is_some() { 1.0 } else { 0.0 });
    let number = |of: fn(&Figures) -> f64| known.map_or(f64::NAN, of);
    gauge!(EXECUTIONS, "state" => "queued").set(number(|figures| figures.queued as f64));
    gauge!(EXECUTIONS, "state" => "held").set(number(|figures| figures.held as f64));
    gauge!(EXECUTIONS, "state" => "waiting_outside").set(number(|figures| figures.waiting_outside as f64));
    gauge!(OLDEST).set(number(|figures| figures.oldest_queued.as_secs_f64()));
    gauge!(DELIVERIES_PENDING).set(number(|figures| figures.deliveries_pending as f64));
    for (limit, budget) in
        [("cost", known.map(|figures| figures.cost)), ("videos", known.map(|figures| figures.videos))]
    {
        let number = |of: fn(BudgetFigures) -> f64| budget.map_or(f64::NAN, of);
        gauge!(BUDGET_USED, "limit" => limit).set(number(|budget| budget.most_used));
        gauge!(BUDGETS_NEARLY_USED, "limit" => limit).set(number(|budget| budget.nearly_used as f64));
    }
}

/// The connections of this process.
pub fn connections(pools: &[PoolFigures]) {
    for pool in pools {
        gauge!(DATABASE_CONNECTIONS, "pool" => pool.name, "state" => "busy").set(pool.busy as f64);
        gauge!(DATABASE_CONNECTIONS, "pool" => pool.name, "state" => "idle").set(pool.idle as f64);
    }
}

/// Anybody may invent a method.
fn word(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::PATCH => "PATCH",
        Method::DELETE => "DELETE",
        Method::OPTIONS => "OPTIONS",
        _ => "other",
    }
}
