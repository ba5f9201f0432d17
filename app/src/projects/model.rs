//! The words of a project page: its steps, its papers, its look.

use crate::ports::FrameLook;
use domain::{Choices, Format, Project, ProjectId};

/// The largest picture that is taken, in bytes.
pub const PICTURE_BYTES_MAX: usize = 20 * 1024 * 1024;
/// What is said of a larger one.
pub const PICTURE_TOO_LARGE: &str =
    "That picture is larger than 20 MB. Save it smaller, or as JPEG, and try again.";

/// One of the three steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProjectStep {
    Script,
    Customize,
    Render,
}

impl ProjectStep {
    /// Every step, in order.
    pub const ALL: [ProjectStep; 3] = [ProjectStep::Script, ProjectStep::Customize, ProjectStep::Render];

    /// The word in an address.
    pub fn as_str(self) -> &'static str {
        match self {
            ProjectStep::Script => "script",
            ProjectStep::Customize => "customize",
            ProjectStep::Render => "render",
        }
    }

    /// The name that people read.
    pub fn title(self) -> &'static str {
        match self {
            ProjectStep::Script => "Script",
            ProjectStep::Customize => "Customize",
            ProjectStep::Render => "Render",
        }
    }

    /// The step that an address asks for; without one, where the project stands. Without a script there is no other
    /// step than the first.
    pub fn of(asked: Option<&str>, project: &Project) -> ProjectStep {
        if project.chosen_script().is_none() {
            return ProjectStep::Script;
        }
        let known = ProjectStep::ALL.into_iter().find(|step| Some(step.as_str()) == asked);
        let stands =
            if project.latest_execution_id.is_some() { ProjectStep::Render } else { ProjectStep::Customize };
        known.unwrap_or(stands)
    }
}

/// The address of a step.
pub fn step_href(project: &ProjectId, step: ProjectStep) -> String {
    format!("/projects/{project}?step={}", step.as_str())
}

/// The colour of the paper on which a set of scripts is written: white first, then as on a film set, and white again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Paper {
    /// The end of its name in the tokens: `--rev-blue`.
    pub slug: &'static str,
    /// The name that people read.
    pub title: &'static str,
}

const PAPERS: [Paper; 6] = [
    Paper { slug: "white", title: "White pages" },
    Paper { slug: "blue", title: "Blue pages" },
    Paper { slug: "pink", title: "Pink pages" },
    Paper { slug: "yellow", title: "Yellow pages" },
    Paper { slug: "green", title: "Green pages" },
    Paper { slug: "gold", title: "Gold pages" },
];

impl Paper {
    /// The paper of a set, counted from 0.
    pub fn of_set(set: u32) -> Paper {
        PAPERS[set as usize % PAPERS.len()]
    }

    /// The value of `--paper`.
    pub fn color(self) -> String {
        format!("var(--rev-{})", self.slug)
    }
}

/// What the stage shows for these choices.
pub fn look_of(choices: &Choices, format: Format) -> FrameLook {
    FrameLook {
        avatar: Some(choices.avatar_id.clone()),
        background: choices.background.clone(),
        format,
        captions: choices.captions,
        lines: 540,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn papers_begin_white_and_come_round() {
        assert_eq!(Paper::of_set(0).slug, "white");
        assert_eq!(Paper::of_set(1).slug, "blue");
        assert_eq!(Paper::of_set(6), Paper::of_set(0));
    }
}
