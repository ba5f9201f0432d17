//! Makers that do at once what a test needs of them: files of a few bytes, in the right places.

use async_trait::async_trait;
use bytes::Bytes;
use domain::{Avatar, Brief, Framework, Language, SpokenTrack, SpokenWord, Voice};
use providers::{
    ComposeOrder, ComposedAd, Composer, Courier, Delivery, PerformOrder, Presenter, ProviderError, Reporter,
    ScriptDraft, ScriptWriter, Speech, SpeechOrder,
};
use std::{sync::Mutex, time::Duration};
use tokio_util::sync::CancellationToken;

pub struct Quick;

#[async_trait]
impl ScriptWriter for Quick {
    fn name(&self) -> &str {
        "quick"
    }

    fn note(&self) -> String {
        "Written in no time.".into()
    }

    fn writes(&self, _language: Language) -> bool {
        true
    }

    async fn write(&self, brief: &Brief, _seed: u64) -> Result<Vec<ScriptDraft>, ProviderError> {
        let draft = |framework| ScriptDraft {
            framework,
            title: "Quick".into(),
            hook: brief.topic.clone(),
            body: "It is there.".into(),
            call_to_action: "Have it.".into(),
        };
        Ok(Framework::ALL.into_iter().map(draft).collect())
    }
}

#[async_trait]
impl Speech for Quick {
    fn name(&self) -> &str {
        "quick"
    }

    async fn voices(&self) -> Result<Vec<Voice>, ProviderError> {
        Ok(vec![Voice {
            id: "plain".parse().unwrap(),
            name: "Plain".into(),
            provider: "quick".into(),
            language: None,
            gender: None,
            description: None,
            preview_url: None,
        }])
    }

    async fn speak(
        &self,
        order: SpeechOrder,
        _report: Reporter,
        _cancel: CancellationToken,
    ) -> Result<SpokenTrack, ProviderError> {
        std::fs::write(&order.sound, b"sound").unwrap();
        let word = SpokenWord { text: order.text, start_ms: 0, end_ms: 900, sentence: 0, energy: 1.0 };
        Ok(SpokenTrack { words: vec![word], duration_ms: 1_000, ..SpokenTrack::default() })
    }
}

#[async_trait]
impl Presenter for Quick {
    fn name(&self) -> &str {
        "quick"
    }

    async fn avatars(&self) -> Result<Vec<Avatar>, ProviderError> {
        Ok(vec![Avatar {
            id: "amara".parse().unwrap(),
            name: "Amara".into(),
            provider: "quick".into(),
            gender: None,
            preview_url: None,
        }])
    }

    async fn perform(
        &self,
        order: PerformOrder,
        _report: Reporter,
        _cancel: CancellationToken,
    ) -> Result<(), ProviderError> {
        assert_eq!(std::fs::read(&order.sound).unwrap(), b"sound");
        std::fs::write(&order.take, b"take").unwrap();
        Ok(())
    }
}

#[async_trait]
impl Composer for Quick {
    fn name(&self) -> &str {
        "quick"
    }

    async fn compose(
        &self,
        order: ComposeOrder,
        _report: Reporter,
        _cancel: CancellationToken,
    ) -> Result<ComposedAd, ProviderError> {
        assert_eq!(std::fs::read(&order.take).unwrap(), b"take");
        let files = &order.files;
        for path in [&files.mp4, &files.poster, &files.vtt, &files.srt] {
            std::fs::write(path, path.extension().unwrap().as_encoded_bytes()).unwrap();
        }
        Ok(ComposedAd { width: 540, height: 960, duration_ms: 4_000, bytes: 3 })
    }
}

/// Takes every webhook, and remembers its id and body.
#[derive(Default)]
pub struct Taken(pub Mutex<Vec<(String, String)>>);

#[async_trait]
impl Courier for Taken {
    async fn deliver(
        &self,
        _url: &str,
        headers: &[(String, String)],
        body: Bytes,
        _timeout: Duration,
    ) -> Delivery {
        let id = headers.iter().find(|(name, _)| name == "webhook-id").map(|(_, id)| id.clone());
        let body = String::from_utf8(body.to_vec()).unwrap();
        self.0.lock().unwrap().push((id.unwrap(), body));
        Delivery {
            status: Some(200),
            error: None,
            answer: String::new(),
            retry_after: None,
            duration: Duration::from_millis(1),
        }
    }
}
