//! The way of a submission, the same for every face: it arrives, a job is made or not, and it is answered or not.

use crate::{
    CallKind, Event, Fault,
    face::{self, Face},
    http::{Answer, Mistake, Reply},
    job::{Job, Order},
    service::{Service, Taken},
};
use std::{sync::Arc, time::Duration};

/// Submits, and answers with what `answer` says of the job; its second word is whether this submission made it.
pub(crate) async fn submit<A: Future<Output = Answer>>(
    service: &Arc<Service>,
    order: Order,
    answer: impl FnOnce(Job, bool) -> A,
) -> Result<Reply, Mistake> {
    let face = face::of(order.profile);
    let key = order.request_key.clone();
    service.count(order.profile, CallKind::Submit);
    let (number, plan) = service.arrive(&order);
    let fault = plan.of_answer();
    let refused = match fault {
        Some(Fault::DropBeforeAccept) => Some(Reply::Closed),
        Some(Fault::ErrorBeforeAccept) => {
            Some(face.failure(503, "The service is not there just now.").into())
        }
        Some(Fault::TooMany { retry_after }) => Some(too_many(face, retry_after).into()),
        _ => None,
    };
    if let Some(reply) = refused {
        return Ok(answered(service, key, reply));
    }
    let is_early = plan.has(Fault::CallbackBeforeAnswer);
    let (job, is_new) = match service.take(number, order, plan) {
        Taken::New(job) => (job, true),
        Taken::Same(job) => (job, false),
        Taken::Clash => return Err(Mistake::new(409, "the key was used for another body")),
    };
    if is_early && let Some(told) = service.end(&job.id, job.fate()) {
        // Bounded, because a client may take no callback before it has its answer.
        _ = tokio::time::timeout(Duration::from_secs(5), told).await;
    }
    if let Some(Fault::Slow { delay }) = fault {
        tokio::time::sleep(delay).await;
    }
    // Both ends are in the service, so that it cannot have been closed.
    _ = service.held.subscribe().wait_for(|holders| *holders == 0).await;
    let reply = match fault {
        Some(Fault::DropAfterAccept) => Reply::Closed,
        Some(Fault::ErrorAfterAccept) => face.failure(500, "Something broke inside.").into(),
        _ => answer(service.job(&job.id).unwrap_or(job), is_new).await.into(),
    };
    Ok(answered(service, key, reply))
}

fn too_many(face: &dyn Face, retry_after: Duration) -> Answer {
    let seconds = retry_after.as_secs() + u64::from(retry_after.subsec_nanos() > 0);
    face.failure(429, &format!("Request was throttled. Expected available in {seconds} seconds."))
        .with("retry-after", seconds.to_string())
}

fn answered(service: &Service, key: Option<String>, reply: Reply) -> Reply {
    let code = match &reply {
        Reply::Answer(answer) => Some(answer.status),
        Reply::Closed => None,
    };
    service.events.push(Event::Answered { key, code });
    reply
}
