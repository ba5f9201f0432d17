//! The two forms at the door.

use super::{LogIn, SignUp};
use crate::parts::{CutNote, Problems, describe};
use leptos::{form::ActionForm, prelude::*};

/// Email and password of somebody who has an account.
#[island]
pub fn LogInForm(
    /// Where to go then.
    next: String,
) -> impl IntoView {
    let action = ServerAction::<LogIn>::new();
    let problems = Memo::new(move |_| action.value().with(|value| Problems::of(value.as_ref())));
    view! {
        <ActionForm action attr:class="stack" attr:aria-labelledby="door" attr:novalidate=true>
            <h1 id="door">"Back to work"</h1>
            <p class="dim">"Your ads and renders are where you left them."</p>
            <Fields problems autocomplete="current-password" hint=None/>
            <input type="hidden" name="next" value=next/>
            <button class="btn big" type="submit" aria-disabled=move || action.pending().get().to_string()>
                "Log in"
            </button>
        </ActionForm>
    }
}

/// Email and password of somebody new.
#[island]
pub fn SignUpForm(
    /// Where to go then.
    next: String,
) -> impl IntoView {
    let action = ServerAction::<SignUp>::new();
    let problems = Memo::new(move |_| action.value().with(|value| Problems::of(value.as_ref())));
    view! {
        <ActionForm action attr:class="stack" attr:aria-labelledby="door" attr:novalidate=true>
            <h1 id="door">"Open your studio"</h1>
            <p class="dim">"The first account owns this installation."</p>
            <Fields problems autocomplete="new-password" hint=Some("Ten characters or more. A sentence works well.")/>
            <input type="hidden" name="next" value=next/>
            <button class="btn big" type="submit" aria-disabled=move || action.pending().get().to_string()>
                "Sign up"
            </button>
        </ActionForm>
    }
}

/// Both fields, and what is wrong with them. What was typed stays.
#[component]
fn Fields(problems: Memo<Problems>, autocomplete: &'static str, hint: Option<&'static str>) -> impl IntoView {
    let email = move || problems.with(|problems| problems.at("email"));
    let password = move || problems.with(|problems| problems.at("password"));
    let other = move || problems.with(|problems| problems.beside(&["email", "password"]));
    view! {
        {move || other().map(|sentence| view! { <CutNote sentence/> })}
        <div class="field">
            <label for="email">"Email"</label>
            <input
                class="in" id="email" name="email" type="email" autocomplete="email" autocapitalize="none"
                aria-invalid=move || email().is_some().then_some("true") aria-describedby="email-problem"
            />
            <p class="problem" id="email-problem">{email}</p>
        </div>
        <div class="field">
            <label for="password">"Password"</label>
            <input
                class="in" id="password" name="password" type="password" autocomplete=autocomplete
                aria-invalid=move || password().is_some().then_some("true")
                aria-describedby=move || describe(&password(), "password-problem", "password-hint")
            />
            <p class="problem" id="password-problem">{password}</p>
            {hint.map(|hint| view! { <p class="hint" id="password-hint">{hint}</p> })}
        </div>
    }
}
