//! Finding a prediction whose answer was lost, in the list of all of them.
//!
//! "There is none" lets the order be paid again, so it is only said where the list shows it: far enough back, with every
//! input still there, and not in the very moment in which it may still be on its way into the list.

use super::{DESK, prediction::Prediction};
use crate::{
    FailureKind, JobHandle, LookError,
    http::{Answer, Service},
};
use serde::Deserialize;
use serde_json::Value;
use std::time::Duration;

/// How many pages are looked through.
const PAGES_MAX: usize = 5;

/// How far the two clocks may be apart.
const CLOCKS_APART_MS: i64 = 120_000;

/// How long a prediction may take to appear in the list.
const APPEARS_WITHIN_MS: i64 = 3_000;

/// What is looked for.
pub struct Wanted<'a> {
    /// `owner/name`.
    pub model: &'a str,
    pub input: &'a Value,
    pub submitted_after_ms: i64,
    pub now_ms: i64,
    pub is_taken: &'a (dyn for<'b> Fn(&'b str) -> bool + Send + Sync),
}

#[derive(Deserialize)]
struct Page {
    results: Vec<Prediction>,
    next: Option<String>,
}

/// What one prediction in the list is to the one that is looked for.
#[derive(PartialEq, Eq)]
enum Likeness {
    Same,
    /// Replicate has forgotten its input, so nobody can tell.
    Unclear,
    Other,
}

impl Wanted<'_> {
    /// The oldest prediction that fits: it came from the first attempt.
    pub async fn find(&self, service: &Service) -> Result<Option<JobHandle>, LookError> {
        let mut url = service.at("v1/predictions");
        let (mut found, mut unclear) = (None, false);
        for _ in 0..PAGES_MAX {
            let answer = service.get(url).await.map_err(|error| DESK.unseen(error))?;
            let page = page(&answer)?;
            for prediction in &page.results {
                if prediction.created_at_ms().is_some_and(|created| created < self.since_ms()) {
                    return self.verdict(found, unclear);
                }
                match self.likeness(prediction) {
                    // The newest comes first, so the last one that is seen is the oldest.
                    Likeness::Same => found = Some(prediction.handle()),
                    Likeness::Unclear => unclear = true,
                    Likeness::Other => {}
                }
            }
            let Some(next) = page.next.filter(|next| !next.is_empty()) else {
                return self.verdict(found, unclear);
            };
            url = service.own(&next).ok_or_else(|| LookError::Later {
                cause: "Replicate's list goes on at an address that is not its own".into(),
                retry_after: None,
            })?;
        }
        // There is more than is looked through, so the end of the list was not reached.
        self.verdict(found, true)
    }

    fn verdict(&self, found: Option<JobHandle>, unclear: bool) -> Result<Option<JobHandle>, LookError> {
        if found.is_some() {
            return Ok(found);
        }
        if unclear {
            return Err(LookError::Refused(
                DESK.failure(
                    FailureKind::Lost,
                    "Replicate's list no longer shows whether this video was begun.".into(),
                    "Look for it in the account at https://replicate.com/predictions and say what you found."
                        .into(),
                ),
            ));
        }
        let since_ms = self.now_ms.saturating_sub(self.submitted_after_ms);
        match u64::try_from(APPEARS_WITHIN_MS.saturating_sub(since_ms)) {
            Ok(wait_ms) if wait_ms > 0 => Err(LookError::Later {
                cause: "it may not be in Replicate's list yet".into(),
                retry_after: Some(Duration::from_millis(wait_ms)),
            }),
            _ => Ok(None),
        }
    }

    fn likeness(&self, prediction: &Prediction) -> Likeness {
        let other_model = prediction.model.as_deref().is_some_and(|model| model != self.model);
        if other_model || (self.is_taken)(&prediction.id) {
            Likeness::Other
        } else if prediction.is_forgotten() {
            Likeness::Unclear
        } else if prediction.input == *self.input {
            Likeness::Same
        } else {
            Likeness::Other
        }
    }

    fn since_ms(&self) -> i64 {
        self.submitted_after_ms.saturating_sub(CLOCKS_APART_MS)
    }
}

fn page(answer: &Answer) -> Result<Page, LookError> {
    if !answer.is_success() {
        return Err(DESK.not_told(answer));
    }
    serde_json::from_slice(&answer.body).map_err(|error| LookError::Later {
        cause: format!("Replicate's list cannot be read: {error}"),
        retry_after: None,
    })
}
