//! The way to each page.

use super::missing::MissingPage;
use crate::{
    accounts::{LogInPage, SignUpPage},
    executions::TimelinePage,
    library::LibraryPage,
    projects::ProjectPage,
    settings::SettingsPage,
    shares::SharePage,
    team::JoinPage,
    topic::TopicPage,
};
use leptos::prelude::*;
use leptos_meta::{Title, provide_meta_context};
use leptos_router::{
    SsrMode,
    components::{Route, Router, Routes},
    path,
};

/// All pages. Each is sent whole, so that it can be read and used without the script.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    view! {
        <Title text="Pitchreel"/>
        <Router>
            <Routes fallback=MissingPage>
                <Route path=path!("/") view=TopicPage ssr=SsrMode::Async/>
                <Route path=path!("/signup") view=SignUpPage ssr=SsrMode::Async/>
                <Route path=path!("/login") view=LogInPage ssr=SsrMode::Async/>
                <Route path=path!("/join/:token") view=JoinPage ssr=SsrMode::Async/>
                <Route path=path!("/projects") view=LibraryPage ssr=SsrMode::Async/>
                <Route path=path!("/projects/:id") view=ProjectPage ssr=SsrMode::Async/>
                <Route path=path!("/executions/:id") view=TimelinePage ssr=SsrMode::Async/>
                <Route path=path!("/settings") view=SettingsPage ssr=SsrMode::Async/>
                <Route path=path!("/s/:token") view=SharePage ssr=SsrMode::Async/>
            </Routes>
        </Router>
    }
}
