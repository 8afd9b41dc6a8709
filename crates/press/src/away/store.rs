//! What a store is: objects under keys, each put if nothing is there.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use biaoyu_page::error::Fault;

/// What lies under a key, as a look without its bytes tells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lying {
    /// Its length.
    pub bytes: u64,
    /// BLAKE3 of its bytes in hexadecimal digits, as who put it says; `None` when nobody says.
    pub blake3: Option<String>,
    /// Digest of all that it was made from, as who put it says.
    pub inputs: Option<String>,
}

/// What a list of keys says of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Its length.
    pub bytes: u64,
    /// When it was put, by the store's clock.
    pub put: Option<SystemTime>,
}

/// What is kept beside the bytes of an object.
#[derive(Clone, Copy, Debug)]
pub struct About<'a> {
    /// BLAKE3 of its bytes in hexadecimal digits.
    pub blake3: &'a str,
    /// Digest of all that it was made from.
    pub inputs: &'a str,
}

/// What came of an attempt to put.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Put {
    /// Nothing was there, now this is.
    Made,
    /// Something is there, and was left as it is.
    There,
}

/// A place for objects under keys, with `/` between the parts of a key. Keys are seen from the prefix that the user named.
/// An error of [`Store::put`] says nothing of whether the bytes arrived.
pub trait Store: Sync {
    /// What the user calls it, without a `/` at the end.
    fn name(&self) -> &str;

    /// Every key.
    ///
    /// # Errors
    /// `store/…`.
    fn list(&self) -> Result<BTreeMap<String, Listed>, Fault>;

    /// What lies under a key; `None` when nothing does.
    ///
    /// # Errors
    /// `store/…`.
    fn head(&self, key: &str) -> Result<Option<Lying>, Fault>;

    /// The bytes under a key; `None` when nothing is there.
    ///
    /// # Errors
    /// `store/…`.
    fn get(&self, key: &str) -> Result<Option<Vec<u8>>, Fault>;

    /// Puts an object if nothing is there, whole or not at all.
    ///
    /// # Errors
    /// `store/…`; then it is not known whether it was put.
    fn put(&self, key: &str, bytes: &Arc<Vec<u8>>, about: &About<'_>) -> Result<Put, Fault>;

    /// Takes an object of ours away; one that is not there is gone already.
    ///
    /// # Errors
    /// `store/…`.
    fn delete(&self, key: &str) -> Result<(), Fault>;

    /// Takes away what the store keeps for itself while parts are made.
    fn tidy(&self) {}

    /// Waits before the attempt of this number, from 1, is made again.
    fn pause(&self, attempt: u32) {
        std::thread::sleep(Duration::from_millis(100 << attempt.min(6)));
    }
}
