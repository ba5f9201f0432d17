//! A folder, stagehands and an account for each test, and the waiting that has an end.

use crate::{
    process::{Process, Start},
    stagehands::Stagehands,
};
use domain::{
    AccountId, AccountRole, Captions, Execution, ExecutionEvent, ExecutionId, Format, Language, Quality,
    RenderOrder, Status, StepName, Tone,
};
use futures::StreamExt;
use std::{path::PathBuf, time::Duration};
use store::{AccountStore, Admission, NewAccount};
use tempfile::TempDir;
use tokio::sync::mpsc;

/// More than anything here takes.
pub const PATIENCE: Duration = Duration::from_secs(60);

pub struct World {
    pub folder: TempDir,
    pub hands: Stagehands,
    pub reached: mpsc::UnboundedReceiver<StepName>,
    pub process: Process,
    pub ada: AccountId,
}

impl World {
    pub async fn new() -> World {
        World::with(Start::default()).await
    }

    pub async fn with(start: Start) -> World {
        let folder = TempDir::new().unwrap();
        let (hands, reached) = Stagehands::new();
        let process = Process::start(folder.path(), &hands, start).await;
        let ada = account(&process, "ada").await;
        World { folder, hands, reached, process, ada }
    }

    /// Kills the process and starts another one on the same files.
    pub async fn killed_and_restarted(self) -> World {
        let World { folder, hands, reached, process, ada } = self;
        process.kill();
        let process = Process::start(folder.path(), &hands, Start::default()).await;
        World { folder, hands, reached, process, ada }
    }

    pub async fn start(&self) -> ExecutionId {
        self.process.engine.start(&self.ada, None, order()).await.unwrap().id
    }

    pub async fn get(&self, id: &ExecutionId) -> Execution {
        self.process.engine.get(&self.ada, id).await.unwrap()
    }

    /// The next stagehand that waits.
    pub async fn reached(&mut self) -> StepName {
        in_time(self.reached.recv()).await.unwrap()
    }

    /// All events after `after` until it is final.
    pub async fn events(&self, id: &ExecutionId, after: u64) -> Vec<ExecutionEvent> {
        let stream = self.process.engine.watch(&self.ada, id, after).await.unwrap();
        in_time(stream.collect()).await
    }

    /// The execution once it is final.
    pub async fn ended(&self, id: &ExecutionId) -> Execution {
        self.events(id, 0).await;
        self.get(id).await
    }

    pub fn work_folder(&self, id: &ExecutionId) -> PathBuf {
        self.folder.path().join("work").join(id.as_str())
    }

    /// The published file behind an address.
    pub fn published(&self, url: &str) -> Vec<u8> {
        let name = url.strip_prefix("/media/").unwrap();
        std::fs::read(self.folder.path().join("media").join(name)).unwrap()
    }
}

pub async fn account(process: &Process, name: &str) -> AccountId {
    let new = NewAccount {
        email: format!("{name}@example.com").parse().unwrap(),
        password_phc: "$argon2id$stands-for-a-hash".into(),
        role: AccountRole::Member,
        admission: Admission::Open,
    };
    process.store.create_account(new).await.unwrap().id
}

pub fn order() -> RenderOrder {
    RenderOrder {
        topic: "a warm mug".into(),
        tone: Tone::Warm,
        script_text: "Cold coffee is over.".into(),
        call_to_action: "Order yours.".into(),
        avatar_id: "amara".parse().unwrap(),
        voice_id: "plain".parse().unwrap(),
        background: "#102030".parse().unwrap(),
        format: Format::Portrait,
        captions: Captions::Word,
        language: Language::English,
        quality: Quality::Draft,
    }
}

/// Whatever it is, it comes soon or the test fails.
pub async fn in_time<T>(what: impl Future<Output = T>) -> T {
    tokio::time::timeout(PATIENCE, what).await.expect("it should have happened by now")
}

/// From 1, with no gap, and the last one final.
pub fn assert_whole(events: &[ExecutionEvent], last: Status) {
    let numbers: Vec<u64> = events.iter().map(|event| event.seq).collect();
    assert_eq!(numbers, (1..=events.len() as u64).collect::<Vec<_>>());
    assert_eq!(events.last().map(|event| event.status), Some(last));
}
