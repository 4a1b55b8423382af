//! Bytes: shared, copied when changed while shared.

use std::ops::Deref;
use std::sync::Arc;

use super::memory::Footprint;

/// A sequence of bytes.
#[derive(Clone)]
pub struct Bytes(Arc<Blob>);

#[derive(Clone)]
struct Blob {
    bytes: Vec<u8>,
    footprint: Footprint,
}

impl Bytes {
    /// Appends `more`, in place if nothing else holds these bytes.
    pub fn extend(&mut self, more: &[u8]) {
        let blob = Arc::make_mut(&mut self.0);
        blob.bytes.extend_from_slice(more);
        blob.footprint.update(blob.bytes.capacity());
    }
}

impl Deref for Bytes {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.0.bytes
    }
}

impl From<Vec<u8>> for Bytes {
    fn from(bytes: Vec<u8>) -> Self {
        let footprint = Footprint::new(bytes.capacity());
        Self(Arc::new(Blob { bytes, footprint }))
    }
}

impl PartialEq for Bytes {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}
