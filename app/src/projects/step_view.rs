//! What the views of all three steps have in common.

use super::look_of;
use crate::parts::frame_url;
use domain::{Execution, Project};
use leptos::prelude::AnyView;

/// What one step shows.
pub struct StepView {
    pub title: String,
    pub body: AnyView,
    /// Whether it keeps the percent in the title by itself.
    pub live: bool,
}

/// The address of the frame with which the ad opens.
pub fn opening_frame(project: &Project) -> String {
    frame_url(&look_of(&project.choices, project.brief.format))
}

/// Whether something was chosen after this was ordered, so that trying again would not render it.
pub fn is_changed(project: &Project, execution: &Execution) -> bool {
    project.updated_at > execution.created_at && project.latest_execution_id.as_ref() == Some(&execution.id)
}
