//! The engine: a sheet's words, a product's size and a layout's places become a [`Page`](biaoyu_page::page::Page).
//!
//! Pure and total: no files, no clock, and every input gives a page or faults that name the region. The way of one
//! page is [`compose`]: choose the variant, fill the frame with numbers, set each item in the order of what it
//! refers to, gather the items in the order of painting.

mod barcode;
mod bars;
mod block;
mod body;
mod bound;
mod cards;
mod cards_draw;
mod cards_size;
mod cells;
mod cells_rows;
mod choice;
mod composed;
mod composer;
mod cover;
mod curve;
mod dots;
mod edge;
mod edition;
mod engine;
mod enter;
mod even;
mod figure;
mod foot;
mod foot_rows;
mod frame;
mod free;
pub mod gate;
mod giant;
mod ledger;
mod memo;
mod needs;
mod note;
mod number;
mod picture;
mod place;
mod rays;
mod ring;
mod row;
mod said;
mod scene;
mod seal;
mod series;
mod sheet;
mod shows;
mod slashes;
mod tall;
mod tally;
mod tile_art;
mod tile_choice;
mod tiles;
mod type_set;
mod ways;

pub use crate::picture::{Picture, Pictures};
pub use bound::Bound;
pub use choice::{Alike, Choice};
pub use composed::{Composed, Set};
pub(crate) use composer::{Composer, Laid};
pub use edition::Edition;
pub use engine::{compose, compose_in};
pub use gate::choose;
pub use ledger::{Entry, Sort};
pub use picture::enough_samples;
pub use said::{Drawn, Rank, Said};
pub use scene::{art_samples, cell_samples, scene_samples};
pub use series::Series;
pub use sheet::{Sheet, SheetKind};
pub use shows::may_show;
