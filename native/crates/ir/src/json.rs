//! Strict JSON: what two parsers could read differently is refused here, once, for every document the kernel reads.
//!
//! Beyond RFC 8259: no duplicate keys, integers are 64-bit signed, floats are finite, no lone surrogates, containers
//! nest at most [`MAX_DEPTH`] deep. Objects keep the order of their members. A number with a `.` or an exponent is a
//! float, any other is an integer. The twin of `tcc/ir/strictjson.py`.

use std::cell::Cell;
use std::collections::HashSet;

use crate::MAX_DEPTH;
use crate::error::DecodeError;

/// A JSON document.
#[derive(Clone, Debug, PartialEq)]
pub enum Json {
    Null,
    Bool(bool),
    Int(i64),
    Float(f64),
    String(String),
    Array(Vec<Json>),
    /// The members in the order they were written; no key twice.
    Object(Vec<(String, Json)>),
}

impl Json {
    /// The member `key` of an object.
    pub fn get(&self, key: &str) -> Option<&Json> {
        match self {
            Self::Object(members) => members.iter().find(|(name, _)| name == key).map(|(_, value)| value),
            _ => None,
        }
    }

    /// The text of a string.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::String(text) => Some(text),
            _ => None,
        }
    }

    /// What this is, for messages: `an object`, `a string`, …
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool(_) => "a bool",
            Self::Int(_) | Self::Float(_) => "a number",
            Self::String(_) => "a string",
            Self::Array(_) => "an array",
            Self::Object(_) => "an object",
        }
    }
}

/// Parses one strict JSON document.
pub fn parse(source: &[u8]) -> Result<Json, DecodeError> {
    let text = std::str::from_utf8(source)
        .map_err(|error| DecodeError::here(format!("not UTF-8: byte {}", error.valid_up_to())))?;
    let mut parser = Parser { bytes: text.as_bytes(), text, pos: 0, malformed: Cell::new(false) };
    parser.document().map_err(|error| {
        // What is no JSON has no places in it: its error tells the line and column.
        if parser.malformed.get() { DecodeError::here(error.message) } else { error }
    })
}

struct Parser<'a> {
    bytes: &'a [u8],
    text: &'a str,
    pos: usize,
    malformed: Cell<bool>,
}

