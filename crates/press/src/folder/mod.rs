//! The output folder: files whole or not at all, what was made from what, names that every system takes.

pub(crate) mod digest;
pub(crate) mod durable;
pub(crate) mod files;
pub(crate) mod lists;
pub(crate) mod names;
pub(crate) mod open;
pub(crate) mod places;
mod receipt;
pub(crate) mod receipts;
pub(crate) mod shard;
