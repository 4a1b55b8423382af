//! Verifying a chain, link by link.

use std::collections::HashMap;
use std::sync::Arc;

use parking_lot::Mutex;

use crate::wire::parse;
use crate::{Algorithm, Claims, MAX_CHAIN, MAX_TOKEN_BYTES, PublicKey, TokenError};

/// The keys that are trusted, each for one actor of one host.
#[derive(Clone, Debug, Default)]
pub struct Keyring {
    keys: HashMap<(String, String), PublicKey>,
    accept_es256_label: bool,
}

impl Keyring {
    /// Trust `key` to be that of `actor` at `host`.
    pub fn trust(&mut self, host: &str, actor: &str, key: PublicKey) {
        self.keys.insert((canonical_host(host), actor.to_owned()), key);
    }

    /// Also take `ES256`, which old tokens say, as a label of Ed25519.
    pub const fn accept_es256_label(&mut self) {
        self.accept_es256_label = true;
    }

    /// The key of `actor` at `host`.
    pub fn key(&self, host: &str, actor: &str) -> Option<&PublicKey> {
        self.keys.get(&(canonical_host(host), actor.to_owned()))
    }

    /// The keys of `actor`, whatever its host.
    pub fn keys_of<'k>(&'k self, actor: &'k str) -> impl Iterator<Item = &'k PublicKey> {
        self.keys.iter().filter(move |((_, name), _)| name == actor).map(|(_, key)| key)
    }

    /// Whether nobody is trusted.
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    fn algorithm(&self, label: &str) -> Option<Algorithm> {
        match label {
            "ES256" if self.accept_es256_label => Some(Algorithm::Ed25519),
            label => Algorithm::from_label(label),
        }
    }
}

/// Scheme and host compare without regard to case, and without a slash at the end.
fn canonical_host(host: &str) -> String {
    host.strip_suffix('/').unwrap_or(host).to_ascii_lowercase()
}

/// A verified chain of tokens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chain {
    /// What each token says, the root first.
    pub links: Vec<Claims>,
}

impl Chain {
    /// The root: whoever the whole chain began with.
    pub fn root(&self) -> &Claims {
        &self.links[0]
    }

    /// When the first of the links stops being valid.
    pub fn expires_at(&self) -> u64 {
        self.links.iter().map(|claims| claims.expires_at).min().unwrap_or(0)
    }

    /// Whether some link grants every bit of `mask` on exactly `link`.
    pub fn allows(&self, link: &str, mask: u16) -> bool {
        self.links.iter().any(|claims| claims.allows(link, mask))
    }
}

/// Verifies tokens against one keyring, and remembers which signatures it has checked.
#[derive(Debug, Default)]
pub struct Verifier {
    keyring: Keyring,
    /// What is remembered says nothing of time, which is looked at anew with every request. Two caches, so that a flood
    /// of bad tokens cannot push out the good ones.
    good: Mutex<HashMap<String, Arc<Chain>>>,
    bad: Mutex<HashMap<String, TokenError>>,
}

/// How many tokens each cache remembers; it starts over when full.
const CACHE_SIZE: usize = 1024;

/// Longer bad tokens are not remembered: anyone can send them.
const MAX_BAD_BYTES: usize = 4096;

impl Verifier {
    /// A verifier that trusts `keyring`.
    pub fn new(keyring: Keyring) -> Self {
        Self { keyring, ..Self::default() }
    }

    /// The keys this verifier trusts.
    pub const fn keyring(&self) -> &Keyring {
        &self.keyring
    }

    /// Verify every link of `token` at the time `now`, in seconds since 1970.
    pub fn verify(&self, token: &str, now: u64) -> Result<Arc<Chain>, TokenError> {
        if token.len() > MAX_TOKEN_BYTES {
            return Err(TokenError::Malformed(format!("it is longer than {MAX_TOKEN_BYTES} bytes")));
        }
        let chain = self.signatures(token)?;
        for claims in &chain.links {
            if now < claims.issued_at {
                return Err(TokenError::NotYet);
            }
            if now >= claims.expires_at {
                return Err(TokenError::Expired);
            }
        }
        Ok(chain)
    }

    /// All that does not depend on the time, from memory where possible.
    fn signatures(&self, token: &str) -> Result<Arc<Chain>, TokenError> {
        if let Some(chain) = self.good.lock().get(token) {
            return Ok(chain.clone());
        }
        if let Some(error) = self.bad.lock().get(token) {
            return Err(error.clone());
        }
        match self.chain(token) {
            Ok(chain) => {
                let chain = Arc::new(chain);
                remember(&self.good, token, chain.clone());
                Ok(chain)
            }
            Err(error) => {
                if token.len() <= MAX_BAD_BYTES {
                    remember(&self.bad, token, error.clone());
                }
                Err(error)
            }
        }
    }

    fn chain(&self, token: &str) -> Result<Chain, TokenError> {
        let mut links: Vec<Claims> = Vec::new();
        let mut algorithm = None;
        let mut next: Option<Arc<str>> = Some(token.into());
        while let Some(token) = next {
            if links.len() == MAX_CHAIN {
                return Err(TokenError::Chain("the chain is too long"));
            }
            let (claims, this) = self.link(&token)?;
            if *algorithm.get_or_insert(this) != this {
                return Err(TokenError::Chain("it uses another algorithm"));
            }
            if let Some(child) = links.last() {
                if child.expires_at > claims.expires_at {
                    return Err(TokenError::Chain("it would outlive it"));
                }
                if child.issued_at < claims.issued_at {
                    return Err(TokenError::Chain("it was issued before it"));
                }
            }
            next = claims.parent.clone();
            links.push(claims);
        }
        links.reverse();
        Ok(Chain { links })
    }

    /// Verify one token by itself.
    fn link(&self, token: &str) -> Result<(Claims, Algorithm), TokenError> {
        let parts = parse(token)?;
        let algorithm = self.keyring.algorithm(&parts.algorithm);
        let algorithm = algorithm.ok_or_else(|| TokenError::Algorithm(parts.algorithm.clone()))?;
        let Claims { host, actor, .. } = &parts.claims;
        let key = self
            .keyring
            .key(host, actor)
            .ok_or_else(|| TokenError::Untrusted { host: host.clone(), actor: actor.clone() })?;
        if key.algorithm() != algorithm {
            return Err(TokenError::Algorithm(parts.algorithm));
        }
        if !key.verify(parts.signed.as_bytes(), &parts.signature) {
            return Err(TokenError::Signature);
        }
        Ok((parts.claims, algorithm))
    }
}

fn remember<V>(cache: &Mutex<HashMap<String, V>>, token: &str, value: V) {
    let mut cache = cache.lock();
    if cache.len() >= CACHE_SIZE {
        cache.clear();
    }
    cache.insert(token.to_owned(), value);
}
