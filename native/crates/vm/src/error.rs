//! Errors as programs and callers see them: a category, a message, and where it happened.

use std::fmt;

use tc_ir::{Id, Verb};

macro_rules! categories {
    ($($(#[$doc:meta])* $variant:ident $name:literal $status:literal,)*) => {
        /// The kinds of errors, each with its HTTP status.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Category {
            $($(#[$doc])* $variant,)*
        }

        impl Category {
            pub const ALL: &[Category] = &[$(Category::$variant,)*];

            /// The name in responses and in `/state/scalar/error/<name>`.
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)*
                }
            }

            /// The HTTP status.
            pub fn status(self) -> u16 {
                match self {
                    $(Self::$variant => $status,)*
                }
            }
        }
    };
}

categories! {
    BadRequest "bad_request" 400,
    Unauthorized "unauthorized" 401,
    Forbidden "forbidden" 403,
    NotFound "not_found" 404,
    MethodNotAllowed "method_not_allowed" 405,
    Timeout "timeout" 408,
    Conflict "conflict" 409,
    PayloadTooLarge "payload_too_large" 413,
    TooManyRequests "too_many_requests" 429,
    InternalError "internal_error" 500,
    NotImplemented "not_implemented" 501,
    BadGateway "bad_gateway" 502,
    Unavailable "unavailable" 503,
}

impl Category {
    /// The category called `name`.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|category| category.name() == name)
    }

    /// The category of an HTTP status.
    pub fn from_status(status: u16) -> Option<Self> {
        Self::ALL.iter().copied().find(|category| category.status() == status)
    }
}

/// An error. Boxed, so that a `Result` of a small value stays small.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error(Box<Inner>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Inner {
    category: Category,
    message: String,
    /// Outermost first.
    ids: Vec<Id>,
    /// Whether `ids` already tells the entry of the op that is being left.
    placed: bool,
    /// The route it arose in, once it has left that.
    route: Option<(Verb, String)>,
}

impl Error {
    #[cold]
    pub fn new(category: Category, message: impl Into<String>) -> Self {
        Self(Box::new(Inner { category, message: message.into(), ids: Vec::new(), placed: false, route: None }))
    }

    #[cold]
    pub fn bad_request(message: impl Into<String>) -> Self {
        Self::new(Category::BadRequest, message)
    }

    #[cold]
    pub fn too_large(message: impl Into<String>) -> Self {
        Self::new(Category::PayloadTooLarge, message)
    }

    pub fn category(&self) -> Category {
        self.0.category
    }

    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// The route it arose in: the innermost one, when routes call each other.
    pub fn route(&self) -> Option<(Verb, &str)> {
        self.0.route.as_ref().map(|(verb, path)| (*verb, path.as_str()))
    }

    /// The ids of the entries of that route that were being evaluated, outermost first.
    pub fn ids(&self) -> &[Id] {
        &self.0.ids
    }

    /// The same error, seen from outside an entry of the op that runs: unless an entry nested in it has already done
    /// so, the ids of the entry and those around it are put before what is there. `path` gives them innermost first.
    #[cold]
    #[must_use]
    pub(crate) fn enter_entry(mut self, path: impl FnOnce() -> Vec<Id>) -> Self {
        // A recursion a thousand calls deep is told by its innermost calls and its outermost entries.
        const MAX_IDS: usize = 64;
        let inner = &mut *self.0;
        // The entries of a route that called the one it arose in say nothing of where that is.
        if !inner.placed && inner.route.is_none() {
            inner.placed = true;
            let mut ids = path();
            ids.reverse();
            if inner.ids.len() < MAX_IDS {
                ids.append(&mut inner.ids);
                inner.ids = ids;
            } else {
                inner.ids.splice(..ids.len().min(inner.ids.len() / 2), ids);
            }
        }
        self
    }

    /// The same error, seen from the caller of the op it happened in.
    #[cold]
    #[must_use]
    pub(crate) fn leave_frame(mut self) -> Self {
        self.0.placed = false;
        self
    }

    /// The same error, leaving the route it arose in, or one that called that.
    #[cold]
    #[must_use]
    pub(crate) fn leave_route(mut self, verb: Verb, path: &str) -> Self {
        self.0.route.get_or_insert_with(|| (verb, path.to_owned()));
        self
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.category().name(), self.message())
    }
}

impl std::error::Error for Error {}
