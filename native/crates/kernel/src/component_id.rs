//! The identity of an installed library, service or class, and where it lives on disk.
//!
//! A canonical id names its version: `/lib/<publisher>/<name>/<version>`,
//! `/service/<publisher>/<namespace>/<name>/<version>`. An id that stops earlier (`/lib/<publisher>/<name>`) is
//! unversioned: the schema's `version` says which one it is, and a newer one takes its place.
//!
//! No segment but the last of a canonical id may look like a version. That keeps every version's directory a leaf:
//! no component is ever stored inside another's directory.

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

/// Longest segment accepted, in bytes: what common file systems take as one name.
pub const MAX_SEGMENT_BYTES: usize = 200;

/// The top-level directory a component lives under.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// `/lib`: stateless libraries.
    Library,
    /// `/service`: stateful services.
    Service,
}

impl Kind {
    /// Every kind, in the order of the URI surface.
    pub const ALL: [Self; 2] = [Self::Library, Self::Service];

    /// The first path segment: `lib` or `service`.
    pub const fn root(self) -> &'static str {
        match self {
            Self::Library => "lib",
            Self::Service => "service",
        }
    }

    /// How many segments follow the root in a canonical id, version included.
    pub const fn canonical_len(self) -> usize {
        match self {
            Self::Library => 3,
            Self::Service => 4,
        }
    }

    /// The kind whose root is `segment`.
    pub fn from_root(segment: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.root() == segment)
    }
}

/// A component's id, checked: safe as a URI and as a path below the data directory.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ComponentId {
    kind: Kind,
    segments: Vec<String>,
}

/// A version with three numeric parts and an optional pre-release, ordered as semantic versions are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    numbers: [u64; 3],
    pre: String,
}

impl ComponentId {
    /// Check `segments` (those after the root) as an id of `kind`; the error says what is wrong with it.
    pub fn new(kind: Kind, segments: Vec<String>) -> Result<Self, String> {
        let shape = match kind {
            Kind::Library => "/lib/<publisher>/<name>/<version>",
            Kind::Service => "/service/<publisher>/<namespace>/<name>/<version>",
        };
        if segments.is_empty() || segments.len() > kind.canonical_len() {
            return Err(format!("an id has the shape {shape}"));
        }
        for segment in &segments {
            check_segment(segment)?;
        }
        let (last, parents) = segments.split_last().expect("at least one segment");
        if let Some(parent) = parents.iter().find(|segment| Version::parse(segment).is_some()) {
            return Err(format!("{parent:?} is a version, which only the last segment of {shape} may be"));
        }
        let canonical = segments.len() == kind.canonical_len();
        if Version::parse(last).is_some() != canonical {
            return Err(if canonical {
                format!("{last:?} is not a version like 1.0.0, the last segment of {shape}")
            } else {
                format!("an id has the shape {shape}")
            });
        }
        Ok(Self { kind, segments })
    }

    /// `/lib` or `/service`.
    pub const fn kind(&self) -> Kind {
        self.kind
    }

    /// The segments after the root.
    pub fn segments(&self) -> &[String] {
        &self.segments
    }

    /// Whether the id itself names the version, which makes the component immutable.
    pub fn is_versioned(&self) -> bool {
        self.segments.len() == self.kind.canonical_len()
    }

    /// The component's directory relative to the data directory; `version` is the schema's, used when the id has none.
    pub fn directory(&self, version: &Version) -> PathBuf {
        let mut path = PathBuf::from(self.kind.root());
        path.extend(&self.segments);
        if !self.is_versioned() {
            path.push(version.to_string());
        }
        path
    }
}

impl fmt::Display for ComponentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "/{}", self.kind.root())?;
        self.segments.iter().try_for_each(|segment| write!(f, "/{segment}"))
    }
}

impl FromStr for ComponentId {
    type Err = String;

    fn from_str(id: &str) -> Result<Self, String> {
        let mut segments = id.strip_prefix('/').ok_or("an id begins with /")?.split('/');
        let root = segments.next().unwrap_or_default();
        let kind = Kind::from_root(root).ok_or_else(|| format!("an id begins with /lib or /service, not /{root}"))?;
        Self::new(kind, segments.map(str::to_owned).collect())
    }
}

