//! Projects, their scripts and choices.

use super::{
    SqlStore, Write,
    db::{OnConnection, sql},
    project_list,
    rows::{kind, word},
};
use crate::{NewProject, ProjectPage, ProjectQuery, ProjectStore, StoreError};
use async_trait::async_trait;
use domain::{
    AccountId, AssetId, Background, Brief, Captions, Choices, ChoicesPatch, Language, Project, ProjectId,
    Script, ScriptLength, Timestamp, Tone, spoken_seconds, word_count,
};
use sqlx::prelude::FromRow;

/// Projects that one account may have.
const PROJECTS_MAX: i64 = 1_000;
/// Sets of scripts that one project may have.
const SCRIPT_SETS_MAX: i64 = 20;

#[derive(FromRow)]
struct ProjectRow {
    id: String,
    topic: String,
    tone: String,
    audience: Option<String>,
    language: String,
    length: String,
    format: String,
    script_id: Option<String>,
    avatar_id: String,
    voice_id: String,
    background: String,
    captions: String,
    call_to_action: Option<String>,
    latest_execution_id: Option<String>,
    url: Option<String>,
    page_json: Option<String>,
    created_at_ms: i64,
    updated_at_ms: i64,
}

#[derive(FromRow)]
struct ScriptRow {
    id: String,
    set_number: i64,
    framework: String,
    title: String,
    hook: String,
    body: String,
    call_to_action: String,
    text: String,
    edited_text: Option<String>,
}

#[async_trait]
impl ProjectStore for SqlStore {
    async fn create_project(&self, account: &AccountId, new: NewProject) -> Result<Project, StoreError> {
        let id = new.id.clone();
        let page_json = new.page.as_ref().map(|(_, page)| serde_json::to_string(page)).transpose()?;
        let brief = &new.brief;
        let mut write = self.begin().await?;
        write.lock_account(account.as_str()).await?;
        write.require_room_for_project(account).await?;
        sql(
            "INSERT INTO projects (id, account_id, topic, tone, audience, language, length, format, avatar_id,
                    voice_id, background, captions, search_text, created_at_ms, updated_at_ms, url, page_json)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, '', $13, $13, $14, $15)",
        )
        .bind(id.as_str())
        .bind(account.as_str())
        .bind(&brief.topic)
        .bind(brief.tone.as_str())
        .bind(&brief.audience)
        .bind(brief.language.as_str())
        .bind(brief.length.as_str())
        .bind(brief.format.as_str())
        .bind(new.avatar_id.as_str())
        .bind(new.voice_id.as_str())
        .bind(Background::default().to_string())
        .bind(Captions::default().as_str())
        .bind(write.now_ms)
        .bind(new.page.as_ref().map(|(url, _)| url.as_str()))
        .bind(page_json)
        .execute(&mut write.tx)
        .await?;
        write.insert_scripts(&id, &new.scripts).await?;
        write.finish_project(account, &id).await
    }

    async fn get_project(&self, account: &AccountId, id: &ProjectId) -> Result<Project, StoreError> {
        let mut tx = self.read().await?;
        load(&mut tx, account, id).await
    }

    async fn choose(
        &self,
        account: &AccountId,
        id: &ProjectId,
        patch: &ChoicesPatch,
    ) -> Result<Project, StoreError> {
        let mut write = self.begin().await?;
        write.lock_account(account.as_str()).await?;
        write.require_project(account, id).await?;
        if let Some(Background::Asset(asset)) = &patch.background {
            write.require_asset(account, asset).await?;
        }
        write.choose_script(id, patch).await?;
        sql(
            "UPDATE projects SET
                 avatar_id = coalesce($1, avatar_id), voice_id = coalesce($2, voice_id),
                 background = coalesce($3, background), format = coalesce($4, format),
                 captions = coalesce($5, captions),
                 call_to_action = CASE WHEN $6 IS NULL THEN call_to_action
                     ELSE nullif(nullif($6, ''), (SELECT call_to_action FROM scripts WHERE id = script_id)) END
             WHERE id = $7",
        )
        .bind(patch.avatar_id.as_ref().map(|id| id.as_str()))
        .bind(patch.voice_id.as_ref().map(|id| id.as_str()))
        .bind(patch.background.as_ref().map(|background| background.to_string()))
        .bind(patch.format.map(|format| format.as_str()))
        .bind(patch.captions.map(|captions| captions.as_str()))
        .bind(patch.call_to_action.as_deref())
        .bind(id.as_str())
        .execute(&mut write.tx)
        .await?;
        write.finish_project(account, id).await
    }

    async fn add_scripts(
        &self,
        account: &AccountId,
        id: &ProjectId,
        scripts: Vec<Script>,
    ) -> Result<Project, StoreError> {
        let mut write = self.begin().await?;
        write.lock_account(account.as_str()).await?;
        write.require_project(account, id).await?;
        write.insert_scripts(id, &scripts).await?;
        write.finish_project(account, id).await
    }

    async fn list_projects(
        &self,
        account: &AccountId,
        query: &ProjectQuery,
    ) -> Result<ProjectPage, StoreError> {
        project_list::list(&mut self.read().await?, account, query).await
    }

    async fn delete_project(&self, account: &AccountId, id: &ProjectId) -> Result<(), StoreError> {
        let mut write = self.begin().await?;
        write.lock_account(account.as_str()).await?;
        write.require_project(account, id).await?;
        if write.under_way(id.as_str()).await?.is_some() {
            return Err(StoreError::Conflict("A render of this project is under way. Cancel it first."));
        }
        let folders: Vec<String> = sql("SELECT media_folder FROM executions WHERE project_id = $1
                 UNION SELECT work_folder FROM executions WHERE project_id = $1 AND work_folder IS NOT NULL")
        .bind(id.as_str())
        .scalars(&mut write.tx)
        .await?;
        for folder in &folders {
            write.remove_later(folder).await?;
        }
        let backgrounds = write.backgrounds_of(id).await?;
        sql("DELETE FROM projects WHERE id = $1").bind(id.as_str()).execute(&mut write.tx).await?;
        write.remove_unnamed_assets(account, Some(&backgrounds), u32::MAX).await?;
        write.commit().await
    }
}

