//! A store of its own for each test, on either database, and the few things that most tests do in it.

use crate::{
    database::Database,
    samples::{SPEECH, failure, media_result, new_execution, new_project, outcome, submission},
};
use domain::{
    AccountId, Execution, ExecutionId, FailureCode, Member, Money, Project, ProjectId, Role, StepKind,
};
use std::{sync::Arc, time::Duration};
use store::{
    Admission, Claim, ClaimQuery, ExecutionQueue, ExecutionStore, Lease, LeaseLedger, MonthlyLimits,
    NewExecution, NewUser, ProjectStore, SqlStore, Started, StepLedger, StoreError, StoreSettings,
    SubmissionLedger, UserStore, Vault,
};

/// Longer than any test.
pub const TTL: Duration = Duration::from_secs(3600);
/// More executions than any test has under way.
pub const NO_CAP: u32 = 1_000_000;

pub struct World {
    pub store: SqlStore,
    pub database: Database,
    pub monthly: MonthlyLimits,
}

impl World {
    pub async fn sqlite() -> World {
        World::on(Database::sqlite()).await
    }

    pub async fn postgres() -> World {
        World::on(Database::postgres()).await
    }

    async fn on(database: Database) -> World {
        let monthly = MonthlyLimits { videos: 1_000_000, cost: Money::from_micros(1_000_000_000_000) };
        World { store: open(&database, monthly).await, database, monthly }
    }

    /// Another world on a database of the same kind, with what a process of an older version left there.
    pub async fn left_by_an_older_process(&self, version: i64, rows: &str) -> World {
        let database = self.database.another_of_version(version).await;
        database.back_door().await.execute(rows).await;
        World::on(database).await
    }

    /// A process on another database.
    pub async fn opened(&self, database: &Database) -> SqlStore {
        open(database, self.monthly).await
    }

    pub fn is_postgres(&self) -> bool {
        matches!(self.database, Database::Postgres { .. })
    }

    /// One more process on the same database.
    pub async fn another_store(&self) -> SqlStore {
        open(&self.database, self.monthly).await
    }

    /// As many processes as may use this database at a time, up to two.
    pub async fn processes(&self) -> Vec<SqlStore> {
        let mut stores = vec![self.store.clone()];
        if !self.store.is_for_one_process() {
            stores.push(self.another_store().await);
        }
        stores
    }

    /// The process ends and starts again.
    pub async fn restart(&mut self) {
        self.store.close().await;
        self.store = self.another_store().await;
    }

    /// The limits of an account that has none of its own are these from now on.
    pub async fn set_monthly(&mut self, videos: u32, cost: Money) {
        self.monthly = MonthlyLimits { videos, cost };
        self.restart().await;
    }

    /// Changes rows behind the store's back.
    pub async fn sql(&self, statement: &str) -> u64 {
        self.database.back_door().await.execute(statement).await
    }

    /// The only number that a query gives, behind the store's back.
    pub async fn number(&self, query: &str) -> i64 {
        self.database.back_door().await.number(query).await
    }

    /// The time of every lease is over.
    pub async fn end_leases(&self) {
        self.sql("UPDATE executions SET due_at_ms = 0 WHERE held = 1").await;
    }

    pub async fn account(&self, name: &str) -> AccountId {
        self.sign_up(name, Admission::Open).await.unwrap().account
    }

    pub async fn sign_up(&self, name: &str, admission: Admission) -> Result<Member, StoreError> {
        let new = NewUser {
            email: format!("{name}@example.com").parse().unwrap(),
            password_phc: "$argon2id$stands-for-a-hash".into(),
            role: Role::Member,
            admission,
        };
        self.store.create_user(new).await
    }

    pub async fn project(&self, account: &AccountId, topic: &str) -> Project {
        self.store.create_project(account, new_project(topic)).await.unwrap()
    }

    pub async fn order(&self, account: &AccountId, project: Option<&ProjectId>) -> Started {
        self.store.create_execution(account, new_execution(project)).await.unwrap()
    }

