//! An execution's events as Server-Sent Events: `id:` is the event's number, and whoever comes back with
//! `Last-Event-ID` reads on after it with no gap.

use super::{executions::Executions, path::Id};
use crate::http::{Caller, Problem};
use axum::{
    extract::State,
    http::{HeaderMap, StatusCode},
    response::{
        IntoResponse, Response,
        sse::{Event, KeepAlive, Sse},
    },
};
use domain::{ExecutionEvent, ExecutionId};
use futures::StreamExt;
use std::{convert::Infallible, time::Duration};

const KEEP_ALIVE: Duration = Duration::from_secs(15);

pub async fn watch(
    State(executions): Executions,
    Caller(account): Caller,
    Id(id): Id<ExecutionId>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let after = last_event_id(&headers)?;
    let execution = executions.get(&account, &id).await?;
    if execution.status.is_final() && after >= execution.last_event {
        // A browser comes back when a stream ends; this tells it that there is nothing more to come for.
        return Ok(StatusCode::NO_CONTENT.into_response());
    }
    let events = executions.watch(&account, &id, after).await?.filter_map(async |event| encode(&event));
    Ok(Sse::new(events).keep_alive(KeepAlive::new().interval(KEEP_ALIVE)).into_response())
}

/// The number of the last event that the reader has; 0 for none.
fn last_event_id(headers: &HeaderMap) -> Result<u64, Problem> {
    let Some(value) = headers.get("last-event-id") else { return Ok(0) };
    let number = value.to_str().ok().and_then(|text| text.trim().parse().ok());
    number.ok_or_else(|| Problem::field("", "Last-Event-ID is the number of an event."))
}

fn encode(event: &ExecutionEvent) -> Option<Result<Event, Infallible>> {
    let encoded = Event::default().id(event.seq.to_string()).json_data(event);
    encoded.inspect_err(|error| tracing::error!(%error, "an event could not be encoded")).ok().map(Ok)
}