impl Parser<'_> {
    fn document(&mut self) -> Result<Json, DecodeError> {
        self.skip_space();
        let value = self.value(0)?;
        self.skip_space();
        if self.pos < self.bytes.len() {
            return Err(self.error("extra data after the document"));
        }
        Ok(value)
    }

    fn error(&self, what: &str) -> DecodeError {
        self.malformed.set(true);
        let before = &self.bytes[..self.pos.min(self.bytes.len())];
        let line = 1 + before.iter().filter(|&&b| b == b'\n').count();
        let line_start = before.iter().rposition(|&b| b == b'\n').map_or(0, |newline| newline + 1);
        let column = 1 + String::from_utf8_lossy(&before[line_start..]).chars().count();
        DecodeError::here(format!("not JSON: {what}, line {line} column {column}"))
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.pos).copied()
    }

    fn skip_space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.pos += 1;
        }
    }

    fn value(&mut self, depth: usize) -> Result<Json, DecodeError> {
        match self.peek() {
            Some(b'{' | b'[') if depth == MAX_DEPTH => {
                Err(DecodeError::here(format!("nested deeper than {MAX_DEPTH} arrays and objects")))
            }
            Some(b'{') => self.object(depth + 1),
            Some(b'[') => self.array(depth + 1),
            Some(b'"') => self.string().map(Json::String),
            Some(b'-' | b'0'..=b'9') => self.number(),
            Some(b't') => self.word("true", Json::Bool(true)),
            Some(b'f') => self.word("false", Json::Bool(false)),
            Some(b'n') => self.word("null", Json::Null),
            Some(_) => Err(self.error("expected a value")),
            None => Err(self.error("the document ends where a value should be")),
        }
    }

    fn word(&mut self, word: &str, value: Json) -> Result<Json, DecodeError> {
        if self.bytes[self.pos..].starts_with(word.as_bytes()) {
            self.pos += word.len();
            Ok(value)
        } else {
            Err(self.error("expected a value"))
        }
    }

    fn array(&mut self, depth: usize) -> Result<Json, DecodeError> {
        self.pos += 1;
        let mut items = Vec::new();
        self.skip_space();
        if self.peek() == Some(b']') {
            self.pos += 1;
            return Ok(Json::Array(items));
        }
        loop {
            self.skip_space();
            let item = self.value(depth).map_err(|error| error.under(items.len()))?;
            items.push(item);
            self.skip_space();
            match self.peek() {
                Some(b',') => self.pos += 1,
                Some(b']') => {
                    self.pos += 1;
                    return Ok(Json::Array(items));
                }
                _ => return Err(self.error("expected ',' or ']'")),
            }
        }
    }

    fn object(&mut self, depth: usize) -> Result<Json, DecodeError> {
        self.pos += 1;
        let mut members: Vec<(String, Json)> = Vec::new();
        let mut seen = Keys::default();
        self.skip_space();
        if self.peek() == Some(b'}') {
            self.pos += 1;
            return Ok(Json::Object(members));
        }
        loop {
            self.skip_space();
            if self.peek() != Some(b'"') {
                return Err(self.error("expected a key in quotes"));
            }
            let key = self.string()?;
            if !seen.insert(&key, &members) {
                return Err(DecodeError::here(format!("duplicate key {key:?}")).under(&key));
            }
            self.skip_space();
            if self.peek() != Some(b':') {
                return Err(self.error("expected ':'"));
            }
            self.pos += 1;
            self.skip_space();
            let member = self.value(depth).map_err(|error| error.under(&key))?;
            members.push((key, member));
            self.skip_space();
            match self.peek() {
                Some(b',') => self.pos += 1,
                Some(b'}') => {
                    self.pos += 1;
                    return Ok(Json::Object(members));
                }
                _ => return Err(self.error("expected ',' or '}'")),
            }
        }
    }

    fn number(&mut self) -> Result<Json, DecodeError> {
        let start = self.pos;
        if self.peek() == Some(b'-') {
            self.pos += 1;
        }
        match self.peek() {
            Some(b'0') => self.pos += 1,
            Some(b'1'..=b'9') => self.digits(),
            _ => return Err(self.error("expected a digit")),
        }
        let mut float = false;
        if self.peek() == Some(b'.') {
            self.pos += 1;
            self.some_digits()?;
            float = true;
        }
        if matches!(self.peek(), Some(b'e' | b'E')) {
            self.pos += 1;
            if matches!(self.peek(), Some(b'+' | b'-')) {
                self.pos += 1;
            }
            self.some_digits()?;
            float = true;
        }
        let digits = &self.text[start..self.pos];
        if float {
            match digits.parse::<f64>() {
                Ok(number) if number.is_finite() => Ok(Json::Float(number)),
                _ => Err(DecodeError::here("number too large for a float")),
            }
        } else {
            digits.parse().map(Json::Int).map_err(|_| DecodeError::here("integer out of the 64-bit range"))
        }
    }

    fn digits(&mut self) {
        while matches!(self.peek(), Some(b'0'..=b'9')) {
            self.pos += 1;
        }
    }

    fn some_digits(&mut self) -> Result<(), DecodeError> {
        let start = self.pos;
        self.digits();
        if self.pos == start { Err(self.error("expected a digit")) } else { Ok(()) }
    }

    fn string(&mut self) -> Result<String, DecodeError> {
        self.pos += 1;
        let mut out = String::new();
        loop {
            let start = self.pos;
            while self.peek().is_some_and(|b| b != b'"' && b != b'\\' && b >= 0x20) {
                self.pos += 1;
            }
            // Only ASCII ends a run, so both ends are character boundaries.
            out.push_str(&self.text[start..self.pos]);
            match self.peek() {
                Some(b'"') => {
                    self.pos += 1;
                    return Ok(out);
                }
                Some(b'\\') => {
                    self.pos += 1;
                    let c = self.escape()?;
                    out.push(c);
                }
                Some(_) => return Err(self.error("a control character in a string")),
                None => return Err(self.error("a string without its end")),
            }
        }
    }

    fn escape(&mut self) -> Result<char, DecodeError> {
        let c = match self.peek() {
            Some(b'"') => '"',
            Some(b'\\') => '\\',
            Some(b'/') => '/',
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => {
                self.pos += 1;
                return self.unicode_escape();
            }
            _ => return Err(self.error("an unknown escape in a string")),
        };
        self.pos += 1;
        Ok(c)
    }

    fn unicode_escape(&mut self) -> Result<char, DecodeError> {
        let first = self.hex4()?;
        let code = match first {
            0xd800..=0xdbff if self.bytes[self.pos..].starts_with(b"\\u") => {
                self.pos += 2;
                let second = self.hex4()?;
                if !(0xdc00..=0xdfff).contains(&second) {
                    return Err(DecodeError::here("a string holds a lone surrogate"));
                }
                0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00)
            }
            code => code,
        };
        char::from_u32(code).ok_or_else(|| DecodeError::here("a string holds a lone surrogate"))
    }

    fn hex4(&mut self) -> Result<u32, DecodeError> {
        let digits = self.bytes.get(self.pos..self.pos + 4).filter(|d| d.iter().all(u8::is_ascii_hexdigit));
        let Some(digits) = digits else { return Err(self.error("expected four hex digits")) };
        self.pos += 4;
        Ok(digits.iter().fold(0, |code, &d| code << 4 | (d as char).to_digit(16).unwrap_or(0)))
    }
}

