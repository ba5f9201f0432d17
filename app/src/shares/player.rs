//! The finished ad between its stage marks, in the browser's own player.

use domain::MediaResult;
use leptos::prelude::*;

/// A video with its poster and its captions.
#[component]
pub fn Player(
    media: MediaResult,
    title: String,
    /// Its width at most.
    width: &'static str,
) -> impl IntoView {
    let shape = format!("{}/{}", media.width, media.height);
    view! {
        <div class="marks" style:--fw=width>
            <div class="frame" style:--ar=shape>
                <video controls playsinline preload="metadata" poster=media.poster_url aria-label=title src=media.url>
                    <track kind="captions" srclang="en" label="Captions" src=media.captions_url/>
                </video>
            </div>
        </div>
    }
}
