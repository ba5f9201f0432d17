//! The tally lamp: lit on every page while a render of the account runs.

use crate::{executions::list_running, parts::wait_ms};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// How often a lit lamp looks again, in milliseconds.
const LOOK_EVERY_MS: u64 = 3_000;

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

/// Looks again until nothing runs. A look that fails is no news.
async fn follow(lit: RwSignal<Vec<Lit>>) {
    while !lit.get_untracked().is_empty() {
        wait_ms(LOOK_EVERY_MS).await;
        if let Ok(now) = list_running().await {
            lit.set(now);
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
