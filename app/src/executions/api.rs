//! What can be done with renders.

use crate::{ports::CallError, shell::Lit};
use domain::{Execution, ExecutionEvent, ExecutionId, ProjectId, StepName};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use server_fn::{BoxedStream, Websocket, codec::JsonEncoding};

/// Orders a render of the project as it stands and leads to where it can be watched.
#[server(prefix = "/rpc", endpoint = "start_render")]
pub async fn start_render(project: ProjectId) -> Result<(), CallError> {
    use crate::{
        call::{answer, caller},
        ports::{ExecutionsPort, port},
    };
    let member = caller().await?;
    answer(
        port::<dyn ExecutionsPort>()?.start(&member.account, ExecutionId::generate(), &project, None).await,
    )?;
    leptos_axum::redirect(&crate::projects::step_href(&project, crate::projects::ProjectStep::Render));
    Ok(())
}

/// Stops a render; answers with the execution as it then is.
#[server(prefix = "/rpc", endpoint = "cancel_render")]
pub async fn cancel_render(execution: ExecutionId) -> Result<Execution, CallError> {
    use crate::{
        call::{answer, caller},
        ports::{ExecutionsPort, port},
    };
    let member = caller().await?;
    answer(port::<dyn ExecutionsPort>()?.cancel(&member.account, &execution).await)
}

/// Queues the same execution again.
#[server(prefix = "/rpc", endpoint = "retry_render")]
pub async fn retry_render(execution: ExecutionId) -> Result<Execution, CallError> {
    use crate::{
        call::{answer, caller},
        ports::{ExecutionsPort, port},
    };
    let member = caller().await?;
    answer(port::<dyn ExecutionsPort>()?.retry(&member.account, &execution).await)
}

/// Settles a step whose answer was lost, as somebody who looked at the provider says; the execution then goes on.
#[server(prefix = "/rpc", endpoint = "resolve_step")]
pub async fn resolve_step(
    execution: ExecutionId,
    step: StepName,
    made: bool,
    #[server(default)] job: Option<String>,
) -> Result<Execution, CallError> {
    use crate::{
        call::{answer, caller},
        ports::{ExecutionsPort, Resolution, port},
    };
    let member = caller().await?;
    let resolution = answer(Resolution::said(made, job))?;
    let executions = port::<dyn ExecutionsPort>()?;
    answer(executions.resolve(&member.account, &execution, step, resolution).await)
}

/// The execution as it is now: what pages ask for where a WebSocket cannot be opened.
#[server(prefix = "/rpc", endpoint = "read_execution")]
pub async fn read_execution(execution: ExecutionId) -> Result<Execution, CallError> {
    use crate::{
        call::{answer, caller},
        ports::{ExecutionsPort, port},
    };
    let member = caller().await?;
    answer(port::<dyn ExecutionsPort>()?.get(&member.account, &execution).await)
}

/// Renders of the account that are under way.
#[server(prefix = "/rpc", endpoint = "list_running")]
pub async fn list_running() -> Result<Vec<Lit>, CallError> {
    let member = crate::call::caller().await?;
    running_of(&member.account).await
}

/// The first message of a watcher: what it watches, and the number of the last event that it has.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct WatchFrom {
    pub execution: ExecutionId,
    pub after: u64,
}

/// Every event after the one named in the first message, past and to come, until the execution is final.
#[server(prefix = "/rpc", endpoint = "watch_execution", protocol = Websocket<JsonEncoding, JsonEncoding>)]
pub async fn watch_execution(
    input: BoxedStream<WatchFrom, CallError>,
) -> Result<BoxedStream<ExecutionEvent, CallError>, CallError> {
    use crate::{
        call::caller,
        ports::{ExecutionsPort, port},
    };
    use futures::{FutureExt, StreamExt, stream};
    // The socket opens when this returns, so the first message can only be awaited inside of the answer.
    let member = caller().await?;
    let executions = port::<dyn ExecutionsPort>()?;
    let mut input = input;
    let events = async move {
        let Some(Ok(from)) = input.next().await else { return stream::empty().boxed() };
        match executions.watch(&member.account, &from.execution, from.after).await {
            // The input lives as long as the answer: dropping it would close the socket.
            Ok(events) => events
                .map(move |event| {
                    let _ = &input;
                    Ok(event)
                })
                .boxed(),
            Err(error) => stream::once(async move { Err(CallError::Port(error)) }).boxed(),
        }
    };
    Ok(events.flatten_stream().into())
}

/// Renders under way, the newest first.
#[cfg(feature = "ssr")]
pub async fn running_of(account: &domain::AccountId) -> Result<Vec<Lit>, CallError> {
    use crate::ports::{ExecutionsPort, Paging, port};
    let executions = port::<dyn ExecutionsPort>()?.list(account, None, Paging::default()).await?.items;
    let running = executions.into_iter().filter(|execution| !execution.status.is_final());
    Ok(running
        .map(|execution| Lit {
            href: match &execution.project_id {
                Some(project) => crate::projects::step_href(project, crate::projects::ProjectStep::Render),
                None => format!("/executions/{}", execution.id),
            },
            progress: execution.progress,
        })
        .collect())
}
