//! Projects in memory: one in each state.

use crate::executions::{in_review, render, timed};
use app::ports::{
    AssetsPort, Paged, Paging, PortError, ProjectCard, ProjectFilter, ProjectPage, ProjectQuery, ProjectsPort,
};
use domain::{
    AccountId, Asset, AssetId, Brief, Choices, ChoicesPatch, Execution, Format, Framework, Project,
    ProjectId, Script, ScriptId, Seed, Status, Timestamp, spoken_seconds, word_count,
};
use std::sync::{Arc, Mutex};
use std::time::{SystemTime, UNIX_EPOCH};

/// Everything there is.
pub struct Memory {
    pub projects: Mutex<Vec<Project>>,
    pub executions: Mutex<Vec<Execution>>,
}

pub fn now() -> Timestamp {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Timestamp::from_unix_ms(since.as_millis() as i64)
}

pub fn provide(memory: &Arc<Memory>) {
    crate::publish::<dyn ProjectsPort>(memory.clone());
    crate::publish::<dyn AssetsPort>(memory.clone());
}

impl Memory {
    /// One project in each state, the newest first.
    pub fn furnished() -> Memory {
        let memory = Memory { projects: Mutex::default(), executions: Mutex::default() };
        let in_review_topic = "A rain jacket that folds into its pocket";
        let states = [
            ("A mug that keeps coffee warm for four hours", Some(Status::Running), Format::Portrait),
            ("Trail shoes that dry overnight", Some(Status::Completed), Format::Portrait),
            ("Dinner for two in twenty minutes", Some(Status::Completed), Format::Square),
            ("A bike light you can see from 400 metres", Some(Status::Failed), Format::Portrait),
            (in_review_topic, Some(Status::Failed), Format::Portrait),
            ("Theatre season tickets", Some(Status::Cancelled), Format::Landscape),
            ("Earbuds for open offices", None, Format::Landscape),
        ];
        for (topic, status, format) in states.into_iter().rev() {
            let mut project = written(Brief { topic: topic.into(), format, ..brief() });
            project.choices.script_id = Some(project.scripts[0].id.clone());
            if let Some(status) = status {
                let stopped = render(&project, status);
                let execution = if topic == in_review_topic { in_review(stopped) } else { stopped };
                project.latest_execution_id = Some(execution.id.clone());
                memory.executions.lock().expect("a lock").insert(0, execution);
            }
            memory.projects.lock().expect("a lock").insert(0, project);
        }
        let fresh = written(Brief { topic: "A budgeting app without spreadsheets".into(), ..brief() });
        memory.projects.lock().expect("a lock").push(fresh);
        memory
    }

    fn with<T>(&self, id: &ProjectId, act: impl FnOnce(&mut Project) -> T) -> Result<T, PortError> {
        let mut projects = self.projects.lock().expect("a lock");
        projects.iter_mut().find(|project| project.id == *id).map(act).ok_or(PortError::NotFound)
    }

    fn card(&self, project: &Project) -> ProjectCard {
        let executions = self.executions.lock().expect("a lock");
        let latest = project.latest_execution_id.as_ref();
        let execution = executions.iter().find(|execution| Some(&execution.id) == latest).map(timed);
        let result = execution.as_ref().and_then(|execution| execution.result.clone());
        ProjectCard {
            id: project.id.clone(),
            topic: project.brief.topic.clone(),
            format: project.brief.format,
            opening: project.chosen_script().map(|script| script.hook.clone()),
            script_chosen: project.chosen_script().is_some(),
            execution_id: project.latest_execution_id.clone(),
            status: execution.as_ref().map(|execution| execution.status),
            progress: execution.as_ref().map_or(0, |execution| execution.progress),
            poster_url: result.as_ref().and_then(|media| media.poster_url.clone()),
            duration_ms: result.map(|media| media.duration_ms),
            updated_at: project.updated_at,
        }
    }
}

fn brief() -> Brief {
    Brief {
        topic: String::new(),
        tone: Default::default(),
        audience: None,
        language: Default::default(),
        length: Default::default(),
        format: Default::default(),
    }
}

fn written(brief: Brief) -> Project {
    let made = now();
    Project {
        id: ProjectId::generate(),
        brief,
        scripts: scripts(0),
        choices: Choices {
            script_id: None,
            script_text: None,
            avatar_id: "amara".parse().expect("an id"),
            voice_id: "af_heart".parse().expect("an id"),
            background: Default::default(),
            captions: Default::default(),
            call_to_action: None,
        },
        url: None,
        page: None,
        latest_execution_id: None,
        created_at: made,
        updated_at: made,
    }
}

