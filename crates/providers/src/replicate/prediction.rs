//! A prediction as Replicate tells of it, and what that means.

use super::DESK;
use crate::{FailureKind, JobFailure, JobHandle, JobMedia, JobState, http::one_line};
use domain::Timestamp;
use serde::Deserialize;
use serde_json::Value;
use std::{collections::BTreeMap, time::Duration};

/// How deep the files are looked for in an output.
const OUTPUT_DEPTH_MAX: usize = 5;

/// How many files of an output are believed.
const OUTPUT_FILES_MAX: usize = 16;

/// The members of an output's object that hold its file, by how surely they do.
const FILE_MEMBERS: [&str; 4] = ["video", "url", "output", "image"];

/// What is read of a prediction. Members that are not always there are not needed.
#[derive(Debug, Clone, Deserialize)]
pub struct Prediction {
    pub id: String,
    pub model: Option<String>,
    status: String,
    #[serde(default)]
    pub input: Value,
    #[serde(default)]
    output: Value,
    #[serde(default)]
    error: Value,
    logs: Option<String>,
    created_at: Option<String>,
    data_removed: Option<bool>,
    #[serde(default)]
    urls: Urls,
}

#[derive(Debug, Clone, Default, Deserialize)]
struct Urls {
    get: Option<String>,
    cancel: Option<String>,
}

impl Prediction {
    pub fn handle(&self) -> JobHandle {
        let urls = [("get", &self.urls.get), ("cancel", &self.urls.cancel)];
        let given = urls.into_iter().filter_map(|(name, url)| Some((name.to_owned(), url.clone()?)));
        JobHandle { id: self.id.clone(), urls: given.collect::<BTreeMap<_, _>>() }
    }

    /// Milliseconds since 1970.
    pub fn created_at_ms(&self) -> Option<i64> {
        Timestamp::try_from(self.created_at.clone()?).ok().map(Timestamp::unix_ms)
    }

    /// Whether Replicate has forgotten what went in and what came out, as it does after an hour.
    pub fn is_forgotten(&self) -> bool {
        self.data_removed == Some(true)
    }

    pub fn state(&self, now_ms: i64) -> JobState {
        let failed = |failure: JobFailure| JobState::Failed { failure, cost: None };
        match self.status.as_str() {
            "succeeded" => self.output_state(),
            "failed" => failed(self.failure()),
            // `aborted` is a prediction that was cancelled before it began.
            "canceled" | "aborted" => failed(DESK.cancelled()),
            // A word that nobody knows yet is not the end; the step's deadline is.
            _ => JobState::Pending { progress: self.progress(), look_after: Some(self.look_after(now_ms)) },
        }
    }

    fn output_state(&self) -> JobState {
        let mut urls = Vec::new();
        collect_urls(&self.output, OUTPUT_DEPTH_MAX, &mut urls);
        if !urls.is_empty() {
            let media = urls.into_iter().map(|url| JobMedia { url, content_type: None }).collect();
            return JobState::Done { media, cost: None };
        }
        let failure = if self.is_forgotten() {
            DESK.failure(
                FailureKind::Lost,
                "Replicate made the video and has already deleted it, as it does after an hour.".into(),
                "Start it again.".into(),
            )
        } else {
            DESK.broken("it left no file")
        };
        JobState::Failed { failure, cost: None }
    }

    fn failure(&self) -> JobFailure {
        let words = match &self.error {
            Value::String(text) => one_line(text),
            Value::Null => "it gave no reason".into(),
            other => one_line(&other.to_string()),
        };
        let lower = words.to_lowercase();
        let has = |marks: &[&str]| marks.iter().any(|mark| lower.contains(mark));
        if has(&["e005", "flagged", "nsfw", "content policy", "safety"]) {
            DESK.filtered()
        } else if has(&["e006", "invalid input"]) {
            DESK.failure(
                FailureKind::Invalid,
                format!("Replicate's model does not take this order: {words}."),
                "Change the prompt or the picture.".into(),
            )
        } else {
            DESK.broken(&words)
        }
    }

    /// Models write a progress bar into their logs: ` 45%|████▌`. The last one counts.
    fn progress(&self) -> Option<u8> {
        let logs = self.logs.as_deref()?;
        let before = &logs[..logs.rfind('%')?];
        let digits = before.trim_end_matches(|letter: char| letter.is_ascii_digit()).len();
        before[digits..].parse().ok().filter(|percent| *percent <= 100)
    }

