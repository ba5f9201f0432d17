//! Pipelines of steps that work here: what one leaves reaches the next, whatever the steps are called.

use crate::{
    both::both,
    database::On,
    stagehands::Cue,
    world::{World, assert_whole},
};
use domain::{ExecutionKind, PlannedStep, Status, StepKind};
use engine::{EngineError, Order};
use serde_json::{Value, json};

both!(
    a_topic_becomes_an_ad_through_named_steps,
    two_steps_of_one_kind_keep_their_files_apart,
    what_cannot_be_composed_is_refused_at_its_place,
    a_value_that_turns_out_too_late_to_be_wrong_fails_its_step,
    a_retry_goes_on_from_the_named_step_that_failed,
);

fn order(steps: Value) -> Order {
    let steps: Vec<PlannedStep> = serde_json::from_value(steps).unwrap();
    Order::Pipeline(steps)
}

fn ad() -> Value {
    json!([
        { "id": "words", "step": "scripts", "input": { "topic": "a warm mug" } },
        { "id": "voice", "step": "speech", "input": { "text": { "ref": "words.text" } } },
        { "id": "ada", "step": "presenter", "input": { "sound": { "ref": "voice.sound" } } },
        { "id": "film", "step": "compose", "input": {
            "take": { "ref": "ada.take" }, "callToAction": { "ref": "words.callToAction" },
            "background": "scene:kitchen", "quality": "draft" } },
    ])
}

async fn a_topic_becomes_an_ad_through_named_steps(on: On) {
    let world = World::new(on).await;
    let started = world
        .process
        .engine
        .start(&world.ada, domain::ExecutionId::generate(), None, order(ad()), None)
        .await
        .unwrap();
    assert_eq!(started.kind, ExecutionKind::Pipeline);
    let events = world.events(&started.id, 0).await;
    assert_whole(&events, Status::Completed);
    assert_eq!(world.hands.said(), ["Here is a warm mug. It is good. Take it."]);
    assert_eq!(world.hands.calls(StepKind::Scripts), 1);
    assert_eq!(world.calls(), [1, 1, 1]);
    let ended = world.get(&started.id).await;
    let jobs: Vec<_> = ended.jobs.iter().map(|job| (job.name.to_string(), job.step, job.status)).collect();
    let done = |name: &str, step| (name.to_owned(), step, Status::Completed);
    assert_eq!(
        jobs,
        [
            done("words", StepKind::Scripts),
            done("voice", StepKind::Speech),
            done("ada", StepKind::Presenter),
            done("film", StepKind::Compose),
            done("publish", StepKind::Publish),
        ]
    );
    let result = ended.result.unwrap();
    assert_eq!(world.published(&result.url), b"mp4");
    assert_eq!(world.published(&result.captions_url), b"vtt");
    assert!(events.iter().any(|event| event.message == "Words has written the script."));
}

async fn two_steps_of_one_kind_keep_their_files_apart(on: On) {
    let world = World::new(on).await;
    let steps = json!([
        { "id": "first", "step": "speech", "input": { "text": "The first." } },
        { "id": "second", "step": "speech", "input": { "text": "The second." } },
        { "id": "ada", "step": "presenter", "input": { "sound": { "ref": "second.sound" } } },
        { "id": "film", "step": "compose", "input": { "take": { "ref": "ada.take" } } },
    ]);
    let id = world
        .process
        .engine
        .start(&world.ada, domain::ExecutionId::generate(), None, order(steps), None)
        .await
        .unwrap()
        .id;
    assert_whole(&world.events(&id, 0).await, Status::Completed);
    assert_eq!(world.hands.said(), ["The first.", "The second."]);
    let track = |name: &str| std::fs::read_to_string(&world.kept(name, "track.json")[0]).unwrap();
    assert!(track("first").contains("The first.") && track("second").contains("The second."));
}

async fn what_cannot_be_composed_is_refused_at_its_place(on: On) {
    let world = World::new(on).await;
    let mut steps = ad();
    steps[1]["input"]["voice"] = json!("nobody");
    steps[2]["input"]["avatar"] = json!("nobody");
    steps[3]["input"]["background"] = json!("beige");
    steps[3]["input"]["format"] = json!("5:4");
    let refused = world
        .process
        .engine
        .start(&world.ada, domain::ExecutionId::generate(), None, order(steps), None)
        .await;
    let Err(EngineError::Pipeline(problems)) = refused else { panic!("{refused:?}") };
    let places: Vec<_> = problems.iter().map(|problem| problem.pointer.as_str()).collect();
    assert_eq!(places, ["/1/input/voice", "/2/input/avatar", "/3/input/background", "/3/input/format"]);
    let mut steps = ad();
    steps[2]["input"]["sound"] = json!({ "ref": "words.text" });
    let refused = world
        .process
        .engine
        .start(&world.ada, domain::ExecutionId::generate(), None, order(steps), None)
        .await;
    assert!(
        matches!(refused, Err(EngineError::Pipeline(problems)) if problems[0].pointer == "/2/input/sound")
    );
    let paid = json!([{ "id": "a", "step": "video", "input": { "prompt": "a mug" } }]);
    let refused = world
        .process
        .engine
        .start(&world.ada, domain::ExecutionId::generate(), None, order(paid), None)
        .await;
    assert!(matches!(refused, Err(EngineError::Conflict(_))), "nobody here makes videos");
    assert!(world.process.engine.list(&world.ada, None, None, 10).await.unwrap().is_empty());
}

async fn a_value_that_turns_out_too_late_to_be_wrong_fails_its_step(on: On) {
    let world = World::new(on).await;
    let mut steps = ad();
    // Whether a written text names a tone is only known when it is written.
    steps[2]["input"]["tone"] = json!({ "ref": "words.title" });
    let id = world
        .process
        .engine
        .start(&world.ada, domain::ExecutionId::generate(), None, order(steps), None)
        .await
        .unwrap()
        .id;
    let failed = world.ended(&id).await;
    let detail = failed.error_detail.unwrap();
    assert_eq!((failed.status, detail.stage.as_str()), (Status::Failed, "ada"));
    assert_eq!((detail.code, detail.retryable), (domain::FailureCode::InvalidInput, false));
}

async fn a_retry_goes_on_from_the_named_step_that_failed(on: On) {
    let world = World::new(on).await;
    world.hands.cue(StepKind::Presenter, Cue::Fail);
    let id = world
        .process
        .engine
        .start(&world.ada, domain::ExecutionId::generate(), None, order(ad()), None)
        .await
        .unwrap()
        .id;
    assert_eq!(world.ended(&id).await.error.as_deref(), Some("Stopped at ada. The lamp went out."));
    let world = world.killed_and_restarted().await;
    world.process.engine.retry(&world.ada, &id).await.unwrap();
    assert_whole(&world.events(&id, 0).await, Status::Completed);
    assert_eq!(world.hands.calls(StepKind::Scripts), 1);
    assert_eq!(world.calls(), [1, 2, 1]);
}