impl Version {
    /// Parse `1.2.3` or `1.2.3-pre`; `None` when `text` is not a version written the canonical way.
    pub fn parse(text: &str) -> Option<Self> {
        let (numbers, pre) = text.split_once('-').map_or((text, None), |(numbers, pre)| (numbers, Some(pre)));
        let mut parts = numbers.split('.').map(canonical_number);
        let numbers = [parts.next()??, parts.next()??, parts.next()??];
        let plain = |c: char| c.is_ascii_alphanumeric() || c == '.' || c == '-' || c == '+';
        let pre_ok = pre.is_none_or(|pre| !pre.is_empty() && pre.chars().all(plain));
        (parts.next().is_none() && pre_ok).then(|| Self { numbers, pre: pre.unwrap_or_default().to_owned() })
    }
}

/// A decimal number without sign or leading zeros.
fn canonical_number(text: &str) -> Option<u64> {
    let digits = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let canonical = text == "0" || !text.starts_with('0');
    (digits && canonical).then(|| text.parse().ok()).flatten()
}

impl Ord for Version {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        let release = |v: &Self| v.pre.is_empty();
        self.numbers
            .cmp(&other.numbers)
            .then_with(|| release(self).cmp(&release(other)))
            .then_with(|| self.pre.cmp(&other.pre))
    }
}

impl PartialOrd for Version {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [major, minor, patch] = self.numbers;
        write!(f, "{major}.{minor}.{patch}")?;
        if self.pre.is_empty() { Ok(()) } else { write!(f, "-{}", self.pre) }
    }
}

/// Refuse what is not an Id (docs/ir.md §1) or would not be a plain file name.
fn check_segment(segment: &str) -> Result<(), String> {
    const FORBIDDEN: &str = "/~$`&|=^{}<>'\"?:@#()\\";
    if segment.is_empty() {
        return Err("an id has an empty segment".to_owned());
    }
    if segment.len() > MAX_SEGMENT_BYTES {
        return Err(format!("an id segment is longer than {MAX_SEGMENT_BYTES} bytes"));
    }
    if segment.starts_with('.') || segment.contains("..") {
        return Err(format!("{segment:?} is not an id segment: it may not begin with a dot or contain .."));
    }
    match segment.chars().find(|&c| c.is_control() || c.is_whitespace() || FORBIDDEN.contains(c)) {
        Some(c) => Err(format!("{segment:?} is not an id segment: it contains {c:?}")),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn canonical_ids_round_trip() {
        for id in ["/lib/acme/math/1.0.0", "/service/acme/ml/counter/0.10.2-rc.1"] {
            let parsed: ComponentId = id.parse().unwrap();
            assert_eq!(parsed.to_string(), id);
            assert!(parsed.is_versioned());
        }
        let old: ComponentId = "/lib/acme/math".parse().unwrap();
        assert!(!old.is_versioned());
        assert_eq!(old.directory(&Version::parse("1.2.0").unwrap()), PathBuf::from("lib/acme/math/1.2.0"));
    }

    #[test]
    fn anything_that_is_not_an_id_is_refused() {
        for id in [
            "",
            "/",
            "/lib",
            "/lib/",
            "lib/a/b/1.0.0",
            "/state/a/b/1.0.0",
            "/lib/a/b/1.0.0/c",
            "/lib/a/b/c",
            "/lib//b/1.0.0",
            "/lib/../b/1.0.0",
            "/lib/a/./1.0.0",
            "/lib/.tmp/b/1.0.0",
            "/lib/a/b c/1.0.0",
            "/lib/a/b\u{0}/1.0.0",
            "/lib/a\\b/c/1.0.0",
            "/lib/a/1.0.0",
            "/lib/1.0.0/b/2.0.0",
            "/lib/a/b/01.0.0",
            "/lib/a/b/1.0",
            "/lib/a/b/1.0.0-",
            "/service/a/b/1.0.0",
        ] {
            assert!(id.parse::<ComponentId>().is_err(), "{id:?} was accepted");
        }
    }

    #[test]
    fn versions_order_by_number_and_pre_releases_come_first() {
        let order = ["0.9.0", "0.10.0", "1.0.0-alpha", "1.0.0-beta", "1.0.0", "1.0.1"];
        let versions: Vec<_> = order.iter().map(|text| Version::parse(text).unwrap()).collect();
        assert!(versions.is_sorted());
        assert_eq!(versions.iter().map(ToString::to_string).collect::<Vec<_>>(), order);
    }
}
