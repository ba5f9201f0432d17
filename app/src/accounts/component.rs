//! The two forms at the door.

use super::{LogIn, SignUp};
use crate::{
    parts::{CutNote, Problems, describe, focus_on_problem, is_sent},
    ports::CallError,
};
use leptos::{form::ActionForm, prelude::*};

/// What one of the forms says.
#[derive(Clone, Copy)]
struct Words {
    title: &'static str,
    about: &'static str,
    button: &'static str,
    /// What the browser is told about the password.
    autocomplete: &'static str,
    hint: Option<&'static str>,
}

const LOG_IN: Words = Words {
    title: "Back to work",
    about: "Your ads and renders are where you left them.",
    button: "Log in",
    autocomplete: "current-password",
    hint: None,
};

const SIGN_UP: Words = Words {
    title: "Open your studio",
    about: "The first account owns this installation.",
    button: "Sign up",
    autocomplete: "new-password",
    hint: Some("Ten characters or more. A sentence works well."),
};

const JOIN: Words = Words { title: "Join ", about: "Choose how you log in from now on.", ..SIGN_UP };

/// Email and password of somebody who has an account.
#[island]
pub fn LogInForm(
    /// Where to go then.
    next: String,
    /// The invitation that is accepted then; empty for none.
    invitation: String,
) -> impl IntoView {
    let action = ServerAction::<LogIn>::new();
    let (answer, busy) = (action.value(), is_sent(action));
    view! {
        <ActionForm action attr:class="stack" attr:aria-labelledby="door" attr:novalidate=true attr:aria-busy=move || busy.get().to_string()>
            <Inside words=LOG_IN answer=answer.into() busy next invitation/>
        </ActionForm>
    }
}

/// Email and password of somebody new.
#[island]
pub fn SignUpForm(
    /// Where to go then.
    next: String,
    /// The invitation that lets them in; empty for none.
    invitation: String,
    /// Which team they join by it; empty for none.
    team: String,
) -> impl IntoView {
    let action = ServerAction::<SignUp>::new();
    let (answer, busy) = (action.value(), is_sent(action));
    view! {
        <ActionForm action attr:class="stack" attr:aria-labelledby="door" attr:novalidate=true attr:aria-busy=move || busy.get().to_string()>
            <Inside words=if team.is_empty() { SIGN_UP } else { JOIN } answer=answer.into() busy next invitation team/>
        </ActionForm>
    }
}

/// Both fields, and what is wrong with them. What was typed stays.
#[component]
fn Inside(
    words: Words,
    answer: Signal<Option<Result<(), CallError>>>,
    busy: Memo<bool>,
    next: String,
    invitation: String,
    /// Whose name ends the title.
    #[prop(optional)]
    team: String,
) -> impl IntoView {
    let problems = Memo::new(move |_| answer.with(|answer| Problems::of(answer.as_ref())));
    focus_on_problem(problems);
    let email = move || problems.with(|problems| problems.at("email"));
    let password = move || problems.with(|problems| problems.at("password"));
    let other = move || problems.with(|problems| problems.beside(&["email", "password"]));
    view! {
        <h1 id="door">{words.title}{team}</h1>
        <p class="dim">{words.about}</p>
        {move || other().map(|sentence| view! { <CutNote sentence/> })}
        <div class="field">
            <label for="email">"Email"</label>
            <input
                class="in" id="email" name="email" type="email" autocomplete="email" autocapitalize="none"
                aria-invalid=move || email().is_some().then_some("true") aria-describedby="email-problem"
            />
            <p class="problem" id="email-problem" role="alert">{email}</p>
        </div>
        <div class="field">
            <label for="password">"Password"</label>
            <input
                class="in" id="password" name="password" type="password" autocomplete=words.autocomplete
                aria-invalid=move || password().is_some().then_some("true")
                aria-describedby=move || describe(&password(), "password-problem", "password-hint")
            />
            <p class="problem" id="password-problem" role="alert">{password}</p>
            {words.hint.map(|hint| view! { <p class="hint" id="password-hint">{hint}</p> })}
        </div>
        <input type="hidden" name="next" value=next/>
        <input type="hidden" name="invitation" value=invitation/>
        <button class="btn big" type="submit" aria-disabled=move || busy.get().to_string()>{words.button}</button>
    }
}
