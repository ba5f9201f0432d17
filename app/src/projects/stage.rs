//! The stage of step two: what the camera will see.

use super::{
    desk::{Desk, FORM_ID},
    look_of,
};
use crate::parts::{Frame, Icon, Shape, clock, frame_url};
use domain::{Avatar, Background, Voice};
use leptos::prelude::*;

#[component]
pub fn PreviewStage(desk: Desk, avatars: Vec<Avatar>, voices: Vec<Voice>, duration_ms: u32) -> impl IntoView {
    let src =
        Memo::new(move |_| frame_url(&desk.choices.with(|choices| look_of(choices, desk.format.get()))));
    let alt = Memo::new(move |_| {
        let id = desk.choices.with(|choices| choices.avatar_id.clone());
        let avatar =
            avatars.iter().find(|avatar| avatar.id == id).map_or("The presenter", |avatar| &avatar.name);
        format!("{avatar}, {}", desk.choices.with(|choices| place(&choices.background)))
    });
    let voice = move || {
        let id = desk.choices.with(|choices| choices.voice_id.clone());
        voices.iter().find(|voice| voice.id == id).map(|voice| voice.name.clone())
    };
    view! {
        <aside class="stage sticky" aria-label="Preview">
            <Frame src alt format=desk.format/>
            <p class="slate">
                <b>"Preview"</b>
                <span>{move || desk.format.get().as_str()}</span>
                <span class="hide-s">{voice}</span>
                <span class="num push">{format!("about {}", clock(duration_ms))}</span>
            </p>
            <div class="row full"><OnwardButton/></div>
        </aside>
    }
}

/// The arrow that leads on.
#[component]
fn OnwardButton() -> impl IntoView {
    view! {
        <button class="btn push" type="submit" form=FORM_ID>
            "Price and time" <Icon shape=Shape::ArrowRight class="i hide-s"/>
        </button>
    }
}

fn place(background: &Background) -> String {
    match background {
        Background::Scene(scene) => format!("in the scene {}", scene.title()),
        Background::Color(rgb) => format!("in front of the colour {rgb}"),
        Background::Asset(_) => "in front of your picture".into(),
    }
}
