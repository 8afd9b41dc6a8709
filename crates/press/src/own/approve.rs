//! `approval.pdf`: the pages of a run on approval sheets, gathered as they are made.

use crate::folder::digest::Digest;
use crate::folder::places::{APPROVAL, target};
use crate::folder::receipts::{Receipts, State};
use crate::plan::{Plan, SHOWN};
use biaoyu_out::pdf;
use biaoyu_page::error::Faults;
use biaoyu_page::page::Page;
use biaoyu_page::words::Standard;
use biaoyu_set::finish::{has_coats, proof};
use biaoyu_set::overview::{Approval, Caption};

/// Approval sheets that are being filled.
pub(crate) struct Approving {
    /// The digest of all that they are made from.
    pub inputs: blake3::Hash,
    approval: Approval,
    counts: Vec<usize>,
    pictures: Vec<Option<Page>>,
    sheets: Vec<Page>,
}

impl Approving {
    /// Sheets for a plan; `None` when they are there, or the pages are too many to be signed for.
    pub(crate) fn new(plan: &Plan, receipts: &Receipts) -> Option<Self> {
        if plan.settings.bare || plan.pages.is_empty() || plan.pages.len() > SHOWN {
            return None;
        }
        let inputs = inputs(plan);
        let state = receipts.examine(APPROVAL, &target(&plan.folder, APPROVAL), &inputs).unwrap_or(State::Missing);
        if state == State::Current {
            return None;
        }
        let approval = Approval::new(plan.called(), captions(plan), &plan.fonts).ok()?;
        let counts = approval.sheets().collect();
        Some(Self { inputs, approval, counts, pictures: Vec::new(), sheets: Vec::new() })
    }

    /// Takes the next page; `None` for one that could not be made.
    pub(crate) fn take(&mut self, page: Option<&Page>) {
        // Signed for is what will be seen: foil is gold, and is no longer printed.
        self.pictures.push(page.map(|page| if has_coats(page) { proof(page) } else { page.clone() }));
        if self.counts.get(self.sheets.len()) == Some(&self.pictures.len()) {
            let pictures = std::mem::take(&mut self.pictures);
            self.sheets.extend(self.approval.page(self.sheets.len(), &pictures));
        }
    }

    /// Whether every page was taken.
    pub(crate) fn is_full(&self) -> bool {
        self.sheets.len() == self.counts.len()
    }

    /// The file.
    pub(crate) fn write(&self, plan: &Plan) -> Result<Vec<u8>, Faults> {
        pdf::write(&self.sheets, &for_office(plan))
    }
}

/// How sheets about the pages of a plan are written. They are for office printers: no output intent, spots by their
/// stand-ins. Type is outlines where it is in the pages, for a face that must not be embedded must not be embedded here
/// either.
pub(super) fn for_office(plan: &Plan) -> pdf::Options {
    pdf::Options { standard: Standard::None, spots: false, scale: 1.0, records: false, ..plan.settings.pdf.clone() }
}

/// The digest of all pages and of what the sheets say of them.
fn inputs(plan: &Plan) -> blake3::Hash {
    let mut digest = Digest::new();
    digest.add(plan.called());
    for job in &plan.jobs {
        digest.add(&job.work.label);
        for file in &job.files {
            digest.bytes(file.inputs.as_bytes());
        }
    }
    digest.finish()
}

fn captions(plan: &Plan) -> Vec<Caption> {
    let several = plan.works.iter().any(|w| plan.works.first().is_some_and(|first| first.layout.id != w.layout.id));
    let mut groups: Vec<&str> = Vec::new();
    plan.pages
        .iter()
        .filter_map(|leaf| {
            let work = plan.work(*leaf)?;
            let group = groups.iter().position(|id| *id == work.product.id).unwrap_or_else(|| {
                groups.push(&work.product.id);
                groups.len() - 1
            });
            let fields = plan.fields(*leaf);
            // A person is counted by the table, a sheet by the campaign.
            let counted = fields.get("n").filter(|_| work.product.personal).unwrap_or(&work.label);
            let number = counted.parse::<u32>().map_or_else(|_| counted.to_owned(), |n| format!("{n:02}"));
            let name = fields.get("name").filter(|_| work.product.personal).unwrap_or(&work.sheet.text);
            let layout = if several { format!("　{}", work.layout.id) } else { String::new() };
            Some(Caption {
                trim: work.product.trim,
                group,
                title: format!("{number} {name}"),
                detail: format!("{}{layout}", work.product.id),
            })
        })
        .collect()
}
