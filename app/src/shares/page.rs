//! The public page of an ad: anyone who has the link may watch.

use super::Player;
use crate::{
    parts::{CopyButton, Icon, Shape, heading_class},
    ports::{PortError, PublicUrl, SharedAd, SharesPort, port},
    shell::{Nav, Page, open_page},
};
use domain::ShareToken;
use leptos::prelude::*;
use leptos_meta::{Body, Meta};
use leptos_router::hooks::use_params_map;

/// The ad, or the news that the link has ended.
#[component]
pub fn SharePage() -> impl IntoView {
    let token = use_params_map().get_untracked().get("token").unwrap_or_default();
    open_page(Nav::Share, async move {
        let opened = match token.parse::<ShareToken>() {
            Ok(token) => port::<dyn SharesPort>()?.open(&token).await,
            Err(_) => Err(PortError::NotFound),
        };
        let page = match opened {
            Ok(ad) => Page::new(ad.topic.clone(), shared(ad, token)),
            Err(PortError::NotFound) => {
                if let Some(response) = use_context::<leptos_axum::ResponseOptions>() {
                    response.set_status(axum::http::StatusCode::NOT_FOUND);
                }
                Page::new("This link no longer plays", gone())
            }
            Err(error) => return Err(error.into()),
        };
        Ok(page.without_footer())
    })
}

fn shared(ad: SharedAd, token: String) -> AnyView {
    let seconds = (ad.media.duration_ms + 500) / 1000;
    let class = heading_class(&ad.topic);
    let width = if ad.format == domain::Format::Portrait { "24rem" } else { "36rem" };
    view! {
        <Body {..} class="dark"/>
        {card(&ad)}
        <div class="sh" data-f=ad.format.as_str()>
            <div><Player media=ad.media.clone() title=ad.topic.clone() width/></div>
            <div class="stack">
                <h1 dir="auto" class=class>{ad.topic}</h1>
                <p class="dim">{format!("{seconds} seconds, with captions.")}</p>
                <div class="row">
                    <a class="btn" href=ad.media.url download="ad.mp4"><Icon shape=Shape::Download/>"Download"</a>
                    <CopyButton text=format!("/s/{token}") label="Copy link".into()/>
                </div>
                <details open>
                    <summary class="small"><Icon shape=Shape::ChevronRight class="i tw"/>"What is said"</summary>
                    <p class="dim" dir="auto">{ad.script_text}</p>
                </details>
                <p class="tiny dim">"The presenter and the voice are synthetic."</p>
            </div>
        </div>
    }
    .into_any()
}

/// What other sites show where the link is posted. Search engines are asked to leave it out.
fn card(ad: &SharedAd) -> impl IntoView + use<> {
    let site = use_context::<PublicUrl>().map(|PublicUrl(site)| site);
    let whole = |path: &str| format!("{}{path}", site.as_deref().unwrap_or_default());
    let media = &ad.media;
    let image = media.poster_url.as_deref().map(|poster| {
        view! { <Meta property="og:image" content=whole(poster)/> }
    });
    view! {
        <Meta name="robots" content="noindex"/>
        <Meta property="og:title" content=ad.topic.clone()/>
        <Meta property="og:description" content=ad.script_text.clone()/>
        <Meta property="og:type" content="video.other"/>
        {image}
        <Meta property="og:video" content=whole(&media.url)/>
        <Meta property="og:video:type" content="video/mp4"/>
        <Meta property="og:video:width" content=media.width.to_string()/>
        <Meta property="og:video:height" content=media.height.to_string()/>
        <Meta name="twitter:card" content="summary_large_image"/>
    }
}

fn gone() -> AnyView {
    view! {
        <Body {..} class="dark"/>
        <div class="empty">
            <svg class="i art" viewBox="0 0 144 96" aria-hidden="true">
                <path d="M22 84V12h30l8 12h62v60zM52 44l40 24M92 44L52 68"></path>
            </svg>
            <h1>"This link no longer plays"</h1>
            <p class="dim">"Its owner stopped sharing, or the address is not complete. Ask them for a new link."</p>
            <a class="btn quiet" href="/">"Make your own ad"</a>
        </div>
    }
    .into_any()
}
