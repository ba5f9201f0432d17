//! The first page: a question, three steps, and what was made last.

use super::component::TopicForm;
use crate::{
    library::{PosterCard, ProjectCards},
    parts::{Icon, SampleFrame, Shape},
    ports::{CatalogPort, ProjectPage, ProjectQuery, ProjectsPort, port},
    shell::{Nav, Page, member_page},
};
use domain::{Brief, Language};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

const EXAMPLES: [&str; 4] = [
    "A refillable soap that pays for itself in three months",
    "A bike light you can see from 400 metres",
    "Sunday bread, started on Saturday, no kneading",
    "A budgeting app for people who hate spreadsheets",
];

/// Where an ad begins.
#[component]
pub fn TopicPage() -> impl IntoView {
    let query = use_query_map().get_untracked();
    let topic = query.get("topic").unwrap_or_default();
    let refused = query.get("refused").and_then(|_| problem_of(&topic));
    member_page(Nav::Topic, move |member| async move {
        let catalog = port::<dyn CatalogPort>()?;
        let note = catalog.writer_note();
        let languages = Language::ALL.iter().copied().filter(|language| catalog.writes(*language)).collect();
        let latest = port::<dyn ProjectsPort>()?.list(&member.account, ProjectQuery::default()).await?;
        let body = view! {
            <div class="ask">
                <TopicForm topic refused note languages/>
                <aside class="stage" aria-label="Sample frame"><SampleFrame/></aside>
            </div>
            <Examples/>
            {if latest.items.is_empty() { view! { <How/> }.into_any() } else { latest_ads(latest) }}
        };
        Ok(Page::new("New ad", body.into_any()))
    })
}

/// What is wrong with a topic.
fn problem_of(topic: &str) -> Option<String> {
    let brief = Brief {
        topic: topic.to_owned(),
        tone: Default::default(),
        audience: None,
        language: Default::default(),
        length: Default::default(),
        format: Default::default(),
    };
    brief.checked().err().map(|problem| problem.sentence)
}

/// The first page with this topic on its sheet.
pub fn topic_href(topic: &str) -> String {
    format!("/?topic={}", leptos_router::location::Url::escape(topic))
}

/// Links, so that they work without the script: the topic travels in the address.
#[component]
fn Examples() -> impl IntoView {
    let rows = EXAMPLES.map(|example| {
        let href = topic_href(example);
        view! { <li><a href=href><span>{example}</span><Icon shape=Shape::ArrowRight/></a></li> }
    });
    view! {
        <section aria-labelledby="examples" class="pane">
            <h2 id="examples" class="h3">"Or begin with one of these"</h2>
            <ul class="rows lines">{rows.collect_view()}</ul>
        </section>
    }
}

#[component]
fn How() -> impl IntoView {
    view! {
        <section aria-labelledby="how" class="pane">
            <h2 id="how" class="h3">"How an ad is made here"</h2>
            <ol class="three">
                <li>
                    <h3>"Script"</h3>
                    <p class="dim">"You get three drafts, each with another hook. Keep one, change any word."</p>
                </li>
                <li>
                    <h3>"Customize"</h3>
                    <p class="dim">"Choose a presenter, a voice and a set. The stage shows what the camera will see."</p>
                </li>
                <li>
                    <h3>"Render"</h3>
                    <p class="dim">"You see the price and the time first. Close the page if you like, the work goes on."</p>
                </li>
            </ol>
        </section>
    }
}

fn latest_ads(latest: ProjectPage) -> AnyView {
    let cards = latest.items.into_iter().take(5).map(|card| view! { <PosterCard card deletable=false/> });
    view! {
        <section aria-labelledby="latest" class="pane">
            <div class="row">
                <h2 id="latest" class="h3">"Your latest ads"</h2>
                <a class="btn bare push" href="/projects">"All ads" <Icon shape=Shape::ChevronRight/></a>
            </div>
            <ProjectCards>{cards.collect_view()}</ProjectCards>
        </section>
    }
    .into_any()
}
