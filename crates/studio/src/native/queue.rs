//! The work queue: segments are drawn and encoded by several threads and handed over in order.
//!
//! ```text
//! waiting ──take──► with a worker ──put──► finished ──hand over in order──► written
//! ```
//! A worker takes a segment only while it is near the one that is written next, so that memory never grows with the
//! length of the ad. The first failure, and a wish to cancel, stops every worker at its next frame.

use super::h264::{Segment, SegmentEncoder};
use super::thread::{CpuSeconds, come_last, cpu_seconds};
use crate::error::StudioError;
use crate::frame::FrameRenderer;
use crate::picture::Stage;
use std::collections::BTreeMap;
use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

/// What the workers share.
pub(super) struct Queue<'a> {
    pub stage: Arc<Stage>,
    pub segments: Vec<Range<u32>>,
    /// How many segments may be finished ahead of the one that is written next.
    pub ahead_max: usize,
    /// Called with the number of a frame when it is done.
    pub frame_done: &'a (dyn Fn() + Sync),
    pub cancelled: &'a (dyn Fn() -> bool + Sync),
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    taken: usize,
    written: usize,
    finished: BTreeMap<usize, Segment>,
    failure: Option<StudioError>,
    stopped: bool,
    cpu: CpuSeconds,
}

impl<'a> Queue<'a> {
    pub fn new(
        stage: Arc<Stage>,
        segments: Vec<Range<u32>>,
        ahead_max: usize,
        frame_done: &'a (dyn Fn() + Sync),
        cancelled: &'a (dyn Fn() -> bool + Sync),
    ) -> Self {
        let (state, changed) = (Mutex::default(), Condvar::new());
        Self { stage, segments, ahead_max: ahead_max.max(1), frame_done, cancelled, state, changed }
    }

    /// One worker: draws and encodes segments until none is left or somebody stopped. Whatever befalls it, those who
    /// wait for its segments hear of it.
    pub fn work(&self) {
        come_last();
        if catch_unwind(AssertUnwindSafe(|| self.draw_segments())).is_err() {
            self.fail(StudioError::Broken);
        }
    }

    fn draw_segments(&self) {
        let mut renderer = FrameRenderer::new(Arc::clone(&self.stage));
        while let Some((index, frames)) = self.take() {
            let mut cpu = CpuSeconds::default();
            let outcome = self.segment(&mut renderer, frames, &mut cpu);
            let mut state = self.lock();
            state.cpu.draw += cpu.draw;
            state.cpu.encode += cpu.encode;
            match outcome {
                Ok(segment) => drop(state.finished.insert(index, segment)),
                Err(error) => {
                    drop(state);
                    self.fail(error);
                }
            }
            self.changed.notify_all();
        }
    }

    fn fail(&self, error: StudioError) {
        let mut state = self.lock();
        state.stopped = true;
        state.failure.get_or_insert(error);
        self.changed.notify_all();
    }

    fn segment(
        &self,
        renderer: &mut FrameRenderer,
        frames: Range<u32>,
        cpu: &mut CpuSeconds,
    ) -> Result<Segment, StudioError> {
        let mut encoder = SegmentEncoder::new()?;
        for frame in frames {
            if (self.cancelled)() || self.lock().stopped {
                return Err(StudioError::Cancelled);
            }
            let begin = cpu_seconds();
            let planes = renderer.planes(frame);
            let drawn = cpu_seconds();
            encoder.push(planes)?;
            cpu.draw += drawn - begin;
            cpu.encode += cpu_seconds() - drawn;
            (self.frame_done)();
        }
        Ok(encoder.finish())
    }

    /// The next segment, as soon as it may be begun.
    fn take(&self) -> Option<(usize, Range<u32>)> {
        let mut state = self.lock();
        while !state.stopped
            && state.taken < self.segments.len()
            && state.taken >= state.written + self.ahead_max
        {
            state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        if state.stopped {
            return None;
        }
        let frames = self.segments.get(state.taken)?.clone();
        state.taken += 1;
        Some((state.taken - 1, frames))
    }

    /// Waits for the segment that comes next in the film; `None` after the last.
    pub fn hand_over(&self) -> Result<Option<Segment>, StudioError> {
        let mut state = self.lock();
        loop {
            if let Some(failure) = state.failure.take() {
                return Err(failure);
            }
            let next = state.written;
            if next == self.segments.len() {
                return Ok(None);
            }
            if let Some(segment) = state.finished.remove(&next) {
                state.written += 1;
                self.changed.notify_all();
                return Ok(Some(segment));
            }
            state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Sends every worker home at its next frame.
    pub fn stop(&self) {
        self.lock().stopped = true;
        self.changed.notify_all();
    }

    /// What the workers have computed so far.
    pub fn cpu(&self) -> CpuSeconds {
        self.lock().cpu
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // A worker that panicked has left the state whole: every change to it is a single step.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::preview::talking;
    use crate::rig::PresenterRig;
    use domain::FrameSize;
    use std::sync::mpsc;
    use std::time::Duration;

    fn stage() -> Arc<Stage> {
        let rig = PresenterRig::built_in(&"amara".parse().unwrap()).unwrap();
        Arc::new(Stage::at_size(talking(&rig), FrameSize { width: 32, height: 32 }))
    }

    #[test]
    fn a_worker_that_breaks_down_ends_the_waiting() {
        let broken = || panic!("a lamp fell");
        let queue = Queue::new(stage(), vec![0..2, 2..4], 1, &broken, &|| false);
        let outcome = std::thread::scope(|scope| {
            scope.spawn(|| queue.work());
            queue.hand_over()
        });
        assert!(matches!(outcome, Err(StudioError::Broken)));
    }

    #[test]
    fn nobody_draws_far_ahead_of_what_is_written() {
        let (done, frames) = mpsc::channel();
        let frame_done = || done.send(()).unwrap();
        let queue =
            Queue::new(stage(), (0..6).map(|frame| frame..frame + 1).collect(), 2, &frame_done, &|| false);
        std::thread::scope(|scope| {
            scope.spawn(|| queue.work());
            for _ in 0..2 {
                frames.recv().unwrap();
            }
            // Without the limit the third would follow within milliseconds.
            assert!(frames.recv_timeout(Duration::from_millis(300)).is_err());
            for _ in 0..6 {
                assert!(queue.hand_over().unwrap().is_some());
            }
            assert!(queue.hand_over().unwrap().is_none());
        });
        assert_eq!(frames.try_iter().count(), 4);
    }
}
