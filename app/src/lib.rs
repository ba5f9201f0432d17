//! What people see: pages, components, and server functions as thin calls on ports.

pub mod ports;
