//! The words that every room shares, and the rules that need nothing but them.
//!
//! Nothing here does I/O, waits, or reads a clock: a value in, a value out, native and WASM alike.
//! What a module of this room names, every other room calls by the same name.

#![cfg_attr(test, allow(clippy::unwrap_used, reason = "a test stops at the first surprise"))]

mod account;
mod asset;
mod avatar;
mod background;
mod brief;
mod execution;
mod failure;
mod format;
mod ids;
mod keyed_provider;
mod money;
mod pipeline;
mod product_page;
mod product_topic;
mod progress;
mod project;
mod render;
#[cfg(feature = "schema")]
mod schema;
mod script;
mod secret;
mod speech;
mod step;
mod timestamp;
mod voice;

pub use account::{Email, InvalidEmail, InvalidScope, Invitation, Member, Role, Scope, User};
pub use asset::Asset;
pub use avatar::Avatar;
pub use background::{Background, InvalidBackground, Rgb, Scene};
pub use brief::{Brief, BriefProblem, Language, ScriptLength, TOPIC_CHARS_MAX, Tone};
pub use execution::{Cost, Execution, ExecutionEvent, ExecutionKind, MediaResult, Status};
pub use failure::{ErrorDetail, FailureCode};
pub use format::{Format, FrameSize, Quality};
#[cfg(feature = "generate")]
pub use ids::Seed;
pub use ids::{
    AccountId, ApiKeyId, AssetId, AvatarId, DeliveryId, ExecutionId, InvalidId, InvitationId, ProjectId,
    ScriptId, ShareToken, UserId, VoiceId,
};
pub use keyed_provider::KeyedProvider;
pub use money::{InvalidMoney, Money};
pub use pipeline::{
    Field, PIPELINE_STEPS_MAX, PipelineProblem, PlannedStep, StepRef, ValueType, avatar_ad, composed,
    generate_video,
};
pub use product_page::{PRODUCT_COLOURS_MAX, PRODUCT_PICTURES_MAX, ProductPage};
pub use progress::{Estimate, EstimateLine, RenderSeconds, StepSeconds, overall_percent, seconds_left};
pub use project::{
    CALL_TO_ACTION_CHARS_MAX, Captions, Choices, ChoicesPatch, Project, SCRIPT_CHARS_MAX, sent_text,
};
pub use render::{END_CARD_MS, RenderOrder};
pub use script::{Framework, Script, WORDS_PER_MINUTE, spoken_seconds, word_count};
pub use secret::Secret;
pub use speech::{SpokenPhone, SpokenSentence, SpokenTrack, SpokenWord, Stress, Viseme};
pub use step::{InvalidStepName, Job, STEP_NAME_CHARS_MAX, Step, StepKind, StepName, StepStatus};
pub use timestamp::Timestamp;
pub use voice::{Gender, Voice, VoiceEngine, fitting_voice};