    pub async fn accept(&self, account: &AccountId, new: NewExecution) -> ExecutionId {
        self.store.create_execution(account, new).await.unwrap().execution.id
    }

    pub async fn execution(&self, account: &AccountId, id: &ExecutionId) -> Execution {
        self.store.get_execution(account, id).await.unwrap()
    }

    /// More of an execution that is queued, each queued a little later.
    pub async fn copy(&self, id: &ExecutionId, times: u32) {
        let zeros = "0".repeat(40);
        // Names that fit: 26 and 40 characters, filled up with zeros.
        let name = |chars: u32| {
            format!("substr('{zeros}', 1, {chars} - length(CAST(n AS TEXT))) || CAST(n AS TEXT)")
        };
        let (copy, folder) = (name(26), name(40));
        let copied = self
            .sql(&format!(
                "WITH RECURSIVE more (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM more WHERE n < {times})
                 INSERT INTO executions (id, account_id, kind, status, order_json, media_folder, next_kind,
                        due_at_ms, queued_at_ms, created_at_ms, updated_at_ms)
                 SELECT 'ex_' || {copy}, account_id, kind, status, order_json, {folder}, next_kind, due_at_ms,
                        queued_at_ms + n, created_at_ms, updated_at_ms FROM executions, more WHERE id = '{id}'"
            ))
            .await;
        assert_eq!(copied, u64::from(times));
    }

    pub async fn claim(&self) -> Claim {
        self.claims("node", 1).await.pop().unwrap()
    }

    /// As many claims as there are, at most `limit`.
    pub async fn claims(&self, node: &str, limit: u32) -> Vec<Claim> {
        self.store.claim_due(query(node, limit)).await.unwrap()
    }

    /// Walks a claim through all its steps.
    pub async fn finish(&self, claim: &Claim) {
        for record in &claim.steps {
            self.store.begin_step(&claim.lease, record.step.name, "Begun.").await.unwrap();
            let output = outcome(serde_json::json!({}));
            self.store.finish_step(&claim.lease, record.step.name, &output, "Done.").await.unwrap();
        }
        self.store.complete(&claim.lease, &media_result(), "Ready.").await.unwrap();
    }
}

/// What everything answers that a holder can write.
pub async fn every_write(store: &SqlStore, lease: &Lease) -> Vec<Result<(), StoreError>> {
    let nothing = outcome(serde_json::json!({}));
    let detail = failure(SPEECH, FailureCode::Internal);
    vec![
        store.begin_step(lease, SPEECH, "").await.map(drop),
        store.record_progress(lease, SPEECH, 5, "").await.map(drop),
        store.finish_step(lease, SPEECH, &nothing, "").await.map(drop),
        store.reuse_step(lease, SPEECH, &nothing, "").await.map(drop),
        store.reopen_steps(lease, SPEECH, "").await.map(drop),
        store.intend(lease, &submission(Money::ZERO)).await.map(drop),
        store.wait(lease, Duration::ZERO, None).await.map(drop),
        store.wait(lease, Duration::ZERO, Some("")).await.map(drop),
        store.complete(lease, &media_result(), "").await.map(drop),
        store.fail(lease, &detail, "").await.map(drop),
        store.cancelled(lease, "").await.map(drop),
        store.hand_back(lease, "").await.map(drop),
    ]
}

/// Takes anything, for longer than the test.
pub fn query(node: &str, limit: u32) -> ClaimQuery<'_> {
    ClaimQuery { node, kinds: &StepKind::ALL, limit, ttl: TTL, account_cap: NO_CAP }
}

async fn open(database: &Database, monthly: MonthlyLimits) -> SqlStore {
    let settings = StoreSettings {
        vault: Arc::new(Vault::new([7; 32], None)),
        monthly,
        public_url: "https://pitchreel.example".into(),
    };
    SqlStore::open(&database.url(), settings).await.unwrap()
}
