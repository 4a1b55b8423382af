//! The TinyChain kernel: what is installed, and what happens when it is called.
//!
//! [`Kernel::open`] opens a data directory, [`Kernel::dispatch`] answers requests. HTTP, Python and tests all go
//! through those two, so that a route behaves the same whichever way it is called. See `docs/kernel.md`.

mod args;
mod authority;
mod caller;
mod component;
mod component_id;
mod config;
mod dispatch;
mod egress;
mod error;
mod events;
mod install;
mod kernel;
mod metrics;
mod openapi;
mod registry;
mod request;
mod resolve;
mod store;
mod target;
mod txn;

pub use authority::Authority;
pub use component_id::{ComponentId, Kind, Version};
pub use config::{Config, Installs};
pub use egress::{DependencyRoute, Identity, Transport, TransportError};
pub use error::{At, KernelError};
pub use install::check_manifest;
pub use kernel::{Kernel, OpenError};
pub use request::{Request, Response};
pub use store::StoreError;
pub use tc_token as token;
pub use tc_vm::Category;