/// The keys of an object so far: small objects are searched, large ones hashed, so that neither is slow.
#[derive(Default)]
struct Keys {
    hashed: HashSet<String>,
}

impl Keys {
    const SMALL: usize = 16;

    /// Whether `key` is new.
    fn insert(&mut self, key: &str, members: &[(String, Json)]) -> bool {
        if members.len() < Self::SMALL {
            return members.iter().all(|(name, _)| name != key);
        }
        if self.hashed.is_empty() {
            self.hashed.extend(members.iter().map(|(name, _)| name.clone()));
        }
        self.hashed.insert(key.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(source: &str) -> String {
        parse(source.as_bytes()).expect_err(source).to_string()
    }

    #[test]
    fn numbers_keep_their_kind() {
        assert_eq!(parse(b"1"), Ok(Json::Int(1)));
        assert_eq!(parse(b"-0"), Ok(Json::Int(0)));
        assert_eq!(parse(b"1.0"), Ok(Json::Float(1.0)));
        assert_eq!(parse(b"1E5"), Ok(Json::Float(1e5)));
        assert_eq!(parse(b"9223372036854775807"), Ok(Json::Int(i64::MAX)));
        assert_eq!(parse(b"-9223372036854775808"), Ok(Json::Int(i64::MIN)));
        assert_eq!(message("[1, 9223372036854775808]"), "at /1: integer out of the 64-bit range");
        assert_eq!(message("{\"a\": 1e999}"), "at /a: number too large for a float");
        for bad in ["01", "+1", ".5", "1.", "1e", "-", "NaN", "Infinity", "0x1", "1_0"] {
            assert!(parse(bad.as_bytes()).is_err(), "{bad}");
        }
    }

    #[test]
    fn objects_are_strict() {
        assert_eq!(message(r#"{"x": {"a": 1, "a": 2}}"#), "at /x/a: duplicate key \"a\"");
        let many: Vec<String> = (0..100).map(|i| format!("\"k{i}\": 0")).collect();
        assert!(parse(format!("{{{}}}", many.join(",")).as_bytes()).is_ok());
        assert_eq!(message(&format!("{{{}, \"k3\": 1}}", many.join(","))), "at /k3: duplicate key \"k3\"");
        for bad in ["{", "{\"a\"", "{\"a\":", "{\"a\":1,}", "[1,]", "[1 2]", "", " ", "[] []", "{a: 1}"] {
            assert!(parse(bad.as_bytes()).is_err(), "{bad}");
        }
    }

    #[test]
    fn strings() {
        assert_eq!(parse(br#""\ud83d\ude00\n\u0041""#), Ok(Json::String("\u{1f600}\nA".into())));
        assert!(message(r#"["\ud83d"]"#).contains("lone surrogate"));
        assert!(message(r#"["\ude00"]"#).contains("lone surrogate"));
        assert!(message("\"a\nb\"").contains("control character"));
        assert!(parse(b"\"\xff\"").is_err());
    }

    #[test]
    fn nesting_is_capped_without_recursing_further() {
        let nested = |n: usize| format!("{}{}", "[".repeat(n), "]".repeat(n));
        assert!(parse(nested(MAX_DEPTH).as_bytes()).is_ok());
        assert!(message(&nested(MAX_DEPTH + 1)).contains("nested deeper than 128"));
        assert!(message(&"[".repeat(2 << 20)).contains("nested deeper than 128"));
        assert!(message(&"{\"a\":".repeat(1 << 20)).contains("nested deeper than 128"));
    }
}
