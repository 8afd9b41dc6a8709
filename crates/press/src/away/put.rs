//! Putting until it is known what lies there. An answer that was lost is asked for again and settled by a look and a digest,
//! never by hope.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use super::faults;
use super::store::{About, Lying, Put, Store};
use biaoyu_page::error::Fault;

/// Attempts, at most.
const TRIES: u32 = 8;
/// Attempts to claim a prefix that others let go.
pub(crate) const TRIES_OF_A_CLAIM: u32 = 4;
/// Looks at a time: they wait for the network, not for the processor.
const LOOKS: usize = 16;
/// Bytes that a store takes at once, at most (Amazon S3, PutObject).
const MOST: u64 = 5_000_000_000;

/// What became of an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Settled {
    /// It was put, as far as is known by this worker.
    Made,
    /// The same bytes are there, put by whom ever.
    Kept,
}

/// Asks until there is an answer, or an end to patience.
pub(crate) fn patiently<T>(store: &dyn Store, ask: impl Fn() -> Result<T, Fault>) -> Result<T, Fault> {
    let mut attempt = 0;
    loop {
        attempt += 1;
        match ask() {
            Err(fault) if fault.code == "store/unreachable" && attempt < TRIES => store.pause(attempt),
            answer => return answer,
        }
    }
}

/// Puts an object if nothing is there. In the end these bytes lie there, or it is told why not.
///
/// # Errors
/// `store/foreign` and `store/other` when something else lies there; what the store says.
pub(crate) fn put(store: &dyn Store, key: &str, bytes: &Arc<Vec<u8>>, inputs: &str) -> Result<Settled, Fault> {
    let length = bytes.len() as u64;
    if length > MOST {
        return Err(faults::large(store.name(), key, length));
    }
    let digest = blake3::hash(bytes).to_hex();
    let about = About { blake3: digest.as_str(), inputs };
    let mut attempt = 0;
    loop {
        attempt += 1;
        let answer = store.put(key, bytes, &about);
        let lost = match answer {
            Ok(Put::Made) => return Ok(Settled::Made),
            Ok(Put::There) => None,
            // Nobody could have put it for us where nobody is let in.
            Err(fault) if fault.code != "store/unreachable" => return Err(fault),
            Err(fault) => Some(fault),
        };
        match patiently(store, || store.head(key))? {
            Some(lying) if is_same(store, key, &lying, length, &digest)? => return Ok(Settled::Kept),
            Some(lying) if lying.inputs.is_some() => return Err(faults::other(store.name(), key)),
            Some(_) => return Err(faults::foreign(store.name(), key)),
            // Nothing is there: it was lost on its way, or taken away meanwhile.
            None if attempt < TRIES => store.pause(attempt),
            None => return Err(lost.unwrap_or_else(|| faults::unreachable(store.name(), key, "409"))),
        }
    }
}

/// Whether what lies under a key has this length and this digest. Where nobody says its digest it is read.
pub(crate) fn is_same(store: &dyn Store, key: &str, lying: &Lying, length: u64, digest: &str) -> Result<bool, Fault> {
    if lying.bytes != length {
        return Ok(false);
    }
    if let Some(said) = &lying.blake3 {
        return Ok(said == digest);
    }
    let bytes = patiently(store, || store.get(key))?;
    Ok(bytes.is_some_and(|bytes| blake3::hash(&bytes).to_hex().as_str() == digest))
}

/// Does something with each item, several at a time, and gives what came of it in their order.
///
/// # Errors
/// The first fault; the rest is not begun.
pub(crate) fn each<T: Sync, R: Send>(
    items: &[T],
    does: impl Fn(&T) -> Result<R, Fault> + Sync,
) -> Result<Vec<R>, Fault> {
    let next = AtomicUsize::new(0);
    let done: Mutex<Vec<(usize, Result<R, Fault>)>> = Mutex::new(Vec::with_capacity(items.len()));
    std::thread::scope(|scope| {
        for _ in 0..LOOKS.min(items.len()) {
            scope.spawn(|| {
                while let Some((index, item)) =
                    Some(next.fetch_add(1, Ordering::Relaxed)).and_then(|i| Some((i, items.get(i)?)))
                {
                    let came = does(item);
                    if came.is_err() {
                        next.store(items.len(), Ordering::Relaxed);
                    }
                    done.lock().unwrap_or_else(PoisonError::into_inner).push((index, came));
                }
            });
        }
    });
    let mut done = done.into_inner().unwrap_or_else(PoisonError::into_inner);
    done.sort_by_key(|(index, _)| *index);
    done.into_iter().map(|(_, came)| came).collect()
}
