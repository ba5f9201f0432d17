//! The radio groups of step two: background, format, captions.

use super::{desk::Desk, send_picture::send_picture};
use crate::{
    parts::{CutNote, Icon, Shape, frame_url},
    ports::FrameLook,
};
use domain::{Background, Captions, ChoicesPatch, Format, Rgb, Scene};
use leptos::prelude::*;

/// Plain backgrounds that are offered beside the scenes.
const COLORS: [(&str, &str); 4] =
    [("#f2efe8", "Chalk"), ("#d9c3cf", "Rose"), ("#1f3742", "Deep sea"), ("#101214", "Night")];

#[component]
pub fn BackgroundChoice(
    desk: Desk,
    /// Of the product's page.
    colours: Vec<Rgb>,
) -> impl IntoView {
    let trouble = RwSignal::new(None::<String>);
    let scenes = Scene::ALL.map(|scene| {
        let background = Background::Scene(scene);
        let look = FrameLook { avatar: None, background: background.clone(), format: Format::Square, captions: Captions::Off, lines: 160 };
        let picture = view! { <img src=frame_url(&look) alt="" width="160" height="160"/> };
        view! { <BackgroundCard desk background name=scene.title()><span class="pic">{picture}</span></BackgroundCard> }
    });
    let colors = COLORS.map(|(hex, name)| {
        let background: Background = hex.parse().unwrap_or_default();
        view! { <BackgroundCard desk background name><span class="pic" style:background=hex></span></BackgroundCard> }
    });
    let of_page = colours.into_iter().map(move |rgb| {
        let background = Background::Color(rgb);
        view! { <BackgroundCard desk background name="From the page"><span class="pic" style:background=rgb.to_string()></span></BackgroundCard> }
    });
    let pictures = move || {
        desk.pictures
            .get()
            .into_iter()
            .enumerate()
            .map(|(index, asset)| {
                let name = if index == 0 { "Your picture" } else { "Earlier picture" };
                view! {
                    <BackgroundCard desk background=Background::Asset(asset.id) name>
                        <span class="pic"><img src=asset.url alt="" width="160" height="160"/></span>
                    </BackgroundCard>
                }
            })
            .collect::<Vec<_>>()
    };
    view! {
        <Group name="Background" min="6.2rem">
            {scenes.into_iter().collect::<Vec<_>>()}
            {of_page.collect::<Vec<_>>()}
            {colors.into_iter().collect::<Vec<_>>()}
            <OwnColor desk/>
            {pictures}
            <UploadCard desk trouble/>
        </Group>
        {move || trouble.get().map(|sentence| view! { <CutNote sentence/> })}
    }
}

#[component]
fn BackgroundCard(
    desk: Desk,
    background: Background,
    name: &'static str,
    children: Children,
) -> impl IntoView {
    let mine = background.clone();
    let first = desk.choices.with_untracked(|choices| choices.background == background);
    let checked = move || desk.choices.with(|choices| choices.background == mine);
    let value = background.to_string();
    let pick = move |_| desk.change("Background", behind(background.clone()));
    view! {
        <label class="opt">
            <input type="radio" name="patch[background]" value=value checked=first prop:checked=checked on:change=pick/>
            {children()}
            <b>{name}</b>
        </label>
    }
}

fn behind(background: Background) -> ChoicesPatch {
    ChoicesPatch { background: Some(background), ..Default::default() }
}

/// Any colour, by the browser's own picker. It shows what is chosen where that is none of the named ones.
#[component]
fn OwnColor(desk: Desk) -> impl IntoView {
    let own = move |choices: &domain::Choices| match &choices.background {
        Background::Color(rgb) if !COLORS.iter().any(|(hex, _)| *hex == rgb.to_string()) => {
            Some(rgb.to_string())
        }
        _ => None,
    };
    let shown = Memo::new(move |_| desk.choices.with(own));
    let pick = move |event: leptos::ev::Event| {
        if let Ok(rgb) = event_target_value(&event).parse::<Rgb>() {
            desk.change("Background", behind(Background::Color(rgb)));
        }
    };
    let value = move || shown.get().unwrap_or_else(|| "#8c6f56".into());
    view! {
        <label class="opt own-color" data-on=move || shown.get().is_some().to_string()>
            <span class="pic" style:background=value>
                <input type="color" aria-label="Own colour" prop:value=value value=untrack(value) on:change=pick/>
            </span>
            {move || shown.get().map(|hex| view! { <input type="hidden" name="patch[background]" value=hex/> })}
            <b>"Own colour"</b>
        </label>
    }
}

