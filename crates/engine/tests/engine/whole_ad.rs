//! A whole ad from the real voices and the real renderer.

use crate::{
    both::both,
    database::{Database, On, memory_folder},
    post_office::PostOffice,
    process::{Process, Site, Start, makers},
    stagehands::Stagehands,
    world::{account, in_time, order},
};
use domain::{RenderOrder, Status};
use engine::{Makers, Order};
use futures::StreamExt;
use providers::{StudioComposer, StudioPresenter, StudioSpeech};
use speech::{VoiceBox, VoiceSettings};
use std::{sync::Arc, time::Duration};
use studio::ComposeSettings;

both!(a_short_draft_becomes_an_mp4_with_poster_and_captions);

async fn a_short_draft_becomes_an_mp4_with_poster_and_captions(on: On) {
    let (folder, database) = (memory_folder(), Database::new(on));
    let (hands, post) = (Stagehands::new().0, PostOffice::new().0);
    let voices = VoiceBox::open(VoiceSettings {
        voices_dir: folder.path().join("voices"),
        cache_dir: folder.path().join("cache"),
        idle: Duration::from_secs(5),
        threads: 2,
    });
    let cast = studio::rig::presenters().to_vec();
    let makers = Makers {
        speech: Arc::new(StudioSpeech::new(voices)),
        presenter: Arc::new(StudioPresenter::new(cast.clone())),
        composer: Arc::new(StudioComposer::new(cast, ComposeSettings { threads: 2 })),
        ..makers(&hands, &post)
    };
    let site = Site { folder: folder.path(), database: &database };
    let process = Process::start_with(site, makers, hands, Start::default()).await;
    let ada = account(&process, "ada").await;
    let short = RenderOrder { script_text: "Cold coffee is over. Keep it warm.".into(), ..order() };
    let id = process
        .engine
        .start(&ada, domain::ExecutionId::generate(), None, Order::AvatarAd(short), None)
        .await
        .unwrap()
        .id;
    let events = process.engine.watch(&ada, &id, 0).await.unwrap();
    let events: Vec<_> = in_time(events.collect()).await;
    let last = events.last().unwrap();
    assert_eq!(last.status, Status::Completed, "{}", last.message);
    let result = last.result.clone().unwrap();
    assert_eq!((result.width, result.height), (540, 960));
    let file = |url: &str| {
        let name = url.strip_prefix("/media/").unwrap();
        std::fs::read(folder.path().join("media").join(name)).unwrap()
    };
    let mp4 = file(&result.url);
    assert_eq!(mp4.len() as u64, result.bytes);
    assert_eq!(mp4.get(4..8), Some(b"ftyp".as_slice()));
    for part in [b"avc1", b"mp4a", b"mdat"] {
        assert!(mp4.windows(4).any(|window| window == part), "{}", String::from_utf8_lossy(part));
    }
    assert!(file(result.poster_url.as_deref().unwrap()).starts_with(b"\xff\xd8\xff"));
    assert!(file(&result.captions_url).starts_with(b"WEBVTT"));
    assert!(String::from_utf8(file(result.subtitles_url.as_deref().unwrap())).unwrap().contains("-->"));
}
