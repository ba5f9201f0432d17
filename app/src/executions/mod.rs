//! Executions: order a render, watch it live, stop it, try again.

mod api;
mod component;
mod live;
mod model;
mod timeline;
#[cfg(feature = "ssr")]
mod timeline_page;
mod watch;

#[cfg(feature = "ssr")]
pub use api::running_of;
pub use api::{
    CancelRender, ListRunning, ReadExecution, RetryRender, StartRender, WatchExecution, WatchFrom,
    cancel_render, list_running, read_execution, retry_render, start_render, watch_execution,
};
pub use component::{Clips, JobList, Reel};
pub use live::LiveRender;
pub use model::{Clip, clips_of, elapsed_ms, stage_sentence};
#[cfg(feature = "ssr")]
pub use timeline_page::TimelinePage;
