//! How type looks.

use crate::palette::Role;

/// A palette's colour as a layout asks for it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RoleInk {
    /// The role.
    pub role: Role,
    /// Share of the ink, 0 to 1.
    pub tint: f64,
}

impl RoleInk {
    /// Bare paper.
    pub fn paper() -> Self {
        Self { role: Role::Display, tint: 0.0 }
    }
}

/// The id of a face: `hei-black`.
pub type Face = String;

/// A named style of a layout.
#[derive(Clone, Debug)]
pub struct Style {
    /// The face.
    pub face: Face,
    /// The colour.
    pub ink: RoleInk,
    /// Distance of baselines (of columns' centres in vertical setting), ems.
    pub leading: f64,
    /// Space added after every character, ems.
    pub tracking: f64,
    /// Between clauses on one line, ems.
    pub gap: f64,
    /// Narrowest horizontal scale of the characters 长体; 1 forbids it.
    pub condense: f64,
    /// Widest advance of a Han character that a short line is opened to, ems; 1 forbids it.
    pub pitch: f64,
    /// The first glyph's ink stands on the margin, not its em box.
    pub optical: bool,
    /// Share of size that one more line costs when the number of lines is chosen.
    pub bias: f64,
    /// Type with a character that the face lacks is refused, where otherwise all of it is set in another face.
    pub own_hand: bool,
}

impl Style {
    /// What a layout that says nothing gets.
    pub fn plain() -> Self {
        Self {
            face: "hei-bold".into(),
            ink: RoleInk { role: Role::Display, tint: 1.0 },
            leading: 1.5,
            tracking: 0.0,
            gap: 0.55,
            condense: 1.0,
            pitch: 1.0,
            optical: true,
            bias: 0.02,
            own_hand: false,
        }
    }
}
