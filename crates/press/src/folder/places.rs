//! Where things lie in an output folder.

use std::path::{Path, PathBuf};

/// The contact sheet.
pub(crate) const INDEX: &str = "index.html";
/// The approval sheets.
pub(crate) const APPROVAL: &str = "approval.pdf";
/// Every text that will be printed, read back from the files.
pub(crate) const PROOFREAD: &str = "校对单.pdf";
/// What was made from what.
pub(crate) const RECEIPTS: &str = "receipts.jsonl";
/// What the shop makes of each file.
pub(crate) const JOBS: &str = "jobs.csv";
/// The faces in use with their licences, and whose the pictures are.
pub(crate) const FONTS: &str = "字体与图片授权说明.txt";
/// Where files that are of no sheet any more are moved, when that is asked for.
pub(crate) const OLD: &str = "旧文件";
/// Files that the press writes beside the jobs' own.
pub(crate) const OWN_FILES: [&str; 6] = [INDEX, APPROVAL, RECEIPTS, JOBS, FONTS, PROOFREAD];
/// A plan that was written down.
pub(crate) const PLAN: &str = "plan.jsonl";
/// The folder of the contact sheet's pictures.
pub(crate) const THUMBNAILS: &str = "thumbnails";
/// The folder of files that are being written; of a part of a plan with the part's tag.
pub(crate) const UNFINISHED: &str = ".biaoyu-unfinished";
/// What the names of files that show the back end in.
pub(crate) const BACK: &str = "-back";

/// A path below the output folder in the system's own form.
pub(crate) fn target(folder: &Path, file: &str) -> PathBuf {
    let mut path = folder.to_path_buf();
    path.extend(file.split('/'));
    path
}
