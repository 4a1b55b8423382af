//! A request target taken apart: path segments and query parameters, percent-decoded once.

/// A parsed `/path/of/segments?name=value`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// The path's segments, decoded; none for `/`.
    pub segments: Vec<String>,
    /// The query's parameters in order, decoded.
    pub query: Vec<(String, String)>,
}

impl Target {
    /// Parse `target`. A segment that decodes to something with a `/`, a dot segment or control characters is refused,
    /// so that no spelling of a path reaches what its plain spelling would not. The error is a message for the caller.
    pub fn parse(target: &str) -> Result<Self, String> {
        let target = target.split_once('#').map_or(target, |(before, _)| before);
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let path = path.strip_prefix('/').ok_or_else(|| format!("a path begins with /: {path:?}"))?;
        let path = path.strip_suffix('/').unwrap_or(path);
        let segments = match path {
            "" => Vec::new(),
            _ => path.split('/').map(segment).collect::<Result<_, _>>()?,
        };
        let query = query.split('&').filter(|pair| !pair.is_empty()).map(parameter).collect::<Result<_, _>>()?;
        Ok(Self { segments, query })
    }

    /// The path as text, decoded: what errors and look-ups call it.
    pub fn path(&self) -> String {
        format!("/{}", self.segments.join("/"))
    }

    /// The value of the query parameter `name`; an error when it is given twice.
    pub fn parameter(&self, name: &str) -> Result<Option<&str>, String> {
        let mut values = self.query.iter().filter(|(key, _)| key == name).map(|(_, value)| value.as_str());
        let first = values.next();
        if values.next().is_some() {
            return Err(format!("the query names {name:?} twice"));
        }
        Ok(first)
    }
}

fn segment(encoded: &str) -> Result<String, String> {
    let text = decode(encoded, false)?;
    let bad = text.is_empty()
        || text == "."
        || text.contains("..")
        || text.chars().any(|c| c == '/' || c == '\\' || c.is_control());
    if bad { Err(format!("{encoded:?} is not a path segment")) } else { Ok(text) }
}

fn parameter(pair: &str) -> Result<(String, String), String> {
    let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
    Ok((decode(name, true)?, decode(value, true)?))
}

/// Percent-decode; in a query, `+` is a space.
fn decode(text: &str, plus_is_space: bool) -> Result<String, String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'%' => {
                let digits = rest.next().and_then(hex).zip(rest.next().and_then(hex));
                let (high, low) = digits.ok_or_else(|| format!("{text:?} has a % without two hexadecimal digits"))?;
                high << 4 | low
            }
            b'+' if plus_is_space => b' ',
            _ => byte,
        });
    }
    String::from_utf8(bytes).map_err(|_| format!("{text:?} does not decode to UTF-8"))
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_and_queries_decode_once() {
        let target = Target::parse("/lib/a%20b/%2525/?key=%22x%22&n=1+2").unwrap();
        assert_eq!(target.segments, ["lib", "a b", "%25"]);
        assert_eq!(target.parameter("key").unwrap(), Some("\"x\""));
        assert_eq!(target.parameter("n").unwrap(), Some("1 2"));
        assert_eq!(target.parameter("absent").unwrap(), None);
        assert!(Target::parse("/").unwrap().segments.is_empty());
        assert!(Target::parse("/a?x=1&x=2").unwrap().parameter("x").is_err());
    }

    #[test]
    fn other_spellings_of_a_path_are_refused() {
        for target in [
            "",
            "lib",
            "//lib",
            "/lib//a",
            "/lib/../a",
            "/lib/%2e%2e/a",
            "/lib/./a",
            "/lib/a%2fb",
            "/lib/a%5cb",
            "/lib/a\\b",
            "/lib/%00",
            "/lib/%zz",
            "/lib/%2",
            "/lib/%ff",
            "/a?k=%",
            "http://host/lib",
        ] {
            assert!(Target::parse(target).is_err(), "{target:?} was accepted");
        }
    }
}
