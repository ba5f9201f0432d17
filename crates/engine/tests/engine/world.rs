//! A database, a folder, stagehands and an account for each test, and the waiting that has an end.

use crate::{
    database::{Database, On, memory_folder},
    post_office::{Letter, PostOffice},
    process::{Process, Site, Start},
    stagehands::Stagehands,
};
use domain::{
    AccountId, Brief, Captions, Execution, ExecutionEvent, ExecutionId, Format, Language, ProjectId, Quality,
    RenderOrder, Secret, Status, StepKind, Tone,
};
use engine::Order;
use futures::StreamExt;
use std::{
    fs,
    path::{Path, PathBuf},
    time::Duration,
};
use store::{Admission, NewProject, NewUser, NewWebhook, ProjectStore, UserStore};
use tempfile::TempDir;
use tokio::sync::mpsc;

/// More than anything here takes.
pub const PATIENCE: Duration = Duration::from_secs(60);
/// What a stagehand makes, before the files are put in place.
pub const MADE: [StepKind; 3] = [StepKind::Speech, StepKind::Presenter, StepKind::Compose];

pub struct World {
    // First, so that it has let go of the database when that goes.
    pub process: Process,
    pub hands: Stagehands,
    pub reached: mpsc::UnboundedReceiver<StepKind>,
    pub post: PostOffice,
    pub letters: mpsc::UnboundedReceiver<Letter>,
    pub ada: AccountId,
    pub folder: TempDir,
    pub database: Database,
}

impl World {
    pub async fn new(on: On) -> World {
        World::with(on, Start::default()).await
    }

    pub async fn with(on: On, start: Start) -> World {
        let (folder, database) = (memory_folder(), Database::new(on));
        let (hands, reached) = Stagehands::new();
        let (post, letters) = PostOffice::new();
        let site = Site { folder: folder.path(), database: &database };
        let process = Process::start(site, &hands, &post, start).await;
        let ada = account(&process, "ada").await;
        World { process, hands, reached, post, letters, ada, folder, database }
    }

    /// Kills the process and starts another one on the same files.
    pub async fn killed_and_restarted(self) -> World {
        let World { process, hands, reached, post, letters, ada, folder, database } = self;
        process.kill();
        let site = Site { folder: folder.path(), database: &database };
        let process = Process::start(site, &hands, &post, Start::default()).await;
        World { process, hands, reached, post, letters, ada, folder, database }
    }

    /// One more process on the same database and media.
    pub async fn another(&self, hands: &Stagehands, start: Start) -> Process {
        let site = Site { folder: self.folder.path(), database: &self.database };
        Process::start(site, hands, &self.post, start).await
    }

    /// Changes rows behind the back of everybody.
    pub async fn sql(&self, statement: &str) -> u64 {
        self.database.execute(statement).await
    }

    pub async fn start(&self) -> ExecutionId {
        self.accept(&self.ada, None, order()).await
    }

    pub async fn accept(
        &self,
        account: &AccountId,
        project: Option<&ProjectId>,
        order: RenderOrder,
    ) -> ExecutionId {
        self.process
            .engine
            .start(account, domain::ExecutionId::generate(), project, Order::AvatarAd(order), None)
            .await
            .unwrap()
            .id
    }

    /// Who is told of the end: a receiver with a secret of its own.
    pub async fn start_with_webhook(&self, url: &str, secret: Option<&str>) -> ExecutionId {
        let secret = secret.map(|secret| Secret::from(secret.to_owned()));
        let webhook = Some(NewWebhook { url: url.into(), secret });
        self.process
            .engine
            .start(&self.ada, domain::ExecutionId::generate(), None, Order::AvatarAd(order()), webhook)
            .await
            .unwrap()
            .id
    }

    pub async fn project(&self, account: &AccountId) -> ProjectId {
        let brief: Brief = serde_json::from_value(serde_json::json!({ "topic": "a mug" })).unwrap();
        let (avatar_id, voice_id) = (order().avatar_id, order().voice_id);
        let new = NewProject {
            id: domain::ProjectId::generate(),
            page: None,
            brief,
            scripts: Vec::new(),
            avatar_id,
            voice_id,
        };
        self.process.store.create_project(account, new).await.unwrap().id
    }

    pub async fn get(&self, id: &ExecutionId) -> Execution {
        self.process.engine.get(&self.ada, id).await.unwrap()
    }

    /// The next stagehand that waits.
    pub async fn reached(&mut self) -> StepKind {
        in_time(self.reached.recv()).await.unwrap()
    }

    /// The next webhook that a receiver got.
    pub async fn letter(&mut self) -> Letter {
        in_time(self.letters.recv()).await.unwrap()
    }

    /// All events after `after` until it is final.
    pub async fn events(&self, id: &ExecutionId, after: u64) -> Vec<ExecutionEvent> {
        events(&self.process, &self.ada, id, after).await
    }

    /// The execution once it is final.
    pub async fn ended(&self, id: &ExecutionId) -> Execution {
        self.events(id, 0).await;
        self.get(id).await
    }

    /// How often each step was given to its maker.
    pub fn calls(&self) -> [u32; 3] {
        MADE.map(|step| self.hands.calls(step))
    }

    /// Folders in which steps of this execution are under way.
    pub fn work_folders(&self, id: &ExecutionId) -> Vec<PathBuf> {
        let all = paths_in(&self.process.work).into_iter();
        all.filter(|path| path.file_name().unwrap().to_string_lossy().starts_with(id.as_str())).collect()
    }

    /// Every folder of media that there is.
    pub fn media(&self) -> Vec<PathBuf> {
        paths_in(&self.folder.path().join("media"))
    }

    /// The files of this name that a step left in the media store, under whichever epoch.
    pub fn kept(&self, step: &str, file: &str) -> Vec<PathBuf> {
        let all = self.media().into_iter().flat_map(|folder| paths_in(&folder));
        all.filter(|path| {
            let name = path.file_name().unwrap().to_string_lossy();
            let epoch = name.strip_prefix(step).and_then(|rest| rest.strip_suffix(file));
            epoch.is_some_and(|epoch| epoch.trim_matches('-').parse::<u64>().is_ok())
        })
        .collect()
    }

    /// The published file behind an address.
    pub fn published(&self, url: &str) -> Vec<u8> {
        let name = url.strip_prefix("/media/").unwrap();
        fs::read(self.folder.path().join("media").join(name)).unwrap()
    }
}

/// What is in a folder, in the order of the names; nothing where it is not there.
pub fn paths_in(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

/// All events after `after` until it is final, as one process tells them.
pub async fn events(
    process: &Process,
    account: &AccountId,
    id: &ExecutionId,
    after: u64,
) -> Vec<ExecutionEvent> {
    let stream = process.engine.watch(account, id, after).await.unwrap();
    in_time(stream.collect()).await
}

pub async fn account(process: &Process, name: &str) -> AccountId {
    let new = NewUser {
        email: format!("{name}@example.com").parse().unwrap(),
        password_phc: "$argon2id$stands-for-a-hash".into(),
        role: domain::Role::Member,
        admission: Admission::Open,
    };
    process.store.create_user(new).await.unwrap().account
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
    assert_eq!(events.last().map(|event| event.status), Some(last), "{events:#?}");
}
