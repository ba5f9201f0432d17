//! The door: sign up, log in.

use super::{
    component::{LogInForm, SignUpForm},
    safe_way_back,
};
use crate::{
    parts::SampleFrame,
    ports::{CallError, VisitorPort, port},
    shell::{Nav, Page, open_page, redirect_to},
};
use leptos::prelude::*;
use leptos_meta::Body;
use leptos_router::hooks::use_query_map;

/// The way in for those who have an account.
#[component]
pub fn LogInPage() -> impl IntoView {
    let next = way_back();
    let invitation = use_query_map().get_untracked().get("invitation").unwrap_or_default();
    open_page(Nav::None, async move {
        if already_in(&next).await? {
            return Ok(Page::new("Log in", ().into_any()));
        }
        let may_sign_up = port::<dyn VisitorPort>()?.may_sign_up().await?;
        let form = view! {
            <LogInForm next=next.clone() invitation/>
            {may_sign_up.then(|| view! {
                <p class="small dim">"New here? " <a class="tap" href=with_next("/signup", &next)>"Sign up"</a></p>
            })}
        };
        Ok(Page::new("Log in", doorway(form.into_any())))
    })
}

/// The way in for the first, and for all while sign-up is open.
#[component]
pub fn SignUpPage() -> impl IntoView {
    let next = way_back();
    open_page(Nav::None, async move {
        if already_in(&next).await? {
            return Ok(Page::new("Sign up", ().into_any()));
        }
        let form = if port::<dyn VisitorPort>()?.may_sign_up().await? {
            view! {
                <SignUpForm next=next.clone() invitation=String::new() team=String::new()/>
                <p class="small dim">
                    "Already have an account? " <a class="tap" href=with_next("/login", &next)>"Log in"</a>
                </p>
            }
            .into_any()
        } else {
            view! {
                <h1>"This studio has its owner"</h1>
                <p class="dim">"Sign-up is closed here. Ask the owner for an invitation."</p>
                <a class="btn" href="/login">"Log in"</a>
            }
            .into_any()
        };
        Ok(Page::new("Sign up", doorway(form)))
    })
}

fn way_back() -> String {
    safe_way_back(use_query_map().get_untracked().get_str("next")).to_owned()
}

fn with_next(way: &str, next: &str) -> String {
    if next == "/" {
        way.into()
    } else {
        format!("{way}?next={}", leptos_router::location::Url::escape(next))
    }
}

async fn already_in(next: &str) -> Result<bool, CallError> {
    let inside = port::<dyn VisitorPort>()?.member().await?.is_some();
    if inside {
        redirect_to(next);
    }
    Ok(inside)
}

/// Paper at the left, the dark stage at the right.
pub fn doorway(form: AnyView) -> AnyView {
    view! {
        <Body {..} class="door"/>
        <div class="doorway">
            <div class="stack">{form}</div>
            <aside class="stage" aria-label="Sample frame">
                <SampleFrame/>
            </aside>
        </div>
    }
    .into_any()
}
