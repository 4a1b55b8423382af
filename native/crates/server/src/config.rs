//! What a host allows its clients. Every limit is here, with its default.

use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

/// Where to listen and what to allow.
#[derive(Clone, Debug)]
pub struct ServerConfig {
    /// The address to listen on; port 0 takes a free one.
    pub bind: SocketAddr,
    /// Room for a request's line and headers, in bytes; past it the answer is 431.
    pub max_header_bytes: usize,
    /// Most headers in a request; past it the answer is 431.
    pub max_headers: usize,
    /// Most connections open at once; the next one waits in the listen queue.
    pub max_connections: usize,
    /// How long a client may take over a request's headers, idle time between requests included.
    pub header_timeout: Duration,
    /// How long a client may take over a request's body; past it the answer is 408.
    pub body_timeout: Duration,
    /// How long requests in flight may go on once the host is told to stop.
    pub shutdown_timeout: Duration,
    /// Most requests executed at once; others wait.
    pub max_running: usize,
    /// Whether SIGINT and SIGTERM stop the host. Off inside Python, which handles signals itself.
    pub stop_on_signals: bool,
}

impl ServerConfig {
    /// The default limits, listening on `bind`.
    pub const fn new(bind: SocketAddr) -> Self {
        Self {
            bind,
            max_header_bytes: 64 << 10,
            max_headers: 100,
            max_connections: 1024,
            header_timeout: Duration::from_secs(15),
            body_timeout: Duration::from_secs(30),
            shutdown_timeout: Duration::from_secs(5),
            max_running: 64,
            stop_on_signals: true,
        }
    }
}

impl Default for ServerConfig {
    fn default() -> Self {
        Self::new(SocketAddr::from((Ipv4Addr::LOCALHOST, 8702)))
    }
}
