//! Projects: a brief, its scripts, and choices that are saved one by one.

use crate::StoreError;
use domain::{
    AccountId, AvatarId, Brief, ChoicesPatch, ExecutionId, Format, ProductPage, Project, ProjectId, Script,
    Status, Timestamp, VoiceId,
};

/// A project to be made, with its first set of scripts. Sets are numbered by the store, whatever `Script::set` says.
#[derive(Debug, Clone)]
pub struct NewProject {
    pub id: ProjectId,
    pub brief: Brief,
    pub scripts: Vec<Script>,
    pub avatar_id: AvatarId,
    pub voice_id: VoiceId,
    /// The address of a product's page, and what was read there.
    pub page: Option<(String, ProductPage)>,
}

/// Which projects a list shows, by their newest execution.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ProjectFilter {
    #[default]
    All,
    /// The newest execution is completed.
    Done,
    /// Nothing has been rendered yet, or a render is under way.
    Drafts,
    /// The newest execution failed or was cancelled.
    Stopped,
}

/// One question to the library.
#[derive(Debug, Clone)]
pub struct ProjectQuery {
    /// Words that must all be found in the topic or in a script; case does not matter.
    pub search: String,
    pub filter: ProjectFilter,
    /// Where the last page ended.
    pub cursor: Option<String>,
    pub limit: u32,
}

/// One page of projects, the most recently changed first.
#[derive(Debug, Clone, PartialEq)]
pub struct ProjectPage {
    pub items: Vec<ProjectSummary>,
    pub next_cursor: Option<String>,
    pub counts: ProjectCounts,
}

/// How many projects match the search, by filter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ProjectCounts {
    pub all: u32,
    pub done: u32,
    pub drafts: u32,
    pub stopped: u32,
}

/// One project in a list.
#[derive(Debug, Clone, PartialEq)]
pub struct ProjectSummary {
    pub id: ProjectId,
    pub topic: String,
    pub format: Format,
    /// The hook of the chosen script, else of the first one.
    pub opening: Option<String>,
    pub script_chosen: bool,
    pub execution_id: Option<ExecutionId>,
    pub status: Option<Status>,
    /// 0 to 100 of the newest execution.
    pub progress: u8,
    /// The poster and the length of the newest finished video, whatever was ordered after it.
    pub poster_url: Option<String>,
    pub duration_ms: Option<u32>,
    pub updated_at: Timestamp,
}

/// The ads in the making.
#[async_trait::async_trait]
pub trait ProjectStore: Send + Sync {
    /// `Conflict` when the account has as many as it may.
    async fn create_project(&self, account: &AccountId, new: NewProject) -> Result<Project, StoreError>;
    async fn get_project(&self, account: &AccountId, id: &ProjectId) -> Result<Project, StoreError>;
    /// Saves what the patch names. An edited text belongs to its script, so that choosing another script and coming
    /// back loses nothing. Words that are the script's own, of its text or of its end card, are no choice: they change
    /// with the script.
    async fn choose(
        &self,
        account: &AccountId,
        id: &ProjectId,
        patch: &ChoicesPatch,
    ) -> Result<Project, StoreError>;
    /// One more set of scripts; the earlier ones stay. `Conflict` when there are as many as a project may have.
    async fn add_scripts(
        &self,
        account: &AccountId,
        id: &ProjectId,
        scripts: Vec<Script>,
    ) -> Result<Project, StoreError>;
    async fn list_projects(
        &self,
        account: &AccountId,
        query: &ProjectQuery,
    ) -> Result<ProjectPage, StoreError>;
    /// Removes the project with its scripts, executions and shares, and with the pictures that only it named. Their
    /// media are now to be removed. `Conflict` while a render of it is queued or running.
    async fn delete_project(&self, account: &AccountId, id: &ProjectId) -> Result<(), StoreError>;
}
