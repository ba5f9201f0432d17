//! The face and the beats: brows and nods on the words that matter, a frown for a trouble, a smile for what is good.

use super::Energy;
use super::dice::Dice;
use super::lane::Lane;
use super::pulse::{Pulses, Target};
use super::timeline::{Timeline, Word};
use super::wording;

/// Brows go up at most once in this time.
const BROW_PAUSE_MS: i32 = 1_500;
/// Two nods closer than this would be a rattle.
const NOD_PAUSE_MS: i32 = 850;

/// Plans all beats of a script. `yaw` is where the head comes home to, so that the near shoulder goes with it.
pub(super) fn beats(timeline: &Timeline<'_>, energy: Energy, yaw: &Lane, seed: u64) -> Pulses {
    let mut pulses = Pulses::default();
    let mut dice = Dice::new(seed, 6);
    brows(timeline, energy, &mut pulses, &mut dice);
    nods(timeline, energy, &mut pulses, &mut Dice::new(seed, 7));
    effort(timeline, energy, yaw, &mut pulses);
    moods(timeline, &mut pulses, &mut dice);
    contrasts(timeline, energy, &mut pulses, &mut dice);
    pulses
}

fn stressed<'a>(timeline: &'a Timeline<'_>) -> impl Iterator<Item = &'a Word> {
    timeline.words.iter().filter(|word| word.content && word.energy >= timeline.stressed_from)
}

fn brows(timeline: &Timeline<'_>, energy: Energy, pulses: &mut Pulses, dice: &mut Dice) {
    let mut free_from = 0;
    for word in stressed(timeline) {
        if word.vowel_ms < free_from || !dice.chance(0.8) {
            continue;
        }
        let amount = (dice.between(0.3, 0.45) + 0.4 * word.energy) * (0.4 + 0.6 * energy.gain());
        raise(pulses, word.vowel_ms + 60, 120, amount.min(0.85), dice);
        free_from = word.vowel_ms + BROW_PAUSE_MS;
    }
    for sentence in timeline.sentences.iter().filter(|sentence| sentence.question) {
        let from = sentence.start_ms + (sentence.end_ms - sentence.start_ms) / 4;
        raise(pulses, from + 120, sentence.end_ms - from, 0.38, dice);
    }
}

/// Raises both brows, one a little more and a little sooner than the other.
fn raise(pulses: &mut Pulses, peak_ms: i32, hold_ms: i32, amount: f32, dice: &mut Dice) {
    let less = amount * dice.between(0.78, 0.96);
    let later = peak_ms + dice.millis(0, 25);
    let (first, second) =
        if dice.chance(0.5) { (Target::BrowL, Target::BrowR) } else { (Target::BrowR, Target::BrowL) };
    pulses.add(first, peak_ms, hold_ms, amount);
    pulses.add(second, later, hold_ms, less);
}

fn nods(timeline: &Timeline<'_>, energy: Energy, pulses: &mut Pulses, dice: &mut Dice) {
    let mut free_from = 250;
    let key = timeline.key_word().map(|word| word.start_ms);
    for word in stressed(timeline) {
        let certain = Some(word.start_ms) == key;
        if word.vowel_ms < free_from || !(dice.chance(0.5) || certain) {
            continue;
        }
        let amount = (dice.between(1.6, 2.6) + 2.6 * word.energy) * energy.gain();
        pulses.add(Target::Nod, word.vowel_ms + 50, 0, amount.min(6.0));
        free_from = word.vowel_ms + NOD_PAUSE_MS;
    }
    if timeline.last_ms > 0 {
        // A small one to say: that was it.
        pulses.add(Target::Nod, timeline.last_ms + 380, 0, 2.2 * energy.gain());
    }
}

/// What a loud word does to the body: towards the camera, and up with the shoulder on the side of the turn.
fn effort(timeline: &Timeline<'_>, energy: Energy, yaw: &Lane, pulses: &mut Pulses) {
    for word in stressed(timeline) {
        let hold = (word.end_ms - word.vowel_ms - 60).clamp(0, 500);
        let share = (word.energy - 0.3) / 0.7 * energy.gain();
        pulses.add(Target::Lean, word.vowel_ms + 40, hold, (0.5 * share).min(0.6));
        let near = if yaw.at(f64::from(word.vowel_ms)) < 0.0 { Target::LiftL } else { Target::LiftR };
        pulses.add(near, word.vowel_ms + 60, hold, (0.35 * share).min(0.45));
    }
}

fn moods(timeline: &Timeline<'_>, pulses: &mut Pulses, dice: &mut Dice) {
    for word in timeline.words.iter().filter(|word| word.positive) {
        pulses.add(Target::Smile, word.vowel_ms + 80, word.end_ms - word.vowel_ms, 0.15);
        pulses.add(Target::Squint, word.vowel_ms + 60, 120, 0.12);
    }
    for (index, sentence) in timeline.sentences.iter().enumerate().filter(|(_, of)| of.problem) {
        let trouble = timeline.words_of(index).find(|word| wording::is_problem(&word.plain));
        let at = trouble.map_or(sentence.start_ms, |word| word.start_ms).max(sentence.start_ms + 150);
        let hold = sentence.end_ms - at - 250;
        pulses.add(Target::Knit, at, hold, dice.between(0.22, 0.35));
        pulses.add(Target::Smile, at, hold, -0.14);
    }
}

/// "Not this, but that": the head tilts to one side and then to the other.
fn contrasts(timeline: &Timeline<'_>, energy: Energy, pulses: &mut Pulses, dice: &mut Dice) {
    let gain = 0.6 + 0.4 * energy.gain();
    for sentence in 0..timeline.sentences.len() {
        let denial = timeline.words_of(sentence).find(|word| wording::is_denial(&word.plain));
        let from = denial.map_or(i32::MIN, |word| word.start_ms);
        let turn =
            timeline.words_of(sentence).find(|word| word.start_ms > from && wording::is_turn(&word.plain));
        let side = dice.sign();
        let tilt = dice.between(1.7, 2.5) * gain;
        if let (Some(denial), Some(_)) = (denial, turn) {
            pulses.add(Target::Tilt, denial.vowel_ms + 120, 180, side * tilt);
        }
        if let Some(turn) = turn {
            pulses.add(Target::Tilt, turn.end_ms + 150, 260, -side * tilt);
        }
    }
}

/// The smile that everything else is added to: broad for the hook, friendly through the script, broad at the end.
pub(super) fn smile(timeline: &Timeline<'_>) -> Lane {
    let mut lane = Lane::new(if timeline.last_ms > 0 { 0.5 } else { 0.4 });
    if let (Some(first), Some(last)) = (timeline.sentences.first(), timeline.sentences.last()) {
        lane.go(first.start_ms + 500, 700, 0.33);
        if timeline.sentences.len() > 1 {
            lane.go(last.start_ms, 500, 0.4);
        }
        lane.go(timeline.last_ms - 120, 300, 0.5);
        lane.go(timeline.last_ms + 2_400, 900, 0.4);
    }
    lane
}
