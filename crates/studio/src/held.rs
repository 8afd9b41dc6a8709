//! Locks: what one thread left broken does not stop the others.

use std::sync::{Mutex, MutexGuard, PoisonError};

/// The value behind a lock; what another thread left is taken as it is.
pub(crate) fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
