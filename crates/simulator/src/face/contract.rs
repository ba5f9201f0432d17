//! What the service asks of every face.

use super::{fal::Fal, plain::Plain, replicate::Replicate};
use crate::{
    Profile,
    callbacks::{Delivery, News},
    http::Answer,
    service::Service,
};
use rand::rngs::StdRng;

/// How a protocol says what every service says.
pub(crate) trait Face: Sync {
    /// A job's id in the form that the service has.
    fn new_id(&self, chance: &mut StdRng) -> String;

    /// An answer that refuses, or that says that something broke.
    fn failure(&self, status: u16, sentence: &str) -> Answer;

    /// News of a job as a signed callback; `None` where the protocol has no such callback.
    fn callback(&self, service: &Service, news: &News<'_>) -> Option<Delivery>;
}

/// The face of a service.
pub(crate) fn of(profile: Profile) -> &'static dyn Face {
    match profile {
        Profile::Fal => &Fal,
        Profile::Replicate => &Replicate,
        Profile::Idempotent | Profile::Findable | Profile::Echoing | Profile::Blind => &Plain,
    }
}
