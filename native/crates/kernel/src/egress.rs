//! Calling another host. Denied unless the operator configured a route: dependency root → authority.
//!
//! What may be called is decided before this, by canonical path, the same for local and remote; here it is only found out
//! where the call goes, and what goes with it.

use std::fmt;
use std::time::Instant;

use tc_ir::encode_string;
use tc_token::{Claims, EXECUTE, Grant, SecretKey, mint};
use tc_vm::{Args, Category, Error, Value};

use crate::authority::Authority;
use crate::caller::{Caller, now};
use crate::component::is_at_or_below;
use crate::component_id::ComponentId;
use crate::config::Config;
use crate::error::KernelError;
use crate::request::{Request, Response};

/// Says how many hosts a call has come through, so that a loop of hosts ends.
const HOPS: &str = "tinychain-hops";

/// How many hosts a call may come through.
const MAX_HOPS: usize = 8;

/// Longest key sent in a query; a longer one goes in the body.
const MAX_QUERY_BYTES: usize = 4096;

/// A dependency that another host serves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DependencyRoute {
    /// The dependency's id.
    pub root: ComponentId,
    /// Where it is served.
    pub authority: Authority,
}

/// Who this host is towards others: one of its actors, and the key that actor signs with.
#[derive(Clone, Debug)]
pub struct Identity {
    /// This host, `http(s)://host[:port]`.
    pub host: String,
    /// The actor.
    pub actor: String,
    /// The actor's key.
    pub key: SecretKey,
}

/// Sends one request to exactly the authority it is given.
pub trait Transport: fmt::Debug + Send + Sync {
    /// Send `request` and wait for the response, until `deadline` at most.
    fn send(&self, authority: &Authority, request: &Request, deadline: Instant) -> Result<Response, TransportError>;
}

/// Why there is no response.
#[derive(Debug, thiserror::Error)]
pub enum TransportError {
    /// The deadline passed.
    #[error("it did not answer in time")]
    Timeout,
    /// No connection.
    #[error("it cannot be reached: {0}")]
    Unreachable(String),
    /// The connection broke, or carried no HTTP.
    #[error("the connection broke: {0}")]
    Broken(String),
    /// The response is larger than this many bytes.
    #[error("its answer is larger than {0} bytes")]
    TooLarge(usize),
}

/// The way out, as configured.
pub struct Egress<'c> {
    config: &'c Config,
}

/// A call as it leaves.
pub struct Outgoing<'a> {
    /// Whose call it is.
    pub caller: &'a Caller,
    /// How many hosts it has come through.
    pub hops: usize,
    /// When it has to be over.
    pub deadline: Instant,
}

impl<'c> Egress<'c> {
    /// The way out that `config` allows.
    pub const fn new(config: &'c Config) -> Self {
        Self { config }
    }

