//! Dispatch: which part of the kernel answers a request. The whole URI surface is in this file.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::Instant;

use tc_ir::Verb;
use tc_vm::Category;

use crate::args::read_args;
use crate::caller::Caller;
use crate::component::Component;
use crate::component_id::Kind;
use crate::egress::hops;
use crate::error::KernelError;
use crate::kernel::Kernel;
use crate::openapi;
use crate::request::{Request, Response};
use crate::target::Target;
use crate::txn::Txn;

type Answer = Result<Response, KernelError>;

impl Kernel {
    /// Answer a request. Whatever it is, this returns a response, and a failed request has changed nothing.
    pub fn dispatch(&self, request: &Request) -> Response {
        let started = Instant::now();
        // A panic is a bug; it must cost the request that met it, not the host.
        let response = match catch_unwind(AssertUnwindSafe(|| self.answer(request))) {
            Ok(Ok(response)) => response,
            Ok(Err(error)) => error.into_response(),
            Err(_) => {
                let message = "the kernel failed to answer, which is a bug in it; the request had no effect";
                KernelError::new(Category::InternalError, message).into_response()
            }
        };
        self.metrics.count(&request.method, response.status, started.elapsed());
        response
    }

    /// The most bytes of body this request may have, or why it is refused whatever its body is.
    pub fn admit(&self, request: &Request) -> Result<usize, KernelError> {
        let caller = self.caller(request)?;
        let path = request.target.split(['?', '#']).next().unwrap_or_default();
        if request.method != "PUT" || !matches!(path.trim_end_matches('/'), "/lib" | "/service") {
            return Ok(self.config.max_request_bytes);
        }
        self.may_install_something(&caller)?;
        Ok(self.config.max_install_bytes())
    }

    fn answer(&self, request: &Request) -> Answer {
        let max_bytes = self.admit(request)?;
        if request.body.len() > max_bytes {
            return Err(KernelError::too_large(max_bytes));
        }
        let caller = self.caller(request)?;
        let target = Target::parse(&request.target).map_err(KernelError::bad_request)?;
        let (root, below) = match target.segments.split_first() {
            Some((root, below)) => (root.as_str(), below),
            None => ("", [].as_slice()),
        };
        match root {
            "healthz" if below.is_empty() => only_get(request, &target).map(|()| Response::json(r#"{"status": "ok"}"#)),
            "lib" => self.component_request(Kind::Library, request, &target, below, caller),
            "service" => self.component_request(Kind::Service, request, &target, below, caller),
            "host" => self.host_request(request, &target, below),
            "state" | "class" => {
                let message = format!("{}: this version keeps no /{root}", target.path());
                Err(KernelError::new(Category::NotImplemented, message))
            }
            _ => Err(KernelError::not_found(format!(
                "there is no {}; a host has /lib, /service, /class, /state, /host and /healthz",
                target.path()
            ))),
        }
    }

    fn component_request(
        &self,
        kind: Kind,
        request: &Request,
        target: &Target,
        below: &[String],
        caller: Caller,
    ) -> Answer {
        if below.is_empty() {
            return match request.method.as_str() {
                "GET" => self.directory(kind, below),
                "PUT" => self.install(kind, &caller, &request.body).map(|()| Response::no_content()),
                method => Err(KernelError::method_not_allowed(method, &target.path(), vec!["GET", "PUT"])),
            };
        }
        match self.find(kind, below)? {
            Some((component, route)) if route.is_empty() => {
                only_get(request, target).map(|()| Response::json(component.schema_json.clone()))
            }
            Some((component, route)) => self.route_request(&component, &route, request, target, caller),
            None => match self.directory(kind, below) {
                Ok(directory) => only_get(request, target).map(|()| directory),
                Err(error) => Err(error),
            },
        }
    }

    /// What is below a directory of components.
    fn directory(&self, kind: Kind, below: &[String]) -> Answer {
        self.refresh()?;
        let children = self.registry.children(kind, below);
        if children.is_empty() && !below.is_empty() {
            let path = below.iter().fold(format!("/{}", kind.root()), |path, segment| path + "/" + segment);
            return Err(KernelError::not_found(format!("nothing is installed at {path}")));
        }
        Ok(Response::json(serde_json::json!(children).to_string()))
    }

    fn route_request(
        &self,
        component: &Arc<Component>,
        path: &str,
        request: &Request,
        target: &Target,
        caller: Caller,
    ) -> Answer {
        let verbs = component.verbs(path);
        if verbs.is_empty() && component.has_routes() {
            return Err(KernelError::not_found(format!("{} has no route {path}", component.id)));
        }
        let verb = Verb::from_name(&request.method).filter(|verb| verbs.is_empty() || verbs.contains(verb));
        let verb = verb.ok_or_else(|| {
            let allow = verbs.iter().map(|verb| verb.name()).collect();
            KernelError::method_not_allowed(&request.method, &target.path(), allow)
        })?;
        let params = component.route(verb, path).and_then(|route| route.params.as_deref());
        let args = read_args(verb, params, target, &request.body).map_err(KernelError::bad_request)?;

        let txn = Txn::begin(self, caller, hops(request)?);
        let value = txn.call(component, path, args)?;
        let body = value.to_json().map_err(|e| KernelError {
            at: Some(Box::new(component.locate(verb, path, &[]))),
            ..KernelError::new(e.category(), format!("the result of {verb} {path}: {}", e.message()))
        })?;
        txn.commit();
        Ok(Response::json(body))
    }

    fn host_request(&self, request: &Request, target: &Target, below: &[String]) -> Answer {
        let path: Vec<&str> = below.iter().map(String::as_str).collect();
        match path.as_slice() {
            ["event"] => {
                only_get(request, target)?;
                let since = target.parameter("since").map_err(KernelError::bad_request)?.unwrap_or("0");
                let since = since.parse().map_err(|_| {
                    KernelError::bad_request(format!("since is the sequence of an event, not {since:?}"))
                })?;
                Ok(Response::json(serde_json::json!(self.events.since(since)).to_string()))
            }
            ["public_key"] => {
                only_get(request, target)?;
                self.public_key(target)
            }
            ["metrics"] => {
                only_get(request, target)?;
                let headers = vec![("content-type".to_owned(), "text/plain; version=0.0.4".to_owned())];
                let body = self.metrics.render(&self.gauges()).into_bytes();
                Ok(Response { status: 200, headers, body })
            }
            ["openapi"] => {
                only_get(request, target)?;
                self.refresh()?;
                let components = self.registry.all();
                Ok(Response::json(openapi::document(components.iter().map(Arc::as_ref)).to_string()))
            }
            ["time"] => {
                Err(KernelError::new(Category::NotImplemented, format!("{}: not in this version", target.path())))
            }
            _ => Err(KernelError::not_found(format!("there is no {}", target.path()))),
        }
    }
}

fn only_get(request: &Request, target: &Target) -> Result<(), KernelError> {
    match request.method.as_str() {
        "GET" => Ok(()),
        method => Err(KernelError::method_not_allowed(method, &target.path(), vec!["GET"])),
    }
}
