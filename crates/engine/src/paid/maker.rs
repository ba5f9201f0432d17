//! Whom to ask about a request: who has the key that it was made with.
//!
//! A key may be replaced or removed while a job is under way. Then the present key is asked, and after it the server's:
//! a new key of the same account at the provider sees the job, and everything goes on. Who does not see it has another
//! account there and knows nothing, so its no is not believed: nothing is given up, nothing is asked for again and
//! nothing is booked. The step stops with a sentence that asks for the key, what was reserved stays reserved, and a retry
//! once the key is back goes on with the same job. An answer that was lost is a person's to tell.

use crate::desk::JobMaker;
use async_trait::async_trait;
use domain::StepKind;
use providers::{
    Accepted, CallbackNews, CallbackRequest, Capability, FailureKind, ForgedCallback, JobFailure, JobHandle,
    JobOrder, JobProvider, JobState, LookError, PricedUse, ProviderError, Submission, SubmitError,
};
use std::sync::Arc;

/// Who is asked about a request.
pub(crate) struct Asked {
    pub provider: Arc<dyn JobProvider>,
    /// It has the key that the request was made with, so what it says of it is true.
    pub has_its_key: bool,
}

/// Who does this kind of step for money.
pub(crate) fn for_step(makers: &[JobMaker], kind: StepKind) -> Option<&JobMaker> {
    makers.iter().find(|maker| maker.provider.steps().contains(&kind))
}

/// Who makes new requests under this name.
pub(crate) fn named<'a>(makers: &'a [JobMaker], name: &str) -> Option<&'a JobMaker> {
    makers.iter().find(|maker| maker.provider.name() == name)
}

/// Who is asked about a request that was made under this name with this key; nobody where nobody has the name.
pub(crate) fn who_knows(makers: &[JobMaker], name: &str, key: Option<&str>) -> Option<Asked> {
    let of_name: Vec<&JobMaker> = makers.iter().filter(|maker| maker.provider.name() == name).collect();
    if let Some(maker) = of_name.iter().find(|maker| maker.key.as_deref() == key) {
        return Some(Asked { provider: maker.provider.clone(), has_its_key: true });
    }
    let (first, others) = of_name.split_first()?;
    let others = others.iter().map(|maker| maker.provider.clone()).collect();
    let provider = Arc::new(OtherKeys { first: first.provider.clone(), others });
    Some(Asked { provider, has_its_key: false })
}

/// Who has other keys than the one that a request was made with.
struct OtherKeys {
    first: Arc<dyn JobProvider>,
    others: Vec<Arc<dyn JobProvider>>,
}

impl OtherKeys {
    fn all(&self) -> impl Iterator<Item = &Arc<dyn JobProvider>> {
        std::iter::once(&self.first).chain(&self.others)
    }

    fn key_is_gone(&self, kind: FailureKind) -> JobFailure {
        let name = self.first.name();
        JobFailure {
            kind,
            sentence: format!("The key of {name} that this was ordered with is not here any more."),
            remedy: "Save that key again in the settings; a retry then goes on with the same job and pays nothing twice."
                .into(),
        }
    }
}

#[async_trait]
impl JobProvider for OtherKeys {
    fn name(&self) -> &str {
        self.first.name()
    }

    fn capability(&self, with_callback: bool) -> Capability {
        self.first.capability(with_callback)
    }

    fn takes_callback(&self, callback_url: &str) -> bool {
        self.first.takes_callback(callback_url)
    }

    fn steps(&self) -> &[StepKind] {
        self.first.steps()
    }

    fn priced_use(&self, order: &JobOrder) -> PricedUse {
        self.first.priced_use(order)
    }

    /// Never with another key: the first one may have been taken.
    async fn submit(&self, _submission: Submission<'_>) -> Result<Accepted, SubmitError> {
        let failure = self.key_is_gone(FailureKind::Refused);
        Err(SubmitError::Rejected { failure, transient: false, retry_after: None })
    }

    async fn look(&self, job: &JobHandle) -> Result<JobState, LookError> {
        let mut later = None;
        for provider in self.all() {
            match provider.look(job).await {
                Ok(JobState::Failed { failure, .. }) if failure.kind == FailureKind::Lost => {}
                Ok(state) => return Ok(state),
                Err(LookError::Refused(_)) => {}
                Err(error) => later = Some(error),
            }
        }
        Err(later.unwrap_or_else(|| LookError::Refused(self.key_is_gone(FailureKind::Refused))))
    }

    /// That it is not there is nobody's to say.
    async fn find(
        &self,
        request_key: &str,
        order: &JobOrder,
        submitted_after_ms: i64,
        is_taken: &(dyn for<'a> Fn(&'a str) -> bool + Send + Sync),
    ) -> Result<Option<JobHandle>, LookError> {
        let mut later = None;
        for provider in self.all() {
            match provider.find(request_key, order, submitted_after_ms, is_taken).await {
                Ok(Some(job)) => return Ok(Some(job)),
                Ok(None) | Err(LookError::Refused(_)) => {}
                Err(error) => later = Some(error),
            }
        }
        Err(later.unwrap_or_else(|| LookError::Refused(self.key_is_gone(FailureKind::Lost))))
    }

    async fn cancel(&self, job: &JobHandle) -> Result<(), ProviderError> {
        let mut refused = Ok(());
        for provider in self.all() {
            if let Err(error) = provider.cancel(job).await {
                refused = Err(error);
            }
        }
        refused
    }

    async fn read_callback(&self, request: &CallbackRequest) -> Result<CallbackNews, ForgedCallback> {
        let mut forged = ForgedCallback("nobody has its key".into());
        for provider in self.all() {
            match provider.read_callback(request).await {
                Ok(news) => return Ok(news),
                Err(error) => forged = error,
            }
        }
        Err(forged)
    }
}
