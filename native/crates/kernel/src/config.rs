//! What a kernel is opened with. Every limit is here, with its default.

use std::path::PathBuf;
use std::time::Duration;

/// Who may install.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Installs {
    /// Whoever can make a request: a developer's own process, or a host started for development.
    #[default]
    Anyone,
    /// Only the bearer of a token that says so.
    TokenOnly,
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
    /// Who may install.
    pub installs: Installs,
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
            initial_schema: None,
        }
    }
}
