//! The document around every page.

use super::App;
use leptos::prelude::*;
use leptos_meta::{HashedStylesheet, MetaTags};

const FONT: &str = "/fonts/familjen-grotesk-latin-wght-normal.woff2";

/// The whole document, from its type to its end.
pub fn shell(options: LeptosOptions) -> impl IntoView {
    view! {
        <!DOCTYPE html>
        <html lang="en">
            <head>
                <meta charset="utf-8"/>
                // Before any other style: a page that learns of it late breaks the transition off with an error.
                <style>"@media (prefers-reduced-motion:no-preference){@view-transition{navigation:auto}}"</style>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="theme-color" content="#eceeec" media="(prefers-color-scheme: light)"/>
                <meta name="theme-color" content="#141618" media="(prefers-color-scheme: dark)"/>
                <link rel="icon" href="/favicon.svg" type="image/svg+xml"/>
                <link rel="preload" href=FONT r#as="font" r#type="font/woff2" crossorigin="anonymous"/>
                <HashedStylesheet id="leptos" options=options.clone()/>
                <AutoReload options=options.clone()/>
                <HydrationScripts options islands=true/>
                <MetaTags/>
            </head>
            <body>
                <App/>
            </body>
        </html>
    }
}