/// The last card takes a picture. It is asleep until the script can send one.
#[component]
fn UploadCard(desk: Desk, trouble: RwSignal<Option<String>>) -> impl IntoView {
    let field = NodeRef::<leptos::html::Input>::new();
    let (awake, busy) = (RwSignal::new(false), RwSignal::new(false));
    let send = move || {
        let Some(field) = field.get_untracked() else { return };
        let Some(file) = field.files().and_then(|files| files.get(0)) else { return };
        trouble.set(None);
        busy.set(true);
        leptos::task::spawn_local(async move {
            match send_picture(desk.project.get_value(), file).await {
                Ok(asset) => desk.uploaded(asset),
                Err(error) => trouble.set(Some(error.to_string())),
            }
            busy.set(false);
            // The same file can be chosen again.
            field.set_value("");
        });
    };
    Effect::new(move |_| awake.set(true));
    view! {
        <label class="opt up" hidden=move || !awake.get()>
            <input
                node_ref=field type="file" accept="image/png,image/jpeg,image/webp" aria-label="Upload your picture"
                on:change=move |_| send()
            />
            <span class="pic"><Icon shape=Shape::Upload/></span>
            <b>{move || if busy.get() { "Sending it" } else { "Upload" }}</b>
        </label>
    }
}

#[component]
pub fn FormatChoice(desk: Desk) -> impl IntoView {
    let cards = Format::ALL.map(|format| {
        let (shape, place) = match format {
            Format::Portrait => (Shape::Portrait, "Reels, Shorts"),
            Format::Square => (Shape::Square, "Feed"),
            Format::Landscape => (Shape::Landscape, "Player, TV"),
        };
        let first = desk.format.get_untracked() == format;
        let pick =
            move |_| desk.change("Format", ChoicesPatch { format: Some(format), ..Default::default() });
        view! {
            <label class="opt fmt">
                <input type="radio" name="patch[format]" value=format.as_str() checked=first prop:checked=move || desk.format.get() == format on:change=pick/>
                <Icon shape class="i shp"/>
                <span><b>{format.as_str()}</b><small>{place}</small></span>
            </label>
        }
    });
    view! { <Group name="Format" min="6rem">{cards.into_iter().collect::<Vec<_>>()}</Group> }
}

#[component]
pub fn CaptionsChoice(desk: Desk) -> impl IntoView {
    let cards = Captions::ALL.map(|captions| {
        let (sample, name, what) = match captions {
            Captions::Word => (view! { "stay " <mark>"warm"</mark> }.into_any(), "Word", "one word lit"),
            Captions::Line => ("stay warm".into_any(), "Line", "plain, low"),
            Captions::Off => (view! { <s>"Aa"</s> }.into_any(), "Off", "SRT only"),
        };
        let first = desk.choices.with_untracked(|choices| choices.captions == captions);
        let checked = move || desk.choices.with(|choices| choices.captions == captions);
        let pick =
            move |_| desk.change("Captions", ChoicesPatch { captions: Some(captions), ..Default::default() });
        view! {
            <label class="opt fmt">
                <input type="radio" name="patch[captions]" value=captions.as_str() checked=first prop:checked=checked on:change=pick/>
                <span class="capd" aria-hidden="true">{sample}</span>
                <span><b>{name}</b><small>{what}</small></span>
            </label>
        }
    });
    view! { <Group name="Captions" min="6rem">{cards.into_iter().collect::<Vec<_>>()}</Group> }
}

/// One named group of radios.
#[component]
pub fn Group(name: &'static str, min: &'static str, children: Children) -> impl IntoView {
    let id = format!("group-{name}");
    let named_by = id.clone();
    view! {
        <fieldset class="pick pane" role="radiogroup" aria-labelledby=named_by>
            <legend id=id class="h3">{name}</legend>
            <div class="opts" style:--min=min>{children()}</div>
        </fieldset>
    }
}
