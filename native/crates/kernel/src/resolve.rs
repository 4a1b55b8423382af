//! Reaching a path from the outside through this kernel: here, or nowhere.

use crate::component_id::Kind;
use crate::kernel::Kernel;
use crate::request::{Request, Response};
use crate::target::Target;

impl Kernel {
    /// Answer `request` if what it names is served here. The error says why it may not be reached otherwise.
    pub fn resolve(&self, request: &Request) -> Result<Response, String> {
        let target = Target::parse(&request.target)?;
        if let Some((root, below)) = target.segments.split_first()
            && let Some(kind) = Kind::from_root(root)
            && !below.is_empty()
            && self.find(kind, below).map_err(|e| e.message.into_owned())?.is_none()
        {
            return Err(format!("{} is not installed here, and no dependency route leads to it", target.path()));
        }
        Ok(self.dispatch(request))
    }
}
