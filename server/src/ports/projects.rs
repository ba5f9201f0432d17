//! Projects: briefs are checked, scripts are asked for, choices are saved if they exist.

use super::{Catalog, ProductPages, from_engine, from_provider, from_store};
use app::ports::{PortError, ProjectCard, ProjectPage, ProjectQuery, ProjectsPort};
use domain::{
    AccountId, AvatarId, Brief, BriefProblem, CALL_TO_ACTION_CHARS_MAX, ChoicesPatch, Project, ProjectId,
    SCRIPT_CHARS_MAX, Script, ScriptId, Seed, VoiceId, spoken_seconds, word_count,
};
use engine::Engine;
use providers::{ScriptDraft, ScriptWriter};
use std::sync::Arc;
use store::{NewProject, ProjectStore, ProjectSummary, StoreError};

const PAGE: u32 = 24;
const SEARCH_CHARS_MAX: usize = 200;

/// The ads in the making.
pub struct Projects {
    pub projects: Arc<dyn ProjectStore>,
    pub engine: Engine,
    pub writer: Arc<dyn ScriptWriter>,
    pub catalog: Arc<Catalog>,
    pub pages: ProductPages,
}

#[async_trait::async_trait]
impl ProjectsPort for Projects {
    async fn create(
        &self,
        account: &AccountId,
        id: ProjectId,
        mut brief: Brief,
        url: Option<String>,
    ) -> Result<Project, PortError> {
        match self.projects.get_project(account, &id).await {
            Err(StoreError::NotFound) => {}
            known => return known.map_err(from_store),
        }
        let page = match url {
            Some(url) => Some((url.clone(), self.pages.read(&url).await?)),
            None => None,
        };
        if let Some((_, page)) = page.as_ref().filter(|_| brief.topic.trim().is_empty()) {
            brief.topic = page.topic();
        }
        let brief = brief
            .checked()
            .map_err(|BriefProblem { field, sentence }| PortError::invalid(field, sentence))?;
        let scripts = self.write(&brief, &Seed::generate()).await?;
        let (avatar_id, voice_id) = self.catalog.first_pair().await?;
        if let Some((_, page)) = &page {
            self.pages.bring_pictures(account, page).await;
        }
        let new = NewProject { id, brief, scripts, avatar_id, voice_id, page };
        self.projects.create_project(account, new).await.map_err(from_store)
    }

    async fn get(&self, account: &AccountId, id: &ProjectId) -> Result<Project, PortError> {
        self.projects.get_project(account, id).await.map_err(from_store)
    }

    async fn list(&self, account: &AccountId, query: ProjectQuery) -> Result<ProjectPage, PortError> {
        let query = store::ProjectQuery {
            search: query.search.chars().take(SEARCH_CHARS_MAX).collect(),
            filter: filter(query.filter),
            cursor: query.cursor,
            limit: query.limit.unwrap_or(PAGE),
        };
        let page = self.projects.list_projects(account, &query).await.map_err(from_store)?;
        let counts = page.counts;
        Ok(ProjectPage {
            items: page.items.into_iter().map(card).collect(),
            next_cursor: page.next_cursor,
            counts: [counts.all, counts.done, counts.drafts, counts.stopped],
        })
    }

    async fn choose(
        &self,
        account: &AccountId,
        id: &ProjectId,
        mut patch: ChoicesPatch,
    ) -> Result<Project, PortError> {
        patch.call_to_action = patch.call_to_action.map(|words| words.trim().to_owned());
        self.check(&patch).await?;
        self.projects.choose(account, id, &patch).await.map_err(from_store)
    }

    async fn write_more(
        &self,
        account: &AccountId,
        id: &ProjectId,
        seed: Seed,
    ) -> Result<Project, PortError> {
        let project = self.get(account, id).await?;
        let first = ScriptId::of(&seed);
        if project.scripts.iter().any(|script| script.id == first) {
            return Ok(project);
        }
        let scripts = self.write(&project.brief, &seed).await?;
        self.projects.add_scripts(account, id, scripts).await.map_err(from_store)
    }

