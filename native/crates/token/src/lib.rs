//! Recursive JSON web tokens: who says what, signed, with the token it builds on inside.
//!
//! A token is `base64(header).base64(claims).base64(signature)`, in standard padded base64; the signature is over
//! `header.claims` as text. A token may carry a parent, which makes a chain: the innermost token is the *root*, whose
//! actor is the principal. [`Verifier::verify`] accepts a chain only when every link of it
//!
//! - is spelled the one canonical way and signed by a key that was configured for its issuer and actor, with the
//!   algorithm that key is for, the same along the chain;
//! - is valid at the time (`iat <= now < exp`), was not issued before its parent and does not outlive it.
//!
//! What a chain grants is what its links say ([`Grant`]); what that allows is for the kernel to decide. Nothing here
//! does I/O, looks a key up anywhere else, or reads a clock.

mod algorithm;
mod claims;
mod key;
mod random;
mod verify;
mod wire;

#[cfg(test)]
mod matrix_tests;

pub use algorithm::Algorithm;
pub use claims::{Claims, EXECUTE, Grant, READ, WRITE};
pub use key::{PublicKey, SecretKey};
pub use verify::{Chain, Keyring, Verifier};
pub use wire::mint;

/// Longest token that is looked at, in bytes.
pub const MAX_TOKEN_BYTES: usize = 48 << 10;

/// Most links in a chain.
pub const MAX_CHAIN: usize = 8;

/// Why a token is not accepted. The message is fit for its bearer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TokenError {
    /// It is not spelled as a token is.
    #[error("the token is malformed: {0}")]
    Malformed(String),
    /// Its algorithm is unknown, or not the one of its key.
    #[error("the token's algorithm {0:?} is not accepted here")]
    Algorithm(String),
    /// No key is configured for whoever it says signed it.
    #[error("no key is configured here for actor {actor:?} of {host}")]
    Untrusted {
        /// The issuer it names.
        host: String,
        /// The actor it names.
        actor: String,
    },
    /// The signature is not that of the key.
    #[error("the token's signature is wrong")]
    Signature,
    /// It is not valid yet.
    #[error("the token is not valid yet")]
    NotYet,
    /// It is not valid any more.
    #[error("the token has expired")]
    Expired,
    /// It does not fit the token it builds on.
    #[error("the token does not fit its parent: {0}")]
    Chain(&'static str),
    /// A key is not one.
    #[error("the key is not {0}")]
    Key(&'static str),
}
