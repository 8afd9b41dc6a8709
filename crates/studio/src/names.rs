//! Files and folders of a project.

/// The campaign file of a project.
pub(crate) const CAMPAIGN: &str = "活动.toml";
/// What belongs to no campaign file.
pub(crate) const BENCH: &str = "工作台.toml";
/// Folders of what is made: no page is made from it.
pub(crate) const MADE: [&str; 3] = ["成品", "output", "旧文件"];
/// The folder of photos.
pub(crate) const PHOTOS: &str = "照片";
/// Where photos go that others took the place of.
pub(crate) const AWAY: &str = "旧文件";
