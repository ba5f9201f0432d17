//! The listener: its own thread, its own runtime, and one task for each connection.

use crate::{
    CallKind, Profile,
    face::{self, fal, keys, plain, replicate},
    http::{Answer, Call, Mistake, Reply},
    service::Service,
};
use bytes::Bytes;
use http_body_util::Full;
use hyper::{Method, Request, Response, body::Incoming, header, server::conn::http1, service::service_fn};
use hyper_util::rt::TokioIo;
use std::{error::Error, sync::Arc};
use tokio::{net::TcpListener, sync::oneshot};

/// Serves until `stop` is sent or dropped; connections end with the runtime.
pub(crate) async fn serve(listener: TcpListener, service: Arc<Service>, stop: oneshot::Receiver<()>) {
    let accepting = async {
        loop {
            let Ok((stream, _)) = listener.accept().await else { continue };
            let service = service.clone();
            tokio::spawn(async move {
                let handler = service_fn(|request| handle(service.clone(), request));
                // An error here is a client that went away, or a connection that a fault closes.
                _ = http1::Builder::new().serve_connection(TokioIo::new(stream), handler).await;
            });
        }
    };
    tokio::select! {
        () = accepting => {}
        _ = stop => {}
    }
}

/// An error closes the connection without an answer.
async fn handle(
    service: Arc<Service>,
    request: Request<Incoming>,
) -> Result<Response<Full<Bytes>>, Box<dyn Error + Send + Sync>> {
    let call = Call::read(request).await?;
    let reply = match route(&service, &call).await {
        Ok(reply) => reply,
        Err(mistake) => {
            service.mistake(format!("{}: {}: {}", call.name(), mistake.status, mistake.sentence));
            let face = face::of(profile_of(&call).unwrap_or(Profile::Blind));
            face.failure(mistake.status, &mistake.sentence).into()
        }
    };
    match reply {
        Reply::Answer(answer) => Ok(answer.into_response()?),
        Reply::Closed => Err("a fault closes this connection".into()),
    }
}

fn profile_of(call: &Call) -> Option<Profile> {
    call.segments().first().and_then(|segment| Profile::of_segment(segment))
}

async fn route(service: &Arc<Service>, call: &Call) -> Result<Reply, Mistake> {
    let segments = call.segments();
    if let Some(provider) = keys::provider_of(&segments) {
        return keys::answer(service, call, provider);
    }
    match segments.as_slice() {
        ["media", file] => media_file(service, call, file),
        [".well-known", "jwks.json"] | ["fal", ".well-known", "jwks.json"] => fal::key_set(service, call),
        ["fal", rest @ ..] => fal::route(service, call, rest).await,
        ["replicate", "v1", rest @ ..] => replicate::route(service, call, rest).await,
        [_, rest @ ..] => match profile_of(call) {
            Some(Profile::Fal | Profile::Replicate) | None => Err(call.unknown()),
            Some(profile) => plain::route(service, profile, call, rest).await,
        },
        [] => Err(call.unknown()),
    }
}

/// The file of a job that is done. It is public, and a key that is sent along is given away.
fn media_file(service: &Service, call: &Call, file: &str) -> Result<Reply, Mistake> {
    call.allow_parameters(&[])?;
    if call.method != Method::GET {
        return Err(call.unknown());
    }
    if call.headers.contains_key(header::AUTHORIZATION) {
        return Err(Mistake::new(400, "the key was sent to where files are public"));
    }
    let (id, extension) = file.split_once('.').unwrap_or((file, ""));
    let job =
        service.job(id).filter(|job| job.status == crate::JobStatus::Done && job.extension() == extension);
    let job = job.ok_or_else(|| Mistake::new(404, "there never was such a file"))?;
    service.count(job.order.profile, CallKind::Media);
    Ok(Answer::bytes(200, job.content_type(), service.media(&job)).into())
}
