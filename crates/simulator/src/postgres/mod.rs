//! A real PostgreSQL for tests, private to its holder, and a wire to it that can be cut.
//!
//! All of this is plain blocking code, because a cluster outlives the runtimes that use it.

mod binaries;
mod cluster;
mod folder;
mod proxy;
mod server;

pub use cluster::PostgresCluster;
pub use proxy::CuttableProxy;
