//! HTTP: the routes, and the layers that every request passes.

mod caller;
mod client;
mod doors;
mod headers;
mod health;
mod hooks;
mod limits;
mod listen;
mod media;
mod observe;
mod origin;
mod pages;
mod panic;
mod placed;
mod problem;
mod reference;
mod repeat;
mod router;
mod rpc;
mod site;

pub use caller::{CanAdmin, CanRead, CanWrite, Doorkeeper, admit, bearer};
pub use doors::{METRICS, PREVIEW_OF_AVATAR, PREVIEW_OF_SCENE, PREVIEW_OF_VOICE, doors};
pub use health::Readiness;
pub use limits::PICTURE_BYTES_MAX;
pub use listen::{ConnectionLimits, listen};
pub use pages::PagePorts;
pub use problem::{FieldProblem, Problem, ProblemBody};
pub use repeat::{Fresh, Repeats, repeat};
pub use router::{Site, Web, router};
