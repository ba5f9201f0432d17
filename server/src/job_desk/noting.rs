//! A client with an account's own key, which notes whether the provider took the key when it was used. So the settings
//! show how a key stands also after it was saved.

use async_trait::async_trait;
use domain::{AccountId, KeyedProvider, StepKind};
use providers::{
    Accepted, CallbackNews, CallbackRequest, Capability, FailureKind, ForgedCallback, JobHandle, JobOrder,
    JobProvider, JobState, LookError, PricedUse, ProviderError, Submission, SubmitError,
};
use std::sync::Arc;
use store::{KeyAnswer, ProviderKey, ProviderKeyStore};

/// Does what the client does.
pub(super) struct Noting {
    client: Arc<dyn JobProvider>,
    keys: Arc<dyn ProviderKeyStore>,
    account: AccountId,
    known: ProviderKey,
}

impl Noting {
    pub fn new(
        client: Arc<dyn JobProvider>,
        keys: Arc<dyn ProviderKeyStore>,
        account: AccountId,
        known: ProviderKey,
    ) -> Self {
        Noting { client, keys, account, known }
    }

    /// Writes only what is not known, and lets nobody wait for it. Nothing depends on it, so a store that fails is only
    /// told of.
    fn note(&self, works: bool) {
        let stands = self.known.tested_at.map(|_| self.known.error.is_none());
        if stands == Some(works) {
            return;
        }
        let answer = if works { KeyAnswer::Works } else { KeyAnswer::Refused(refused(self.known.provider)) };
        let (provider, saved_at) = (self.known.provider, self.known.saved_at);
        let (keys, account) = (self.keys.clone(), self.account.clone());
        tokio::spawn(async move {
            if let Err(error) = keys.note_provider_answer(&account, provider, saved_at, &answer).await {
                tracing::warn!(%provider, %error, "how a provider answered to a key was not noted");
            }
        });
    }
}

/// Without the provider's words, which could repeat the key.
fn refused(provider: KeyedProvider) -> String {
    let name = provider.title();
    format!(
        "{name} refused it when it was used. Look at the key, and at the balance of its account at {name}."
    )
}

#[async_trait]
impl JobProvider for Noting {
    fn name(&self) -> &str {
        self.client.name()
    }

    fn capability(&self, with_callback: bool) -> Capability {
        self.client.capability(with_callback)
    }

    fn takes_callback(&self, callback_url: &str) -> bool {
        self.client.takes_callback(callback_url)
    }

    fn steps(&self) -> &[StepKind] {
        self.client.steps()
    }

    fn priced_use(&self, order: &JobOrder) -> PricedUse {
        self.client.priced_use(order)
    }

    async fn submit(&self, submission: Submission<'_>) -> Result<Accepted, SubmitError> {
        let answered = self.client.submit(submission).await;
        if let Err(SubmitError::Rejected { failure, transient: false, .. }) = &answered
            && failure.kind == FailureKind::Refused
        {
            self.note(false);
        }
        answered
    }

    async fn look(&self, job: &JobHandle) -> Result<JobState, LookError> {
        let answered = self.client.look(job).await;
        match &answered {
            Ok(_) => self.note(true),
            Err(LookError::Refused(_)) => self.note(false),
            Err(LookError::Later { .. }) => {}
        }
        answered
    }

    async fn find(
        &self,
        request_key: &str,
        order: &JobOrder,
        submitted_after_ms: i64,
        is_taken: &(dyn for<'a> Fn(&'a str) -> bool + Send + Sync),
    ) -> Result<Option<JobHandle>, LookError> {
        self.client.find(request_key, order, submitted_after_ms, is_taken).await
    }

    async fn cancel(&self, job: &JobHandle) -> Result<(), ProviderError> {
        self.client.cancel(job).await
    }

    async fn read_callback(&self, request: &CallbackRequest) -> Result<CallbackNews, ForgedCallback> {
        self.client.read_callback(request).await
    }
}
