//! The one service behind all faces: it makes jobs, ends them, and writes what they cost.
//!
//! Everything that a submission changes is changed at once, under one lock and without waiting, so that a client that
//! goes away in the middle leaves a job or none.

use crate::{
    API_KEY, CallKind, Event, Fault, JobStatus, KeyTestSeen, Line, Profile, SimulatorSettings,
    SubmissionSeen, callbacks,
    events::EventLog,
    face,
    fault::Plan,
    http::{Call, Mistake},
    job::{Job, Order, drawn},
    media,
    signatures::Keys,
};
use bytes::Bytes;
use rand::{Rng, SeedableRng, rngs::StdRng};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Instant, SystemTime},
};
use tokio::{runtime::Handle, sync::watch, task::JoinHandle};

/// Faults for the submissions that a test picks out.
pub(crate) type Rule = Box<dyn Fn(&SubmissionSeen) -> Option<Vec<Fault>> + Send>;

pub(crate) struct Service {
    pub settings: SimulatorSettings,
    /// `http://127.0.0.1:PORT`, without a slash behind it.
    pub base_url: String,
    pub keys: Keys,
    pub events: EventLog,
    /// How many guards hold the answers back.
    pub held: watch::Sender<usize>,
    pub runtime: Handle,
    state: Mutex<State>,
}

#[derive(Default)]
pub(crate) struct State {
    /// In the order in which they were made.
    pub jobs: Vec<Job>,
    pub submissions: Vec<SubmissionSeen>,
    pub invoice: Vec<Line>,
    pub mistakes: Vec<String>,
    pub key_tests: Vec<KeyTestSeen>,
    /// Keys that are good no more.
    pub revoked: BTreeSet<String>,
    pub counts: BTreeMap<(Profile, CallKind), usize>,
    pub rule: Option<Rule>,
    pub faults: crate::Faults,
}

/// What a look finds.
pub(crate) enum Found {
    Job(Box<Job>),
    /// It was there, and the service has forgotten it.
    Lost,
    /// The service fails just now.
    Broken,
    /// Nobody ever had a job of this id here.
    Unknown,
}

/// What a submission came to, before anything is said of it.
pub(crate) enum Taken {
    New(Job),
    /// The job of an earlier submission with the same key.
    Same(Job),
    /// The key belongs to another body.
    Clash,
}

impl Service {
    pub fn new(settings: SimulatorSettings, base_url: String, runtime: Handle) -> Service {
        Service {
            keys: Keys::new(&settings.callback_secret),
            events: EventLog::new(),
            held: watch::Sender::new(0),
            state: Mutex::new(State { faults: settings.faults.clone(), ..State::default() }),
            settings,
            base_url,
            runtime,
        }
    }

    pub fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn count(&self, profile: Profile, kind: CallKind) {
        *self.state().counts.entry((profile, kind)).or_default() += 1;
    }

    pub fn mistake(&self, sentence: String) {
        self.state().mistakes.push(sentence);
    }

    /// Whether this key is somebody's.
    pub fn takes(&self, key: &str) -> bool {
        let known = key == API_KEY || self.settings.keys.iter().any(|known| known == key);
        known && !self.state().revoked.contains(key)
    }

    /// The key behind a call that must have one; nothing for one that was revoked.
    pub fn account_of(&self, call: &Call, scheme: &str) -> Result<Option<String>, Mistake> {
        let given = call
            .header(hyper::header::AUTHORIZATION)
            .and_then(|given| given.strip_prefix(scheme)?.strip_prefix(' '));
        let given = given.unwrap_or_default();
        if self.takes(given) {
            return Ok(Some(given.to_owned()));
        }
        if self.state().revoked.contains(given) {
            return Ok(None);
        }
        call.authorize(scheme).map(|()| None)
    }

    /// Whether there is such a job, and it is another account's.
    pub fn is_of_another(&self, id: &str, key: &str) -> bool {
        self.job(id).is_some_and(|job| job.order.key != key)
    }

    /// A source of chance for one purpose; the same for every run with this seed.
    fn chance(&self, purpose: u64, number: u64) -> StdRng {
        StdRng::seed_from_u64(mixed(mixed(mixed(self.settings.seed) ^ purpose) ^ number))
    }

    /// A submission arrives: it gets its number, and what will befall it.
    pub fn arrive(&self, order: &Order) -> (usize, Plan) {
        let key = order.request_key.clone();
        let mut state = self.state();
        let number = state.submissions.len();
        state.submissions.push(SubmissionSeen {
            profile: order.profile,
            key: order.key.clone(),
            request_key: key.clone(),
            body_hash: order.body_hash.clone(),
            order: order.input.clone(),
            accepted: false,
            job_id: None,
        });
        let ruled = state.rule.as_ref().zip(state.submissions.last()).and_then(|(rule, seen)| rule(seen));
        let plan =
            ruled.map_or_else(|| state.faults.plan(number, &mut self.chance(1, number as u64)), Plan::of);
        drop(state);
        // Whoever waits for it may look at the record at once.
        self.events.push(Event::SubmissionArrived { profile: order.profile, key });
        (number, plan)
    }

