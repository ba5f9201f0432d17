//! A render under way: percent, stage, steps and the reel, live.

use super::{
    CancelRender,
    component::{Clips, JobList, Reel},
    model::stage_sentence,
    watch::Watched,
};
use crate::{
    parts::{CutNote, Frame, Icon, Problems, Shape, wait_ms},
    shell::title_with_percent,
};
use domain::{Execution, Format, Status};
use leptos::{form::ActionForm, prelude::*};

/// The live region speaks at most once in so many milliseconds.
const SAY_EVERY_MS: u64 = 5_000;

/// The dark room. When the render is final the page itself changes: it is drawn anew by the server.
#[island(lazy)]
pub fn LiveRender(
    execution: Execution,
    clips: Clips,
    /// The frame with which the ad opens.
    picture: String,
    format: Format,
    /// Where the page goes on when the render is final.
    onward: String,
) -> impl IntoView {
    let cancel = ServerAction::<CancelRender>::new();
    let trouble = Memo::new(move |_| cancel.value().with(|value| Problems::of(value.as_ref()).beside(&[])));
    let id = execution.id.to_string();
    let timeline = format!("/executions/{id}");
    let watched = Watched::new(execution);
    let Watched { execution, message, is_lost } = watched;
    let sentence = Memo::new(move |_| match is_lost.get() {
        true => "The line is lost. The render goes on; trying again.".to_owned(),
        false => execution.with(|now| message.with(|said| stage_sentence(now, said))),
    });
    let spoken = RwSignal::new(sentence.get_untracked());

    Effect::new(move |begun: Option<()>| {
        if begun.is_none() {
            leptos::task::spawn_local(watched.follow());
            leptos::task::spawn_local(speak(sentence, spoken));
        }
    });
    Effect::new(move |_| {
        if let Some(Ok(now)) = cancel.value().get() {
            execution.update(|shown| {
                if now.last_event >= shown.last_event {
                    *shown = now
                }
            });
        }
    });
    let final_status = Memo::new(move |_| execution.with(|now| now.status.is_final().then_some(now.status)));
    Effect::new(move |_| match final_status.get() {
        Some(_) => {
            title_with_percent(None);
            // A page that cannot leave shows its last percent until it is reloaded.
            let _ = window().location().replace(&onward);
        }
        None => title_with_percent(Some(execution.with(|now| now.progress))),
    });

    view! {
        <section class="stage wide" aria-label="Rendering">
            <div class="duo">
                <Frame src=picture alt="The frame with which the ad opens" format width="15rem"/>
                <div class="stack full">
                    <p class="onair"><i class="lampdot"></i>{move || on_air(execution)}</p>
                    <p class="mega" aria-hidden="true">
                        <span class="num">{move || execution.with(|now| now.progress)}</span><small>" %"</small>
                    </p>
                    <p class="say2" aria-hidden="true">{sentence}</p>
                    <p class="sr" role="status">{spoken}</p>
                    <JobList execution/>
                </div>
            </div>
            <Reel execution clips/>
            {move || trouble.get().map(|sentence| view! { <CutNote sentence/> })}
            <div class="row full">
                <p class="small dim grow">
                    "You can close this page. The work goes on, and the lamp in the bar stays lit."
                </p>
                <a class="btn bare" href=timeline>"Every step"</a>
                <ActionForm action=cancel>
                    <input type="hidden" name="execution" value=id/>
                    <button class="btn quiet" type="submit"><Icon shape=Shape::Stop/>"Cancel"</button>
                </ActionForm>
            </div>
        </section>
    }
}

fn on_air(execution: RwSignal<Execution>) -> &'static str {
    match execution.with(|now| now.status) {
        Status::Queued => "In the queue",
        _ => "On air",
    }
}

/// Says the newest sentence at a pace that can be listened to.
async fn speak(sentence: Memo<String>, spoken: RwSignal<String>) {
    loop {
        wait_ms(SAY_EVERY_MS).await;
        let Some(newest) = sentence.try_get_untracked() else { return };
        if spoken.try_with_untracked(|said| *said != newest) == Some(true) {
            spoken.set(newest);
        }
    }
}
