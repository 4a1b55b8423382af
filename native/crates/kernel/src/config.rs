//! What a kernel is opened with. Every limit is here, with its default.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use tc_token::Keyring;

use crate::egress::{DependencyRoute, Identity, Transport};

/// Who may install where no key is configured. With a key, it is always the bearer of a token signed with it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Installs {
    /// Whoever can make a request: a developer's own process, or a host started for development.
    #[default]
    Anyone,
    /// Nobody: a host that strangers can reach.
    Nobody,
}

/// How to open a kernel.
#[derive(Clone, Debug)]
pub struct Config {
    /// Where installed components live; `None` keeps them in memory.
    pub data_dir: Option<PathBuf>,
    /// How long a transaction may live.
    pub ttl: Duration,
    /// Largest request body, in bytes, installs excepted.
    pub max_request_bytes: usize,
    /// Largest artifact an install may bring, in bytes.
    pub max_artifact_bytes: usize,
    /// Largest sum of the topics and values one transaction may emit, in bytes.
    pub max_event_bytes: usize,
    /// Who may install, as long as `keyring` is empty.
    pub installs: Installs,
    /// Whose tokens are trusted.
    pub keyring: Keyring,
    /// Which dependencies other hosts serve. Nothing else is ever connected to.
    pub routes: Vec<DependencyRoute>,
    /// How other hosts are reached; without it, they are not.
    pub transport: Option<Arc<dyn Transport>>,
    /// Who this host is towards others, if it signs its calls.
    pub identity: Option<Identity>,
    /// The JSON of the schema of a library that is known from the start and gets its routes by an install.
    pub initial_schema: Option<Vec<u8>>,
}

impl Config {
    /// The longest life a transaction can be given.
    pub const MAX_TTL: Duration = Duration::from_secs(3);

    /// The largest body of an install: the artifact as base64, with its schema and envelope around it.
    pub const fn max_install_bytes(&self) -> usize {
        self.max_artifact_bytes / 3 * 4 + (64 << 10)
    }
}

impl Default for Config {
    fn default() -> Self {
        Self {
            data_dir: None,
            ttl: Self::MAX_TTL,
            max_request_bytes: 1 << 20,
            max_artifact_bytes: 64 << 20,
            max_event_bytes: 16 << 20,
            installs: Installs::default(),
            keyring: Keyring::default(),
            routes: Vec::new(),
            transport: None,
            identity: None,
            initial_schema: None,
        }
    }
}
