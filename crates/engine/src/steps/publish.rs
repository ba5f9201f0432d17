//! The file, its poster and its captions reach their addresses. The folder was fixed when the order was accepted, so
//! doing this twice leaves nothing behind.

use super::{
    StepContext,
    compose::{FILES, MadeAd},
};
use crate::failure::StepFailure;
use domain::{MediaResult, StepName};
use providers::Reporter;
use serde_json::Value;

pub(super) async fn run(cx: StepContext, report: Reporter) -> Result<Value, StepFailure> {
    let made: MadeAd = cx.facts(StepName::Compose)?;
    let mut urls = Vec::with_capacity(FILES.len());
    for (done, name) in (1..).zip(FILES) {
        let address = cx.media.file(name)?;
        cx.works.stores.media.put_file(&address, &cx.workplace.file(StepName::Compose, name)).await?;
        urls.push(address.url());
        report.report(done, FILES.len() as u32);
    }
    let [url, poster_url, captions_url, subtitles_url] =
        <[String; 4]>::try_from(urls).map_err(|_| StepFailure::internal("four files have four addresses"))?;
    let result = MediaResult {
        url,
        poster_url,
        captions_url,
        subtitles_url: Some(subtitles_url),
        duration_ms: made.duration_ms,
        width: made.width,
        height: made.height,
        bytes: made.bytes,
    };
    Ok(serde_json::to_value(result)?)
}
