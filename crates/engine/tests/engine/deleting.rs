//! A project that is deleted leaves nothing behind, whatever fails on the way and whoever is still at work.

use crate::{
    both::both,
    database::On,
    stagehands::Cue,
    world::{World, in_time, order},
};
use domain::{ExecutionId, ProjectId, RenderOrder, StepKind};
use engine::EngineError;
use std::{fs, path::PathBuf};

both!(
    a_project_takes_its_render_and_its_files_along,
    what_could_not_be_removed_goes_at_the_next_start,
    what_is_put_in_place_too_late_is_taken_away_again,
);

impl World {
    async fn start_of(&self, project: &ProjectId) -> ExecutionId {
        self.accept(&self.ada, Some(project), order()).await
    }

    async fn delete(&self, project: &ProjectId) {
        self.process.engine.delete_project(&self.ada, project).await.unwrap();
    }
}

async fn a_project_takes_its_render_and_its_files_along(on: On) {
    let mut world = World::new(on).await;
    let project = world.project(&world.ada).await;
    let done = world.start_of(&project).await;
    world.ended(&done).await;
    world.hands.cue(StepKind::Compose, Cue::Wait);
    // Something else than before, since what is the same would not be made again.
    let changed = RenderOrder { background: "#ffffff".parse().unwrap(), ..order() };
    let running = world.accept(&world.ada, Some(&project), changed).await;
    world.reached().await;
    world.delete(&project).await;
    let gone = world.process.engine.get(&world.ada, &done).await;
    assert!(matches!(gone, Err(EngineError::NotFound)));
    in_time(world.process.engine.drain()).await;
    assert_eq!(world.work_folders(&running), Vec::<PathBuf>::new());
    assert_eq!(world.media(), Vec::<PathBuf>::new());
}

async fn what_could_not_be_removed_goes_at_the_next_start(on: On) {
    let world = World::new(on).await;
    let project = world.project(&world.ada).await;
    let done = world.start_of(&project).await;
    world.ended(&done).await;
    // A file where a folder should be cannot be removed as one.
    let folders = world.media();
    for folder in &folders {
        fs::remove_dir_all(folder).unwrap();
        fs::write(folder, b"in the way").unwrap();
    }
    world.delete(&project).await;
    assert_eq!(world.media(), folders);
    for folder in &folders {
        fs::remove_file(folder).unwrap();
        fs::create_dir(folder).unwrap();
    }
    let world = world.killed_and_restarted().await;
    in_time(world.process.engine.drain()).await;
    assert_eq!(world.media(), Vec::<PathBuf>::new());
}

async fn what_is_put_in_place_too_late_is_taken_away_again(on: On) {
    let mut world = World::new(on).await;
    let project = world.project(&world.ada).await;
    world.hands.cue(StepKind::Publish, Cue::Deaf);
    let late = world.start_of(&project).await;
    world.reached().await;
    world.delete(&project).await;
    world.hands.release();
    in_time(world.process.engine.drain()).await;
    assert_eq!(world.media(), Vec::<PathBuf>::new());
    assert_eq!(world.work_folders(&late), Vec::<PathBuf>::new());
}