    /// Where `path` is served, if an operator said so.
    pub fn route(&self, path: &str) -> Option<&'c Authority> {
        let routes = self.config.routes.iter();
        routes.filter(|route| is_at_or_below(path, &route.root.to_string())).map(|route| &route.authority).next()
    }

    /// Call `path` at `authority`; a failure there is an error here.
    pub fn call(&self, outgoing: &Outgoing<'_>, authority: &Authority, path: &str, args: Args) -> Result<Value, Error> {
        let method = args.verb().name();
        let (query, body) = encode_args(args)?;
        let response = self.send(outgoing, authority, method, path, &query, body);
        let response = response.map_err(|error| Error::new(error.category, error.message))?;
        if !(200..300).contains(&response.status) {
            return Err(peer_error(&response, authority, path));
        }
        if response.body.is_empty() {
            return Ok(Value::None);
        }
        Value::from_json(&response.body).map_err(|error| {
            let message = format!("{authority} answered {path} with something else than a value: {}", error.message());
            Error::new(Category::BadGateway, message)
        })
    }

    /// Send a request to `path` at `authority`, and return whatever it answers.
    pub fn send(
        &self,
        outgoing: &Outgoing<'_>,
        authority: &Authority,
        method: &str,
        path: &str,
        query: &str,
        body: Vec<u8>,
    ) -> Result<Response, KernelError> {
        let Some(transport) = &self.config.transport else {
            return Err(KernelError::new(
                Category::NotImplemented,
                "this kernel was opened without a way to reach others",
            ));
        };
        if outgoing.hops >= MAX_HOPS {
            let message = format!("more than {MAX_HOPS} hosts call each other in one transaction");
            return Err(KernelError::bad_request(message));
        }
        let mut headers = vec![(HOPS.to_owned(), (outgoing.hops + 1).to_string())];
        if let Some(token) = self.token(outgoing.caller, path)? {
            headers.push(("authorization".to_owned(), format!("Bearer {token}")));
        }
        let target = encode_path(path) + query;
        let request = Request { method: method.to_owned(), target, headers, body };
        transport.send(authority, &request, outgoing.deadline).map_err(|error| {
            let category = match error {
                TransportError::Timeout => Category::Timeout,
                _ => Category::BadGateway,
            };
            KernelError::new(category, format!("calling {path} at {authority}: {error}"))
        })
    }

    /// The token that goes with a call: the caller's, and where this host has a key, a link added to it that grants calling
    /// `path` and nothing else.
    fn token(&self, caller: &Caller, path: &str) -> Result<Option<String>, KernelError> {
        let Some(token) = &caller.token else { return Ok(None) };
        let (Some(identity), Some(chain)) = (&self.config.identity, &caller.chain) else {
            return Ok(Some(token.clone()));
        };
        let issued_at = now();
        let claims = Claims {
            host: identity.host.clone(),
            actor: identity.actor.clone(),
            issued_at,
            // Long enough for the call: a transaction, and a clock that is a little behind.
            expires_at: chain.expires_at().min(issued_at + 2 * Config::MAX_TTL.as_secs()),
            grants: vec![Grant { link: path.to_owned(), mask: EXECUTE }],
            parent: Some(token.as_str().into()),
        };
        let minted = mint(&claims, &identity.key);
        minted.map(Some).map_err(|error| KernelError::new(Category::Unauthorized, error.to_string()))
    }
}

/// How many hosts `request` has come through.
pub fn hops(request: &Request) -> Result<usize, KernelError> {
    match request.header(HOPS) {
        None => Ok(0),
        Some(hops) => hops.parse().map_err(|_| KernelError::bad_request(format!("the header {HOPS} is a number"))),
    }
}

/// A path as it is written in a request: everything but letters, digits and `-._~` escaped.
fn encode_path(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'/' => out.push('/'),
            byte => percent_encode(&mut out, byte),
        }
    }
    out
}

fn percent_encode(out: &mut String, byte: u8) {
    if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
        out.push(char::from(byte));
    } else {
        out.push_str(&format!("%{byte:02X}"));
    }
}

/// The query (with its `?`) and the body that carry `args`.
fn encode_args(args: Args) -> Result<(String, Vec<u8>), Error> {
    match args {
        Args::Get(Value::None) | Args::Delete(Value::None) => Ok((String::new(), Vec::new())),
        Args::Get(key) | Args::Delete(key) => {
            let key = key.to_json()?;
            if key.len() > MAX_QUERY_BYTES {
                return Ok((String::new(), key.into_bytes()));
            }
            let mut query = "?key=".to_owned();
            key.bytes().for_each(|byte| percent_encode(&mut query, byte));
            Ok((query, Vec::new()))
        }
        Args::Put(key, value) => Ok((String::new(), format!("[{},{}]", key.to_json()?, value.to_json()?).into_bytes())),
        Args::Post(params) => {
            let mut body = String::from("{");
            for (name, value) in params {
                if body.len() > 1 {
                    body.push(',');
                }
                encode_string(&mut body, &name);
                body.push(':');
                body.push_str(&value.to_json()?);
            }
            body.push('}');
            Ok((String::new(), body.into_bytes()))
        }
    }
}

/// What a failure of another host is here: the same category with its message where it says so, else a bad gateway.
fn peer_error(response: &Response, authority: &Authority, path: &str) -> Error {
    let envelope = || {
        let body: serde_json::Value = serde_json::from_slice(&response.body).ok()?;
        let (category, details) = body.as_object()?.iter().next()?;
        let category = Category::from_name(category).filter(|category| category.status() == response.status)?;
        Some((category, details.get("message")?.as_str()?.to_owned()))
    };
    match envelope() {
        Some((category, message)) => Error::new(category, format!("{path} at {authority}: {message}")),
        None => {
            let message = format!("{authority} answered {path} with status {}", response.status);
            Error::new(Category::BadGateway, message)
        }
    }
}
