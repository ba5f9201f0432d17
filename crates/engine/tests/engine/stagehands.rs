//! Makers that do what a test tells them: finish, wait, fail, panic, or be deaf to a cancel.

use crate::world::in_time;
use async_trait::async_trait;
use domain::{Avatar, Brief, Framework, Language, SpokenTrack, SpokenWord, StepKind, Voice};
use providers::{
    Backdrop, ComposeOrder, ComposedAd, Composer, PerformOrder, Presenter, ProviderError, Reporter,
    ScriptDraft, ScriptWriter, Speech, SpeechOrder,
};
use std::{
    collections::{HashMap, VecDeque},
    sync::{Arc, Mutex},
};
use tokio::sync::{Semaphore, mpsc, watch};
use tokio_util::sync::CancellationToken;

/// What a stagehand does when it is its turn. Without a cue it finishes at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cue {
    /// Says that it was reached and finishes when released; stops when cancelled.
    Wait,
    /// The same, and does not hear a cancel.
    Deaf,
    Fail,
    Refuse,
    Panic,
}

/// Every maker of this house. Clones share everything.
#[derive(Clone)]
pub struct Stagehands {
    acts: Arc<Mutex<Acts>>,
    reached: mpsc::UnboundedSender<StepKind>,
    released: Arc<Semaphore>,
    /// How many are at work now.
    at_work: watch::Sender<u32>,
}

#[derive(Default)]
struct Acts {
    cues: HashMap<StepKind, VecDeque<Cue>>,
    calls: HashMap<StepKind, u32>,
    said: Vec<String>,
    backdrops: Vec<Backdrop>,
    most_at_once: u32,
}

impl Stagehands {
    /// The stagehands, and where they say that they were reached.
    pub fn new() -> (Stagehands, mpsc::UnboundedReceiver<StepKind>) {
        let (reached, heard) = mpsc::unbounded_channel();
        let released = Arc::new(Semaphore::new(0));
        let at_work = watch::Sender::new(0);
        (Stagehands { acts: Arc::default(), reached, released, at_work }, heard)
    }

    /// The next call of this step follows the cue.
    pub fn cue(&self, step: StepKind, cue: Cue) {
        self.acts.lock().unwrap().cues.entry(step).or_default().push_back(cue);
    }

    /// One that waits goes on.
    pub fn release(&self) {
        self.released.add_permits(1);
    }

    /// How often the step was given to its maker.
    pub fn calls(&self, step: StepKind) -> u32 {
        self.acts.lock().unwrap().calls.get(&step).copied().unwrap_or_default()
    }

    /// Every text that was given to the voice, in turn.
    pub fn said(&self) -> Vec<String> {
        self.acts.lock().unwrap().said.clone()
    }

    /// What stood behind the presenter, in turn.
    pub fn backdrops(&self) -> Vec<Backdrop> {
        self.acts.lock().unwrap().backdrops.clone()
    }

    /// The most that were at work at once.
    pub fn most_at_once(&self) -> u32 {
        self.acts.lock().unwrap().most_at_once
    }

    /// Waits until so many are at work.
    pub async fn are_at_work(&self, number: u32) {
        let mut at_work = self.at_work.subscribe();
        in_time(at_work.wait_for(|now| *now == number)).await.unwrap();
    }

    /// Does what its cue says.
    pub async fn act(
        &self,
        step: StepKind,
        report: &Reporter,
        cancel: &CancellationToken,
    ) -> Result<(), ProviderError> {
        self.at_work.send_modify(|now| *now += 1);
        let _at_work = AtWork(self);
        let cue = {
            let mut acts = self.acts.lock().unwrap();
            *acts.calls.entry(step).or_default() += 1;
            acts.most_at_once = acts.most_at_once.max(*self.at_work.borrow());
            acts.cues.get_mut(&step).and_then(VecDeque::pop_front)
        };
        report.report(1, 2);
        match cue {
            None => return Ok(()),
            Some(Cue::Fail) => return Err(ProviderError::failed("The lamp went out.", "no current")),
            Some(Cue::Refuse) => return Err(ProviderError::invalid("This cannot be said.")),
            Some(Cue::Panic) => panic!("a stagehand fell over"),
            Some(Cue::Wait | Cue::Deaf) => {}
        }
        self.reached.send(step).unwrap();
        let deaf = cue == Some(Cue::Deaf);
        tokio::select! {
            released = self.released.acquire() => released.unwrap().forget(),
            () = cancel.cancelled(), if !deaf => return Err(ProviderError::Cancelled),
        }
        Ok(())
    }
}

