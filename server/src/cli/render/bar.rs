//! The bar on a terminal; nowhere else is anything drawn.

use indicatif::{ProgressBar, ProgressStyle};
use providers::Progress;
use std::io::IsTerminal;
use tokio::sync::watch;

const WHOLE: u64 = 1_000;

/// How far the whole render is.
#[derive(Clone)]
pub struct Bar(ProgressBar);

/// A stage of the render and the part of the bar that it fills, in thousandths.
#[derive(Clone, Copy)]
pub struct Stage {
    pub title: &'static str,
    pub from: u64,
    pub to: u64,
}

impl Bar {
    /// A bar where `wanted` and where standard error is a terminal.
    pub fn new(wanted: bool) -> Self {
        if !wanted || !std::io::stderr().is_terminal() {
            return Bar(ProgressBar::hidden());
        }
        let bar = ProgressBar::new(WHOLE);
        if let Ok(style) =
            ProgressStyle::with_template("{msg:<12} {bar:40} {percent:>3} %  {eta_precise} left")
        {
            bar.set_style(style);
        }
        Bar(bar)
    }

    /// Follows one stage until its maker lets go of the other end.
    pub async fn follow(self, stage: Stage, mut progress: watch::Receiver<Progress>) {
        self.0.set_message(stage.title);
        self.0.set_position(stage.from);
        while progress.changed().await.is_ok() {
            let percent = u64::from(progress.borrow_and_update().percent());
            self.0.set_position(stage.from + (stage.to - stage.from) * percent / 100);
        }
    }

    /// Takes the bar off the terminal.
    pub fn clear(&self) {
        self.0.finish_and_clear();
    }
}