    async fn delete(&self, account: &AccountId, id: &ProjectId) -> Result<(), PortError> {
        self.engine.delete_project(account, id).await.map_err(from_engine)
    }
}

impl Projects {
    /// Scripts whose ids follow from the seed.
    async fn write(&self, brief: &Brief, seed: &Seed) -> Result<Vec<Script>, PortError> {
        let drafts = self.writer.write(brief, rand::random()).await;
        let drafts = drafts.map_err(|error| from_provider(error, "topic"))?;
        Ok((0..).zip(drafts).map(|(n, draft)| script(ScriptId::of(&seed.nth(n)), draft)).collect())
    }

    /// Whether texts fit and whoever the patch names is here; scripts and pictures are the store's to know.
    async fn check(&self, patch: &ChoicesPatch) -> Result<(), PortError> {
        check_text("scriptText", "A script", patch.script_text.as_deref(), SCRIPT_CHARS_MAX)?;
        if patch.script_text.as_deref().is_some_and(|text| !text.chars().any(char::is_alphanumeric)) {
            return Err(PortError::invalid(
                "scriptText",
                "Write what is to be spoken, or undo your changes.",
            ));
        }
        check_text(
            "callToAction",
            "A call to action",
            patch.call_to_action.as_deref(),
            CALL_TO_ACTION_CHARS_MAX,
        )?;
        if let Some(id) = &patch.avatar_id {
            self.check_avatar(id).await?;
        }
        if let Some(id) = &patch.voice_id {
            self.check_voice(id).await?;
        }
        Ok(())
    }

    async fn check_avatar(&self, id: &AvatarId) -> Result<(), PortError> {
        let known = self.catalog.has_avatar(id).await?;
        known
            .then_some(())
            .ok_or_else(|| PortError::invalid("avatarId", "There is no such avatar here. Choose another."))
    }

    async fn check_voice(&self, id: &VoiceId) -> Result<(), PortError> {
        let known = self.catalog.has_voice(id).await?;
        known
            .then_some(())
            .ok_or_else(|| PortError::invalid("voiceId", "There is no such voice here. Choose another."))
    }
}

fn check_text(field: &str, what: &str, text: Option<&str>, most: usize) -> Result<(), PortError> {
    match text.map(|text| text.chars().count()) {
        Some(chars) if chars > most => Err(PortError::invalid(
            field,
            format!("{what} has at most {most} characters; this one has {chars}."),
        )),
        _ => Ok(()),
    }
}

/// A draft with its id and its sums; the store numbers its set.
fn script(id: ScriptId, draft: ScriptDraft) -> Script {
    let text = draft.text();
    Script {
        id,
        words: word_count(&text),
        seconds: spoken_seconds(&text),
        text,
        edited_text: None,
        framework: draft.framework,
        title: draft.title,
        hook: draft.hook,
        body: draft.body,
        call_to_action: draft.call_to_action,
        set: 0,
    }
}

fn filter(filter: app::ports::ProjectFilter) -> store::ProjectFilter {
    use app::ports::ProjectFilter as Asked;
    match filter {
        Asked::All => store::ProjectFilter::All,
        Asked::Done => store::ProjectFilter::Done,
        Asked::Drafts => store::ProjectFilter::Drafts,
        Asked::Stopped => store::ProjectFilter::Stopped,
    }
}

fn card(summary: ProjectSummary) -> ProjectCard {
    ProjectCard {
        id: summary.id,
        topic: summary.topic,
        format: summary.format,
        opening: summary.opening,
        script_chosen: summary.script_chosen,
        execution_id: summary.execution_id,
        status: summary.status,
        progress: summary.progress,
        poster_url: summary.poster_url,
        duration_ms: summary.duration_ms,
        updated_at: summary.updated_at,
    }
}
