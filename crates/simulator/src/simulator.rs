//! The door: what a test holds.

use crate::{
    CallKind, Event, Fault, KeyTestSeen, Line, NeverHappened, Profile, SimulatorSettings, SubmissionSeen,
    server, service::Service,
};
use std::{collections::BTreeMap, io, net::TcpListener, sync::Arc, thread};
use tokio::{runtime, sync::oneshot};

/// The running services. They stop when it is dropped.
pub struct Simulator {
    service: Arc<Service>,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<thread::JoinHandle<()>>,
}

/// While one of these lives, no accepted submission is answered.
pub struct AnswersHeld {
    service: Arc<Service>,
}

impl Drop for AnswersHeld {
    fn drop(&mut self) {
        self.service.held.send_modify(|holders| *holders -= 1);
    }
}

impl Simulator {
    /// Starts the services. They listen when this returns.
    pub async fn start(settings: SimulatorSettings) -> io::Result<Simulator> {
        let listener = TcpListener::bind(settings.listen)?;
        listener.set_nonblocking(true)?;
        let base_url = format!("http://{}", listener.local_addr()?);
        let runtime = runtime::Builder::new_current_thread().enable_all().build()?;
        let service = Arc::new(Service::new(settings, base_url, runtime.handle().clone()));
        let (stop, stopped) = oneshot::channel();
        let serving = service.clone();
        let thread = thread::Builder::new().name("simulator".to_owned()).spawn(move || {
            runtime.block_on(async {
                if let Ok(listener) = tokio::net::TcpListener::from_std(listener) {
                    server::serve(listener, serving, stopped).await;
                }
            });
        })?;
        Ok(Simulator { service, stop: Some(stop), thread: Some(thread) })
    }

    /// `http://127.0.0.1:PORT`. fal is at `/fal`, Replicate at `/replicate` (its calls begin with `/v1`), fal's keys at
    /// `/.well-known/jwks.json` and the same below `/fal`, the plain protocol at `/{profile}`. Keys of others are tried at
    /// `/openrouter/api/v1`, `/heygen`, `/elevenlabs` and `/imagekit`.
    pub fn base_url(&self) -> &str {
        &self.service.base_url
    }

    /// What was charged, in the order in which it was.
    pub fn invoice(&self) -> Vec<Line> {
        self.service.state().invoice.clone()
    }

    /// Every submission that arrived whole and well-formed, in order.
    pub fn submissions(&self) -> Vec<SubmissionSeen> {
        self.service.state().submissions.clone()
    }

    /// How many jobs were made for a key.
    pub fn accepted_of(&self, request_key: &str) -> usize {
        let state = self.service.state();
        let of_key = state.submissions.iter().filter(|seen| seen.request_key.as_deref() == Some(request_key));
        of_key.filter(|seen| seen.accepted).count()
    }

    /// The ids of jobs that were forgotten: no list and no look tells of them, and nobody pays for them.
    pub fn forgotten(&self) -> Vec<String> {
        let state = self.service.state();
        state.jobs.iter().filter(|job| job.is_lost()).map(|job| job.id.clone()).collect()
    }

    /// Every question whether a key is good, in order.
    pub fn key_tests(&self) -> Vec<KeyTestSeen> {
        self.service.state().key_tests.clone()
    }

    /// From now on no service takes this key.
    pub fn revoke(&self, key: &str) {
        self.service.state().revoked.insert(key.to_owned());
    }

    /// What clients did wrong, a sentence each. A test asserts that it is empty.
    pub fn mistakes(&self) -> Vec<String> {
        self.service.state().mistakes.clone()
    }

    /// How many calls of each kind came in, without those that were mistakes.
    pub fn counts(&self) -> BTreeMap<(Profile, CallKind), usize> {
        self.service.state().counts.clone()
    }

    /// How many calls of one kind came in.
    pub fn count(&self, profile: Profile, kind: CallKind) -> usize {
        self.counts().get(&(profile, kind)).copied().unwrap_or(0)
    }

    /// Everything that happened so far, in order.
    pub fn events(&self) -> Vec<Event> {
        self.service.events.all()
    }

    /// The first event since the start that is wanted, as soon as there is one; what is past counts too.
    pub async fn wait_for(&self, is_wanted: impl FnMut(&Event) -> bool) -> Result<Event, NeverHappened> {
        self.service.events.wait_for(self.service.settings.patience, is_wanted).await
    }

    /// Ends every pending job now, as its time would have.
    pub fn settle_all(&self) {
        self.service.settle_all();
    }

    /// Holds the answers to accepted submissions back until the guard is dropped: the bytes have left, and no answer
    /// is read.
    pub fn hold_answers(&self) -> AnswersHeld {
        self.service.held.send_modify(|holders| *holders += 1);
        AnswersHeld { service: self.service.clone() }
    }

    /// Forces the faults of the next submission that nothing is forced for yet; an empty list forces none.
    pub fn force_next(&self, faults: impl IntoIterator<Item = Fault>) {
        let faults = faults.into_iter().collect();
        let mut state = self.service.state();
        let arrived = state.submissions.len();
        state.faults.force_next(arrived, faults);
    }

    /// Forces faults for the submissions that a test picks out; where it says nothing, odds and script decide. There
    /// is one such rule at a time, and it must not ask the simulator anything.
    pub fn force_when(&self, rule: impl Fn(&SubmissionSeen) -> Option<Vec<Fault>> + Send + 'static) {
        self.service.state().rule = Some(Box::new(rule));
    }
}

impl Drop for Simulator {
    fn drop(&mut self) {
        self.stop = None;
        if let Some(thread) = self.thread.take() {
            // A thread that panicked has said so itself.
            _ = thread.join();
        }
    }
}
