//! The kernel's configuration as Python gives it: text, checked here once.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use pyo3::exceptions::{PyOSError, PyValueError};
use pyo3::prelude::*;
use tc_egress::HttpTransport;
use tc_kernel::token::{Keyring, PublicKey, SecretKey};
use tc_kernel::{Config, DependencyRoute, Identity, Kernel, OpenError};

/// A trusted key: the host, the actor, and the key in base64.
pub type TrustedKey = (String, String, String);

/// The settings every constructor takes.
pub struct Settings {
    pub data_dir: Option<PathBuf>,
    pub request_ttl_secs: Option<f64>,
    pub max_request_bytes_unauth: Option<usize>,
}

impl Settings {
    /// As a configuration; ValueError for a limit that makes no sense.
    pub fn config(self) -> PyResult<Config> {
        let mut config = Config { data_dir: self.data_dir, ..Config::default() };
        if let Some(seconds) = self.request_ttl_secs {
            let ttl = Duration::try_from_secs_f64(seconds).ok().filter(|ttl| !ttl.is_zero() && *ttl <= Config::MAX_TTL);
            config.ttl = ttl.ok_or_else(|| {
                let max = Config::MAX_TTL.as_secs();
                PyValueError::new_err(format!("request_ttl_secs is more than 0 and at most {max}, not {seconds}"))
            })?;
        }
        if let Some(bytes) = self.max_request_bytes_unauth {
            config.max_request_bytes = bytes;
        }
        Ok(config)
    }
}

/// A keyring of `keys`; ValueError for one that is no key.
pub fn keyring(keys: &[TrustedKey]) -> PyResult<Keyring> {
    let mut keyring = Keyring::default();
    for (host, actor, key) in keys {
        keyring.trust(host, actor, PublicKey::from_base64(key).map_err(value_error)?);
    }
    Ok(keyring)
}

/// Let `config` call each dependency root at its authority.
pub fn add_routes(config: &mut Config, routes: &[(String, String)]) -> PyResult<()> {
    for (root, authority) in routes {
        let root = root.parse().map_err(|reason| PyValueError::new_err(format!("{root:?}: {reason}")))?;
        let authority = authority.parse().map_err(|reason: String| PyValueError::new_err(reason))?;
        config.routes.push(DependencyRoute { root, authority });
        config.transport = Some(Arc::new(HttpTransport::default()));
    }
    Ok(())
}

/// Who a host is towards others: its host, an actor, and the actor's secret key in base64.
pub fn identity((host, actor, key): TrustedKey) -> PyResult<Identity> {
    Ok(Identity { host, actor, key: SecretKey::from_base64(&key).map_err(value_error)? })
}

/// Open a kernel, letting other Python threads run meanwhile.
pub fn open(py: Python<'_>, config: Config) -> PyResult<Arc<Kernel>> {
    let kernel = py.detach(|| Kernel::open(config)).map_err(|error| match error {
        OpenError::Store(e) => PyOSError::new_err(e.to_string()),
        OpenError::Config(message) => PyValueError::new_err(message),
    })?;
    Ok(Arc::new(kernel))
}

/// An error as ValueError.
pub fn value_error(error: impl std::fmt::Display) -> PyErr {
    PyValueError::new_err(error.to_string())
}
