//! One ad among others: its poster, its name and where it stands.

use super::DeleteProject;
use crate::{
    parts::{Icon, Shape, clock},
    ports::ProjectCard,
    projects::{ProjectStep, step_href},
    shell::{Lit, Standing},
};
use domain::Status;
use leptos::prelude::*;
use server_fn::ServerFn;

/// The contact sheet.
#[component]
pub fn ProjectCards(children: Children) -> impl IntoView {
    view! { <ul class="contact">{children()}</ul> }
}

/// One card; the whole of it leads to the ad.
#[component]
pub fn PosterCard(
    card: ProjectCard,
    /// Whether it can be deleted here.
    deletable: bool,
) -> impl IntoView {
    let href = format!("/projects/{}", card.id);
    let format = card.format.as_str();
    let picture = match &card.poster_url {
        Some(poster) => view! {
            <div class="frame" data-f=format><img src=poster.clone() alt="" loading="lazy"/></div>
        }
        .into_any(),
        None => {
            let words = card.opening.clone().unwrap_or_else(|| "Three scripts, none chosen yet".into());
            view! { <p class="paperbit" dir="auto">{words}</p> }.into_any()
        }
    };
    view! {
        <li>
            <article class="poster">
                <div class="well">{picture}</div>
                <h3><a href=href dir="auto">{card.topic.clone()}</a></h3>
                <div class="row under">
                    {standing(&card)}
                    {deletable.then(|| view! { <Delete card/> })}
                </div>
            </article>
        </li>
    }
}

fn standing(card: &ProjectCard) -> AnyView {
    let tag = |shape: Shape, words: &'static str| {
        view! { <span class="tag"><Icon shape/>{words}</span> }.into_any()
    };
    match card.status {
        Some(Status::Queued | Status::Running) => {
            let href = step_href(&card.id, ProjectStep::Render);
            view! { <Standing lit=Lit { href, progress: card.progress }/> }.into_any()
        }
        Some(Status::Completed) => view! {
            <span class="tag">
                <Icon shape=Shape::Check/>"Done, "<span class="num">{clock(card.duration_ms.unwrap_or(0))}</span>
            </span>
        }
        .into_any(),
        Some(Status::Failed) => view! { <span class="tag"><i class="clapped"></i>"Stopped"</span> }.into_any(),
        Some(Status::Cancelled) => view! { <span class="tag"><i class="clapped"></i>"Cancelled"</span> }.into_any(),
        None if card.script_chosen => tag(Shape::Pencil, "Script chosen"),
        None => tag(Shape::Pencil, "Three scripts"),
    }
}

/// Asks once more before anything is gone. The browser's own pop-over: it needs no script.
#[component]
fn Delete(card: ProjectCard) -> impl IntoView {
    let id = format!("delete-{}", card.id);
    let title_id = format!("{id}-title");
    let (opens, closes, titled_by) = (id.clone(), id.clone(), title_id.clone());
    view! {
        <button
            class="btn bare ply over push" type="button" popovertarget=opens
            aria-label=format!("Delete {}", card.topic)
        >
            <Icon shape=Shape::Bin/>
        </button>
        <div popover="auto" class="ask-first" id=id role="dialog" aria-labelledby=titled_by>
            <h2 class="h3" id=title_id>"Delete this ad?"</h2>
            <p dir="auto">{card.topic.clone()}</p>
            <p class="small dim">"Its scripts, its videos and its public link go with it. This cannot be undone."</p>
            <form method="post" action=DeleteProject::url() class="row">
                <input type="hidden" name="project" value=card.id.to_string()/>
                <button class="btn" type="submit">"Delete"</button>
                <button class="btn quiet" type="button" popovertarget=closes popovertargetaction="hide">"Keep it"</button>
            </form>
        </div>
    }
}
