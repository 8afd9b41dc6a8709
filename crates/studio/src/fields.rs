//! Fields, switches and files of a project, by the names that the page has for them.

/// Fields at the root of the campaign file.
pub(crate) const ROOT: [&str; 9] =
    ["title", "heading", "theme", "badge_line", "organisation", "caption", "figure", "measure", "source"];
/// Fields of its `[fields]`.
pub(crate) const FIELDS: [&str; 7] = ["date", "place", "host", "co_host", "line1", "line2", "qr"];
/// What can be switched off and on, with the table it stands in.
pub(crate) const SWITCHES: [(&str, &str); 10] = [
    ("theme", ""),
    ("unit", "defaults"),
    ("date", "fields"),
    ("place", "fields"),
    ("host", "fields"),
    ("co_host", "fields"),
    ("line1", "fields"),
    ("line2", "fields"),
    ("qr", "fields"),
    ("picture", ""),
];
/// The table of `工作台.toml` for what is switched off.
pub(crate) const OFF: &str = "off";
/// Roles of files, with the table and key that name them.
pub(crate) const ROLES: [(&str, &str, &str); 4] = [
    ("logo", "defaults", "logo"),
    ("logo_dark", "defaults", "logo_dark"),
    ("logo_light", "defaults", "logo_light"),
    ("picture", "", "picture"),
];

/// Roles of files that no campaign file names, with the options that give them to the command.
pub(crate) const GIVEN: [(&str, &str); 4] =
    [("code", "--code"), ("art", "--art"), ("lettering", "--lettering"), ("icc", "--icc")];
