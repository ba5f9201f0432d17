//! The desk at which orders are accepted. Each order takes its account's place and money in one row, so orders of one
//! account wait for each other; those that came while one was being accepted are accepted together, in one transaction.

use super::SqlStore;
use crate::{ExecutionStore, NewExecution, Started, StoreError};
use domain::AccountId;
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};
use tokio::sync::oneshot;

/// Orders that are accepted together.
const TOGETHER: usize = 64;

/// Who waits at the desk. Cheap to clone.
#[derive(Clone, Default)]
pub(super) struct Desk(Arc<Mutex<HashMap<AccountId, Vec<Waiting>>>>);

struct Waiting {
    order: NewExecution,
    answer: oneshot::Sender<Result<Started, StoreError>>,
}

impl Desk {
    fn lines(&self) -> MutexGuard<'_, HashMap<AccountId, Vec<Waiting>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether nobody serves this account's line yet.
    fn line_up(&self, account: &AccountId, waiting: Waiting) -> bool {
        let mut lines = self.lines();
        match lines.get_mut(account) {
            Some(line) => {
                line.push(waiting);
                false
            }
            None => {
                lines.insert(account.clone(), vec![waiting]);
                true
            }
        }
    }
}

/// The line of an account while it is served. A panic closes it too, so that the next one who comes opens another.
struct Line<'a> {
    desk: &'a Desk,
    account: &'a AccountId,
}

impl Line<'_> {
    /// Who is next; a line in which nobody waits is closed.
    fn next(&self) -> Vec<Waiting> {
        let mut lines = self.desk.lines();
        let Some(line) = lines.get_mut(self.account) else { return Vec::new() };
        let next: Vec<Waiting> = line.drain(..line.len().min(TOGETHER)).collect();
        if next.is_empty() {
            lines.remove(self.account);
        }
        next
    }
}

impl Drop for Line<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.desk.lines().remove(self.account);
        }
    }
}

impl SqlStore {
    /// Accepts an order together with others of this account that come at the same time. Each is accepted or refused
    /// by itself all the same.
    pub(super) async fn accept_at_desk(
        &self,
        account: &AccountId,
        order: NewExecution,
    ) -> Result<Started, StoreError> {
        let (answer, answered) = oneshot::channel();
        if self.desk.line_up(account, Waiting { order, answer }) {
            // Of its own, so that whoever came first may leave and the others are served all the same.
            let (store, account) = (self.clone(), account.clone());
            tokio::spawn(async move { store.serve(&account).await });
        }
        answered.await.map_err(StoreError::broken)?
    }

    async fn serve(&self, account: &AccountId) {
        let line = Line { desk: &self.desk, account };
        loop {
            let next = line.next();
            if next.is_empty() {
                return;
            }
            let (orders, answers): (Vec<_>, Vec<_>) =
                next.into_iter().map(|waiting| (waiting.order, waiting.answer)).unzip();
            if orders.len() > 1
                && let Ok(started) = self.accept_together(account, orders.clone()).await
            {
                answers.into_iter().zip(started).for_each(|(answer, started)| {
                    let _whoever_asked_left = answer.send(Ok(started));
                });
                continue;
            }
            // Together they were too many or too dear: each is told by itself.
            for (order, answer) in orders.into_iter().zip(answers) {
                let _whoever_asked_left = answer.send(self.accept_or_find(account, order).await);
            }
        }
    }

    async fn accept_together(
        &self,
        account: &AccountId,
        orders: Vec<NewExecution>,
    ) -> Result<Vec<Started>, StoreError> {
        let mut write = self.begin().await?;
        let started = write.accept_all(account, orders).await?;
        write.commit().await?;
        Ok(started)
    }

    /// Accepts an order, or finds what was ordered with its id before.
    pub(super) async fn accept_or_find(
        &self,
        account: &AccountId,
        order: NewExecution,
    ) -> Result<Started, StoreError> {
        let id = order.id.clone();
        match self.accept(account, order).await {
            Err(error) if error.is_repeat() => {
                let known = self.get_execution(account, &id).await;
                known.map(|execution| Started { execution, accepted: None }).map_err(|_| error)
            }
            accepted => accepted,
        }
    }

    /// Accepts an order in a transaction of its own.
    pub(super) async fn accept(
        &self,
        account: &AccountId,
        order: NewExecution,
    ) -> Result<Started, StoreError> {
        let mut write = self.begin().await?;
        let started = write.accept(account, order).await?;
        write.commit().await?;
        Ok(started)
    }
}
