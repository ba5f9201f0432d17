//! The tally lamp: lit on every page while a render of the account runs.

use crate::{
    executions::list_running,
    parts::wait_ms,
    ports::{CallError, PortError},
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// How often a lit lamp looks again, in milliseconds.
const LOOK_EVERY_MS: u64 = 3_000;
/// The longest wait after looks that failed, in milliseconds.
const LOOK_AGAIN_MAX_MS: u64 = 48_000;

/// One render under way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lit {
    /// Where it can be watched.
    pub href: String,
    /// 0 to 99.
    pub progress: u8,
}

/// The lamp in the bar. It goes out by itself; it is lit by the page that starts a render.
#[island]
pub fn Lamp(
    lit: Vec<Lit>,
    /// Whether its percent stands before the title.
    titled: bool,
) -> impl IntoView {
    let lit = RwSignal::new(lit);
    Effect::new(move |before: Option<()>| {
        if before.is_none() && !lit.get_untracked().is_empty() {
            leptos::task::spawn_local(follow(lit));
        }
        if titled {
            title_with_percent(lit.get().first().map(|first| first.progress));
        }
    });
    move || {
        let lit = lit.get();
        let href = lit.first()?.href.clone();
        Some(view! {
            <a class="onair" href=href>
                <i class="lampdot"></i>
                {lit.len()}
                <span>" rendering"</span>
            </a>
        })
    }
}

/// Where one render stands, on a card among others: it moves with the lamp. When the render has ended the page is
/// loaded anew to show what came of it, unless somebody is at work on it.
#[island]
pub fn Standing(lit: Lit) -> impl IntoView {
    let href = lit.href.clone();
    let now = RwSignal::new(Some(lit.progress));
    Effect::new(move |_| {
        let Some(seen) = SEEN.with(ArcRwSignal::get) else { return };
        let progress = seen.iter().find(|seen| seen.href == href).map(|seen| seen.progress);
        now.set(progress);
        if progress.is_none() && !is_at_work() {
            let _ = window().location().reload();
        }
    });
    let words = move || match now.get() {
        Some(progress) => format!("Rendering, {progress} %"),
        None => "Ended just now".to_owned(),
    };
    view! {
        <span class="tag" class:on=move || now.get().is_some()>
            {move || now.get().map(|_| view! { <i class="lampdot"></i> })}
            {words}
        </span>
    }
}

thread_local! {
    /// What the lamp of this page saw when it looked last; in the browser alone, where a page has a program of its own.
    static SEEN: ArcRwSignal<Option<Vec<Lit>>> = ArcRwSignal::new(None);
}

/// Whether loading the page anew would take something out of somebody's hands.
fn is_at_work() -> bool {
    matches!(document().query_selector("textarea, input:focus, :popover-open, dialog[open]"), Ok(Some(_)))
}

/// Looks again until nothing runs. A look that fails is no news, and the next one waits longer; one that nobody may
/// take any more is the last.
async fn follow(lit: RwSignal<Vec<Lit>>) {
    let mut wait = LOOK_EVERY_MS;
    while !lit.get_untracked().is_empty() {
        wait_ms(wait).await;
        match list_running().await {
            Ok(now) => {
                wait = LOOK_EVERY_MS;
                SEEN.with(|seen| seen.set(Some(now.clone())));
                lit.set(now);
            }
            Err(CallError::Port(PortError::LoggedOut)) => lit.set(Vec::new()),
            Err(_) => wait = (wait * 2).min(LOOK_AGAIN_MAX_MS),
        }
    }
}

/// Puts the percent before the page's own title, or takes it away.
pub fn title_with_percent(percent: Option<u8>) {
    let title = document().title();
    let own = title.split_once(" % · ").map_or(title.as_str(), |(_, own)| own);
    let wanted = percent.map_or_else(|| own.to_owned(), |percent| format!("{percent} % · {own}"));
    if wanted != title {
        document().set_title(&wanted);
    }
}
