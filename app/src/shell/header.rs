//! What stands above and below every page.

use super::{Lamp, lamp::Lit};
use crate::parts::{Icon, Shape};
use leptos::prelude::*;

/// Which way of the bar a page belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Nav {
    Topic,
    Library,
    Settings,
    Share,
    None,
}

/// Logo and, for members, the lamp and the way around.
#[component]
pub fn Header(
    nav: Nav,
    /// Absent for strangers, who have nowhere to go yet.
    lit: Option<Vec<Lit>>,
    /// Whether the lamp may put its percent before the title.
    titled: bool,
) -> impl IntoView {
    view! {
        <a class="btn skip" href="#main">"Skip to content"</a>
        <header class="bar">
            <div class="wrap">
                <a class="logo" href="/" aria-label="Pitchreel, new ad">
                    <svg viewBox="0 0 28 28" aria-hidden="true">
                        <path class="ring" d="M5 26.5V12"></path>
                        <circle class="ring" cx="14.5" cy="12" r="9.5"></circle>
                        <circle class="lamp" cx="14.5" cy="12" r="3.6"></circle>
                    </svg>
                    <span>"Pitchreel"</span>
                </a>
                {match lit {
                    Some(lit) => view! { <Lamp lit titled/> <Ways nav/> }.into_any(),
                    None if nav == Nav::Share => {
                        view! { <a class="btn quiet" href="/">"Make your own"</a> }.into_any()
                    }
                    None => ().into_any(),
                }}
            </div>
        </header>
    }
}

#[component]
fn Ways(nav: Nav) -> impl IntoView {
    let way = |to: Nav, href: &'static str, shape: Shape, name: &'static str| {
        view! {
            <a href=href aria-current=(to == nav).then_some("page")>
                <Icon shape/>
                <span>{name}</span>
            </a>
        }
    };
    view! {
        <nav aria-label="Main">
            {way(Nav::Topic, "/", Shape::Plus, "New ad")}
            {way(Nav::Library, "/projects", Shape::Film, "Library")}
            {way(Nav::Settings, "/settings", Shape::Sliders, "Settings")}
        </nav>
    }
}

/// Whose machine this is.
#[component]
pub fn Footer(
    /// Whether the settings can be opened.
    member: bool,
) -> impl IntoView {
    view! {
        <footer class="wrap foot small dim">
            <span>"Runs on your own machine. Your media, your bill."</span>
            {member.then(|| view! { <a href="/settings#keyless">"What works without a key"</a> })}
        </footer>
    }
}