    /// Two seconds for a young prediction, fifteen for an old one.
    fn look_after(&self, now_ms: i64) -> Duration {
        let age_ms = self.created_at_ms().map_or(0, |created| now_ms.saturating_sub(created));
        Duration::from_millis(u64::try_from(age_ms / 10).unwrap_or_default().clamp(2000, 15_000))
    }
}

/// A model answers with an address, with several, or with an object that holds some.
fn collect_urls(output: &Value, depth: usize, urls: &mut Vec<String>) {
    if depth == 0 || urls.len() >= OUTPUT_FILES_MAX {
        return;
    }
    match output {
        Value::String(text) if text.starts_with("https://") || text.starts_with("http://") => {
            urls.push(text.clone());
        }
        Value::Array(several) => several.iter().for_each(|each| collect_urls(each, depth - 1, urls)),
        Value::Object(members) => {
            let sure = FILE_MEMBERS.iter().filter_map(|name| members.get(*name));
            let other = members.iter().filter(|(name, _)| !FILE_MEMBERS.contains(&name.as_str()));
            for each in sure.chain(other.map(|(_, value)| value)) {
                collect_urls(each, depth - 1, urls);
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn prediction(mut members: Value) -> Prediction {
        members["id"] = json!("p1");
        serde_json::from_value(members).unwrap()
    }

    fn kind(members: Value) -> Option<FailureKind> {
        match prediction(members).state(0) {
            JobState::Failed { failure, .. } => Some(failure.kind),
            _ => None,
        }
    }

    #[test]
    fn every_status_has_a_meaning() {
        for status in ["starting", "processing", "queued-somehow"] {
            assert_eq!(kind(json!({"status": status, "output": null})), None);
        }
        let cases = [
            (json!({"status": "canceled"}), FailureKind::Cancelled),
            (json!({"status": "aborted"}), FailureKind::Cancelled),
            (json!({"status": "succeeded", "output": null, "data_removed": true}), FailureKind::Lost),
            (json!({"status": "succeeded", "output": []}), FailureKind::Broken),
            (json!({"status": "failed", "error": "CUDA out of memory"}), FailureKind::Broken),
            (json!({"status": "failed", "error": {"code": 1}}), FailureKind::Broken),
            (json!({"status": "failed"}), FailureKind::Broken),
            (
                json!({"status": "failed", "error": "The input was flagged as sensitive. (E005)"}),
                FailureKind::Invalid,
            ),
            (json!({"status": "failed", "error": "Invalid input (E006)"}), FailureKind::Invalid),
        ];
        for (members, expected) in cases {
            assert_eq!(kind(members.clone()), Some(expected), "{members}");
        }
    }

    #[test]
    fn files_of_every_shape() {
        let url = "https://replicate.delivery/a.mp4";
        for output in
            [json!(url), json!([url]), json!({"video": url}), json!({"files": [{"url": url}], "seed": 1})]
        {
            let JobState::Done { media, .. } =
                prediction(json!({"status": "succeeded", "output": output})).state(0)
            else {
                panic!("{output}")
            };
            assert_eq!(media, [JobMedia { url: url.into(), content_type: None }]);
        }
    }

    #[test]
    fn the_last_progress_bar_counts() {
        let progress = |logs: Value| prediction(json!({"status": "processing", "logs": logs})).progress();
        assert_eq!(progress(json!("  0%|  | 0/30\n 45%|████▌ | 14/30 [00:04<00:05]\n")), Some(45));
        assert_eq!(progress(json!("100%|██| 30/30")), Some(100));
        for none in [json!(null), json!(""), json!("50 percent"), json!("%"), json!("999%")] {
            assert_eq!(progress(none.clone()), None, "{none}");
        }
    }

    #[test]
    fn an_old_prediction_is_looked_at_less_often() {
        let young = prediction(json!({"status": "starting", "created_at": "2026-11-22T10:00:00.123Z"}));
        let created = young.created_at_ms().unwrap();
        assert_eq!(created % 1000, 123);
        for (age_s, wait_ms) in [(0, 2000), (50, 5000), (600, 15_000), (-60, 2000)] {
            assert_eq!(young.look_after(created + age_s * 1000), Duration::from_millis(wait_ms));
        }
    }
}
