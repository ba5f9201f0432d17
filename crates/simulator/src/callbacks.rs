//! Telling a client of its jobs: the truth until it is heard, and what faults add to it.

use crate::{Event, Fault, JobStatus, face, job::Job, service::Service};
use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper::{Method, Request, Uri, client::conn::http1, header};
use hyper_util::rt::TokioIo;
use std::{error::Error, sync::Arc, time::Duration};
use tokio::{net::TcpStream, task::JoinHandle};

/// How long a client may think about a callback.
const ATTEMPT: Duration = Duration::from_secs(5);

/// What a callback says.
pub(crate) struct News<'a> {
    pub job: &'a Job,
    /// The job's id; another one where the news is forged.
    pub job_id: &'a str,
    pub status: JobStatus,
    /// The same for every delivery of the same news.
    pub delivery_id: &'a str,
    /// Its signature is right.
    pub is_genuine: bool,
}

/// A callback, ready to be sent.
pub(crate) struct Delivery {
    pub headers: Vec<(&'static str, String)>,
    pub body: Bytes,
}

/// The job was made: its beginning is told where the protocol does, and the forgers are quicker than it.
pub(crate) fn tell_of_beginning(service: &Arc<Service>, job: &Job) {
    if job.order.callback_url.is_none() {
        return;
    }
    let (service, job) = (service.clone(), job.clone());
    service.runtime.clone().spawn(async move {
        let post = Post { service: &service, job: &job };
        if job.plan.has(Fault::CallbackForged) {
            let stranger = format!("{}x", job.id);
            post.once(&stranger, JobStatus::Done, "forged-1", false).await;
            post.once(&job.id, JobStatus::Failed, "forged-2", false).await;
        }
        if job.order.tells_beginning && !job.is_lost() {
            post.until_heard(&job.id, JobStatus::Pending, "begun").await;
        }
    });
}

/// The job has ended. Nothing is told of one that was lost.
pub(crate) fn tell_of_end(service: &Arc<Service>, job: Job) -> Option<JoinHandle<()>> {
    if job.order.callback_url.is_none() || !job.order.tells_end || job.is_lost() {
        return None;
    }
    let service = service.clone();
    Some(service.runtime.clone().spawn(async move {
        let post = Post { service: &service, job: &job };
        post.until_heard(&job.id, job.status, "ended").await;
        if job.plan.has(Fault::CallbackTwice) {
            post.until_heard(&job.id, job.status, "ended").await;
        }
        if job.plan.has(Fault::CallbackOutOfOrder) {
            post.until_heard(&job.id, JobStatus::Pending, "late").await;
        }
    }))
}

struct Post<'a> {
    service: &'a Arc<Service>,
    job: &'a Job,
}

impl Post<'_> {
    /// Tries until the client says 2xx, or the tries are used up.
    async fn until_heard(&self, job_id: &str, status: JobStatus, event: &str) {
        let mut pause = self.service.settings.callback_retry;
        for attempt in 0..self.service.settings.callback_tries {
            if attempt > 0 {
                tokio::time::sleep(pause).await;
                pause *= 2;
            }
            if self.once(job_id, status, event, true).await {
                return;
            }
        }
    }

    /// True when nothing more is to be tried.
    async fn once(&self, job_id: &str, status: JobStatus, event: &str, is_genuine: bool) -> bool {
        let face = face::of(self.job.order.profile);
        let delivery_id = format!("msg_{}_{event}", self.job.id);
        let news = News { job: self.job, job_id, status, delivery_id: &delivery_id, is_genuine };
        let (Some(url), Some(delivery)) = (&self.job.order.callback_url, face.callback(self.service, &news))
        else {
            return true;
        };
        let answer = tokio::time::timeout(ATTEMPT, send(url, delivery)).await;
        let answer = answer.ok().and_then(Result::ok);
        self.service.events.push(Event::CallbackSent {
            job: job_id.to_owned(),
            status,
            genuine: is_genuine,
            answer,
        });
        answer.is_some_and(|code| (200..300).contains(&code))
    }
}

/// One POST on a connection of its own; the status of its answer.
async fn send(url: &str, delivery: Delivery) -> Result<u16, Box<dyn Error + Send + Sync>> {
    let uri: Uri = url.parse()?;
    let host = uri.host().ok_or("the address has no host")?;
    let stream = TcpStream::connect((host, uri.port_u16().unwrap_or(80))).await?;
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await?;
    tokio::spawn(connection);
    let path = uri.path_and_query().map_or("/", |path| path.as_str());
    let authority = uri.authority().map_or(host, |authority| authority.as_str());
    let request = Request::builder()
        .method(Method::POST)
        .uri(path)
        .header(header::HOST, authority)
        .header(header::CONTENT_TYPE, "application/json");
    let request =
        delivery.headers.into_iter().fold(request, |request, (name, value)| request.header(name, value));
    let response = sender.send_request(request.body(Full::new(delivery.body))?).await?;
    let status = response.status().as_u16();
    response.into_body().collect().await?;
    Ok(status)
}
