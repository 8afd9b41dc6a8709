//! The parts of a plan → a store of objects under keys: each file is put under its planned key if nothing is there, the
//! receipts of its part last; a merge reads receipts and looks, and never the files. How a store is spoken to is the business
//! of who gives a [`Store`]; [`Folder`] is one on this machine.

pub(crate) mod claim;
pub mod faults;
pub(crate) mod files;
pub(crate) mod merge;
pub(crate) mod put;
pub(crate) mod run;
pub(crate) mod send;
pub(crate) mod status;
pub(crate) mod store;
pub(crate) mod tree;

pub use files::Folder;
pub use merge::{merge_in, parts_in};
pub use run::run_to;
pub use status::status_in;
pub use store::{About, Listed, Lying, Put, Store};
pub use tree::{Open, fetch, fetch_plan, send};
