//! Reaching a path from outside through this kernel: served here, or by a host it has a route to, or not at all.

use std::sync::Arc;
use std::time::Instant;

use crate::component::Component;
use crate::component_id::Kind;
use crate::egress::{Egress, Outgoing};
use crate::error::KernelError;
use crate::kernel::Kernel;
use crate::request::{Request, Response};
use crate::target::Target;

impl Kernel {
    /// Answer `request` here, or pass it on as the library this kernel started with would: to a dependency it declares, over
    /// a route the operator configured. The error says why neither may be.
    pub fn resolve(&self, request: &Request) -> Result<Response, String> {
        let target = Target::parse(&request.target)?;
        let path = target.path();
        let Some((kind, below)) = target
            .segments
            .split_first()
            .and_then(|(root, below)| Some((Kind::from_root(root)?, below)))
            .filter(|(_, below)| !below.is_empty())
        else {
            return Ok(self.dispatch(request));
        };
        if self.find(kind, below).map_err(|e| e.message.into_owned())?.is_some() {
            return Ok(self.dispatch(request));
        }
        let Some(library) = self.initial_component() else {
            return Err(format!("{path} is not installed here, and this kernel has no library that depends on it"));
        };
        if !library.may_call(&path) {
            return Err(format!(
                "{path} is not installed here, and {} does not declare it as a dependency",
                library.id
            ));
        }
        let egress = Egress::new(&self.config);
        let Some(authority) = egress.route(&path) else {
            return Err(format!("{path} is not installed here, and no dependency route leads to it"));
        };
        let answer = self.caller(request).and_then(|caller| {
            let outgoing = Outgoing { caller: &caller, hops: 0, deadline: Instant::now() + self.config.ttl };
            let target = request.target.split('#').next().unwrap_or_default();
            let query = target.find('?').map_or("", |at| &target[at..]);
            egress.send(&outgoing, authority, &request.method, &path, query, request.body.clone())
        });
        Ok(answer.unwrap_or_else(KernelError::into_response))
    }

    /// The library this kernel started with.
    fn initial_component(&self) -> Option<Arc<Component>> {
        self.registry.get(self.initial.as_ref()?)
    }
}
