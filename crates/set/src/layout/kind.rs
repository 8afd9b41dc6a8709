//! What a layout can put on a page.

use super::{
    Barcode, Bars, Cards, Cells, Dots, Figure, Foot, Free, Giant, Lines, Number, Picture, Rays, Ring, Row, Seal,
    Slashes, Tally, Text, Tiles,
};

/// What an item is.
#[derive(Debug)]
pub enum Kind {
    /// Lines or columns of type in a region.
    Text(Text),
    /// Runs of different size on one line, fitted together.
    Row(Row),
    /// Type on a circle.
    Ring(Ring),
    /// One giant character, cut by its window.
    Glyph(Giant),
    /// A figure.
    Shape(Figure),
    /// Lines drawn by functions.
    Lines(Lines),
    /// A figure as the picture: digits, signs and empty boxes.
    Number(Number),
    /// A count that is drawn, a dot or a bar each.
    Tally(Tally),
    /// A screen of dots that characters swell out of.
    Dots(Dots),
    /// A fan of rays from a point.
    Rays(Rays),
    /// Lines of type on parallel bars.
    Bars(Bars),
    /// Clauses on one line, parted by slanted bars.
    Slashes(Slashes),
    /// A logo, photo or QR code.
    Picture(Picture),
    /// The foot of a sheet: theme, notes, who signs with its marks, code.
    Foot(Box<Foot>),
    /// Characters in the cells of a square grid.
    Cells(Cells),
    /// A mosaic in the cells that no character takes.
    Tiles(Tiles),
    /// The characters of a seal.
    Seal(Seal),
    /// A code that machines read, of a text.
    Barcode(Barcode),
    /// A place that stays free.
    Free(Free),
    /// Cells of picture, heading, figure and text, a row of the table each.
    Cards(Box<Cards>),
}
