//! The registry: which executions have an actor here, and who is listening to which.

use domain::{ExecutionEvent, ExecutionId, Status};
use std::{
    collections::{HashMap, HashSet},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};
use tokio::sync::{broadcast, mpsc, watch};

/// Events that a listener may fall behind before it reads on from the table.
const EVENTS_KEPT: usize = 64;
/// Commands that may wait for one actor.
const COMMANDS_KEPT: usize = 32;

/// What an actor can be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Command {
    Cancel,
}

/// The actor's end of its place in the registry.
pub(crate) struct ActorSeat {
    pub commands: mpsc::Receiver<Command>,
    /// The newest status; the seat is given up when this is dropped with the actor.
    pub present: watch::Sender<Status>,
}

#[derive(Default)]
struct Room {
    /// Made when the first listener comes.
    events: Option<broadcast::Sender<ExecutionEvent>>,
    /// Present while an actor of this process runs it.
    actor: Option<Door>,
}

struct Door {
    epoch: u64,
    commands: mpsc::Sender<Command>,
    present: watch::Receiver<Status>,
}

/// Actors by execution. Nothing in it must be remembered: the table knows everything that matters.
#[derive(Default, Clone)]
pub(crate) struct ExecutionRegistry {
    rooms: Arc<Mutex<HashMap<ExecutionId, Room>>>,
}

impl ExecutionRegistry {
    /// An actor takes its seat. A newer epoch replaces an older one that is still winding down.
    pub fn enter(&self, id: &ExecutionId, epoch: u64) -> ActorSeat {
        let (commands, orders) = mpsc::channel(COMMANDS_KEPT);
        let (present, seen) = watch::channel(Status::Running);
        self.rooms().entry(id.clone()).or_default().actor = Some(Door { epoch, commands, present: seen });
        ActorSeat { commands: orders, present }
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

    /// Executions that have an actor.
    pub fn running(&self) -> HashSet<ExecutionId> {
        let rooms = self.rooms();
        rooms.iter().filter(|(_, room)| room.actor.is_some()).map(|(id, _)| id.clone()).collect()
    }

    /// Tells the actor to stop. The future ends when the execution is no longer running here.
    pub fn cancel(&self, id: &ExecutionId) -> impl Future<Output = ()> + Send + use<> {
        let door = self.rooms().get(id).and_then(|room| {
            let door = room.actor.as_ref()?;
            // A full mailbox already holds a cancel: it is the only command.
            let _ = door.commands.try_send(Command::Cancel);
            Some(door.present.clone())
        });
        async move {
            if let Some(mut present) = door {
                let _ = present.wait_for(|status| *status != Status::Running).await;
            }
        }
    }

    /// Passes a stored event on to everybody who listens.
    pub fn publish(&self, id: &ExecutionId, event: &ExecutionEvent) {
        let mut rooms = self.rooms();
        if let Some(events) = rooms.get(id).and_then(|room| room.events.as_ref()) {
            let _ = events.send(event.clone());
        }
        forget_if_empty(&mut rooms, id);
    }

    /// Starts to listen.
    pub fn listen(&self, id: &ExecutionId) -> broadcast::Receiver<ExecutionEvent> {
        let mut rooms = self.rooms();
        let room = rooms.entry(id.clone()).or_default();
        room.events.get_or_insert_with(|| broadcast::channel(EVENTS_KEPT).0).subscribe()
    }

    /// A listener has gone; call it after its receiver is dropped.
    pub fn stopped_listening(&self, id: &ExecutionId) {
        forget_if_empty(&mut self.rooms(), id);
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
