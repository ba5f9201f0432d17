//! Speaking sentences with the natural voice: phonemes for all, pieces to the threads, sounds as they come.

use super::model::Styles;
use super::phonemiser::Phonemiser;
use super::pieces::pieces;
use super::workers::{Job, Workers};
use crate::SpeechError;
use crate::sentence_sound::SentenceSound;
use crate::text::Sentence;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;

/// Pause between two pieces of one long sentence, in seconds.
const PIECE_PAUSE_S: f32 = 0.08;
/// How often a waiting order asks whether it was cancelled.
const PATIENCE: Duration = Duration::from_millis(50);

/// Speaks sentences; `done` gets each with its place in `sentences`, in the order in which they are finished.
pub(crate) fn speak(
    sentences: &[&Sentence],
    phonemiser: &Phonemiser,
    workers: &Workers,
    voice_file: &Path,
    done: &mut dyn FnMut(usize, SentenceSound) -> Result<(), SpeechError>,
    cancelled: &dyn Fn() -> bool,
) -> Result<(), SpeechError> {
    let styles = Arc::new(Styles::load(voice_file)?);
    let mut orders: Vec<(usize, Vec<_>)> = Vec::new();
    let mut waiting: Vec<Waiting> = Vec::new();
    for (at, sentence) in sentences.iter().enumerate() {
        let phonemes = phonemiser.phonemes(&sentence.spoken);
        let pieces = pieces(&sentence.spoken, &phonemes, sentence.words.start);
        waiting.push(Waiting { parts: vec![None; pieces.len()] });
        orders.extend(pieces.into_iter().enumerate().map(|(part, piece)| (at * PARTS_MAX + part, piece)));
        if cancelled() {
            return Err(SpeechError::Cancelled);
        }
    }
    // The longest first: then no thread starts a long piece when the others have nothing left.
    orders.sort_by_key(|(id, piece)| (std::cmp::Reverse(piece.len()), *id));

    let given_up = GivenUp(Arc::new(AtomicBool::new(false)));
    let (answer, answers) = channel();
    let mut left = orders.len();
    for (id, piece) in orders {
        let job =
            Job { id, piece, styles: styles.clone(), given_up: given_up.0.clone(), answer: answer.clone() };
        workers.submit(job)?;
    }
    drop(answer);
    while left > 0 {
        match answers.recv_timeout(PATIENCE) {
            Ok((id, sound)) => {
                left -= 1;
                let at = id / PARTS_MAX;
                if let Some(whole) = waiting[at].take(id % PARTS_MAX, sound?) {
                    done(at, whole)?;
                }
            }
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => {
                return Err(SpeechError::Broken("its threads have ended".to_owned()));
            }
        }
        if cancelled() {
            return Err(SpeechError::Cancelled);
        }
    }
    Ok(())
}

/// More pieces than any text has in one sentence.
const PARTS_MAX: usize = 1 << 20;

/// Tells the threads, however this order ends, to skip what is still queued for it.
struct GivenUp(Arc<AtomicBool>);

impl Drop for GivenUp {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// The parts of a sentence that have been spoken so far.
struct Waiting {
    parts: Vec<Option<SentenceSound>>,
}

impl Waiting {
    /// Takes a part; gives the whole sentence once all are there.
    fn take(&mut self, part: usize, sound: SentenceSound) -> Option<SentenceSound> {
        self.parts[part] = Some(sound);
        if self.parts.iter().any(Option::is_none) {
            return None;
        }
        let mut whole = SentenceSound::default();
        for part in self.parts.drain(..).flatten() {
            whole.append(part, PIECE_PAUSE_S);
        }
        Some(whole)
    }
}
