//! An execution's events as Server-Sent Events: `id:` is the event's number, and whoever comes back with
//! `Last-Event-ID` reads on after it with no gap.

use super::{executions::Executions, path::Id};
use crate::http::{CanRead, Problem};
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

/// One event on its way.
#[derive(utoipa::ToSchema)]
#[expect(dead_code, reason = "it describes the lines of the stream, which axum writes")]
pub struct SentEvent {
    /// Its number.
    id: String,
    /// An `ExecutionEvent` as JSON.
    #[schema(content_media_type = "application/json")]
    data: String,
}

/// Follow an execution
///
/// Server-Sent Events: `id:` is the event's number, `data:` the event. `Last-Event-ID` resumes with no gap. The stream
/// ends with the execution; whoever comes again then is answered with 204.
#[utoipa::path(get, path = "/executions/{id}/events", operation_id = "followExecution", tag = "Executions", security(("key" = ["read"]), ("session" = ["read"])),
    params(("id" = ExecutionId, Path),
        ("Last-Event-ID" = Option<u64>, Header, description = "The number of the last event that the reader has")),
    responses(
        (status = 200, description = "The events, as they come", content_type = "text/event-stream", body = SentEvent),
        (status = 204, description = "It is over, and the reader has all of it")))]
pub async fn watch(
    State(executions): Executions,
    CanRead(account): CanRead,
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
