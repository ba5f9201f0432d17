//! The library: search, filter, counts, pages.

use super::{
    db::{Reading, sql_of},
    rows::{percent, word},
};
use crate::{ProjectCounts, ProjectFilter, ProjectPage, ProjectQuery, ProjectSummary, StoreError};
use domain::{AccountId, MediaResult, ProjectId, Timestamp};
use sqlx::prelude::FromRow;

/// The words of one search; more are not looked at.
const SEARCH_WORDS_MAX: usize = 16;
const PAGE_MAX: u32 = 100;

#[derive(FromRow)]
struct SummaryRow {
    id: String,
    topic: String,
    format: String,
    opening: Option<String>,
    script_chosen: bool,
    latest_execution_id: Option<String>,
    status: Option<String>,
    progress: Option<i64>,
    /// Of the newest execution that was completed, whatever came after it.
    result_json: Option<String>,
    updated_at_ms: i64,
}

#[derive(FromRow)]
struct CountsRow {
    whole: i64,
    done: i64,
    drafts: i64,
    stopped: i64,
}

pub(super) async fn list(
    reads: &mut Reading,
    account: &AccountId,
    query: &ProjectQuery,
) -> Result<ProjectPage, StoreError> {
    let words: Vec<String> =
        query.search.split_whitespace().take(SEARCH_WORDS_MAX).map(str::to_lowercase).collect();
    let words = serde_json::to_string(&words)?;
    let limit = query.limit.clamp(1, PAGE_MAX);
    let mut rows = page(reads, account, &words, query, limit + 1).await?;
    let more = rows.len() > limit as usize;
    rows.truncate(limit as usize);
    let next_cursor = rows.last().filter(|_| more).map(|row| format!("{}.{}", row.updated_at_ms, row.id));
    Ok(ProjectPage {
        items: rows.into_iter().map(SummaryRow::into_summary).collect::<Result<_, _>>()?,
        next_cursor,
        counts: counts(reads, account, &words).await?,
    })
}

async fn page(
    reads: &mut Reading,
    account: &AccountId,
    words: &str,
    query: &ProjectQuery,
    limit: u32,
) -> Result<Vec<SummaryRow>, StoreError> {
    let (before_ms, before_id) = match &query.cursor {
        Some(cursor) => position(cursor)?,
        None => (i64::MAX, String::new()),
    };
    let filter = match query.filter {
        ProjectFilter::All => "all",
        ProjectFilter::Done => "done",
        ProjectFilter::Drafts => "drafts",
        ProjectFilter::Stopped => "stopped",
    };
    let missing = missing_word(reads);
    let rows = sql_of(format!(
        "SELECT p.id, p.topic, p.format, p.script_id IS NOT NULL AS script_chosen, p.latest_execution_id,
                e.status, e.progress, p.updated_at_ms,
                (SELECT result_json FROM executions WHERE project_id = p.id AND status = 'completed'
                 ORDER BY created_at_ms DESC, id DESC LIMIT 1) AS result_json,
                coalesce((SELECT hook FROM scripts WHERE id = p.script_id),
                         (SELECT hook FROM scripts WHERE project_id = p.id
                          ORDER BY set_number, position LIMIT 1)) AS opening
         FROM projects p LEFT JOIN executions e ON e.id = p.latest_execution_id
         WHERE p.account_id = $1
           AND NOT EXISTS ({missing})
           AND ($3 = 'all' OR $3 = CASE WHEN e.status = 'completed' THEN 'done'
                                        WHEN e.status IN ('failed', 'cancelled') THEN 'stopped'
                                        ELSE 'drafts' END)
           AND (p.updated_at_ms < $4 OR (p.updated_at_ms = $4 AND p.id < $5))
         ORDER BY p.updated_at_ms DESC, p.id DESC LIMIT $6"
    ))
    .bind(account.as_str())
    .bind(words)
    .bind(filter)
    .bind(before_ms)
    .bind(before_id)
    .bind(limit);
    rows.fetch_all(reads).await
}

async fn counts(reads: &mut Reading, account: &AccountId, words: &str) -> Result<ProjectCounts, StoreError> {
    let missing = missing_word(reads);
    let row: CountsRow = sql_of(format!(
        "SELECT count(*) AS whole,
                count(*) FILTER (WHERE e.status = 'completed') AS done,
                count(*) FILTER (WHERE e.status IN ('failed', 'cancelled')) AS stopped,
                count(*) FILTER (WHERE e.status IS NULL OR e.status IN ('queued', 'running')) AS drafts
         FROM projects p LEFT JOIN executions e ON e.id = p.latest_execution_id
         WHERE p.account_id = $1
           AND NOT EXISTS ({missing})"
    ))
    .bind(account.as_str())
    .bind(words)
    .fetch_one(reads)
    .await?;
    let count = |number: i64| u32::try_from(number).unwrap_or(u32::MAX);
    Ok(ProjectCounts {
        all: count(row.whole),
        done: count(row.done),
        drafts: count(row.drafts),
        stopped: count(row.stopped),
    })
}

/// The words of the list `$2` that a project does not have.
fn missing_word(reads: &Reading) -> String {
    let dialect = reads.dialect();
    let (words, found) = (dialect.list("$2"), dialect.position("p.search_text", "w.word"));
    format!("WITH w (word) AS {words} SELECT 1 FROM w WHERE {found} = 0")
}

/// Where a page ended, as the cursor says it.
fn position(cursor: &str) -> Result<(i64, String), StoreError> {
    let bad = StoreError::Invalid { field: "cursor", sentence: "Take the cursor from the page before." };
    let parsed = cursor.split_once('.').and_then(|(ms, id)| {
        let id: ProjectId = id.parse().ok()?;
        Some((ms.parse().ok()?, id.to_string()))
    });
    parsed.ok_or(bad)
}

impl SummaryRow {
    fn into_summary(self) -> Result<ProjectSummary, StoreError> {
        let result: Option<MediaResult> = super::rows::optional_json(&self.result_json)?;
        Ok(ProjectSummary {
            id: word(&self.id)?,
            topic: self.topic,
            format: word(&self.format)?,
            opening: self.opening,
            script_chosen: self.script_chosen,
            execution_id: self.latest_execution_id.as_deref().map(word).transpose()?,
            status: self.status.as_deref().map(word).transpose()?,
            progress: percent(self.progress.unwrap_or_default()),
            poster_url: result.as_ref().and_then(|media| media.poster_url.clone()),
            duration_ms: result.map(|media| media.duration_ms),
            updated_at: Timestamp::from_unix_ms(self.updated_at_ms),
        })
    }
}
