//! The signature algorithms a token may use.

/// A signature algorithm.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Algorithm {
    /// Ed25519, labelled `EdDSA`.
    Ed25519,
    /// Falcon-512 with padded signatures, labelled `FN-DSA-512`.
    FnDsa512,
}

impl Algorithm {
    /// Every algorithm.
    pub const ALL: [Self; 2] = [Self::Ed25519, Self::FnDsa512];

    /// Its label in a token's header.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Ed25519 => "EdDSA",
            Self::FnDsa512 => "FN-DSA-512",
        }
    }

    /// The algorithm with this label.
    pub fn from_label(label: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|algorithm| algorithm.label() == label)
    }
}
