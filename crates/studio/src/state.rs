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
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Instant;

use biaoyu_page::error::{Fault, Lang};
use biaoyu_press::{KeptPictures, Sources};

use crate::checkup::Checkups;
use crate::held::held;
use crate::host::{Host, kept_language};
use crate::logos::Logos;
use crate::plans::{Plans, Slots};
use crate::project::Project;
use crate::runs::Making;

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

impl Studio {
    pub(crate) fn new(host: Host, folder: PathBuf, open: Option<String>) -> Self {
        let lang = kept_language(&host).unwrap_or(host.lang);
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
