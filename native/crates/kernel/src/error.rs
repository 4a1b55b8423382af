//! Errors as every adapter shows them: `{"<category>": {"message": "…", "at": {…}}}`.

use std::borrow::Cow;

use serde::Serialize;
use tc_vm::Category;

use crate::request::Response;
use crate::store::StoreError;

/// Where in a program an error arose.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct At {
    /// The component's id.
    pub component: String,
    /// The verb and the path of the route: `GET /handle`.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub route: String,
    /// The ids from the route's form down to the failing entry.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub ids: Vec<String>,
    /// The file and line of the publisher's source, when the manifest has a source map.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}

/// An answer that is not a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KernelError {
    /// What kind of error it is, which decides the status.
    pub category: Category,
    /// What is wrong, naming the thing.
    pub message: Cow<'static, str>,
    /// Where in a program it arose, if in one.
    pub at: Option<Box<At>>,
    /// The verbs that would have been answered, for `method_not_allowed`.
    pub allow: Vec<&'static str>,
}

impl KernelError {
    /// An error outside any program.
    pub fn new(category: Category, message: impl Into<Cow<'static, str>>) -> Self {
        Self { category, message: message.into(), at: None, allow: Vec::new() }
    }

    /// 400.
    pub fn bad_request(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(Category::BadRequest, message)
    }

    /// 404.
    pub fn not_found(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(Category::NotFound, message)
    }

    /// 405: `path` answers `allow` only.
    pub fn method_not_allowed(method: &str, path: &str, allow: Vec<&'static str>) -> Self {
        let answers = allow.join(", ");
        let message = format!("{path} does not answer {method}; it answers {answers}");
        Self { allow, ..Self::new(Category::MethodNotAllowed, message) }
    }

    /// 413: a body of more than `max` bytes.
    pub fn too_large(max: usize) -> Self {
        Self::new(Category::PayloadTooLarge, format!("the body is larger than {max} bytes, the most taken here"))
    }

    /// The error as a response.
    pub fn into_response(self) -> Response {
        #[derive(Serialize)]
        struct Body<'a> {
            message: &'a str,
            #[serde(skip_serializing_if = "Option::is_none")]
            at: Option<&'a At>,
        }
        let body = Body { message: &self.message, at: self.at.as_deref() };
        let json = serde_json::json!({ self.category.name(): body });
        let mut response = Response { status: self.category.status(), ..Response::json(json.to_string()) };
        if !self.allow.is_empty() {
            response.headers.push(("allow".to_owned(), self.allow.join(", ")));
        }
        if self.category == Category::Unauthorized {
            response.headers.push(("www-authenticate".to_owned(), "Bearer".to_owned()));
        }
        response
    }
}

impl From<StoreError> for KernelError {
    fn from(error: StoreError) -> Self {
        let category = match &error {
            StoreError::Conflict(_) => Category::Conflict,
            StoreError::Io { .. } => Category::InternalError,
        };
        Self::new(category, error.to_string())
    }
}