struct AtWork<'a>(&'a Stagehands);

impl Drop for AtWork<'_> {
    fn drop(&mut self) {
        self.0.at_work.send_modify(|now| *now -= 1);
    }
}

#[async_trait]
impl ScriptWriter for Stagehands {
    fn name(&self) -> &str {
        "stagehand"
    }

    fn note(&self) -> String {
        "Written backstage.".into()
    }

    fn writes(&self, _language: Language) -> bool {
        true
    }

    async fn write(&self, brief: &Brief, _seed: u64) -> Result<Vec<ScriptDraft>, ProviderError> {
        let (report, _progress) = Reporter::new();
        self.act(StepKind::Scripts, &report, &CancellationToken::new()).await?;
        let draft = |framework| ScriptDraft {
            framework,
            title: "A title".into(),
            hook: format!("Here is {}.", brief.topic),
            body: "It is good.".into(),
            call_to_action: "Take it.".into(),
        };
        Ok(Framework::ALL.map(draft).to_vec())
    }
}

#[async_trait]
impl Speech for Stagehands {
    fn name(&self) -> &str {
        "stagehand"
    }

    async fn voices(&self) -> Result<Vec<Voice>, ProviderError> {
        let voice = Voice {
            id: "plain".parse().unwrap(),
            name: "Plain".into(),
            provider: "stagehand".into(),
            language: None,
            gender: None,
            description: None,
            preview_url: None,
        };
        Ok(vec![voice])
    }

    async fn speak(
        &self,
        order: SpeechOrder,
        report: Reporter,
        cancel: CancellationToken,
    ) -> Result<SpokenTrack, ProviderError> {
        std::fs::write(&order.sound, b"half a sound").unwrap();
        self.acts.lock().unwrap().said.push(order.text.clone());
        self.act(StepKind::Speech, &report, &cancel).await?;
        std::fs::write(&order.sound, b"a whole sound").unwrap();
        let word = SpokenWord { text: order.text, start_ms: 0, end_ms: 900, sentence: 0, energy: 1.0 };
        Ok(SpokenTrack { words: vec![word], duration_ms: 1_000, ..SpokenTrack::default() })
    }
}

#[async_trait]
impl Presenter for Stagehands {
    fn name(&self) -> &str {
        "stagehand"
    }

    async fn avatars(&self) -> Result<Vec<Avatar>, ProviderError> {
        let avatar = Avatar {
            id: "amara".parse().unwrap(),
            name: "Amara".into(),
            provider: "stagehand".into(),
            gender: None,
            preview_url: None,
        };
        Ok(vec![avatar])
    }

    async fn perform(
        &self,
        order: PerformOrder,
        report: Reporter,
        cancel: CancellationToken,
    ) -> Result<(), ProviderError> {
        assert_eq!(std::fs::read(&order.sound).unwrap(), b"a whole sound");
        self.act(StepKind::Presenter, &report, &cancel).await?;
        std::fs::write(&order.take, order.track.duration_ms.to_string()).unwrap();
        Ok(())
    }
}

#[async_trait]
impl Composer for Stagehands {
    fn name(&self) -> &str {
        "stagehand"
    }

    async fn compose(
        &self,
        order: ComposeOrder,
        report: Reporter,
        cancel: CancellationToken,
    ) -> Result<ComposedAd, ProviderError> {
        assert_eq!(std::fs::read(&order.take).unwrap(), b"1000");
        assert_eq!(std::fs::read(&order.sound).unwrap(), b"a whole sound");
        self.acts.lock().unwrap().backdrops.push(order.backdrop.clone());
        self.act(StepKind::Compose, &report, &cancel).await?;
        let files = &order.files;
        for path in [&files.mp4, &files.poster, &files.vtt, &files.srt] {
            std::fs::write(path, path.extension().unwrap().as_encoded_bytes()).unwrap();
        }
        Ok(ComposedAd { width: 540, height: 960, duration_ms: 4_000, bytes: 3 })
    }
}
