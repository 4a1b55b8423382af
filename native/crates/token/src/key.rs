//! Keys and signatures.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::{Signature, Signer, SigningKey as Ed25519Secret, VerifyingKey as Ed25519Public};
use fn_dsa_kgen::{KeyPairGenerator, KeyPairGeneratorStandard};
use fn_dsa_sign::{SigningKey, SigningKeyStandard};
use fn_dsa_vrfy::{DOMAIN_NONE, FN_DSA_LOGN_512, HASH_ID_ORIGINAL_FALCON, VerifyingKey, VerifyingKeyStandard};
use fn_dsa_vrfy::{signature_size, vrfy_key_size};

use crate::random::OsRandom;
use crate::{Algorithm, TokenError};

/// What goes before a message in a Falcon signature: no pre-hash, the length of the context, the context.
const FALCON_PREFIX: &[u8] = b"\x00\x07rjwt-v1";

/// A key that verifies.
#[derive(Clone)]
pub enum PublicKey {
    /// 32 bytes.
    Ed25519(Ed25519Public),
    /// 897 bytes.
    FnDsa512(Box<(VerifyingKeyStandard, Vec<u8>)>),
}

/// A key that signs.
#[derive(Clone)]
pub enum SecretKey {
    /// 32 bytes.
    Ed25519(Ed25519Secret),
    /// 1281 bytes.
    FnDsa512(Vec<u8>),
}

impl PublicKey {
    /// A key from its bytes in standard padded base64; its length says which algorithm it is for.
    pub fn from_base64(text: &str) -> Result<Self, TokenError> {
        const EXPECTED: TokenError = TokenError::Key("a public key: 32 (Ed25519) or 897 (FN-DSA-512) bytes in base64");
        let bytes = STANDARD.decode(text).map_err(|_| EXPECTED)?;
        if let Ok(bytes) = <&[u8; 32]>::try_from(bytes.as_slice()) {
            let key = Ed25519Public::from_bytes(bytes).map_err(|_| TokenError::Key("a point on the curve"))?;
            // With a key of small order, one signature fits many messages.
            return if key.is_weak() { Err(TokenError::Key("a strong one")) } else { Ok(Self::Ed25519(key)) };
        }
        if bytes.len() == vrfy_key_size(FN_DSA_LOGN_512) {
            let key = VerifyingKeyStandard::decode(&bytes).ok_or(EXPECTED)?;
            return Ok(Self::FnDsa512(Box::new((key, bytes))));
        }
        Err(EXPECTED)
    }

    /// The key in standard padded base64.
    pub fn to_base64(&self) -> String {
        match self {
            Self::Ed25519(key) => STANDARD.encode(key.as_bytes()),
            Self::FnDsa512(key) => STANDARD.encode(&key.1),
        }
    }

    /// The algorithm the key is for.
    pub const fn algorithm(&self) -> Algorithm {
        match self {
            Self::Ed25519(_) => Algorithm::Ed25519,
            Self::FnDsa512(_) => Algorithm::FnDsa512,
        }
    }

    /// Whether `signature` is this key's signature of `message`.
    pub(crate) fn verify(&self, message: &[u8], signature: &[u8]) -> bool {
        match self {
            Self::Ed25519(key) => {
                Signature::from_slice(signature).is_ok_and(|signature| key.verify_strict(message, &signature).is_ok())
            }
            Self::FnDsa512(key) => {
                let message = [FALCON_PREFIX, message].concat();
                signature.len() == signature_size(FN_DSA_LOGN_512)
                    && key.0.verify(signature, &DOMAIN_NONE, &HASH_ID_ORIGINAL_FALCON, &message)
            }
        }
    }
}

impl SecretKey {
    /// A new key, from the operating system's randomness.
    pub fn generate(algorithm: Algorithm) -> Self {
        match algorithm {
            Algorithm::Ed25519 => {
                let mut seed = [0; 32];
                OsRandom::fill(&mut seed);
                Self::Ed25519(Ed25519Secret::from_bytes(&seed))
            }
            Algorithm::FnDsa512 => {
                let mut secret = vec![0; fn_dsa_kgen::sign_key_size(FN_DSA_LOGN_512)];
                let mut public = vec![0; vrfy_key_size(FN_DSA_LOGN_512)];
                KeyPairGeneratorStandard::default().keygen(FN_DSA_LOGN_512, &mut OsRandom, &mut secret, &mut public);
                Self::FnDsa512(secret)
            }
        }
    }

    /// A key from its bytes in standard padded base64; its length says which algorithm it is for.
    pub fn from_base64(text: &str) -> Result<Self, TokenError> {
        const EXPECTED: TokenError = TokenError::Key("a secret key: 32 (Ed25519) or 1281 (FN-DSA-512) bytes in base64");
        let bytes = STANDARD.decode(text).map_err(|_| EXPECTED)?;
        if let Ok(seed) = <&[u8; 32]>::try_from(bytes.as_slice()) {
            return Ok(Self::Ed25519(Ed25519Secret::from_bytes(seed)));
        }
        SigningKeyStandard::decode(&bytes).filter(|key| key.get_logn() == FN_DSA_LOGN_512).ok_or(EXPECTED)?;
        Ok(Self::FnDsa512(bytes))
    }

    /// The key in standard padded base64. Whoever has this can sign.
    pub fn to_base64(&self) -> String {
        match self {
            Self::Ed25519(key) => STANDARD.encode(key.to_bytes()),
            Self::FnDsa512(bytes) => STANDARD.encode(bytes),
        }
    }

    /// The key that verifies what this one signs.
    pub fn public_key(&self) -> Result<PublicKey, TokenError> {
        match self {
            Self::Ed25519(key) => Ok(PublicKey::Ed25519(key.verifying_key())),
            Self::FnDsa512(bytes) => {
                let mut public = vec![0; vrfy_key_size(FN_DSA_LOGN_512)];
                falcon(bytes)?.to_verifying_key(&mut public);
                PublicKey::from_base64(&STANDARD.encode(public))
            }
        }
    }

    /// The algorithm the key is for.
    pub const fn algorithm(&self) -> Algorithm {
        match self {
            Self::Ed25519(_) => Algorithm::Ed25519,
            Self::FnDsa512(_) => Algorithm::FnDsa512,
        }
    }

    /// Sign `message`.
    pub(crate) fn sign(&self, message: &[u8]) -> Result<Vec<u8>, TokenError> {
        match self {
            Self::Ed25519(key) => Ok(key.sign(message).to_bytes().to_vec()),
            Self::FnDsa512(bytes) => {
                let message = [FALCON_PREFIX, message].concat();
                let mut signature = vec![0; signature_size(FN_DSA_LOGN_512)];
                let mut key = falcon(bytes)?;
                key.sign(&mut OsRandom, &DOMAIN_NONE, &HASH_ID_ORIGINAL_FALCON, &message, &mut signature);
                Ok(signature)
            }
        }
    }
}

fn falcon(bytes: &[u8]) -> Result<SigningKeyStandard, TokenError> {
    SigningKeyStandard::decode(bytes).ok_or(TokenError::Key("an FN-DSA-512 secret key"))
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PublicKey({}, {})", self.algorithm().label(), self.to_base64())
    }
}

/// Never the key itself: this is what ends up in logs.
impl fmt::Debug for SecretKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SecretKey({})", self.algorithm().label())
    }
}
