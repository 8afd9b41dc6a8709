//! A product: how big, and where nothing may stand. Sizes are millimetres on the finished product;
//! origin at the top left corner of the trim, x to the right, y down.

mod ad_hoc;
mod back;
mod coats;
mod fields;
mod frame;
mod operations;
mod parts;
mod read;
mod schema;

pub use back::Side;
pub use coats::{ALL, ART, Coats, coat_places, no_coat_place};
pub use operations::StepMark;
pub use parts::{Area, Back, Edge, Edges, Kind, Operation, Shape, Zone, ZoneKind};
pub use schema::{keys, schema};

use biaoyu_page::geom::Size;

/// One thing that is made, as data.
#[derive(Clone, Debug, PartialEq)]
pub struct Product {
    /// Short id: `poster-a2`, `flag-4`.
    pub id: String,
    /// Name in Chinese: 4 号旗.
    pub name: String,
    /// Name in English: No. 4 flag.
    pub name_en: String,
    /// What kind of thing it is.
    pub kind: Kind,
    /// Finished size 成品尺寸; of a round badge the square of its face.
    pub trim: Size,
    /// What is printed beyond the trim and cut, folded or sewn away 出血. Of a round badge (cut − face) / 2.
    pub bleed: Edges,
    /// How far type stays inside the trim 安全距离, before the zones.
    pub safe: Edges,
    /// Where no type may stand: hems, pockets, eyelets, cassettes.
    pub zones: Vec<Zone>,
    /// The outline.
    pub shape: Shape,
    /// Printed sides: 1, or 2 with a back.
    pub sides: u8,
    /// What the back shows, if there is one.
    pub back: Back,
    /// Cloths that hang side by side, a clause of the slogan on each; 1 for the whole slogan.
    pub cloths: u8,
    /// Scale of the file, 1:`scale`; 1 is true size.
    pub scale: u32,
    /// Least type size (em) that is read at the product's distance, millimetres.
    pub least_type: f64,
    /// Distance at which it is read, metres.
    pub distance: f64,
    /// Dots an inch of a proof.
    pub proof_dpi: f64,
    /// Whether each piece is one person's: it takes a name, and leaves a line to write it when there is none.
    pub personal: bool,
    /// The layout that is made for it: taken where none is asked for.
    pub layout: Option<String>,
    /// What it is made of, for the ticket.
    pub material: Option<String>,
    /// How it is finished, for the ticket.
    pub finishing: Option<String>,
    /// What is laid on it beside its inks.
    pub coats: Coats,
    /// The file of the shop's own template, as it is found from where the program runs.
    pub guide: Option<String>,
    /// What the knife, the needle and the punch do.
    pub steps: Vec<Operation>,
}

impl Product {
    /// Width of the trim by its height.
    pub fn aspect(&self) -> f64 {
        self.trim.width / self.trim.height
    }

    /// Whether it is a round badge.
    pub fn is_round(&self) -> bool {
        matches!(self.shape, Shape::Round { .. })
    }
}
