//! Makers that do what a test tells them: finish, wait, fail, panic, or be deaf to a cancel.

use async_trait::async_trait;
use domain::{Avatar, SpokenTrack, SpokenWord, StepName, Voice};
use providers::{
    ComposeOrder, ComposedAd, Composer, PerformOrder, Presenter, ProviderError, Reporter, Speech, SpeechOrder,
};
use std::{
    collections::{HashMap, VecDeque},
    sync::{Arc, Mutex},
};
use tokio::sync::{Semaphore, mpsc};
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

/// The three makers. Clones share everything.
#[derive(Clone)]
pub struct Stagehands {
    acts: Arc<Mutex<Acts>>,
    reached: mpsc::UnboundedSender<StepName>,
    released: Arc<Semaphore>,
}

#[derive(Default)]
struct Acts {
    cues: HashMap<StepName, VecDeque<Cue>>,
    calls: HashMap<StepName, u32>,
    /// How many are at work now, and the most that ever were at once.
    at_once: (u32, u32),
}

impl Stagehands {
    /// The stagehands, and where they say that they were reached.
    pub fn new() -> (Stagehands, mpsc::UnboundedReceiver<StepName>) {
        let (reached, heard) = mpsc::unbounded_channel();
        let hands = Stagehands { acts: Arc::default(), reached, released: Arc::new(Semaphore::new(0)) };
        (hands, heard)
    }

    /// The next call of this step follows the cue.
    pub fn cue(&self, step: StepName, cue: Cue) {
        self.acts.lock().unwrap().cues.entry(step).or_default().push_back(cue);
    }

    /// One that waits goes on.
    pub fn release(&self) {
        self.released.add_permits(1);
    }

    /// How often the step was given to its maker.
    pub fn calls(&self, step: StepName) -> u32 {
        self.acts.lock().unwrap().calls.get(&step).copied().unwrap_or_default()
    }

    /// The most that were at work at once.
    pub fn most_at_once(&self) -> u32 {
        self.acts.lock().unwrap().at_once.1
    }

    /// Does what its cue says.
    pub async fn act(
        &self,
        step: StepName,
        report: &Reporter,
        cancel: &CancellationToken,
    ) -> Result<(), ProviderError> {
        let cue = {
            let mut acts = self.acts.lock().unwrap();
            *acts.calls.entry(step).or_default() += 1;
            let (now, most) = acts.at_once;
            acts.at_once = (now + 1, most.max(now + 1));
            acts.cues.get_mut(&step).and_then(VecDeque::pop_front)
        };
        let _at_work = AtWork(self);
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
        self.0.acts.lock().unwrap().at_once.0 -= 1;
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
        self.act(StepName::Speech, &report, &cancel).await?;
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
        self.act(StepName::Presenter, &report, &cancel).await?;
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
        self.act(StepName::Compose, &report, &cancel).await?;
        let files = &order.files;
        for path in [&files.mp4, &files.poster, &files.vtt, &files.srt] {
            std::fs::write(path, path.extension().unwrap().as_encoded_bytes()).unwrap();
        }
        Ok(ComposedAd { width: 540, height: 960, duration_ms: 4_000, bytes: 3 })
    }
}
