//! Items on a square grid: characters in cells, the mosaic around them, and the seal.

use super::{Align, Box4, Fit, Region, RoleInk, Style};
use crate::expr::Program;
use biaoyu_table::record::Template;

/// Where the lines of a grid end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ends {
    /// All begin in the first cell.
    Start,
    /// All end in the last cell.
    End,
    /// Of two clauses the first begins in the first cell and the second ends in the last one; else as `Start`.
    Step,
}

/// Which way the text of a grid may run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ways {
    /// Rows from the top.
    Rows,
    /// Columns from the right.
    Columns,
    /// Whichever makes the cells larger; rows when there is little between them.
    Either,
}

/// Characters in the cells of a square grid: as few cells across as the text can be broken into.
#[derive(Debug)]
pub struct Cells {
    /// The text.
    pub text: Template,
    /// Face and colour.
    pub style: Style,
    /// Face and colour of Latin words and figures that run over whole cells of rows; where `None` each letter takes a cell.
    pub runs: Option<Style>,
    /// The grid's place: cells fill its width or its height, whichever makes them larger.
    pub region: Box4,
    /// Where the grid stands in its place, in the direction that it does not fill.
    pub align: Align,
    /// Which way the text may run.
    pub ways: Ways,
    /// Where lines end.
    pub ends: Ends,
    /// Least and most cells across.
    pub across: (Program, Program),
    /// Cells that must stay free.
    pub spare: Program,
    /// Share of the free rows (of the free columns, in vertical setting) that stands before the text, 0 to 1.
    pub before: Program,
    /// Bare paper between two lines, in sides of a cell.
    pub gutter: Program,
    /// Type size in sides of a cell.
    pub fill: Program,
    /// Least and largest type size.
    pub fit: Fit,
}

/// A figure of the mosaic.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TileKind {
    /// A quarter of a disc around a corner.
    Quarter,
    /// Quarters of rings around a corner.
    Rings,
    /// Two half discs.
    Half,
    /// Bars that grow across the tile.
    Bars,
    /// Dots that grow towards a corner.
    Dots,
    /// Sine bars, a period wide, so that neighbours join.
    Waves,
    /// A disc in a ring.
    Target,
}

impl TileKind {
    /// All kinds with their words in layouts.
    pub const ALL: [(&'static str, TileKind); 7] = [
        ("quarter", TileKind::Quarter),
        ("rings", TileKind::Rings),
        ("half", TileKind::Half),
        ("bars", TileKind::Bars),
        ("dots", TileKind::Dots),
        ("waves", TileKind::Waves),
        ("target", TileKind::Target),
    ];
}

/// A mosaic in the cells of a square grid that carry no character.
#[derive(Debug)]
pub struct Tiles {
    /// What is covered; tiles at its edge are cut by it.
    pub region: Region,
    /// A corner of the grid, from the left and from the top, mm.
    pub origin: (Program, Program),
    /// Side of a cell, mm.
    pub cell: Program,
    /// Another number gives another mosaic.
    pub seed: Program,
    /// Figures of single cells.
    pub kinds: Vec<TileKind>,
    /// Figure and ground of single cells.
    pub pairs: Vec<(RoleInk, RoleInk)>,
    /// Figures of merged cells.
    pub large_kinds: Vec<TileKind>,
    /// Figure and ground of merged cells.
    pub large_pairs: Vec<(RoleInk, RoleInk)>,
    /// Most cells along the side of a merged tile; 1 merges none.
    pub largest: Program,
    /// Share of the free cells that merged tiles may take (one is always laid where it fits).
    pub merged: Program,
}

/// The characters of a seal, each stretched to its cell.
#[derive(Debug)]
pub struct Seal {
    /// The text: of several, the first with one to nine characters. Of a text with “quotes” the quoted part is taken.
    pub text: Vec<Template>,
    /// Face and colour.
    pub style: Style,
    /// The block.
    pub region: Box4,
    /// The block's colour.
    pub fill: Option<RoleInk>,
    /// Clear space inside the block's edge, in shorter sides of the block.
    pub pad: f64,
    /// Between characters, in shorter sides of the block.
    pub gap: f64,
    /// How far all strokes are brought to one weight, 0 (as stretched) to 1.
    pub even: f64,
}
