//! Projects: one ad on its way through three steps: Script, Customize, Render.

mod api;
mod avatars;
mod cast;
#[cfg(feature = "ssr")]
mod customize_page;
mod customizer;
#[cfg(feature = "ssr")]
mod cuts;
mod desk;
#[cfg(feature = "ssr")]
mod done;
mod model;
mod options;
#[cfg(feature = "ssr")]
mod page;
mod paper;
#[cfg(feature = "ssr")]
mod picture_upload;
#[cfg(feature = "ssr")]
mod render_page;
#[cfg(feature = "ssr")]
mod script_page;
mod send_picture;
mod stage;
#[cfg(feature = "ssr")]
mod step_view;
mod voices;

pub use api::{
    AnotherCut, Choose, Frame, SaveChoices, UploadBackground, UseScript, WriteMore, another_cut, choose,
    frame, save_choices, upload_background, use_script, write_more,
};
#[cfg(feature = "ssr")]
pub use cuts::format_of;
pub use model::{Paper, ProjectStep, look_of, step_href};
#[cfg(feature = "ssr")]
pub use page::ProjectPage;
#[cfg(feature = "ssr")]
pub use step_view::opening_frame;
