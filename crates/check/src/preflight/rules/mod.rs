//! The rules on pages, whoever made them.

mod bleed;
mod dies;
mod ground;
mod inks;
mod lines;
mod paper;
mod pictures;
mod spots;
mod steps;
mod type_;

use crate::read::Seen;

use super::rule::{Context, Out, Rule};

pub(super) use spots::{SPOT_TWO_WAYS, Spots};

/// How a rule looks at a page.
pub type PageCheck = fn(&Seen, &Context<'_>, &mut Out<'_>);

/// Every rule on pages, in the order in which findings are told.
pub const RULES: &[Rule<PageCheck>] = &[
    paper::EMPTY_PAGE,
    paper::WRONG_SIZE,
    paper::NO_BLEED,
    bleed::ART_SHORT_OF_BLEED,
    type_::TEXT_BEYOND_TRIM,
    type_::TEXT_OUTSIDE_SAFE,
    type_::TEXT_IN_ZONE,
    type_::TYPE_TOO_SMALL,
    type_::SMALL_TYPE_MANY_INKS,
    type_::BLACK_OF_MANY_INKS,
    type_::BLACK_KNOCKS_OUT,
    type_::MIRRORED_TYPE,
    type_::LIVE_TYPE,
    type_::BLANK_GLYPH,
    ground::LOW_CONTRAST,
    lines::LINE_TOO_THIN,
    inks::TOO_MUCH_INK,
    inks::INK_NOT_MEASURED,
    inks::WHITE_OVERPRINT,
    inks::FAINT_TINT,
    inks::SCREEN_COLOUR,
    inks::ALL_INSIDE_TRIM,
    spots::SPOT_TWO_WAYS,
    spots::SPOT_LIKE_PROCESS,
    spots::SPOT_NOT_PRINTED,
    pictures::PICTURE_TOO_COARSE,
    steps::STEP_NOT_OVERPRINTING,
    steps::PICTURE_ON_STEP,
    steps::STEP_TINT,
    steps::STEP_COVERED,
    steps::STEP_MIXED,
    dies::DIE_LINE_IN_INK,
];

/// Those that a designer asks for as much as a printer: they are checked on every page of a run, with or without a shop.
pub(super) const SHARED: &[Rule<PageCheck>] = &[ground::LOW_CONTRAST, lines::LINE_TOO_THIN];
