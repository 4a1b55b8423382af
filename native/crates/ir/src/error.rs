//! What goes wrong when IR is read or checked: every error names the JSON pointer of the offending node.

use std::fmt;

/// A step of a JSON pointer: `~` and `/` escaped as RFC 6901 says.
pub(crate) fn push_step(pointer: &mut String, step: &str) {
    pointer.push('/');
    for c in step.chars() {
        match c {
            '~' => pointer.push_str("~0"),
            '/' => pointer.push_str("~1"),
            c => pointer.push(c),
        }
    }
}

macro_rules! pointed_error {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub struct $name {
            /// The JSON pointer (RFC 6901) of the offending node; empty for the whole document.
            pub pointer: String,
            pub message: String,
        }

        impl $name {
            /// An error at the node being looked at; callers add the steps above it with [`Self::under`].
            pub fn here(message: impl Into<String>) -> Self {
                Self { pointer: String::new(), message: message.into() }
            }

            /// The same error, seen from the parent of the node it was found in.
            #[must_use]
            pub fn under(mut self, step: impl fmt::Display) -> Self {
                let mut pointer = String::new();
                push_step(&mut pointer, &step.to_string());
                pointer.push_str(&self.pointer);
                self.pointer = pointer;
                self
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                if self.pointer.is_empty() {
                    f.write_str(&self.message)
                } else {
                    write!(f, "at {}: {}", self.pointer, self.message)
                }
            }
        }

        impl std::error::Error for $name {}
    };
}

pointed_error! {
    /// JSON that is not tc-ir.
    DecodeError
}

pointed_error! {
    /// IR that may not be installed.
    VerifyError
}

impl From<DecodeError> for VerifyError {
    fn from(error: DecodeError) -> Self {
        Self { pointer: error.pointer, message: error.message }
    }
}
