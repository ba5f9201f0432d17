//! A project that is deleted leaves nothing behind, whatever fails on the way and whoever is still at work.

use crate::{
    stagehands::Cue,
    world::{World, in_time, order},
};
use domain::{Brief, ExecutionId, ProjectId, StepName};
use engine::EngineError;
use std::path::PathBuf;
use store::{NewProject, ProjectStore};

impl World {
    async fn project(&self) -> ProjectId {
        let brief: Brief = serde_json::from_value(serde_json::json!({ "topic": "a mug" })).unwrap();
        let (avatar_id, voice_id) = (order().avatar_id, order().voice_id);
        let new = NewProject { brief, scripts: Vec::new(), avatar_id, voice_id };
        self.process.store.create_project(&self.ada, new).await.unwrap().id
    }

    async fn start_of(&self, project: &ProjectId) -> ExecutionId {
        self.process.engine.start(&self.ada, Some(project), order()).await.unwrap().id
    }

    async fn delete(&self, project: &ProjectId) {
        self.process.engine.delete_project(&self.ada, project).await.unwrap();
    }

    /// Every folder of media that there is.
    fn media(&self) -> Vec<PathBuf> {
        let entries = std::fs::read_dir(self.folder.path().join("media")).unwrap();
        entries.map(|entry| entry.unwrap().path()).collect()
    }
}

#[tokio::test]
async fn a_project_takes_its_render_and_its_files_along() {
    let mut world = World::new().await;
    let project = world.project().await;
    let done = world.start_of(&project).await;
    world.ended(&done).await;
    world.hands.cue(StepName::Compose, Cue::Wait);
    let running = world.start_of(&project).await;
    world.reached().await;
    world.delete(&project).await;
    let gone = world.process.engine.get(&world.ada, &done).await;
    assert!(matches!(gone, Err(EngineError::NotFound)));
    assert!(!world.work_folder(&running).exists());
    assert_eq!(world.media(), Vec::<PathBuf>::new());
}

#[tokio::test]
async fn what_could_not_be_removed_goes_at_the_next_start() {
    let world = World::new().await;
    let project = world.project().await;
    let done = world.start_of(&project).await;
    world.ended(&done).await;
    // A file where a folder should be cannot be removed as one.
    let folder = world.media().remove(0);
    std::fs::remove_dir_all(&folder).unwrap();
    std::fs::write(&folder, b"in the way").unwrap();
    world.delete(&project).await;
    assert!(folder.exists());
    std::fs::remove_file(&folder).unwrap();
    std::fs::create_dir(&folder).unwrap();
    let world = world.killed_and_restarted().await;
    in_time(world.process.engine.drain()).await;
    assert_eq!(world.media(), Vec::<PathBuf>::new());
}

#[tokio::test]
async fn what_is_put_in_place_too_late_is_taken_away_again() {
    let mut world = World::new().await;
    let project = world.project().await;
    world.hands.cue(StepName::Publish, Cue::Deaf);
    let late = world.start_of(&project).await;
    world.reached().await;
    world.delete(&project).await;
    world.hands.release();
    in_time(world.process.engine.drain()).await;
    assert_eq!(world.media(), Vec::<PathBuf>::new());
    assert!(!world.work_folder(&late).exists());
}
