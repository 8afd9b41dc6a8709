//! Decoding of what strangers wrote, kept from taking the program down.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::thread;

use biaoyu_page::error::{Fault, Faults, Place};
use biaoyu_page::say;

/// Decoders that descend into nested content get this stack, bytes: far more than the limits on nesting let them use.
const STACK: usize = 64 << 20;

/// Runs `decode` on a stack of its own; a panic inside a decoder becomes a fault of the file.
pub fn run<T: Send>(name: &str, decode: impl FnOnce() -> Result<T, Faults> + Send) -> Result<T, Faults> {
    thread::scope(|scope| {
        let thread = thread::Builder::new().stack_size(STACK).spawn_scoped(scope, decode);
        thread.ok().and_then(|t| t.join().ok()).unwrap_or_else(|| Err(broken(name)))
    })
}

/// Runs `decode` where it is called, for what does not nest: samples. A thread of its own for each of a thousand portraits takes a
/// twentieth of the run, as its memory is new every time. A panic becomes a fault as in [`run`].
pub(super) fn flat<T>(name: &str, decode: impl FnOnce() -> Result<T, Faults>) -> Result<T, Faults> {
    // What a decoder leaves behind is dropped with it.
    catch_unwind(AssertUnwindSafe(decode)).unwrap_or_else(|_| Err(broken(name)))
}

fn broken(name: &str) -> Faults {
    let what = say!("the picture cannot be decoded", "图片无法解码");
    let hint = say!("open it in its program and save it anew", "请在原软件中打开并重新保存");
    Fault::new("picture/broken", Place::file(name), what).hint(hint).into()
}
