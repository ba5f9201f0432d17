//! Projects: from a topic to choices that are saved as they are made.

use domain::{ExecutionId, Format, ProjectId, Status, Timestamp};
use serde::{Deserialize, Serialize};

/// Which projects a list shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ProjectFilter {
    #[default]
    All,
    Done,
    Drafts,
    Stopped,
}

/// One question to the library.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ProjectQuery {
    /// Words to look for in topics and scripts.
    pub search: String,
    pub filter: ProjectFilter,
    /// Where the last page ended.
    pub cursor: Option<String>,
    /// As many as a page of the library shows, where nothing is said.
    #[serde(default)]
    pub limit: Option<u32>,
}

#[cfg(feature = "ssr")]
impl From<super::Paging> for ProjectQuery {
    fn from(paging: super::Paging) -> Self {
        ProjectQuery { limit: Some(paging.limit), cursor: paging.cursor, ..ProjectQuery::default() }
    }
}

/// One page of the library.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ProjectPage {
    pub items: Vec<ProjectCard>,
    pub next_cursor: Option<String>,
    /// How many there are of each: all, done, drafts, stopped.
    pub counts: [u32; 4],
}

/// One project on the library page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ProjectCard {
    pub id: ProjectId,
    pub topic: String,
    pub format: Format,
    /// First words of the script, for a project with no picture yet.
    pub opening: Option<String>,
    pub script_chosen: bool,
    pub execution_id: Option<ExecutionId>,
    pub status: Option<Status>,
    /// 0 to 100 of a render under way.
    pub progress: u8,
    pub poster_url: Option<String>,
    pub duration_ms: Option<u32>,
    pub updated_at: Timestamp,
}

#[cfg(feature = "ssr")]
pub use port::ProjectsPort;

#[cfg(feature = "ssr")]
mod port {
    use super::{ProjectPage, ProjectQuery};
    use crate::ports::PortError;
    use domain::{AccountId, Brief, ChoicesPatch, Project, ProjectId, Seed};

    /// Everything about an ad before it is rendered.
    #[async_trait::async_trait]
    pub trait ProjectsPort: Send + Sync {
        /// A new project under this id, with its first three scripts; the same one for whoever comes with it again.
        /// Where a product's page is named, it is read: it gives the topic, where the brief has none, and pictures.
        async fn create(
            &self,
            account: &AccountId,
            id: ProjectId,
            brief: Brief,
            url: Option<String>,
        ) -> Result<Project, PortError>;
        async fn get(&self, account: &AccountId, id: &ProjectId) -> Result<Project, PortError>;
        async fn list(&self, account: &AccountId, query: ProjectQuery) -> Result<ProjectPage, PortError>;
        /// Saves the choices that the patch names; what it does not name stays.
        async fn choose(
            &self,
            account: &AccountId,
            id: &ProjectId,
            patch: ChoicesPatch,
        ) -> Result<Project, PortError>;
        /// Three fresh scripts; the earlier ones stay. Of one seed they are written once.
        async fn write_more(
            &self,
            account: &AccountId,
            id: &ProjectId,
            seed: Seed,
        ) -> Result<Project, PortError>;
        /// Removes the project and what was made from it.
        async fn delete(&self, account: &AccountId, id: &ProjectId) -> Result<(), PortError>;
    }
}