fn scripts(set: u32) -> Vec<Script> {
    let texts = [
        (
            "Your coffee was perfect. Then you answered one email.",
            "The mug is just good steel: two walls, a lid that seals, and nothing to charge. Pour at nine, sip at one, still warm.",
            "Try it for thirty days. If it goes cold, send it back.",
        ),
        (
            "Before: three trips to the microwave. After: none.",
            "Same desk, same morning, same coffee. One thing changed: the cup. It holds heat for four hours and goes in the dishwasher.",
            "Get yours at the link below.",
        ),
        (
            "Baristas do not drink faster than you. They own a better cup.",
            "It looks like a mug. Inside, there is a vacuum and a very stubborn lid. Four hours later, it still steams.",
            "Say goodbye to lukewarm.",
        ),
    ];
    let script = |(framework, (hook, body, call_to_action)): (Framework, (&str, &str, &str))| {
        let text = format!("{hook} {body} {call_to_action}");
        Script {
            id: ScriptId::generate(),
            framework,
            title: framework.title().into(),
            hook: hook.into(),
            body: body.into(),
            call_to_action: call_to_action.into(),
            words: word_count(&text),
            seconds: spoken_seconds(&text),
            text,
            edited_text: None,
            set,
        }
    };
    Framework::ALL.into_iter().zip(texts).map(script).collect()
}

#[async_trait::async_trait]
impl ProjectsPort for Memory {
    async fn create(
        &self,
        _account: &AccountId,
        _id: ProjectId,
        brief: Brief,
        _url: Option<String>,
    ) -> Result<Project, PortError> {
        let project = written(brief);
        self.projects.lock().expect("a lock").insert(0, project.clone());
        Ok(project)
    }

    async fn get(&self, _account: &AccountId, id: &ProjectId) -> Result<Project, PortError> {
        self.with(id, |project| project.clone())
    }

    async fn list(&self, _account: &AccountId, query: ProjectQuery) -> Result<ProjectPage, PortError> {
        let projects = self.projects.lock().expect("a lock").clone();
        let cards: Vec<_> = projects.iter().map(|project| self.card(project)).collect();
        let shown = |card: &&ProjectCard, filter: ProjectFilter| match filter {
            ProjectFilter::All => true,
            ProjectFilter::Done => card.status == Some(Status::Completed),
            ProjectFilter::Drafts => card.status.is_none(),
            ProjectFilter::Stopped => matches!(card.status, Some(Status::Failed | Status::Cancelled)),
        };
        let filters =
            [ProjectFilter::All, ProjectFilter::Done, ProjectFilter::Drafts, ProjectFilter::Stopped];
        let counts = filters.map(|filter| cards.iter().filter(|card| shown(card, filter)).count() as u32);
        let words = query.search.to_lowercase();
        let items = cards
            .iter()
            .filter(|card| shown(card, query.filter) && card.topic.to_lowercase().contains(&words));
        Ok(ProjectPage { items: items.cloned().collect(), next_cursor: None, counts })
    }

    async fn choose(
        &self,
        _account: &AccountId,
        id: &ProjectId,
        patch: ChoicesPatch,
    ) -> Result<Project, PortError> {
        self.with(id, |project| {
            let choices = &mut project.choices;
            if let Some(script) = patch.script_id {
                choices.script_id = Some(script);
                choices.script_text = None;
            }
            choices.script_text = patch.script_text.or(choices.script_text.take());
            choices.avatar_id = patch.avatar_id.unwrap_or_else(|| choices.avatar_id.clone());
            choices.voice_id = patch.voice_id.unwrap_or_else(|| choices.voice_id.clone());
            choices.background = patch.background.unwrap_or_else(|| choices.background.clone());
            choices.captions = patch.captions.unwrap_or(choices.captions);
            choices.call_to_action = patch.call_to_action.or(choices.call_to_action.take());
            project.brief.format = patch.format.unwrap_or(project.brief.format);
            project.clone()
        })
    }

    async fn write_more(
        &self,
        _account: &AccountId,
        id: &ProjectId,
        _seed: Seed,
    ) -> Result<Project, PortError> {
        self.with(id, |project| {
            let newest = project.scripts.iter().map(|script| script.set).max().unwrap_or(0);
            project.scripts.extend(scripts(newest + 1));
            project.clone()
        })
    }

    async fn delete(&self, _account: &AccountId, id: &ProjectId) -> Result<(), PortError> {
        self.projects.lock().expect("a lock").retain(|project| project.id != *id);
        Ok(())
    }
}

#[async_trait::async_trait]
impl AssetsPort for Memory {
    async fn upload(&self, _account: &AccountId, id: AssetId, bytes: Vec<u8>) -> Result<Asset, PortError> {
        if bytes.len() < 100 {
            return Err(PortError::invalid("file", "That is no picture. Choose a PNG, JPEG or WebP."));
        }
        Ok(Asset {
            id,
            url: "/favicon.svg".into(),
            width: 32,
            height: 32,
            content_type: "image/png".into(),
            bytes: bytes.len() as u64,
            created_at: now(),
        })
    }

    async fn get(&self, _account: &AccountId, _id: &AssetId) -> Result<Asset, PortError> {
        Err(PortError::NotFound)
    }

    async fn list(&self, _account: &AccountId, paging: Paging) -> Result<Paged<Asset>, PortError> {
        Paged::of_all(Vec::new(), &paging, |asset: &Asset| asset.id.to_string())
    }
}
