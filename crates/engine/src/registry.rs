//! The registry: which executions have an actor here, and who is listening to which.

use domain::{ExecutionEvent, ExecutionId};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};
use tokio::sync::{
    broadcast::{self, error::RecvError},
    mpsc,
};

/// Events that a listener may fall behind before it reads on from the table.
const EVENTS_KEPT: usize = 64;
/// Commands that may wait for one actor.
const COMMANDS_KEPT: usize = 32;

/// What an actor can be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Command {
    /// Somebody wants it stopped.
    Cancel,
    /// Somebody else has it, or may have it now.
    LeaseLost,
}

/// What a listener hears.
#[derive(Debug, Clone)]
pub(crate) enum Heard {
    /// An event that was stored here.
    Event(Box<ExecutionEvent>),
    /// Another node stored something: look at the table.
    Look,
}

/// Somebody who listens to one execution. The registry forgets them when they are dropped.
pub(crate) struct Listener {
    registry: ExecutionRegistry,
    id: ExecutionId,
    /// Taken away before the registry counts those that are left.
    events: Option<broadcast::Receiver<Heard>>,
}

impl Listener {
    /// This number is known here: nobody need be told to look for it.
    pub fn knows(&self, seq: u64) {
        if let Some(room) = self.registry.rooms().get_mut(&self.id) {
            room.newest = room.newest.max(seq);
        }
    }

    /// What is passed on next.
    pub async fn recv(&mut self) -> Result<Heard, RecvError> {
        match &mut self.events {
            Some(events) => events.recv().await,
            None => Err(RecvError::Closed),
        }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        drop(self.events.take());
        forget_if_empty(&mut self.registry.rooms(), &self.id);
    }
}

#[derive(Default)]
struct Room {
    /// The newest event that was passed on, or read by a listener.
    newest: u64,
    /// Made when the first listener comes.
    events: Option<broadcast::Sender<Heard>>,
    /// Present while an actor of this process runs it.
    actor: Option<Door>,
}

struct Door {
    epoch: u64,
    commands: mpsc::Sender<Command>,
}

/// Actors by execution. Nothing in it must be remembered: the table knows everything that matters.
#[derive(Default, Clone)]
pub(crate) struct ExecutionRegistry {
    rooms: Arc<Mutex<HashMap<ExecutionId, Room>>>,
}

impl ExecutionRegistry {
    /// An actor takes its place and gets what it is told there. A newer epoch replaces an older one that is still
    /// winding down.
    pub fn enter(&self, id: &ExecutionId, epoch: u64) -> mpsc::Receiver<Command> {
        let (commands, orders) = mpsc::channel(COMMANDS_KEPT);
        self.rooms().entry(id.clone()).or_default().actor = Some(Door { epoch, commands });
        orders
    }

    /// The actor of this epoch is gone.
    pub fn leave(&self, id: &ExecutionId, epoch: u64) {
        let mut rooms = self.rooms();
        if let Some(room) = rooms.get_mut(id)
            && room.actor.as_ref().is_some_and(|door| door.epoch == epoch)
        {
            room.actor = None;
        }
        forget_if_empty(&mut rooms, id);
    }

    /// Tells the actor, if there is one.
    pub fn command(&self, id: &ExecutionId, command: Command) {
        if let Some(door) = self.rooms().get(id).and_then(|room| room.actor.as_ref()) {
            // A full mailbox holds commands enough to stop it, and each of them does.
            let _ = door.commands.try_send(command);
        }
    }

    /// Tells everybody who listens to look at the table.
    pub fn stir(&self, id: &ExecutionId) {
        if let Some(events) = self.rooms().get(id).and_then(|room| room.events.as_ref()) {
            let _ = events.send(Heard::Look);
        }
    }

    /// Every execution that somebody listens to.
    pub fn listened(&self) -> Vec<ExecutionId> {
        let listened = |(_, room): &(&ExecutionId, &Room)| room.events.is_some();
        self.rooms().iter().filter(listened).map(|(id, _)| id.clone()).collect()
    }

    /// The table has this event: whoever listens looks, unless it is known.
    pub fn found(&self, id: &ExecutionId, seq: u64) {
        let mut rooms = self.rooms();
        let Some(room) = rooms.get_mut(id).filter(|room| room.newest < seq) else { return };
        room.newest = seq;
        if let Some(events) = &room.events {
            let _ = events.send(Heard::Look);
        }
    }

    /// The same for every execution.
    pub fn stir_all(&self) {
        for events in self.rooms().values().filter_map(|room| room.events.as_ref()) {
            let _ = events.send(Heard::Look);
        }
    }

    /// Passes a stored event on to everybody who listens.
    pub fn publish(&self, id: &ExecutionId, event: &ExecutionEvent) {
        let mut rooms = self.rooms();
        if let Some(room) = rooms.get_mut(id) {
            room.newest = room.newest.max(event.seq);
            if let Some(events) = &room.events {
                let _ = events.send(Heard::Event(Box::new(event.clone())));
            }
        }
        forget_if_empty(&mut rooms, id);
    }

    /// Starts to listen.
    pub fn listen(&self, id: &ExecutionId) -> Listener {
        let mut rooms = self.rooms();
        let room = rooms.entry(id.clone()).or_default();
        let events = room.events.get_or_insert_with(|| broadcast::channel(EVENTS_KEPT).0).subscribe();
        Listener { registry: self.clone(), id: id.clone(), events: Some(events) }
    }

    fn rooms(&self) -> MutexGuard<'_, HashMap<ExecutionId, Room>> {
        // Every change leaves the map whole, so a panic elsewhere does not make it unusable.
        self.rooms.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn forget_if_empty(rooms: &mut HashMap<ExecutionId, Room>, id: &ExecutionId) {
    let empty = rooms.get(id).is_some_and(|room| {
        room.actor.is_none() && room.events.as_ref().is_none_or(|events| events.receiver_count() == 0)
    });
    if empty {
        rooms.remove(id);
    }
}
