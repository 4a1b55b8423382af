//! The operating system's randomness, as the signature crates want it.

use rand_core::{CryptoRng, Error, RngCore};

/// A generator that asks the operating system every time.
pub struct OsRandom;

impl OsRandom {
    /// Fill `bytes`. A system that cannot give randomness cannot be trusted with keys either: panics.
    pub fn fill(bytes: &mut [u8]) {
        getrandom::fill(bytes).expect("the operating system gives randomness");
    }
}

impl RngCore for OsRandom {
    fn next_u32(&mut self) -> u32 {
        let mut bytes = [0; 4];
        Self::fill(&mut bytes);
        u32::from_ne_bytes(bytes)
    }

    fn next_u64(&mut self) -> u64 {
        let mut bytes = [0; 8];
        Self::fill(&mut bytes);
        u64::from_ne_bytes(bytes)
    }

    fn fill_bytes(&mut self, bytes: &mut [u8]) {
        Self::fill(bytes);
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Error> {
        Self::fill(bytes);
        Ok(())
    }
}

impl CryptoRng for OsRandom {}
