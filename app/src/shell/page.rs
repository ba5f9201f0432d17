//! Pages: who may see them, what stands around them, and what is shown when they cannot be.

use super::{
    header::{Footer, Header},
    lamp::Lit,
    missing::missing_body,
    ready::Ready,
};
use crate::{
    call::{caller, status},
    executions::running_of,
    parts::{CutNote, Icon, Shape},
    ports::{CallError, PortError, VisitorPort, port},
};
use domain::Account;
use leptos::{prelude::*, server::ServerActionError};
use leptos_meta::Title;
use leptos_router::hooks::use_url;
use server_fn::error::ServerFnUrlError;

/// Which way of the bar a page belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Nav {
    Topic,
    Library,
    Settings,
    Share,
    None,
}

/// One page, ready to be shown.
pub struct Page {
    title: String,
    body: AnyView,
    titled: bool,
    footer: bool,
}

impl Page {
    /// A page with its own part of the title.
    pub fn new(title: impl Into<String>, body: AnyView) -> Self {
        Page { title: title.into(), body, titled: true, footer: true }
    }

    /// This page keeps the percent in the title itself.
    pub fn with_own_percent(mut self) -> Self {
        self.titled = false;
        self
    }

    /// Nothing below.
    pub fn without_footer(mut self) -> Self {
        self.footer = false;
        self
    }
}

/// A page for members; strangers are led to the door and come back.
pub fn member_page<F, Fut>(nav: Nav, load: F) -> impl IntoView
where
    F: FnOnce(Account) -> Fut + Send + 'static,
    Fut: Future<Output = Result<Page, CallError>> + Send + 'static,
{
    let show = async move {
        let account = match caller().await {
            Ok(account) => account,
            Err(error) => return refusal(nav, None, error).await,
        };
        let lit = running_of(&account.id).await.unwrap_or_default();
        match load(account).await {
            Ok(page) => around(nav, Some(lit), page),
            Err(error) => refusal(nav, Some(lit), error).await,
        }
    };
    view! { <Suspense>{Suspend::new(show)}</Suspense> }
}

/// A page for everyone; members see their way around on it too.
pub fn open_page<Fut>(nav: Nav, load: Fut) -> impl IntoView
where
    Fut: Future<Output = Result<Page, CallError>> + Send + 'static,
{
    let show = async move {
        let lit = match (nav, caller().await) {
            (Nav::Share, _) | (_, Err(_)) => None,
            (_, Ok(account)) => Some(running_of(&account.id).await.unwrap_or_default()),
        };
        match load.await {
            Ok(page) => around(nav, lit, page),
            Err(error) => refusal(nav, lit, error).await,
        }
    };
    view! { <Suspense>{Suspend::new(show)}</Suspense> }
}

/// Leads the browser elsewhere.
pub fn redirect_to(path: &str) {
    leptos_axum::redirect(path);
}

fn around(nav: Nav, lit: Option<Vec<Lit>>, page: Page) -> AnyView {
    let percent = lit.as_ref().and_then(|lit| lit.first()).map(|first| format!("{} % · ", first.progress));
    let title = format!("{}{} · Pitchreel", percent.unwrap_or_default(), page.title);
    view! {
        <Title text=title/>
        <Header nav lit titled=page.titled/>
        <main id="main" class="wrap stack" tabindex="-1">
            {form_trouble()}
            {page.body}
        </main>
        {page.footer.then(|| view! { <Footer/> })}
        <Ready/>
    }
    .into_any()
}

/// What a form that was sent without the script was told.
fn form_trouble() -> Option<impl IntoView> {
    let told = use_context::<ServerActionError>()?;
    let error = ServerFnUrlError::<CallError>::decode_err(told.err());
    Some(view! { <CutNote sentence=error.to_string()/> })
}

async fn refusal(nav: Nav, lit: Option<Vec<Lit>>, error: CallError) -> AnyView {
    let said = match error {
        CallError::Port(said) => said,
        CallError::Transport(_) => PortError::Unavailable { sentence: error.to_string() },
    };
    if said == PortError::LoggedOut {
        redirect_to(&door().await);
        return ().into_any();
    }
    if let Some(response) = use_context::<leptos_axum::ResponseOptions>() {
        response.set_status(status(&said));
    }
    let body = if said == PortError::NotFound { missing_body() } else { trouble_body(said.to_string()) };
    around(nav, lit, Page::new("Nothing to show", body))
}

/// Sign-up while nobody has an account here, else log-in, with the way back.
async fn door() -> String {
    let here = use_url().get_untracked();
    let back = format!("{}{}{}", here.path(), if here.search().is_empty() { "" } else { "?" }, here.search());
    let may_sign_up = match port::<dyn VisitorPort>() {
        Ok(visitor) => visitor.may_sign_up().await.unwrap_or(false),
        Err(_) => false,
    };
    let way = if may_sign_up { "/signup" } else { "/login" };
    if back == "/" {
        way.into()
    } else {
        format!("{way}?next={}", leptos_router::location::Url::escape(&back))
    }
}

fn trouble_body(sentence: String) -> AnyView {
    view! {
        <h1>"This page did not load"</h1>
        <div class="note cut" role="alert">
            <Icon shape=Shape::Warning/>
            <p>{sentence}</p>
            <p class="small dim">"Your ads are safe, and renders go on."</p>
            <div class="row"><a class="btn" href="">"Retry"</a></div>
        </div>
    }
    .into_any()
}
