//! The rules on files: what makes a PDF a PDF/X, and what keeps a press from printing it.

mod boxes;
mod facts;
mod identity;
mod intent;
mod interactive;
mod layers;
mod numbers;
mod objects;
mod parts;
mod xmp;

use crate::read::{Document, Kind};
use biaoyu_page::error::{Finding, Say};
use biaoyu_page::say;

use super::rule::{Context, Out, Rule};
use biaoyu_page::words::Standard;
use identity::Claim;

/// A file with what its rules ask for again and again.
pub struct Judged<'a> {
    /// The file.
    pub document: &'a Document<'a>,
    /// What the metadata say.
    pub(super) xmp: xmp::Xmp,
    /// Which standard it claims to hold.
    pub(super) claim: Claim,
    /// The standard's rules are to be kept: the file claims one, or the shop wants one.
    pub(super) standard: bool,
}

/// How a rule looks at a file.
pub type FileCheck = fn(&Judged<'_>, &Context<'_>, &mut Out<'_>);

/// Every rule on files, in the order in which findings are told.
pub const FILE_RULES: &[Rule<FileCheck>] = &[
    identity::HEADER,
    objects::XREF_DAMAGED,
    objects::ENCRYPTED,
    identity::NO_FILE_ID,
    identity::NOT_PDFX,
    identity::NO_XMP,
    identity::XMP_INCOMPLETE,
    identity::XMP_DATE,
    identity::INFO_DIFFERS,
    identity::TRAPPED_UNKNOWN,
    intent::OUTPUT_INTENT_COUNT,
    intent::OUTPUT_INTENT_UNNAMED,
    intent::OUTPUT_INTENT_DIFFERS,
    intent::NO_OUTPUT_PROFILE,
    intent::UNFIT_OUTPUT_PROFILE,
    boxes::PAGE_TREE,
    boxes::NO_TRIM_BOX,
    boxes::BAD_BOX,
    boxes::BOXES_NOT_NESTED,
    boxes::PAGE_TOO_LARGE,
    boxes::PAGES_DIFFER,
    boxes::USER_UNIT,
    boxes::DRAWN_TO_SCALE,
    boxes::VIEWER_AREAS,
    boxes::ONE_PLATE_A_PAGE,
    facts::DEVICE_COLOUR,
    facts::INTENT_PROFILE_AGAIN,
    facts::ICC_OVERPRINT,
    facts::SOURCE_PROFILE,
    facts::DEVICE_N,
    facts::NAME_NOT_UTF8,
    facts::RENDERING_INTENT,
    facts::GROUP_SPACE,
    facts::BLEND_SPACE,
    facts::TRANSPARENCY,
    facts::BLEND_MODE,
    facts::TRANSFER_FUNCTION,
    facts::HALFTONE,
    facts::FONT_NOT_EMBEDDED,
    facts::FONT_DAMAGED,
    facts::FONT_NOT_JUDGED,
    facts::MISSING_GLYPH,
    facts::WRONG_WIDTH,
    facts::NO_CMAP,
    facts::FONT_LICENCE,
    facts::FONT_NOT_SUBSET,
    objects::LZW,
    objects::NEW_FILTER,
    objects::DAMAGED_STREAM,
    numbers::NOT_WHOLE,
    objects::EXTERNAL_DATA,
    objects::FILES_INSIDE,
    objects::POSTSCRIPT,
    objects::REFERENCE,
    objects::OPI,
    objects::ALTERNATE_PICTURE,
    interactive::ACTION,
    interactive::FORM,
    facts::ANNOTATION,
    layers::LAYER_CONFIGURATION,
    layers::UNLISTED_LAYER,
    layers::LAYERS,
    layers::STEP_METADATA,
    parts::PART_TREE,
    facts::BAD_OPERATOR,
    facts::BAD_PICTURE,
    facts::MISSING_RESOURCE,
    facts::NOT_ALL_CHECKED,
];

/// What a shop would say of a file beside its pages.
pub(super) fn inspect(document: &Document<'_>, context: &Context<'_>, name: &str) -> Vec<Finding> {
    let xmp = xmp::Xmp::read(&document.file);
    let claim = identity::claim(document, &xmp);
    let standard = claim != Claim::None || context.profile.standard != Standard::None;
    let judged = Judged { document, xmp, claim, standard };
    let mut findings = Vec::new();
    for rule in FILE_RULES {
        let (id, severity, cure) = (rule.id, rule.severity, rule.cure);
        (rule.check)(&judged, context, &mut Out { id, severity, cure, file: Some(name), findings: &mut findings });
    }
    findings
}

/// Tells the facts of a kind.
fn tell(judged: &Judged<'_>, kind: Kind, out: &mut Out<'_>) {
    for fact in judged.document.facts.iter().filter(|f| f.kind == kind) {
        out.add(page(fact.page), fact.what.clone());
    }
}

/// Tells them when the standard's rules are to be kept.
fn tell_in_x(judged: &Judged<'_>, kind: Kind, out: &mut Out<'_>) {
    if judged.standard {
        tell(judged, kind, out);
    }
}

fn page(number: Option<usize>) -> Option<Say> {
    number.map(|n| say!("page {n}", "第 {n} 页"))
}

fn object(number: u32) -> Option<Say> {
    Some(say!("object {number}", "对象 {number}"))
}
