//! A palette: which inks fill the six colour roles that layouts name.

mod check;
mod derive;
mod fields;
mod read;
mod schema;

pub use check::{contrast, luminance};
pub use schema::{keys, schema};

use std::sync::Arc;

use biaoyu_page::ink::{Cmyk, Ink, Spot};

/// A colour role. Layouts name roles only; palettes fill all of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// The page's ground.
    Ground,
    /// The slogan, on the ground.
    Display,
    /// The giant character, rules, seal: large forms only, never small type.
    Accent,
    /// Theme, captions and other small type on the ground.
    Second,
    /// Ornament that keeps behind the type; never type.
    Quiet,
    /// Type on an area of the display colour.
    OnDisplay,
}

impl Role {
    /// All roles in their order of rank.
    pub const ALL: [Role; 6] = [Role::Ground, Role::Display, Role::Accent, Role::Second, Role::Quiet, Role::OnDisplay];

    /// The word in layouts and palettes: `ground`, `display`, `accent`, `second`, `quiet`, `on_display`.
    pub const fn word(self) -> &'static str {
        match self {
            Role::Ground => "ground",
            Role::Display => "display",
            Role::Accent => "accent",
            Role::Second => "second",
            Role::Quiet => "quiet",
            Role::OnDisplay => "on_display",
        }
    }

    /// The role of a word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.word() == word)
    }
}

/// A colour as a palette gives it: a process mixture, and a spot ink that may print instead.
#[derive(Clone, Debug, PartialEq)]
pub struct Colour {
    /// The process mixture.
    pub cmyk: Cmyk,
    /// The spot ink, its alternate being the mixture.
    pub spot: Option<Arc<Spot>>,
}

impl From<Cmyk> for Colour {
    fn from(cmyk: Cmyk) -> Self {
        Self { cmyk, spot: None }
    }
}

impl Colour {
    /// The ink to print with; the spot, when there is one and spots are wanted.
    pub fn ink(&self, spots: bool) -> Ink {
        match &self.spot {
            Some(spot) if spots => Ink::Spot(spot.clone()),
            _ => Ink::Process(self.cmyk),
        }
    }
}

/// Inks for the six roles.
#[derive(Clone, Debug, PartialEq)]
pub struct Palette {
    /// Short id: `state-red`.
    pub id: String,
    /// Name in Chinese: 国旗红.
    pub name: String,
    /// Name in English: State red.
    pub name_en: String,
    /// What it is for.
    pub about: Option<String>,
    /// The colours.
    pub roles: Roles,
}

impl Palette {
    /// The colour of a role.
    pub fn get(&self, role: Role) -> &Colour {
        self.roles.get(role)
    }

    /// The ink of a role.
    pub fn ink(&self, role: Role, spots: bool) -> Ink {
        self.get(role).ink(spots)
    }
}

/// One colour for each role.
#[derive(Clone, Debug, PartialEq)]
pub struct Roles {
    /// [`Role::Ground`].
    pub ground: Colour,
    /// [`Role::Display`].
    pub display: Colour,
    /// [`Role::Accent`].
    pub accent: Colour,
    /// [`Role::Second`].
    pub second: Colour,
    /// [`Role::Quiet`].
    pub quiet: Colour,
    /// [`Role::OnDisplay`].
    pub on_display: Colour,
}

impl Roles {
    /// Every role with the colour that `colour` gives it.
    ///
    /// # Errors
    /// The first that `colour` gives.
    pub fn try_each<E>(mut colour: impl FnMut(Role) -> Result<Colour, E>) -> Result<Self, E> {
        Ok(Self {
            ground: colour(Role::Ground)?,
            display: colour(Role::Display)?,
            accent: colour(Role::Accent)?,
            second: colour(Role::Second)?,
            quiet: colour(Role::Quiet)?,
            on_display: colour(Role::OnDisplay)?,
        })
    }

    /// The colour of a role.
    pub fn get(&self, role: Role) -> &Colour {
        match role {
            Role::Ground => &self.ground,
            Role::Display => &self.display,
            Role::Accent => &self.accent,
            Role::Second => &self.second,
            Role::Quiet => &self.quiet,
            Role::OnDisplay => &self.on_display,
        }
    }
}
