//! Where another host is: `host:port`, in the one spelling that is accepted.

use std::fmt;
use std::net::Ipv6Addr;
use std::str::FromStr;

/// A host name or address and a port.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Authority {
    /// A name, an IPv4 address, or an IPv6 address without its brackets.
    host: String,
    port: u16,
}

impl Authority {
    /// The name or address, an IPv6 address without brackets.
    pub fn host(&self) -> &str {
        &self.host
    }

    /// The port.
    pub const fn port(&self) -> u16 {
        self.port
    }
}

impl FromStr for Authority {
    type Err = String;

    /// Nothing but a name of letters, digits, `-` and `.`, or `[IPv6]`, and a decimal port: no scheme, user, path, escape,
    /// or number that only looks like a name.
    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("{text:?} is not host:port");
        let (host, port) = text.rsplit_once(':').ok_or_else(wrong)?;
        let canonical_port = !port.starts_with('0') && port.bytes().all(|b| b.is_ascii_digit());
        let port = port.parse().ok().filter(|_| canonical_port).ok_or_else(wrong)?;
        let host = match host.strip_prefix('[').and_then(|inner| inner.strip_suffix(']')) {
            Some(inner) => inner.parse::<Ipv6Addr>().map_err(|_| wrong())?.to_string(),
            None if is_name(host) => host.to_ascii_lowercase(),
            None => return Err(wrong()),
        };
        Ok(Self { host, port })
    }
}

/// Labels of letters, digits and inner hyphens. When the last label is a number, all of it is an IPv4 address in the usual
/// four decimal numbers: resolvers read other spellings (`0x7f.1`, `2130706433`) as addresses, and people do not.
fn is_name(host: &str) -> bool {
    let label = |label: &str| {
        !label.is_empty()
            && label.len() <= 63
            && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    let last = host.rsplit('.').next().unwrap_or_default();
    let numeric = last.bytes().all(|b| b.is_ascii_digit()) || last.starts_with("0x") || last.starts_with("0X");
    let address = || host.parse::<std::net::Ipv4Addr>().is_ok();
    host.len() <= 253 && host.split('.').all(label) && (!numeric || address())
}

impl fmt::Display for Authority {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { host, port } = self;
        if host.contains(':') { write!(f, "[{host}]:{port}") } else { write!(f, "{host}:{port}") }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn authorities_have_one_spelling() {
        for text in ["localhost:8702", "127.0.0.1:80", "a-b.example.com:65535", "[::1]:8702", "x1:1"] {
            assert_eq!(text.parse::<Authority>().unwrap().to_string(), text);
        }
        assert_eq!("LocalHost:1".parse::<Authority>().unwrap().to_string(), "localhost:1");
        for text in [
            "",
            ":",
            "host",
            "host:",
            ":80",
            "host:0",
            "host:080",
            "host:+80",
            "host:65536",
            "host:80 ",
            " host:80",
            "http://host:80",
            "user@host:80",
            "host/path:80",
            "host:80/path",
            "host\\x:80",
            "ho st:80",
            "host%2e:80",
            "host.:80",
            ".host:80",
            "a..b:80",
            "-a:80",
            "a-:80",
            "0x7f000001:80",
            "2130706433:80",
            "0177.0.0.1:80",
            "127.1:80",
            "127.0.0.0x1:80",
            "1.2.3.4.5:80",
            "256.0.0.1:80",
            "::1:80",
            "[::1]80",
            "[::1:80",
            "[127.0.0.1]:80",
            "[::1%25lo]:80",
            "hôst:80",
            "127。0。0。1:80",
            "a?b:80",
            "a#b:80",
            "a\u{0}b:80",
            "host:８０",
        ] {
            assert!(text.parse::<Authority>().is_err(), "{text:?} was accepted");
        }
    }
}
