//! HTTP: the routes, and the layers that every request passes.

mod caller;
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
mod router;
mod rpc;
mod site;

pub use caller::{Caller, bearer};
pub use health::Readiness;
pub use limits::PICTURE_BYTES_MAX;
pub use listen::{ConnectionLimits, listen};
pub use pages::PagePorts;
pub use problem::Problem;
pub use router::{Site, Web, router};
