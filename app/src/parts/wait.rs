//! Waiting in the browser.

use futures::channel::oneshot;
use leptos::prelude::set_timeout;
use std::time::Duration;

/// Goes on after so many milliseconds. In the browser alone: a server waits on its own clock.
pub async fn wait_ms(milliseconds: u64) {
    let (done, waiting) = oneshot::channel::<()>();
    set_timeout(
        move || {
            // Whoever waited may have been dropped meanwhile.
            let _ = done.send(());
        },
        Duration::from_millis(milliseconds),
    );
    let _ = waiting.await;
}
