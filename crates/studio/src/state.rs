//! What all requests share.
//!
//! Locks are taken one at a time: what a lock guards is read or cloned, and the lock let go before another is waited for. Only
//! these are held together, always in this order:
//!
//! ```text
//! making ─► a run's progress ─► alive
//! ```
//!
//! Files are read and pages planned under a project's own lock, or that of one plan; never under one that all share.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use biaoyu_page::error::{Fault, Faults, Lang};
use biaoyu_press::{KeptPictures, Sources, Wanted};

use crate::checkup::Checkups;
use crate::logo::Logos;
use crate::making::Making;
use crate::pages::{Plans, Slots};
use crate::project::Project;

/// What the command line lends to the studio.
#[derive(Clone)]
pub struct Host {
    /// The program's version.
    pub version: &'static str,
    /// The language that it speaks.
    pub lang: Lang,
    /// The user's own folder, for the language that was chosen in the page.
    pub config: Option<PathBuf>,
    /// What arguments of `render` ask for; the folder is the one that they are typed in.
    pub wanted: fn(&[OsString], &Path) -> Result<Wanted, Faults>,
    /// Where inputs are searched from a folder, the first first.
    pub roots: fn(&Path) -> Vec<PathBuf>,
    /// Shows a file or folder with the desktop's own program.
    pub show: fn(&Path),
}

/// The studio.
pub(crate) struct Studio {
    pub host: Host,
    /// The folder of projects.
    pub folder: PathBuf,
    /// The project that was named when the program was started.
    pub open: Option<String>,
    projects: Mutex<BTreeMap<String, Arc<Mutex<Project>>>>,
    pub making: Mutex<Making>,
    pub checkups: Mutex<Checkups>,
    pub slots: Slots,
    /// Plans of campaigns that are of no project.
    pub plans: Plans,
    pictures: Arc<KeptPictures>,
    pub logos: Logos,
    pub lang: Mutex<Lang>,
    alive: Mutex<Instant>,
    /// The page asked the process to end.
    pub over: AtomicBool,
}

/// The value behind a lock; what another thread left is taken as it is.
pub(crate) fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Studio {
    pub(crate) fn new(host: Host, folder: PathBuf, open: Option<String>) -> Self {
        let lang = crate::shelf::kept_language(&host).unwrap_or(host.lang);
        Self {
            host,
            folder,
            open,
            projects: Mutex::default(),
            making: Mutex::default(),
            checkups: Mutex::default(),
            slots: Slots::default(),
            plans: Plans::default(),
            pictures: Arc::default(),
            logos: Logos::default(),
            lang: Mutex::new(lang),
            alive: Mutex::new(Instant::now()),
            over: AtomicBool::new(false),
        }
    }

    /// The project of a name, read when it is first asked for.
    pub(crate) fn project(&self, name: &str) -> Option<Arc<Mutex<Project>>> {
        let known = held(&self.projects).get(name).cloned();
        if let Some(known) = known {
            if self.folder.join(name).is_dir() {
                return Some(known);
            }
            held(&self.projects).remove(name);
            return None;
        }
        let read = Arc::new(Mutex::new(Project::open(&self.folder, name)?));
        // Two may have read it at once: both work on the one that is kept.
        Some(held(&self.projects).entry(name.to_owned()).or_insert(read).clone())
    }

    /// Gives the folder of a project another name, which nothing has.
    ///
    /// # Errors
    /// Those of the file system: it has its old name then.
    pub(crate) fn rename(&self, project: &Arc<Mutex<Project>>, name: &str) -> Result<(), Fault> {
        let old = {
            let mut project = held(project);
            let to = project.folder.with_file_name(name);
            std::fs::rename(&project.folder, &to).map_err(|error| biaoyu_press::unwritable(&to, &error))?;
            biaoyu_press::keep_name(&to);
            project.folder = to;
            std::mem::replace(&mut project.name, name.to_owned())
        };
        let mut all = held(&self.projects);
        all.remove(&old);
        all.insert(name.to_owned(), project.clone());
        Ok(())
    }

    /// Where inputs of a folder are searched.
    pub(crate) fn sources(&self, folder: &Path) -> Sources {
        Sources::new((self.host.roots)(folder)).keeping(self.pictures.clone())
    }

    /// A tab has answered.
    pub(crate) fn touch(&self) {
        *held(&self.alive) = Instant::now();
    }

    /// How long no tab has answered.
    pub(crate) fn silence(&self) -> std::time::Duration {
        held(&self.alive).elapsed()
    }

    pub(crate) fn is_making(&self) -> bool {
        held(&self.making).is_running()
    }

    pub(crate) fn is_over(&self) -> bool {
        self.over.load(Ordering::Relaxed)
    }
}
