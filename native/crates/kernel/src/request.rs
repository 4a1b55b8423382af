//! What every adapter hands to the kernel, and what it gets back.

/// One request, as the adapter received it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// The verb, in upper case. Kept as text, so that the kernel answers one it does not know.
    pub method: String,
    /// The path, percent-encoded where it must be, with an optional `?query`.
    pub target: String,
    /// Header names (any case) and values.
    pub headers: Vec<(String, String)>,
    /// The body; empty when there is none.
    pub body: Vec<u8>,
}

impl Request {
    /// A request without headers.
    pub fn new(method: &str, target: &str, body: impl Into<Vec<u8>>) -> Self {
        Self { method: method.to_owned(), target: target.to_owned(), headers: Vec::new(), body: body.into() }
    }

    /// The value of the first header called `name`.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }
}

/// One response. A body is always JSON unless a header says otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Response {
    /// The HTTP status.
    pub status: u16,
    /// Header names in lower case, and values.
    pub headers: Vec<(String, String)>,
    /// The body; empty for 204.
    pub body: Vec<u8>,
}

impl Response {
    /// 200 with a JSON body.
    pub fn json(body: impl Into<Vec<u8>>) -> Self {
        let headers = vec![("content-type".to_owned(), "application/json".to_owned())];
        Self { status: 200, headers, body: body.into() }
    }

    /// 204, nothing to say.
    pub const fn no_content() -> Self {
        Self { status: 204, headers: Vec::new(), body: Vec::new() }
    }
}