impl Write {
    async fn require_room_for_project(&mut self, account: &AccountId) -> Result<(), StoreError> {
        let kept: i64 = sql("SELECT count(*) FROM projects WHERE account_id = $1")
            .bind(account.as_str())
            .scalar(&mut self.tx)
            .await?;
        let sentence =
            "You have 1,000 projects, which is all that the studio keeps. Delete one and try again.";
        if kept < PROJECTS_MAX { Ok(()) } else { Err(StoreError::Conflict(sentence)) }
    }

    async fn insert_scripts(&mut self, project: &ProjectId, scripts: &[Script]) -> Result<(), StoreError> {
        let set: i64 = sql("SELECT coalesce(max(set_number) + 1, 0) FROM scripts WHERE project_id = $1")
            .bind(project.as_str())
            .scalar(&mut self.tx)
            .await?;
        if set >= SCRIPT_SETS_MAX {
            return Err(StoreError::Conflict(
                "This project has 20 sets of scripts, which is all that it keeps. Choose one and change its words.",
            ));
        }
        for (position, script) in (0_i64..).zip(scripts) {
            sql("INSERT INTO scripts (id, project_id, set_number, position, framework, title, hook, body,
                        call_to_action, text)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)")
            .bind(script.id.as_str())
            .bind(project.as_str())
            .bind(set)
            .bind(position)
            .bind(script.framework.as_str())
            .bind(&script.title)
            .bind(&script.hook)
            .bind(&script.body)
            .bind(&script.call_to_action)
            .bind(&script.text)
            .execute(&mut self.tx)
            .await?;
        }
        Ok(())
    }

    /// The script that the patch names becomes the chosen one, and an edited text is kept with the chosen one.
    async fn choose_script(&mut self, project: &ProjectId, patch: &ChoicesPatch) -> Result<(), StoreError> {
        if let Some(script) = &patch.script_id {
            let chosen = sql("UPDATE projects SET script_id = $1
                 WHERE id = $2 AND EXISTS (SELECT 1 FROM scripts WHERE id = $1 AND project_id = $2)")
            .bind(script.as_str())
            .bind(project.as_str())
            .execute(&mut self.tx)
            .await?;
            if chosen == 0 {
                let sentence = "That script is not one of this project's.";
                return Err(StoreError::Invalid { field: "scriptId", sentence });
            }
        }
        if let Some(text) = &patch.script_text {
            let edited = sql("UPDATE scripts SET edited_text = nullif($1, text)
                 WHERE id = (SELECT script_id FROM projects WHERE id = $2)")
            .bind(text)
            .bind(project.as_str())
            .execute(&mut self.tx)
            .await?;
            if edited == 0 {
                let sentence = "Choose a script before you change its words.";
                return Err(StoreError::Invalid { field: "scriptText", sentence });
            }
        }
        Ok(())
    }

    async fn require_asset(&mut self, account: &AccountId, asset: &AssetId) -> Result<(), StoreError> {
        let found: bool = sql("SELECT EXISTS (SELECT 1 FROM assets WHERE id = $1 AND account_id = $2)")
            .bind(asset.as_str())
            .bind(account.as_str())
            .scalar(&mut self.tx)
            .await?;
        let sentence = "That picture is not here. Upload it again or choose another background.";
        if found { Ok(()) } else { Err(StoreError::Invalid { field: "background", sentence }) }
    }

    /// Marks the project as changed, makes its words searchable, commits, and gives it as it now is.
    async fn finish_project(mut self, account: &AccountId, id: &ProjectId) -> Result<Project, StoreError> {
        let project = load(&mut self.tx, account, id).await?;
        let scripts = project.scripts.iter().map(|script| script.text.as_str());
        let words = [project.brief.topic.as_str()].into_iter().chain(scripts).chain(project.spoken_text());
        let search_text = words.collect::<Vec<_>>().join("\n").to_lowercase();
        sql("UPDATE projects SET search_text = $1, updated_at_ms = $2 WHERE id = $3")
            .bind(search_text)
            .bind(self.now_ms)
            .bind(id.as_str())
            .execute(&mut self.tx)
            .await?;
        let updated_at = Timestamp::from_unix_ms(self.now_ms);
        self.commit().await?;
        Ok(Project { updated_at, ..project })
    }
}

async fn load(
    connection: &mut impl OnConnection,
    account: &AccountId,
    id: &ProjectId,
) -> Result<Project, StoreError> {
    let row: ProjectRow = sql("SELECT * FROM projects WHERE id = $1 AND account_id = $2")
        .bind(id.as_str())
        .bind(account.as_str())
        .fetch_one(connection)
        .await?;
    let scripts: Vec<ScriptRow> =
        sql("SELECT * FROM scripts WHERE project_id = $1 ORDER BY set_number, position")
            .bind(id.as_str())
            .fetch_all(connection)
            .await?;
    row.into_project(scripts)
}

impl ProjectRow {
    fn into_project(self, scripts: Vec<ScriptRow>) -> Result<Project, StoreError> {
        let chosen = scripts.iter().find(|script| Some(&script.id) == self.script_id.as_ref());
        let script_text = chosen.and_then(|script| script.edited_text.clone());
        Ok(Project {
            id: word(&self.id)?,
            brief: Brief {
                topic: self.topic,
                tone: word::<Tone>(&self.tone)?,
                audience: self.audience,
                language: word::<Language>(&self.language)?,
                length: word::<ScriptLength>(&self.length)?,
                format: word(&self.format)?,
            },
            scripts: scripts.into_iter().map(ScriptRow::into_script).collect::<Result<_, _>>()?,
            choices: Choices {
                script_id: self.script_id.as_deref().map(word).transpose()?,
                script_text,
                avatar_id: word(&self.avatar_id)?,
                voice_id: word(&self.voice_id)?,
                background: word(&self.background)?,
                captions: word(&self.captions)?,
                call_to_action: self.call_to_action,
            },
            url: self.url,
            // What cannot be read any more is as if it had never been read.
            page: self.page_json.as_deref().and_then(|json| serde_json::from_str(json).ok()),
            latest_execution_id: self.latest_execution_id.as_deref().map(word).transpose()?,
            created_at: Timestamp::from_unix_ms(self.created_at_ms),
            updated_at: Timestamp::from_unix_ms(self.updated_at_ms),
        })
    }
}

impl ScriptRow {
    fn into_script(self) -> Result<Script, StoreError> {
        Ok(Script {
            id: word(&self.id)?,
            framework: kind(&self.framework)?,
            words: word_count(&self.text),
            seconds: spoken_seconds(&self.text),
            title: self.title,
            hook: self.hook,
            body: self.body,
            call_to_action: self.call_to_action,
            text: self.text,
            edited_text: self.edited_text,
            set: u32::try_from(self.set_number).unwrap_or_default(),
        })
    }
}
