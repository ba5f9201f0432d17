//! A store of its own for each test, and the few things that most tests need in it.

use domain::{
    Account, AccountId, AccountRole, Brief, ExecutionKind, Framework, MediaResult, Money, Project, ProjectId,
    Script, ScriptId, StepName, spoken_seconds, word_count,
};
use sqlx::{Connection, SqliteConnection};
use std::path::Path;
use store::{
    AccountStore, Admission, Claim, ExecutionLedger, ExecutionQueue, ExecutionStore, MediaFolder, NewAccount,
    NewAsset, NewExecution, NewProject, NewStep, ProjectStore, SqliteStore, Started,
};
use tempfile::TempDir;

pub struct World {
    pub store: SqliteStore,
    pub folder: TempDir,
}

impl World {
    pub async fn new() -> World {
        let folder = TempDir::new().unwrap();
        World { store: open(folder.path()).await, folder }
    }

    /// The same files, opened again.
    pub async fn reopened(self) -> World {
        self.store.close().await;
        World { store: open(self.folder.path()).await, folder: self.folder }
    }

    /// Changes the file behind the store's back.
    pub async fn sql(&self, statement: &'static str) {
        let url = format!("sqlite://{}", self.folder.path().join("deep/pitchreel.db").display());
        let mut connection = SqliteConnection::connect(&url).await.unwrap();
        sqlx::query(statement).execute(&mut connection).await.unwrap();
        connection.close().await.unwrap();
    }

    pub async fn account(&self, name: &str) -> AccountId {
        self.sign_up(name, Admission::Open).await.unwrap().id
    }

    pub async fn sign_up(&self, name: &str, admission: Admission) -> Result<Account, store::StoreError> {
        let new = NewAccount {
            email: format!("{name}@example.com").parse().unwrap(),
            password_phc: "$argon2id$stands-for-a-hash".into(),
            role: AccountRole::Member,
            admission,
        };
        self.store.create_account(new).await
    }

    pub async fn project(&self, account: &AccountId, topic: &str) -> Project {
        self.store.create_project(account, World::new_project(topic)).await.unwrap()
    }

    pub fn new_project(topic: &str) -> NewProject {
        NewProject {
            brief: brief(topic),
            scripts: scripts("Cold coffee is over."),
            avatar_id: "amara".parse().unwrap(),
            voice_id: "plain".parse().unwrap(),
        }
    }

    pub async fn order(&self, account: &AccountId, project: Option<&ProjectId>) -> Started {
        self.store.create_execution(account, new_execution(project)).await.unwrap()
    }

    pub async fn claim(&self) -> Claim {
        self.store.claim_next_execution("node").await.unwrap().unwrap()
    }

    /// Walks a claim through all its steps.
    pub async fn finish(&self, claim: &Claim) {
        for record in &claim.steps {
            self.store.begin_step(&claim.lease, record.step.name, "Begun.").await.unwrap();
            let output = serde_json::json!({});
            self.store.finish_step(&claim.lease, record.step.name, &output, "Done.").await.unwrap();
        }
        self.store.complete(&claim.lease, &media_result(), "Ready.").await.unwrap();
    }
}

async fn open(folder: &Path) -> SqliteStore {
    SqliteStore::open(&format!("sqlite://{}", folder.join("deep/pitchreel.db").display())).await.unwrap()
}

pub fn brief(topic: &str) -> Brief {
    Brief {
        topic: topic.into(),
        tone: Default::default(),
        audience: None,
        language: Default::default(),
        length: Default::default(),
        format: Default::default(),
    }
}

/// A set of three that all begin with the same hook.
pub fn scripts(hook: &str) -> Vec<Script> {
    let script = |framework| {
        let text = format!("{hook} It stays warm for three hours. Order yours.");
        Script {
            id: ScriptId::generate(),
            framework,
            title: "Warm".into(),
            hook: hook.into(),
            body: "It stays warm for three hours.".into(),
            call_to_action: "Order yours.".into(),
            words: word_count(&text),
            seconds: spoken_seconds(&text),
            text,
            edited_text: None,
            set: 9,
        }
    };
    Framework::ALL.into_iter().map(script).collect()
}

pub fn new_asset() -> NewAsset {
    NewAsset {
        media: MediaFolder::generate().file("picture.png").unwrap(),
        width: 10,
        height: 20,
        content_type: "image/png".into(),
        bytes: 300,
    }
}

pub fn new_execution(project: Option<&ProjectId>) -> NewExecution {
    let step = |name: &StepName| NewStep {
        name: *name,
        provider: "studio".into(),
        expected_seconds: 1.0,
        work_units: 2.0,
    };
    NewExecution {
        kind: ExecutionKind::AvatarAd,
        project_id: project.cloned(),
        order: serde_json::json!({ "topic": "a mug" }),
        steps: ExecutionKind::AvatarAd.steps().iter().map(step).collect(),
        estimated: Money::ZERO,
        message: "Queued.".into(),
    }
}

pub fn media_result() -> MediaResult {
    MediaResult {
        url: "/media/x/ad.mp4".into(),
        poster_url: "/media/x/ad.png".into(),
        captions_url: "/media/x/ad.vtt".into(),
        subtitles_url: None,
        duration_ms: 9_000,
        width: 540,
        height: 960,
        bytes: 1_000,
    }
}
