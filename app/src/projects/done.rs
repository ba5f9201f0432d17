//! The finished ad: play it, keep it, share it, cut it in another shape.

use super::{
    ProjectStep,
    cuts::{cuts, format_of},
    step_href,
    step_view::{StepView, is_changed},
};
use crate::{
    parts::{Icon, Shape, bytes_text, clock, dollars, heading_class, range_text},
    shares::{Player, ShareButton},
};
use domain::{Estimate, Execution, Format, MediaResult, Project};
use leptos::prelude::*;

/// A completed execution; without media there is nothing to show but the words.
pub fn done_step(
    project: &Project,
    execution: &Execution,
    executions: &[Execution],
    estimate: &Estimate,
) -> StepView {
    let title = project.brief.topic.clone();
    let Some(media) = execution.result.clone() else {
        let body = view! { <h1>{title.clone()}</h1><p>"This video is no longer kept. Make it again from step two."</p> };
        return StepView { title, body: body.into_any(), live: false };
    };
    let format = format_of(&media);
    let body = view! {
        <div class="dn">
            <section class="stage" aria-label="Player">
                <Player media=media.clone() title=title.clone() width=if format == Format::Portrait { "21rem" } else { "30rem" }/>
                <p class="slate">
                    <b>{format.as_str()}</b><span>{format!("{} × {}", media.width, media.height)}</span>
                    <span>{format!("MP4, {}", bytes_text(media.bytes))}</span>
                    <span class="num push">{clock(media.duration_ms)}</span>
                </p>
            </section>
            <section class="stack" aria-labelledby="done">
                <div class="ph">
                    <p class="tag"><Icon shape=Shape::Check/>{made_in(execution)}</p>
                    <h1 id="done" dir="auto" class=heading_class(&title)>{title.clone()}</h1>
                </div>
                <div class="row">
                    <a class="btn big" href=media.url.clone() download=file_name(&title, "mp4") role="button">
                        <Icon shape=Shape::Download/>"Download"
                    </a>
                    <ShareButton execution=execution.id.clone()/>
                </div>
                {files(&media, &title)}
                {is_changed(project, execution).then(|| view! {
                    <p class="small">
                        "You changed something since. "
                        <a href=format!("{}&new=1", step_href(&project.id, ProjectStep::Render))>"Render it again"</a>
                    </p>
                })}
                {cuts(project, execution, executions, estimate)}
                <p class="small"><a class="tap" href=format!("/executions/{}", execution.id)>"How it was made, step by step"</a></p>
            </section>
        </div>
    };
    StepView { title, body: body.into_any(), live: false }
}

fn made_in(execution: &Execution) -> String {
    let begun = execution.jobs.iter().filter_map(|job| job.started_at).min();
    let ended = execution.jobs.iter().filter_map(|job| job.finished_at).max();
    let cost = dollars(execution.cost.actual_usd);
    match begun.zip(ended) {
        Some((begun, ended)) => {
            let seconds = u32::try_from((ended.ms_since(begun) + 999) / 1000).unwrap_or(0).max(1);
            format!("Made in {}, {cost}", range_text(seconds, seconds))
        }
        None => format!("Made, {cost}"),
    }
}

fn files(media: &MediaResult, title: &str) -> impl IntoView + use<> {
    let row = |shape: Shape, name: &'static str, url: &str, kind: &'static str, end: &'static str| {
        let file = file_name(title, end);
        view! {
            <li><a href=url.to_owned() download=file><Icon shape/><span>{name}</span><small class="dim">{kind}</small></a></li>
        }
    };
    let srt = media
        .subtitles_url
        .as_deref()
        .map(|url| row(Shape::Captions, "Captions, SRT", url, "for editors", "srt"));
    let poster = media.poster_url.as_deref().map(|url| row(Shape::Film, "Poster", url, "JPEG", "jpg"));
    view! {
        <ul class="rows">
            {srt}
            {row(Shape::Captions, "Captions, VTT", &media.captions_url, "for players", "vtt")}
            {poster}
        </ul>
    }
}

/// A name for a file: the topic's letters and digits, with dashes.
fn file_name(topic: &str, end: &str) -> String {
    let plain: String = topic.chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    let words: Vec<_> = plain.split_whitespace().take(8).collect();
    format!("{}.{end}", if words.is_empty() { "ad".to_owned() } else { words.join("-").to_lowercase() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_named_by_its_topic() {
        assert_eq!(file_name("A mug, warm for 3 hours!", "mp4"), "a-mug-warm-for-3-hours.mp4");
        assert_eq!(file_name("☕ ☕", "srt"), "ad.srt");
    }
}
