//! The eyes: on the camera nearly all the time, with the small restless steps that living eyes make, and now and then
//! a glance aside in a pause, which the head follows a little later.

use super::blink::Blink;
use super::dice::Dice;
use super::lane::Lane;
use super::timeline::{Pause, Timeline};

const SACCADE_MS: i32 = 35;
/// A pause shorter than this leaves no time to think.
const THOUGHT_MS_MIN: i32 = 180;
/// The head follows a glance this much later.
const HEAD_LATER_MS: i32 = 90;

/// Where the eyes look, and how the head goes along.
pub(super) struct GazePlan {
    pub x: Lane,
    pub y: Lane,
    /// Degrees of yaw that glances add.
    pub follow_yaw: Lane,
    /// The half blinks that glances take along.
    pub blinks: Vec<Blink>,
}

/// Plans the eyes up to `until_ms`.
pub(super) fn plan(timeline: &Timeline<'_>, seed: u64, until_ms: i32) -> GazePlan {
    let mut dice = Dice::new(seed, 2);
    let glances = glances(timeline, &mut dice);
    let mut plan =
        GazePlan { x: Lane::new(0.0), y: Lane::new(0.0), follow_yaw: Lane::new(0.0), blinks: Vec::new() };
    let mut at = dice.millis(700, 1_600);
    let mut next = glances.iter().peekable();
    while at < until_ms {
        if let Some(glance) = next.next_if(|glance| glance.start_ms <= at + 300) {
            plan.look(dice.sign() * dice.between(0.22, 0.35), dice.between(0.0, 0.2), *glance, &mut dice);
            at = glance.end_ms + dice.millis(700, 1_600);
            continue;
        }
        plan.step(at, SACCADE_MS, dice.between(-0.06, 0.06), dice.between(-0.045, 0.045));
        at += dice.millis(700, 1_600);
    }
    plan
}

impl GazePlan {
    fn step(&mut self, at_ms: i32, duration_ms: i32, x: f32, y: f32) {
        self.x.go(at_ms, duration_ms, x);
        self.y.go(at_ms, duration_ms, y);
    }

    /// A glance aside and back to the camera.
    fn look(&mut self, x: f32, y: f32, glance: Pause, dice: &mut Dice) {
        self.step(glance.start_ms, SACCADE_MS + 10, x, y);
        self.step(glance.end_ms, SACCADE_MS + 10, dice.between(-0.03, 0.03), 0.0);
        let yaw = x.signum() * dice.between(2.0, 3.0);
        self.follow_yaw.go(glance.start_ms + HEAD_LATER_MS, 260, yaw);
        self.follow_yaw.go(glance.end_ms + HEAD_LATER_MS, 320, 0.0);
        let lag = dice.millis(-8, 8);
        self.blinks.push(Blink { at: glance.start_ms - 30, lag, depth: 0.5 });
    }
}

/// A few of the longer pauses, each as the time that the eyes are away.
fn glances(timeline: &Timeline<'_>, dice: &mut Dice) -> Vec<Pause> {
    let pauses = timeline.pauses.iter().filter(|pause| pause.end_ms - pause.start_ms >= THOUGHT_MS_MIN);
    let mut glances: Vec<Pause> = Vec::new();
    for pause in pauses {
        let after_last = glances.last().is_none_or(|last| pause.start_ms - last.end_ms > 4_000);
        if dice.chance(0.15) && after_last {
            let start_ms = pause.start_ms + 20;
            glances.push(Pause { start_ms, end_ms: start_ms + dice.millis(400, 700) });
        }
    }
    glances
}
