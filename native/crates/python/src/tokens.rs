//! Keys and tokens, for `tc.auth` and `tcc token`.

use std::collections::BTreeMap;
use std::time::{SystemTime, UNIX_EPOCH};

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use tc_kernel::token::{Algorithm, Claims, Grant, SecretKey, Verifier, mint};

use crate::settings::{TrustedKey, keyring, value_error};

/// A new key pair, (public, secret), each in base64, for the algorithm `EdDSA` or `FN-DSA-512`.
#[pyfunction]
#[pyo3(signature = (algorithm="EdDSA"))]
pub fn token_keygen(py: Python<'_>, algorithm: &str) -> PyResult<(String, String)> {
    let algorithm = Algorithm::from_label(algorithm).ok_or_else(|| {
        let known = Algorithm::ALL.map(Algorithm::label).join(" and ");
        PyValueError::new_err(format!("{algorithm:?} is not an algorithm; there are {known}"))
    })?;
    let secret = py.detach(|| SecretKey::generate(algorithm));
    Ok((secret.public_key().map_err(value_error)?.to_base64(), secret.to_base64()))
}

/// The public key of a secret key, both in base64.
#[pyfunction]
pub fn token_public_key(secret_key: &str) -> PyResult<String> {
    let public = SecretKey::from_base64(secret_key).and_then(|key| key.public_key());
    Ok(public.map_err(value_error)?.to_base64())
}

/// A signed token of `actor` at `host` that grants a mask of permission bits on each link of `grants`, valid from `issued_at`
/// to `expires_at` (seconds since 1970), building on the token `parent`. ValueError when that makes no sense.
#[pyfunction]
#[pyo3(signature = (secret_key, host, actor, grants, issued_at, expires_at, parent=None))]
pub fn token_mint(
    secret_key: &str,
    host: String,
    actor: String,
    grants: BTreeMap<String, u16>,
    issued_at: u64,
    expires_at: u64,
    parent: Option<&str>,
) -> PyResult<String> {
    let key = SecretKey::from_base64(secret_key).map_err(value_error)?;
    let grants = grants.into_iter().map(|(link, mask)| Grant { link, mask }).collect();
    let claims = Claims { host, actor, issued_at, expires_at, grants, parent: parent.map(Into::into) };
    mint(&claims, &key).map_err(value_error)
}

/// Verify a token and every token it builds on with `keys`, (host, actor, public key), at the time `now`. The chain as JSON,
/// the root first. ValueError says why it is not accepted.
#[pyfunction]
#[pyo3(signature = (token, keys, now=None))]
pub fn token_verify(token: &str, keys: Vec<TrustedKey>, now: Option<u64>) -> PyResult<String> {
    let now = now.unwrap_or_else(|| SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs());
    let chain = Verifier::new(keyring(&keys)?).verify(token, now).map_err(value_error)?;
    let links = chain.links.iter().map(|claims| {
        let grants: BTreeMap<_, _> = claims.grants.iter().map(|grant| (grant.link.as_str(), grant.mask)).collect();
        serde_json::json!({
            "iss": claims.host, "iat": claims.issued_at, "exp": claims.expires_at, "actor_id": claims.actor, "custom": grants,
        })
    });
    Ok(serde_json::Value::Array(links.collect()).to_string())
}