    /// Makes the job, or finds the one that this submission repeats.
    pub fn take(self: &Arc<Self>, number: usize, order: Order, plan: Plan) -> Taken {
        let mut chance = self.chance(2, number as u64);
        let mut state = self.state();
        let same = state.jobs.iter().find(|job| {
            let order_of_job = &job.order;
            order.idempotency_key.is_some()
                && order_of_job.profile == order.profile
                && order_of_job.idempotency_key == order.idempotency_key
        });
        if let Some(job) = same.cloned() {
            if job.order.body_hash != order.body_hash {
                return Taken::Clash;
            }
            if let Some(seen) = state.submissions.get_mut(number) {
                seen.job_id = Some(job.id.clone());
            }
            return Taken::Same(job);
        }
        let job = Job {
            id: face::of(order.profile).new_id(&mut chance),
            number,
            cost_micros: drawn(&self.settings.price_micros, &mut chance),
            time: drawn(&self.settings.job_time, &mut chance),
            coin: chance.random(),
            order,
            plan,
            status: JobStatus::Pending,
            started: Instant::now(),
            created_at: SystemTime::now(),
            ended_at: None,
            looks: 0,
        };
        if let Some(seen) = state.submissions.get_mut(number) {
            seen.accepted = true;
            seen.job_id = Some(job.id.clone());
        }
        state.jobs.push(job.clone());
        drop(state);
        self.events.push(Event::Accepted { key: job.order.request_key.clone(), job: job.id.clone() });
        callbacks::tell_of_beginning(self, &job);
        if job.time.is_zero() {
            self.end(&job.id, job.fate());
        } else {
            let (service, id, fate, time) = (self.clone(), job.id.clone(), job.fate(), job.time);
            self.runtime.spawn(async move {
                tokio::time::sleep(time).await;
                service.end(&id, fate);
            });
        }
        Taken::New(self.job(&job.id).unwrap_or(job))
    }

    /// Ends a job, unless it has ended. What is returned ends when the client has been told, or cannot be.
    pub fn end(self: &Arc<Self>, id: &str, status: JobStatus) -> Option<JoinHandle<()>> {
        let mut state = self.state();
        // One that was forgotten has no end: nobody ever sees it done, and nobody pays for it.
        let job = state.jobs.iter_mut().find(|job| job.id == id && job.is_pending() && !job.is_lost())?;
        job.status = status;
        job.ended_at = Some(SystemTime::now());
        let job = job.clone();
        if status == JobStatus::Done {
            state.invoice.push(Line {
                profile: job.order.profile,
                job_id: job.id.clone(),
                request_key: job.order.request_key.clone(),
                cost_micros: job.cost_micros,
            });
        }
        drop(state);
        self.events.push(Event::Ended { job: job.id.clone(), status });
        callbacks::tell_of_end(self, job)
    }

    /// The file of a job.
    pub fn media(&self, job: &Job) -> Bytes {
        let bytes = self.settings.media_bytes;
        if job.order.is_video { media::clip(&job.id, bytes) } else { media::picture(&job.id, bytes) }
    }

    /// Where the file of a job is.
    pub fn media_url(&self, job: &Job) -> String {
        format!("{}/media/{}.{}", self.base_url, job.id, job.extension())
    }

    /// Ends every pending job as its time would have.
    pub fn settle_all(self: &Arc<Self>) {
        let pending: Vec<_> = self
            .state()
            .jobs
            .iter()
            .filter(|job| job.is_pending())
            .map(|job| (job.id.clone(), job.fate()))
            .collect();
        for (id, fate) in pending {
            self.end(&id, fate);
        }
    }

    /// A job as it stands, without counting as a look.
    pub fn job(&self, id: &str) -> Option<Job> {
        self.state().jobs.iter().find(|job| job.id == id).cloned()
    }

    /// Looks at a job as a client does.
    pub fn look(&self, profile: Profile, id: &str) -> Found {
        self.count(profile, CallKind::Look);
        let mut state = self.state();
        let State { jobs, faults, .. } = &mut *state;
        let Some(job) = jobs.iter_mut().find(|job| job.id == id && job.order.profile == profile) else {
            return Found::Unknown;
        };
        let look = job.looks;
        job.looks += 1;
        let mut chance = self.chance(3 + look, job.number as u64);
        let fails = (look == 0 && job.plan.has(Fault::PollError)) || faults.look_fails(&mut chance);
        let job = job.clone();
        drop(state);
        self.events.push(Event::Looked { job: job.id.clone() });
        match job {
            _ if fails => Found::Broken,
            job if job.is_lost() => Found::Lost,
            job => Found::Job(Box::new(job)),
        }
    }

    /// Jobs of a service that a list shows, oldest first.
    pub fn list(&self, profile: Profile, is_wanted: impl Fn(&Job) -> bool) -> Vec<Job> {
        self.count(profile, CallKind::Find);
        let state = self.state();
        let shown = state.jobs.iter().filter(|job| job.order.profile == profile && !job.is_lost());
        let shown: Vec<_> = shown.filter(|job| is_wanted(job)).cloned().collect();
        drop(state);
        shown.iter().for_each(|job| self.events.push(Event::Looked { job: job.id.clone() }));
        shown
    }

    /// Asks a job to stop, and shows how it stands then.
    pub fn cancel(self: &Arc<Self>, profile: Profile, id: &str) -> Found {
        self.count(profile, CallKind::Cancel);
        let Some(job) = self.job(id).filter(|job| job.order.profile == profile) else {
            return Found::Unknown;
        };
        self.events.push(Event::Cancelled { job: job.id.clone() });
        if job.is_lost() {
            return Found::Lost;
        }
        if !job.plan.has(Fault::BillCancelled) {
            self.end(id, JobStatus::Cancelled);
        }
        Found::Job(Box::new(self.job(id).unwrap_or(job)))
    }
}

/// Spreads near numbers far apart (the finalizer of SplitMix64).
fn mixed(number: u64) -> u64 {
    let number = number.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let number = (number ^ (number >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    number ^ (number >> 31)
}
