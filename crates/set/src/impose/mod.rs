//! Imposition: pages of one product on press sheets. Pages become pages, so that every backend can write them.
//!
//! [`Grid`] says where the pieces of a sheet lie, [`Sequence`] which page goes where, [`Grid::sheet`] paints a side. Lengths
//! are millimetres on the paper; origin at its top left corner, x to the right, y down. A back is seen as it is printed:
//! from behind, with the origin at the top left corner of what is then seen.

mod calibration;
mod camera;
mod gang;
mod grid;
mod marks;
mod pairs;
pub mod panels;
mod piece;
mod press_marks;
mod round;
mod sequence;
mod sheet;
mod slug;
mod strokes;
mod tiles;

pub use calibration::calibration;
pub use gang::{Ganged, Kind, gang};
pub use grid::{Grid, Rules};
pub use piece::{Piece, Slot, as_piece};
pub use sequence::Sequence;
pub use sheet::{Leaf, Side};
pub use tiles::Tiles;
