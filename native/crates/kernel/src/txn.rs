//! Transactions: what one request does, kept apart until it is known to have succeeded.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use serde_json::value::RawValue;
use tc_ir::{Link, Verb};
use tc_vm::{Args, Category, Error, Host, Value};

use crate::caller::Caller;
use crate::component::{Component, Program};
use crate::egress::{Egress, Outgoing};
use crate::error::{At, KernelError};
use crate::events::Emitted;
use crate::kernel::Kernel;

/// How many components may be calling each other at once within a transaction.
const MAX_CALL_DEPTH: usize = 64;

/// A transaction: begun with a request, and gone with it unless [`Txn::commit`] makes its effects visible.
pub struct Txn<'k> {
    kernel: &'k Kernel,
    caller: Caller,
    hops: usize,
    id: String,
    nanos: i64,
    ttl: Duration,
    deadline: Instant,
    emitted: RefCell<Vec<Emitted>>,
    emitted_bytes: Cell<usize>,
    depth: Cell<usize>,
    /// Where the first error arose, when that was in a component that another one called.
    origin: RefCell<Option<At>>,
}

impl<'k> Txn<'k> {
    /// Begin a transaction for `caller`, whose call has come through `hops` hosts.
    pub fn begin(kernel: &'k Kernel, caller: Caller, hops: usize) -> Self {
        let nanos = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_nanos();
        let nanos = i64::try_from(nanos).unwrap_or(i64::MAX);
        let ttl = kernel.config.ttl;
        Self {
            kernel,
            caller,
            hops,
            id: format!("{nanos}-{}", kernel.next_nonce()),
            nanos,
            ttl,
            deadline: Instant::now() + ttl,
            emitted: RefCell::default(),
            emitted_bytes: Cell::new(0),
            depth: Cell::new(0),
            origin: RefCell::new(None),
        }
    }

    /// Call a route of `component`.
    pub fn call(&self, component: &Arc<Component>, path: &str, args: Args) -> Result<Value, KernelError> {
        let verb = args.verb();
        let result = self.run(component, path, args).and_then(|value| self.in_time().map(|()| value));
        result.map_err(|error| {
            let at = self.origin.take().unwrap_or_else(|| locate(component, verb, path, &error));
            let message = Cow::Owned(error.message().to_owned());
            KernelError { at: Some(Box::new(at)), ..KernelError::new(error.category(), message) }
        })
    }

    /// Make what the transaction did visible, all of it at once.
    pub fn commit(self) {
        self.kernel.events.commit(&self.id, self.emitted.into_inner());
    }

    fn run(&self, component: &Arc<Component>, path: &str, args: Args) -> Result<Value, Error> {
        match &component.program {
            Program::Ir { library, .. } => library.call(path, args, &Frame { txn: self, component }),
            Program::Wasm => {
                let message = format!("{} is a WASM library, which this version cannot run", component.id);
                Err(Error::new(Category::NotImplemented, message))
            }
            Program::Declared => {
                Err(Error::new(Category::NotFound, format!("{} has a schema but no routes", component.id)))
            }
        }
    }

    fn in_time(&self) -> Result<(), Error> {
        if Instant::now() <= self.deadline {
            return Ok(());
        }
        let message = format!("the transaction took longer than {} s, the most one may take", self.ttl.as_secs_f64());
        Err(Error::new(Category::Timeout, message))
    }

    /// Call `component` from another one.
    fn nested(&self, component: &Arc<Component>, path: &str, args: Args) -> Result<Value, Error> {
        let depth = self.depth.get();
        if depth >= MAX_CALL_DEPTH {
            let message =
                format!("more than {MAX_CALL_DEPTH} libraries and services call each other in one transaction");
            return Err(Error::bad_request(message));
        }
        self.depth.set(depth + 1);
        let verb = args.verb();
        let result = self.run(component, path, args);
        self.depth.set(depth);
        result.inspect_err(|error| {
            let mut origin = self.origin.borrow_mut();
            if origin.is_none() {
                *origin = Some(locate(component, verb, path, error));
            }
        })
    }

