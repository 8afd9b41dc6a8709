//! `biaoyu put`: a finished folder into an S3 store.

use super::Done;
use super::args::Put;
use crate::error::{Fault, Lang, Place};
use crate::say;

/// Says that this program was built without it.
pub(super) fn put(_arguments: &Put, _lang: Lang) -> Done {
    let what = say!("this program was built without the S3 store", "这个程序编译时没有包括 S3");
    let hint =
        say!("build it with `cargo build --release --features s3`", "请用 `cargo build --release --features s3` 编译");
    Err(Fault::new("put/absent", Place::thing(say!("`biaoyu put`", "`biaoyu put`")), what).hint(hint).into())
}
