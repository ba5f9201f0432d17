//! Executions: order a render, watch it live, stop it, try again.

mod api;
mod component;
mod live;
mod model;
mod review;
mod timeline;
#[cfg(feature = "ssr")]
mod timeline_page;
mod watch;

#[cfg(feature = "ssr")]
pub use api::running_of;
pub use api::{
    CancelRender, ListRunning, ReadExecution, ResolveStep, RetryRender, StartRender, WatchExecution,
    WatchFrom, cancel_render, list_running, read_execution, resolve_step, retry_render, start_render,
    watch_execution,
};
pub use component::{Clips, JobList, Reel};
pub use live::LiveRender;
pub use model::{Clip, clips_of, cost_sentence, elapsed_ms, seconds_of, stage_sentence};
pub use review::{Review, needs_review};
#[cfg(feature = "ssr")]
pub use timeline_page::TimelinePage;
