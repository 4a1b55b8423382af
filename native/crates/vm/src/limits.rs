//! Sizes a program may not pass, checked before memory is taken.

use crate::error::Error;

/// The memory of a transaction.
pub const MAX_BYTES: u128 = 64 << 20;

/// What an item of a tuple takes.
const ITEM_BYTES: u128 = size_of::<crate::value::Value>() as u128;

/// Refuses text or bytes of this many bytes.
pub fn check_bytes(bytes: u128) -> Result<(), Error> {
    if bytes > MAX_BYTES {
        return Err(Error::too_large(format!(
            "a value of {bytes} bytes is more than the {MAX_BYTES} a transaction has"
        )));
    }
    Ok(())
}

/// Refuses a tuple of this many items.
pub fn check_items(items: u128) -> Result<(), Error> {
    if items.saturating_mul(ITEM_BYTES) > MAX_BYTES {
        return Err(Error::too_large(format!(
            "a tuple of {items} items takes more than the {MAX_BYTES} bytes a transaction has"
        )));
    }
    Ok(())
}

/// Refuses a tuple of `before` items and those of a range.
pub fn check_range(before: usize, range: &crate::value::Range) -> Result<(), Error> {
    check_items(before as u128 + u128::from(range.len()))
}

/// Refuses a program whose values take this many bytes together.
pub fn check_taken(bytes: i64) -> Result<(), Error> {
    if i128::from(bytes) > MAX_BYTES as i128 {
        return Err(Error::too_large(format!("the program holds more than the {MAX_BYTES} bytes a transaction has")));
    }
    Ok(())
}
