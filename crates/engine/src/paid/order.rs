//! From a step's input to what a provider is asked for.

use crate::{failure::StepFailure, output::StepOutput};
use domain::{Format, StepKind};
use providers::JobOrder;
use serde::Deserialize;
use serde_json::{Map, Value};

/// Seconds of a video that does not say how long it is.
const SECONDS: u32 = 5;
/// Seconds that one video may have.
pub(crate) const SECONDS_MAX: u32 = 30;

#[derive(Deserialize)]
struct ImageInput {
    prompt: String,
    format: Option<Format>,
}

#[derive(Deserialize)]
struct VideoInput {
    prompt: String,
    image: Option<StepOutput>,
    duration: Option<u32>,
    format: Option<Format>,
}

/// The order of a paid step whose input is whole.
pub(super) fn of(
    kind: StepKind,
    input: &Map<String, Value>,
    public_url: &str,
) -> Result<JobOrder, StepFailure> {
    let input = Value::Object(input.clone());
    match kind {
        StepKind::Image => {
            let ImageInput { prompt, format } =
                serde_json::from_value(input).map_err(StepFailure::unreadable_input)?;
            Ok(JobOrder::Image { prompt, format: format.unwrap_or_default() })
        }
        StepKind::Video => {
            let VideoInput { prompt, image, duration, format } =
                serde_json::from_value(input).map_err(StepFailure::unreadable_input)?;
            Ok(JobOrder::Video {
                prompt,
                image_url: image.as_ref().and_then(|image| address(image, public_url)),
                seconds: duration.unwrap_or(SECONDS).clamp(1, SECONDS_MAX),
                format: format.unwrap_or_default(),
            })
        }
        _ => Err(StepFailure::internal("this step is not paid elsewhere")),
    }
}

/// An order of the same price, of a step whose input may still have references.
pub(super) fn priced(kind: StepKind, input: &Map<String, Value>) -> Option<JobOrder> {
    let seconds = match input.get("duration") {
        None => SECONDS,
        Some(given) => given.as_u64().and_then(|given| u32::try_from(given).ok()).unwrap_or(SECONDS_MAX),
    };
    let prompt = "x".to_owned();
    match kind {
        StepKind::Image => Some(JobOrder::Image { prompt, format: Format::default() }),
        StepKind::Video => Some(JobOrder::Video {
            prompt,
            image_url: None,
            seconds: seconds.clamp(1, SECONDS_MAX),
            format: Format::default(),
        }),
        _ => None,
    }
}

/// Where somebody outside finds a picture: at whoever made it, else with us.
fn address(image: &StepOutput, public_url: &str) -> Option<String> {
    if let Some(source) = image.facts.get("sourceUrl").and_then(Value::as_str) {
        return Some(source.to_owned());
    }
    let file = image.files.first()?.media()?;
    Some(format!("{public_url}{}", file.url()))
}
