//! `render`: the main job with no server: a topic in, an MP4 with captions and a poster out.

mod bar;
mod make;
mod order;

use super::{Failure, args::RenderArgs, runtime};
use crate::{logging::start_logging, settings::Settings, studio_room::StudioRoom};
use bar::Bar;
use make::Workshop;
use order::Order;
use serde::Serialize;
use std::{path::PathBuf, time::Instant};
use tokio_util::sync::CancellationToken;

/// The line that `--json` prints.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Made {
    path: PathBuf,
    width: u32,
    height: u32,
    duration_ms: u32,
    render_ms: u128,
    /// All that is spoken.
    script: String,
}

pub fn render(settings: Settings, args: RenderArgs) -> Result<(), Failure> {
    start_logging(&settings.log, "error", None);
    let (json, bar) = (args.json, Bar::new(!args.json));
    let started = Instant::now();
    let runtime = runtime(2)?;
    let made = runtime.block_on(async {
        let cancel = CancellationToken::new();
        tokio::spawn(cancel_on_interrupt(cancel.clone()));
        let workshop = Workshop { room: StudioRoom::open(&settings)?, bar: bar.clone(), cancel };
        let order = Order::read(args, &workshop.room).await?;
        let (script, path) = (order.text.clone(), order.files.mp4.clone());
        let ad = workshop.make(order).await?;
        let render_ms = started.elapsed().as_millis();
        let (width, height, duration_ms) = (ad.width, ad.height, ad.duration_ms);
        Ok::<_, Failure>(Made { path, width, height, duration_ms, render_ms, script })
    });
    bar.clear();
    print(&made?, json)
}

fn print(made: &Made, json: bool) -> Result<(), Failure> {
    if json {
        let line = serde_json::to_string(made).map_err(|cause| Failure::new(format!("No JSON: {cause}.")))?;
        println!("{line}");
    } else {
        let (ad_s, took_s) = (f64::from(made.duration_ms) / 1000.0, made.render_ms as f64 / 1000.0);
        let (path, width, height) = (made.path.display(), made.width, made.height);
        println!("{path}: {ad_s:.1} s at {width} x {height}, made in {took_s:.1} s");
    }
    Ok(())
}

async fn cancel_on_interrupt(cancel: CancellationToken) {
    if tokio::signal::ctrl_c().await.is_ok() {
        cancel.cancel();
    }
}
