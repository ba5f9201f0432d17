//! Frames: pictures of an ad that is not made yet, drawn by the studio itself.

use crate::ports::FrameLook;
use domain::{Background, Captions, Format, Scene};
use leptos::prelude::*;

/// Where the picture of this look is drawn.
pub fn frame_url(look: &FrameLook) -> String {
    let mut url =
        format!("/rpc/frame?format={}&captions={}&lines={}", look.format, look.captions.as_str(), look.lines);
    url.push_str(&format!("&background={}", look.background.to_string().replace('#', "%23")));
    if let Some(avatar) = &look.avatar {
        url.push_str(&format!("&avatar={avatar}"));
    }
    url
}

/// A picture between the four stage marks.
#[component]
pub fn Frame(
    #[prop(into)] src: Signal<String>,
    #[prop(into)] alt: Signal<String>,
    #[prop(into)] format: Signal<Format>,
    /// Width of a portrait frame; other shapes take what there is.
    #[prop(default = "17.5rem")]
    width: &'static str,
) -> impl IntoView {
    let wide = move || if format.get() == Format::Portrait { width } else { "24rem" };
    view! {
        <div class="marks" style:--fw=wide>
            <div class="frame" data-f=move || format.get().as_str()>
                <img src=src alt=alt width="540" height="960"/>
            </div>
        </div>
    }
}

/// A frame that anyone may see: this is what comes out here.
#[component]
pub fn SampleFrame() -> impl IntoView {
    let look = FrameLook {
        avatar: "amara".parse().ok(),
        background: Background::Scene(Scene::Kitchen),
        format: Format::Portrait,
        captions: Captions::Word,
        lines: 540,
    };
    view! {
        <Frame src=frame_url(&look) alt="Amara presents an ad in a kitchen" format=Format::Portrait width="16rem"/>
        <p class="slate"><b>"Sample frame"</b><span class="push">"Drawn here, with no key"</span></p>
    }
}
