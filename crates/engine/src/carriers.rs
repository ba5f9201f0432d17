//! Carriers: how many webhooks are on their way at once, and where those lead.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};
use store::Destination;

/// The carriers of one engine. Whoever takes deliveries asks where those lead that are under way.
#[derive(Default)]
pub(crate) struct Carriers(Mutex<Out>);

#[derive(Default)]
struct Out {
    under_way: HashMap<u64, Destination>,
    sent: u64,
}

/// One that is under way, until it is dropped.
pub(crate) struct Carrier {
    of: Arc<Carriers>,
    number: u64,
}

impl Carriers {
    pub fn under_way(&self) -> Vec<Destination> {
        self.out().under_way.values().cloned().collect()
    }

    pub fn send(self: &Arc<Self>, to: Destination) -> Carrier {
        let mut out = self.out();
        out.sent += 1;
        let number = out.sent;
        out.under_way.insert(number, to);
        Carrier { of: self.clone(), number }
    }

    fn out(&self) -> MutexGuard<'_, Out> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Carrier {
    fn drop(&mut self) {
        self.of.out().under_way.remove(&self.number);
    }
}
