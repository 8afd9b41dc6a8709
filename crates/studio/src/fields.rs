//! Fields, switches and files of a project, by the names that the page has for them.

/// Fields at the root of the campaign file.
pub(crate) const ROOT: [&str; 9] =
    ["title", "heading", "theme", "badge_line", "organisation", "caption", "figure", "measure", "source"];
/// Fields of its `[fields]`.
pub(crate) const FIELDS: [&str; 13] = [
    "date",
    "place",
    "host",
    "co_host",
    "line1",
    "line2",
    "qr",
    "body",
    "document",
    "honorific",
    "issuer",
    "to",
    "zone",
];
/// Those of them that only some layouts have words for: certificates, invitations, passes, pennants.
pub(crate) const RARE: [&str; 6] = ["body", "document", "honorific", "issuer", "to", "zone"];
/// What can be switched off and on, with the table it stands in.
pub(crate) const SWITCHES: [(&str, &str); 11] = [
    ("title", ""),
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

/// Faces of her own, with the styles of the layouts that they set (`rare`: characters that no other face has).
pub(crate) const FACES: [(&str, &[&str]); 4] = [
    ("face_slogan", &["slogan", "head", "heading", "title", "long"]),
    ("face_small", &["sign", "theme", "note", "second", "caption", "measure", "post", "body", "plain"]),
    ("face_name", &["name"]),
    ("face_rare", &["rare"]),
];
/// The table of `工作台.toml` for what only options of the command say.
pub(crate) const PRESS: &str = "press";
/// Its texts, with their options.
pub(crate) const SAID: [(&str, &str); 5] =
    [("focus", "--focus"), ("strip", "--strip"), ("white", "--white"), ("varnish", "--varnish"), ("foil", "--foil")];
/// Its switches, with the arguments that they are.
pub(crate) const SWITCHED: [(&str, &[&str]); 3] = [
    ("duotone", &["--duotone"]),
    ("lettering_paper", &["--lettering-paper"]),
    ("marks_apart", &["--mark-inks", "apart"]),
];
/// What becomes plates of their own: a shop's, not the own printer's.
pub(crate) const COATS: [&str; 4] = ["white", "varnish", "foil", "marks_apart"];
