//! Ctrl-C and SIGTERM: heard from the first moment of a run (also as process 1 of a container, to which the system sends no
//! signal without a handler), answered within two seconds.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use super::{AGAIN, output};
use biaoyu_page::error::Lang;

/// How long pages in work may take to come to their end after the first signal.
const GRACE: Duration = Duration::from_millis(1_800);

/// A flag that the first signal sets: what is whole is put in its place, and the run says what is left. What does not come to
/// its end in time, a long table or a hard page, is left as if the power had failed, which the next run mends. A second
/// signal ends the program at once.
pub(super) fn flag(lang: Lang) -> Arc<AtomicBool> {
    let stop = Arc::new(AtomicBool::new(false));
    let asked = stop.clone();
    let handler = ctrlc::set_handler(move || {
        if asked.swap(true, Ordering::Relaxed) {
            std::process::exit(i32::from(AGAIN));
        }
        std::thread::spawn(move || {
            std::thread::sleep(GRACE);
            output::message(stopped(lang));
            std::process::exit(i32::from(AGAIN));
        });
    });
    // Without a handler a signal ends the program, as everywhere.
    let _ = handler;
    stop
}

/// What is said of a run that was stopped.
pub(super) fn stopped(lang: Lang) -> &'static str {
    match lang {
        Lang::En => "stopped; run the same command again to make the rest",
        Lang::Zh => "已停止；重新运行同一命令即可接着做",
    }
}