    fn emit(&self, args: Args) -> Result<Value, Error> {
        let Args::Post(params) = args else {
            return Err(Error::new(Category::MethodNotAllowed, "/host/event answers POST {topic, value} in a program"));
        };
        let (mut topic, mut value) = (None, None);
        for (name, param) in params {
            match name.as_str() {
                "topic" => topic = Some(param),
                "value" => value = Some(param),
                other => return Err(Error::bad_request(format!("/host/event has no parameter {other:?}"))),
            }
        }
        let missing = || Error::bad_request("/host/event: missing parameter \"topic\"");
        let Value::String(topic) = topic.ok_or_else(missing)? else {
            return Err(Error::bad_request("/host/event: the topic of an event is a string"));
        };
        let topic = topic.to_string();
        let value = value.unwrap_or(Value::None).to_json()?;
        let bytes = self.emitted_bytes.get() + topic.len() + value.len();
        let max = self.kernel.config.max_event_bytes;
        if bytes > max {
            return Err(Error::too_large(format!("the transaction's events are larger than {max} bytes")));
        }
        self.emitted_bytes.set(bytes);
        let value = RawValue::from_string(value).map_err(|e| Error::new(Category::InternalError, e.to_string()))?;
        self.emitted.borrow_mut().push(Emitted { topic, value });
        Ok(Value::None)
    }

    fn host_op(&self, path: &str, args: Args) -> Result<Value, Error> {
        let read = |value: Value| match args.verb() {
            Verb::Get => Ok(value),
            other => Err(Error::new(Category::MethodNotAllowed, format!("{path} answers GET, not {other}"))),
        };
        match path {
            "/host/event" => self.emit(args),
            "/host/txn/id" => read(Value::from(self.id.as_str())),
            "/host/txn/time" => read(Value::Int(self.nanos)),
            "/host/auth/context" => read(Value::from_json(self.caller.context_json().as_bytes())?),
            _ => Err(Error::new(Category::NotFound, format!("there is no {path} for a program to call"))),
        }
    }
}

/// Where `error` arose when `component` was called at `path`: there, or in a route of its own that it called.
fn locate(component: &Component, verb: Verb, path: &str, error: &Error) -> At {
    let (verb, path) = error.route().unwrap_or((verb, path));
    component.locate(verb, path, error.ids())
}

/// A component while it runs: what it sees of the world.
struct Frame<'t, 'k> {
    txn: &'t Txn<'k>,
    component: &'t Arc<Component>,
}

impl Frame<'_, '_> {
    fn component_op(&self, path: &str, args: Args) -> Result<Value, Error> {
        if let Some(route) = self.component.route_of(path) {
            return self.txn.nested(self.component, route, args);
        }
        if !self.component.may_call(path) {
            let message = format!("{} may not call {path}: its schema declares no such dependency", self.component.id);
            return Err(Error::new(Category::Forbidden, message));
        }
        let local = self.txn.kernel.locate(path).map_err(|e| Error::new(e.category, e.message))?;
        let Some((dependency, route)) = local.filter(|(dependency, _)| dependency.is_installed()) else {
            return self.remote(path, args);
        };
        self.txn.nested(&dependency, &route, args)
    }
}

impl Frame<'_, '_> {
    /// Call a dependency that is not installed here, at the host that an operator said has it.
    fn remote(&self, path: &str, args: Args) -> Result<Value, Error> {
        let egress = Egress::new(&self.txn.kernel.config);
        let Some(authority) = egress.route(path) else {
            let message = format!(
                "{path} is a dependency of {} that is not installed here, and no route leads to it",
                self.component.id
            );
            return Err(Error::new(Category::NotFound, message));
        };
        let Txn { caller, hops, deadline, .. } = self.txn;
        egress.call(&Outgoing { caller, hops: *hops, deadline: *deadline }, authority, path, args)
    }
}

impl Host for Frame<'_, '_> {
    fn op(&self, link: &Link, args: Args) -> Result<Value, Error> {
        self.txn.in_time()?;
        let path = link.path();
        if link.is_absolute() {
            let message = format!("{} may not call {link}: name a dependency by its path", self.component.id);
            return Err(Error::new(Category::Forbidden, message));
        }
        match link.segments().next() {
            Some("host") => self.txn.host_op(path, args),
            Some("lib" | "service") => self.component_op(path, args),
            Some("state" | "class") => {
                Err(Error::new(Category::NotImplemented, format!("{path}: this version keeps no state")))
            }
            _ => Err(Error::new(Category::NotFound, format!("there is no {path}"))),
        }
    }

    fn check(&self) -> Result<(), Error> {
        self.txn.in_time()
    }
}
