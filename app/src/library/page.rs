//! The library: search, show, open, delete.

use super::{PosterCard, ProjectCards};
use crate::{
    parts::{Icon, Shape},
    ports::{ProjectFilter, ProjectPage, ProjectQuery, ProjectsPort, port},
    shell::{Nav, Page, member_page},
};
use leptos::prelude::*;
use leptos_router::{hooks::use_query_map, location::Url};

const SEARCH_CHARS_MAX: usize = 200;

const FILTERS: [(ProjectFilter, &str, &str); 4] = [
    (ProjectFilter::All, "all", "All"),
    (ProjectFilter::Done, "done", "Done"),
    (ProjectFilter::Drafts, "drafts", "Drafts"),
    (ProjectFilter::Stopped, "stopped", "Stopped"),
];

/// Every ad of the account.
#[component]
pub fn LibraryPage() -> impl IntoView {
    let query = asked();
    member_page(Nav::Library, move |member| async move {
        let page = port::<dyn ProjectsPort>()?.list(&member.account, query.clone()).await?;
        let body = view! {
            <div class="row ph">
                <h1 class="grow">"Your ads"</h1>
                <a class="btn" href="/"><Icon shape=Shape::Plus/>"New ad"</a>
            </div>
            {if page.counts[0] == 0 && query.search.is_empty() { nothing_yet() } else { results(query, page) }}
        };
        Ok(Page::new("Library", body.into_any()))
    })
}

fn asked() -> ProjectQuery {
    let map = use_query_map().get_untracked();
    let show = map.get("show").unwrap_or_default();
    let filter =
        FILTERS.iter().find(|(_, word, _)| *word == show).map_or(ProjectFilter::All, |found| found.0);
    let search: String = map.get("q").unwrap_or_default().trim().chars().take(SEARCH_CHARS_MAX).collect();
    ProjectQuery { search, filter, cursor: map.get("cursor"), limit: None }
}

fn address(search: &str, filter: ProjectFilter, cursor: Option<&str>) -> String {
    let show = FILTERS.iter().find(|(known, _, _)| *known == filter).map_or("all", |found| found.1);
    let mut address = format!("/projects?show={show}");
    for (name, value) in [("q", Some(search).filter(|words| !words.is_empty())), ("cursor", cursor)] {
        if let Some(value) = value {
            address.push_str(&format!("&{name}={}", Url::escape(value)));
        }
    }
    address
}

fn results(query: ProjectQuery, page: ProjectPage) -> AnyView {
    let tabs = FILTERS.iter().zip(page.counts).map(|((filter, _, title), count)| {
        let href = address(&query.search, *filter, None);
        view! {
            <a href=href aria-current=(*filter == query.filter).then_some("true")>
                {*title} " " <span class="num dim">{count}</span>
            </a>
        }
    });
    let show = FILTERS.iter().find(|(known, _, _)| *known == query.filter).map_or("all", |found| found.1);
    view! {
        <div class="row tools">
            <form role="search" class="with grow" action="/projects">
                <Icon shape=Shape::Search/>
                <input type="hidden" name="show" value=show/>
                <input
                    class="in" type="search" name="q" value=query.search.clone() dir="auto"
                    maxlength=SEARCH_CHARS_MAX.to_string()
                    aria-label="Search your ads" placeholder="Search topics and scripts"
                />
            </form>
            <nav class="tabs" aria-label="Show">{tabs.collect_view()}</nav>
        </div>
        {if page.items.is_empty() { no_match(&query) } else { cards(&query, page) }}
    }
    .into_any()
}

fn cards(query: &ProjectQuery, page: ProjectPage) -> AnyView {
    let older = page.next_cursor.map(|cursor| {
        let href = address(&query.search, query.filter, Some(&cursor));
        view! { <p><a class="btn quiet" href=href>"Show older ads"</a></p> }
    });
    let cards = page.items.into_iter().map(|card| view! { <PosterCard card deletable=true/> });
    view! {
        <h2 class="sr">"Results"</h2>
        <ProjectCards>{cards.collect_view()}</ProjectCards>
        {older}
    }
    .into_any()
}

fn nothing_yet() -> AnyView {
    view! {
        <div class="empty">
            <svg class="i art" viewBox="0 0 144 96" aria-hidden="true">
                <rect x="22" y="12" width="100" height="72" rx="2"></rect>
                <path d="M22 28h100M22 68h100M38 12v16M58 12v16M78 12v16M98 12v16M38 68v16M58 68v16M78 68v16M98 68v16"></path>
                <circle cx="72" cy="48" r="9"></circle>
            </svg>
            <h2>"No ads yet"</h2>
            <p class="dim">"Type a topic and you have three scripts in a few seconds. It costs nothing until you say so."</p>
            <a class="btn big" href="/">"Make the first ad"</a>
        </div>
    }
    .into_any()
}

fn no_match(query: &ProjectQuery) -> AnyView {
    let (title, advice) = if query.search.is_empty() {
        ("Nothing here".to_owned(), "No ad of yours stands like that now.")
    } else {
        let title = format!("Nothing matches “{}”", query.search);
        (title, "We looked in topics and scripts. Try one word, or a part of it.")
    };
    view! {
        <div class="empty">
            <h2 dir="auto">{title}</h2>
            <p class="dim">{advice}</p>
            <a class="btn quiet" href="/projects">"Show all ads"</a>
        </div>
    }
    .into_any()
}
