//! From the folder that files only pass through into the store, while more are made.

use std::collections::{BTreeMap, VecDeque};
use std::fs;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use super::faults;
use super::put::put;
use super::store::Store;
use crate::folder::places::target;
use crate::folder::receipts::Receipt;
use crate::plan::Plan;
use crate::run::writer::receipt_of;
use biaoyu_page::error::Fault;

/// Files on their way at a time.
pub(super) const SENDERS: usize = 8;
/// Files that wait for their turn, at most.
const WAITING: usize = 64;
/// Bytes that are held for files on their way; a file that is larger goes alone.
const HELD: u64 = 256 << 20;

/// A file that is to be sent.
struct Parcel {
    job: usize,
    file: usize,
    whole: bool,
    path: PathBuf,
    bytes: u64,
}

#[derive(Default)]
struct State {
    waiting: VecDeque<Parcel>,
    held: u64,
    closed: bool,
    sent: BTreeMap<String, Receipt>,
    fault: Option<Fault>,
}

/// What is on its way.
pub(super) struct Sender<'a> {
    store: &'a dyn Store,
    plan: &'a Plan,
    /// Ends the run when the store takes no more.
    stop: &'a AtomicBool,
    state: Mutex<State>,
    changed: Condvar,
}

impl<'a> Sender<'a> {
    pub(super) fn new(store: &'a dyn Store, plan: &'a Plan, stop: &'a AtomicBool) -> Self {
        Self { store, plan, stop, state: Mutex::default(), changed: Condvar::new() }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes the files of a job that are in the folder; waits while too many are on their way.
    pub(super) fn take(&self, index: usize, whole: bool) {
        let Some(job) = self.plan.jobs.get(index) else { return };
        for (place, file) in job.files.iter().enumerate() {
            let path = target(&self.plan.folder, &file.path);
            let Ok(bytes) = fs::metadata(&path).map(|about| about.len()) else { continue };
            let is_full = |state: &mut State| state.waiting.len() >= WAITING && state.fault.is_none();
            let mut state = self.changed.wait_while(self.state(), is_full).unwrap_or_else(PoisonError::into_inner);
            state.waiting.push_back(Parcel { job: index, file: place, whole, path, bytes });
            self.changed.notify_all();
        }
    }

    /// Says, when it is dropped, that nothing more comes.
    pub(super) fn closing(&self) -> Closing<'_, 'a> {
        Closing(self)
    }

    /// Sends what comes until nothing does.
    pub(super) fn work(&self) {
        while let Some(parcel) = self.next() {
            let bytes = parcel.bytes;
            let sent = self.send(parcel);
            let mut state = self.state();
            state.held -= bytes;
            match sent {
                Ok(Some(receipt)) => drop(state.sent.insert(receipt.file.clone(), receipt)),
                Ok(None) => {}
                Err(fault) => {
                    self.stop.store(true, Ordering::Relaxed);
                    state.fault.get_or_insert(fault);
                }
            }
            drop(state);
            self.changed.notify_all();
        }
    }

    /// The next file, when there is room for its bytes; `None` when there is none, or none is wanted.
    fn next(&self) -> Option<Parcel> {
        let has_room = |state: &State| {
            state.waiting.front().is_some_and(|parcel| state.held == 0 || state.held + parcel.bytes <= HELD)
        };
        let waits = |state: &mut State| {
            state.fault.is_none() && !has_room(state) && !(state.closed && state.waiting.is_empty())
        };
        let mut state = self.changed.wait_while(self.state(), waits).unwrap_or_else(PoisonError::into_inner);
        if state.fault.is_some() {
            return None;
        }
        let parcel = state.waiting.pop_front()?;
        state.held += parcel.bytes;
        self.changed.notify_all();
        Some(parcel)
    }

    fn send(&self, parcel: Parcel) -> Result<Option<Receipt>, Fault> {
        let Parcel { job, file, whole, path, bytes: _ } = parcel;
        let planned = self.plan.jobs.get(job).and_then(|job| Some((job, job.files.get(file)?)));
        let Some((job, file)) = planned else { return Ok(None) };
        let bytes = Arc::new(fs::read(&path).map_err(|error| faults::disk(&path, &error))?);
        let digest = blake3::hash(&bytes).to_hex();
        let receipt = receipt_of(self.plan, (job, file), whole, bytes.len() as u64, digest.as_str());
        put(self.store, &file.path, &bytes, &receipt.inputs)?;
        // It has done its service here.
        let _ = fs::remove_file(&path);
        Ok(Some(receipt))
    }

    /// The receipts of what lies in the store now.
    ///
    /// # Errors
    /// The fault for which the store took no more.
    pub(super) fn finish(self) -> Result<BTreeMap<String, Receipt>, Fault> {
        let state = self.state.into_inner().unwrap_or_else(PoisonError::into_inner);
        match state.fault {
            Some(fault) => Err(fault),
            None => Ok(state.sent),
        }
    }
}

/// Ends a sender, whatever became of the run.
pub(super) struct Closing<'s, 'a>(&'s Sender<'a>);

impl Drop for Closing<'_, '_> {
    fn drop(&mut self) {
        self.0.state().closed = true;
        self.0.changed.notify_all();
    }
}
