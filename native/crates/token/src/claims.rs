//! What one token says.

use std::sync::Arc;

/// The mask bit that allows reading.
pub const READ: u16 = 0o400;
/// The mask bit that allows writing: installing, for a library or service.
pub const WRITE: u16 = 0o200;
/// The mask bit that allows calling.
pub const EXECUTE: u16 = 0o100;

/// Permission to do something with what a link names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    /// A path on the host that is asked.
    pub link: String,
    /// Permission bits, as in a umask.
    pub mask: u16,
}

/// What a token says, apart from its signature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claims {
    /// The host that issued it, `http(s)://host[:port]`.
    pub host: String,
    /// Who signed it, one of that host's actors.
    pub actor: String,
    /// When it becomes valid, in seconds since 1970.
    pub issued_at: u64,
    /// When it stops being valid.
    pub expires_at: u64,
    /// What it grants.
    pub grants: Vec<Grant>,
    /// The token it builds on.
    pub parent: Option<Arc<str>>,
}

impl Claims {
    /// Whether a grant is for exactly `link` and has every bit of `mask`.
    pub fn allows(&self, link: &str, mask: u16) -> bool {
        self.grants.iter().any(|grant| grant.link == link && grant.mask & mask == mask)
    }
}
