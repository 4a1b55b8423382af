//! The grammar of names (docs/ir.md, section 1): Ids, links and the subjects of ops, each a type that holds only
//! valid text.

use std::borrow::Borrow;
use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

/// Whether `text` is an Id.
fn is_id(text: &str) -> bool {
    !text.is_empty()
        && !text.contains("..")
        && !text.chars().any(|c| {
            c <= ' '
                || c.is_whitespace()
                || matches!(
                    c,
                    '/' | '~'
                        | '$'
                        | '`'
                        | '&'
                        | '|'
                        | '='
                        | '^'
                        | '{'
                        | '}'
                        | '<'
                        | '>'
                        | '\''
                        | '"'
                        | '?'
                        | ':'
                        | '@'
                        | '#'
                        | '('
                        | ')'
                )
        })
}

/// Whether `text` is `/`, or `/seg/seg…` with every segment an Id.
fn is_path(text: &str) -> bool {
    text == "/" || text.strip_prefix('/').is_some_and(|rest| rest.split('/').all(is_id))
}

/// Whether `text` is `http(s)://host[:port]/path`.
fn is_absolute(text: &str) -> bool {
    let Some(rest) = text.strip_prefix("http://").or_else(|| text.strip_prefix("https://")) else {
        return false;
    };
    let Some(slash) = rest.find('/') else { return false };
    let (authority, path) = rest.split_at(slash);
    is_authority(authority) && is_path(path)
}

fn is_authority(authority: &str) -> bool {
    let (host, port) = if let Some(end) = authority.find(']') {
        authority.split_at(end + 1)
    } else {
        authority.split_at(authority.find(':').unwrap_or(authority.len()))
    };
    let port_ok = match port.strip_prefix(':') {
        None => port.is_empty(),
        Some(digits) => {
            (1..=5).contains(&digits.len())
                && digits.bytes().all(|b| b.is_ascii_digit())
                && digits.parse::<u16>().is_ok()
        }
    };
    let host_ok = if let Some(inner) = host.strip_prefix('[').and_then(|h| h.strip_suffix(']')) {
        !inner.is_empty() && inner.bytes().all(|b| b.is_ascii_hexdigit() || b == b':' || b == b'.')
    } else {
        let edge = |b: Option<u8>| b.is_some_and(|b| b.is_ascii_alphanumeric());
        edge(host.bytes().next())
            && edge(host.bytes().last())
            && host.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'.' || b == b'-')
    };
    port_ok && host_ok
}

macro_rules! name_type {
    ($(#[$doc:meta])* $name:ident, $check:expr) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(Arc<str>);

        impl $name {
            /// The name, if `text` is one.
            pub fn new(text: &str) -> Option<Self> {
                let check: fn(&str) -> bool = $check;
                check(text).then(|| Self(Arc::from(text)))
            }

            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// The text, shared.
            pub fn shared(&self) -> Arc<str> {
                Arc::clone(&self.0)
            }
        }

        impl Deref for $name {
            type Target = str;

            fn deref(&self) -> &str {
                &self.0
            }
        }

        impl Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Debug::fmt(&self.0, f)
            }
        }
    };
}

name_type! {
    /// The name of an entry, a parameter, a map key written in an object, a segment of a path.
    Id, is_id
}

name_type! {
    /// A path, or an absolute `http(s)://host[:port]/path`.
    Link, |text| is_path(text) || is_absolute(text)
}

impl Id {
    /// The id that always means the library or service being executed; nothing may bind it.
    pub const SELF: &'static str = "self";

    /// Whether `text` is an Id.
    pub fn is_valid(text: &str) -> bool {
        is_id(text)
    }
}

impl Link {
    /// Whether this link names a host.
    pub fn is_absolute(&self) -> bool {
        !self.0.starts_with('/')
    }

    /// `http(s)://host[:port]` of an absolute link.
    pub fn origin(&self) -> Option<&str> {
        self.is_absolute().then(|| self.0.split_at(self.path_start()).0)
    }

    /// The path, without the host of an absolute link.
    pub fn path(&self) -> &str {
        &self.0[self.path_start()..]
    }

    fn path_start(&self) -> usize {
        match self.0.find("://") {
            Some(scheme) => scheme + 3 + self.0[scheme + 3..].find('/').unwrap_or(0),
            None => 0,
        }
    }

    /// The segments of the path.
    pub fn segments(&self) -> impl Iterator<Item = &str> {
        self.path().split('/').filter(|segment| !segment.is_empty())
    }

    /// This link with `suffix` (segments joined by `/`, no leading slash) appended; `None` if that is no link.
    pub fn join(&self, suffix: &str) -> Option<Link> {
        let base = self.0.strip_suffix('/').unwrap_or(&self.0);
        Link::new(&format!("{base}/{suffix}"))
    }
}

/// The target of an op.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Subject {
    Link(Link),
    /// `$id`, or `$id/suffix/path` (the suffix without its leading slash, empty when there is none).
    Scoped {
        id: Id,
        suffix: Arc<str>,
    },
}

impl Subject {
    /// The subject, if `text` is one.
    pub fn new(text: &str) -> Option<Self> {
        let Some(scoped) = text.strip_prefix('$') else {
            return Link::new(text).map(Self::Link);
        };
        let (id, suffix) = match scoped.split_once('/') {
            Some((id, suffix)) if suffix.split('/').all(is_id) => (id, suffix),
            Some(_) => return None,
            None => (scoped, ""),
        };
        Some(Self::Scoped { id: Id::new(id)?, suffix: Arc::from(suffix) })
    }
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Link(link) => link.fmt(f),
            Self::Scoped { id, suffix } if suffix.is_empty() => write!(f, "${id}"),
            Self::Scoped { id, suffix } => write!(f, "${id}/{suffix}"),
        }
    }
}
