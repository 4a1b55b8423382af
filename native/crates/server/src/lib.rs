//! The HTTP host: connections in, [`tc_kernel::Kernel::dispatch`], responses out.
//!
//! Nothing here knows what a route is. This crate bounds what a stranger can make the host hold (connections, headers,
//! bodies, time) and passes the rest to the kernel, so that a route behaves the same as in process.

mod config;
mod connection;
mod exchange;
mod run;
mod stop;

pub use config::ServerConfig;
pub use run::run;
pub use stop::Stop;
