//! Who makes a request, and what they may do.

use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use serde_json::json;
use tc_ir::json::{self, Json};
use tc_token::{Chain, WRITE};
use tc_vm::Category;

use crate::component_id::ComponentId;
use crate::config::Installs;
use crate::error::KernelError;
use crate::kernel::Kernel;
use crate::request::{Request, Response};
use crate::target::Target;

/// Who makes a request.
#[derive(Clone, Debug, Default)]
pub struct Caller {
    /// The bearer token, as it came.
    pub token: Option<String>,
    /// What it says. Always there when there is a token and this kernel has keys to verify it with.
    pub chain: Option<Arc<Chain>>,
}

impl Caller {
    /// The caller as a program sees it: `{"principal": {"host", "actor_id"} | null, "claims": [[link, mask], …]}`.
    pub fn context_json(&self) -> String {
        let Some(chain) = &self.chain else { return r#"{"principal": null, "claims": []}"#.to_owned() };
        let root = chain.root();
        let grants = chain.links.iter().flat_map(|claims| &claims.grants);
        let claims: Vec<_> =
            grants.map(|grant| json!([{ "/state/scalar/value/link": grant.link }, grant.mask])).collect();
        json!({"principal": {"host": root.host, "actor_id": root.actor}, "claims": claims}).to_string()
    }
}

impl Kernel {
    /// Who makes `request`. Where there are keys, a token that does not verify is refused, whatever it is for.
    pub(crate) fn caller(&self, request: &Request) -> Result<Caller, KernelError> {
        let Some(token) = bearer_token(request)? else { return Ok(Caller::default()) };
        if self.verifier.keyring().is_empty() {
            return Ok(Caller { token: Some(token), chain: None });
        }
        let chain = self.verifier.verify(&token, now()).map_err(|error| unauthorized(error.to_string()))?;
        Ok(Caller { token: Some(token), chain: Some(chain) })
    }

    /// Whether `caller` may try to install at all, before what it would install is read.
    pub(crate) fn may_install_something(&self, caller: &Caller) -> Result<(), KernelError> {
        if self.verifier.keyring().is_empty() {
            return match self.config.installs {
                Installs::Anyone => Ok(()),
                Installs::Nobody => Err(unauthorized(
                    "this host has no key to verify install tokens with, so it takes no installs: configure one, \
                     install into its data directory, or start it for development (tcc serve --dev)",
                )),
            };
        }
        match caller.chain {
            Some(_) => Ok(()),
            None => Err(unauthorized("installing needs a bearer token that grants write on what is installed")),
        }
    }

    /// Whether `caller` may install `id`.
    pub(crate) fn may_install(&self, caller: &Caller, id: &ComponentId) -> Result<(), KernelError> {
        self.may_install_something(caller)?;
        match &caller.chain {
            Some(chain) if !chain.allows(&id.to_string(), WRITE) => {
                Err(KernelError::new(Category::Forbidden, format!("the token does not grant write on {id}")))
            }
            _ => Ok(()),
        }
    }

    /// `GET /host/public_key?key="<actor>"`.
    pub(crate) fn public_key(&self, target: &Target) -> Result<Response, KernelError> {
        let key = target.parameter("key").map_err(KernelError::bad_request)?;
        let actor = match json::parse(key.unwrap_or_default().as_bytes()) {
            Ok(Json::String(actor)) => actor,
            _ => return Err(KernelError::bad_request("expected ?key=\"<actor>\", the actor's name as JSON")),
        };
        let mut keys: Vec<_> = self.verifier.keyring().keys_of(&actor).map(tc_token::PublicKey::to_base64).collect();
        keys.dedup();
        match keys.as_slice() {
            [key] => Ok(Response::json(json!(key).to_string())),
            [] => Err(KernelError::not_found(format!("there is no actor {actor:?} here"))),
            _ => Err(KernelError::new(Category::Conflict, format!("several hosts have an actor {actor:?}"))),
        }
    }
}

fn bearer_token(request: &Request) -> Result<Option<String>, KernelError> {
    let mut values = request.headers.iter().filter(|(name, _)| name.eq_ignore_ascii_case("authorization"));
    let Some((_, value)) = values.next() else { return Ok(None) };
    if values.next().is_some() {
        return Err(KernelError::bad_request("the request has two authorization headers"));
    }
    match value.split_once(' ') {
        Some((scheme, token)) if scheme.eq_ignore_ascii_case("bearer") && !token.trim().is_empty() => {
            Ok(Some(token.trim().to_owned()))
        }
        _ => Err(unauthorized("expected the header authorization: Bearer <token>")),
    }
}

fn unauthorized(message: impl Into<std::borrow::Cow<'static, str>>) -> KernelError {
    KernelError::new(Category::Unauthorized, message)
}

/// Seconds since 1970.
pub fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs()
}
