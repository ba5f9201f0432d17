//! Where a job of fal is looked after.
//!
//! fal gives the addresses with each job, and they are used where they lead to the configured fal. Where they do not, or
//! where only the id is known (a callback told it), the documented form below the configured address is used: the key
//! goes to no other host.

use crate::{JobHandle, http::Service};
use serde_json::Value;
use std::collections::BTreeMap;
use url::Url;

/// The longest id that is believed.
const ID_CHARS_MAX: usize = 128;

/// What can be asked of a job.
#[derive(Debug, Clone, Copy)]
pub enum Ask {
    Status,
    Result,
    Cancel,
}

impl Ask {
    /// The name under which a handle keeps the address, the member of fal's answer that holds it, and its last part.
    const fn words(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Ask::Status => ("status", "status_url", "/status"),
            Ask::Result => ("result", "response_url", ""),
            Ask::Cancel => ("cancel", "cancel_url", "/cancel"),
        }
    }
}

/// The addresses of a job as an answer gives them.
pub fn addresses(answer: &Value) -> BTreeMap<String, String> {
    let given = [Ask::Status, Ask::Result, Ask::Cancel].map(Ask::words).into_iter();
    given
        .filter_map(|(name, member, _)| Some((name.to_owned(), answer.get(member)?.as_str()?.to_owned())))
        .collect()
}

/// Where to ask; nothing where the job's id is none of fal's.
pub fn address(service: &Service, model: &str, job: &JobHandle, ask: Ask) -> Option<Url> {
    let (name, _, end) = ask.words();
    if let Some(own) = job.urls.get(name).and_then(|given| service.own(given)) {
        return Some(own);
    }
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    let believed = (1..=ID_CHARS_MAX).contains(&job.id.len()) && job.id.bytes().all(plain);
    believed.then(|| service.at(&format!("{}/requests/{}{end}", app(model), job.id)))
}

/// A model is `owner/app` and perhaps a path; the queue knows jobs by their app.
fn app(model: &str) -> String {
    let parts = match model.split('/').next() {
        Some("workflows" | "comfy") => 3,
        _ => 2,
    };
    model.split('/').take(parts).collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::Caller;

    #[test]
    fn the_key_goes_to_no_other_host() {
        let service = Service::new(&Caller::new().unwrap(), "fal", "https://queue.fal.run", &[]).unwrap();
        let at = |id: &str, status: &str| {
            let urls = BTreeMap::from([("status".to_owned(), status.to_owned())]);
            let job = JobHandle { id: id.into(), urls };
            address(&service, "fal-ai/flux/schnell", &job, Ask::Status).map(String::from)
        };
        let own = "https://queue.fal.run/fal-ai/flux/requests/a-1/status";
        assert_eq!(
            at("a-1", "https://queue.fal.run/x/requests/a-1/status").unwrap(),
            "https://queue.fal.run/x/requests/a-1/status"
        );
        assert_eq!(at("a-1", "https://example.com/fal-ai/flux/requests/a-1/status").unwrap(), own);
        assert_eq!(at("a-1", "").unwrap(), own);
        for id in ["", "..", "a/b", "a?b", "%2e"] {
            assert_eq!(at(id, ""), None, "{id}");
        }
    }

    #[test]
    fn an_app_is_the_first_two_parts() {
        for (model, its) in [
            ("fal-ai/flux/schnell", "fal-ai/flux"),
            ("fal-ai/flux", "fal-ai/flux"),
            ("workflows/me/ad/x", "workflows/me/ad"),
        ] {
            assert_eq!(app(model), its);
        }
    }
}
