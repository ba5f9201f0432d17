//! Pages: who may see them, what stands around them, and what is shown when they cannot be.

use super::{
    header::{Footer, Header, Nav},
    lamp::Lit,
    missing::missing_body,
    ready::Ready,
};
use crate::{
    call::visitor,
    executions::running_of,
    parts::{CutNote, Icon, Shape},
    ports::{CallError, PortError, VisitorPort, port},
};
use axum::http::{HeaderValue, StatusCode, header};
use domain::Member;
use leptos::{prelude::*, server::ServerActionError};
use leptos_meta::Title;
use leptos_router::hooks::use_url;
use server_fn::error::ServerFnUrlError;

const TITLE_CHARS_MAX: usize = 60;

/// One page, ready to be shown.
pub struct Page {
    title: String,
    body: AnyView,
    titled: bool,
    footer: bool,
    trouble: Option<String>,
}

impl Page {
    /// A page with its own part of the title.
    pub fn new(title: impl Into<String>, body: AnyView) -> Self {
        Page { title: shortened(&title.into()), body, titled: true, footer: true, trouble: None }
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

/// A title's first words: tabs and bookmarks show no more.
fn shortened(title: &str) -> String {
    match title.char_indices().nth(TITLE_CHARS_MAX) {
        Some((end, _)) => format!("{}…", title[..end].trim_end()),
        None => title.to_owned(),
    }
}

/// A page for members; strangers are led to the door and come back.
pub fn member_page<F, Fut>(nav: Nav, load: F) -> impl IntoView
where
    F: FnOnce(Member) -> Fut + Send + 'static,
    Fut: Future<Output = Result<Page, CallError>> + Send + 'static,
{
    let trouble = form_trouble();
    let show = async move {
        let member = match visitor().await {
            Ok(Some(member)) => member,
            Ok(None) => return refusal(nav, None, PortError::LoggedOut.into()).await,
            Err(error) => return refusal(nav, None, error).await,
        };
        let lit = running_of(&member.account).await.unwrap_or_default();
        match load(member).await {
            Ok(page) => around(nav, Some(lit), Page { trouble, ..page }),
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
    let trouble = form_trouble();
    let show = async move {
        let lit = match (nav, visitor().await) {
            (Nav::Share, _) | (_, Ok(None) | Err(_)) => None,
            (_, Ok(Some(member))) => Some(running_of(&member.account).await.unwrap_or_default()),
        };
        match load.await {
            Ok(page) => around(nav, lit, Page { trouble, ..page }),
            Err(error) => refusal(nav, lit, error).await,
        }
    };
    view! { <Suspense>{Suspend::new(show)}</Suspense> }
}

/// Leads whoever asked elsewhere.
pub fn redirect_to(path: &str) {
    let (response, way) = (use_context::<leptos_axum::ResponseOptions>(), HeaderValue::from_str(path));
    if let (Some(response), Ok(way)) = (response, way) {
        response.insert_header(header::LOCATION, way);
        response.set_status(StatusCode::FOUND);
    }
}

fn around(nav: Nav, lit: Option<Vec<Lit>>, page: Page) -> AnyView {
    let percent = lit.as_ref().and_then(|lit| lit.first()).map(|first| format!("{} % · ", first.progress));
    let title = format!("{}{} · Pitchreel", percent.unwrap_or_default(), page.title);
    let member = lit.is_some();
    view! {
        <Title text=title/>
        <Header nav lit titled=page.titled/>
        <main id="main" class="wrap stack" tabindex="-1">
            {page.trouble.map(|sentence| view! { <CutNote sentence/> })}
            {page.body}
        </main>
        {page.footer.then(|| view! { <Footer member/> })}
        <Ready/>
    }
    .into_any()
}

/// What a form that was sent without the script was told. The page says it once and above all else; islands do not
/// hear of it, because the browser, which wakes them, does not either.
fn form_trouble() -> Option<String> {
    let told = use_context::<ServerActionError>()?;
    provide_context(ServerActionError::new("", ""));
    let known = !told.path().is_empty();
    known.then(|| ServerFnUrlError::<CallError>::decode_err(told.err()).to_string())
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
        response.set_status(said.status());
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
