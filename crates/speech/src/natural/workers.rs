//! Threads that speak pieces side by side: one model for all, one small pool for each.
//!
//! Two threads with a pool each are faster than one pool of two, and their number bounds the memory of all orders
//! together. They run at low priority, so that pages stay quick.

use super::model::{Kokoro, Styles};
use super::pieces::Unit;
use crate::SpeechError;
use crate::low_priority::lower_this_thread;
use crate::sentence_sound::SentenceSound;
use rten::ThreadPool;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};

/// One piece to speak.
pub(super) struct Job {
    /// Handed back with the answer.
    pub id: usize,
    pub piece: Vec<Unit>,
    pub styles: Arc<Styles>,
    /// A job whose order was given up is skipped.
    pub given_up: Arc<AtomicBool>,
    pub answer: Sender<(usize, Result<SentenceSound, SpeechError>)>,
}

/// A loaded model and the threads that speak with it; they end when this is dropped.
pub(crate) struct Workers {
    jobs: Sender<Job>,
}

impl Workers {
    /// Loads the model and starts `threads` threads.
    pub(crate) fn start(folder: &Path, threads: usize) -> Result<Self, SpeechError> {
        let model = Arc::new(Kokoro::load(folder)?);
        let (jobs, queue) = channel::<Job>();
        let queue = Arc::new(Mutex::new(queue));
        for at in 0..threads.max(1) {
            let (model, queue) = (model.clone(), queue.clone());
            std::thread::Builder::new()
                .name(format!("voice-{at}"))
                .spawn(move || work(&model, &queue))
                .map_err(|error| SpeechError::Broken(error.to_string()))?;
        }
        Ok(Self { jobs })
    }

    pub(super) fn submit(&self, job: Job) -> Result<(), SpeechError> {
        self.jobs.send(job).map_err(|_| SpeechError::Broken("its threads have ended".to_owned()))
    }
}

fn work(model: &Kokoro, queue: &Mutex<Receiver<Job>>) {
    lower_this_thread();
    let pool = Arc::new(ThreadPool::with_num_threads(1));
    loop {
        let next = match queue.lock() {
            Ok(queue) => queue.recv(),
            Err(_) => return,
        };
        let Ok(job) = next else { return };
        if job.given_up.load(Ordering::Relaxed) {
            continue;
        }
        let spoken = model.speak(&job.piece, &job.styles, &pool);
        // Nobody waits for the answer of an order that was given up.
        let _ = job.answer.send((job.id, spoken));
    }
}
