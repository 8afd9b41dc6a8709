//! `approval.pdf`: the pages of a run on approval sheets, gathered as they are made.

use super::digest::Digest;
use super::plan::{Plan, SHOWN};
use super::receipts::{Receipts, State};
use super::run::target;
use crate::error::Faults;
use crate::impose::{Approval, Caption};
use crate::page::Page;
use crate::pdf::{self, Standard};

/// The file's name in the output folder.
pub(super) const APPROVAL: &str = "approval.pdf";

/// Approval sheets that are being filled.
pub(super) struct Approving {
    /// The digest of all that they are made from.
    pub inputs: blake3::Hash,
    approval: Approval,
    counts: Vec<usize>,
    pictures: Vec<Option<Page>>,
    sheets: Vec<Page>,
}

impl Approving {
    /// Sheets for a plan; `None` when they are there, or the pages are too many to be signed for.
    pub fn new(plan: &Plan, receipts: &Receipts) -> Option<Self> {
        if plan.settings.bare || plan.jobs.is_empty() || plan.jobs.len() > SHOWN {
            return None;
        }
        let inputs = inputs(plan);
        let state = receipts.examine(APPROVAL, &target(&plan.folder, APPROVAL), &inputs).unwrap_or(State::Missing);
        if state == State::Current {
            return None;
        }
        let campaign = &plan.campaign;
        let heading = [&campaign.heading, &campaign.title].into_iter().find(|t| !t.is_empty());
        let approval = Approval::new(heading.map_or("标语", String::as_str), captions(plan), &plan.fonts).ok()?;
        let counts = approval.sheets().collect();
        Some(Self { inputs, approval, counts, pictures: Vec::new(), sheets: Vec::new() })
    }

    /// Takes the next page; `None` for one that could not be made.
    pub fn take(&mut self, page: Option<&Page>) {
        self.pictures.push(page.cloned());
        if self.counts.get(self.sheets.len()) == Some(&self.pictures.len()) {
            let pictures = std::mem::take(&mut self.pictures);
            self.sheets.extend(self.approval.page(self.sheets.len(), &pictures));
        }
    }

    /// Whether every page was taken.
    pub fn is_full(&self) -> bool {
        self.sheets.len() == self.counts.len()
    }

    /// The file. It is for office printers: no output intent, spots by their stand-ins.
    pub fn write(&self, plan: &Plan) -> Result<Vec<u8>, Faults> {
        let options = pdf::Options {
            standard: Standard::None,
            spots: false,
            outlines: false,
            scale: 1.0,
            ..plan.settings.pdf.clone()
        };
        pdf::write(&self.sheets, &options)
    }
}

/// The digest of all pages and of what the sheets say of them.
fn inputs(plan: &Plan) -> blake3::Hash {
    let mut digest = Digest::new();
    digest.add(&plan.campaign.heading);
    for job in &plan.jobs {
        digest.add(&job.label);
        for file in &job.files {
            digest.bytes(file.inputs.as_bytes());
        }
    }
    digest.finish()
}

fn captions(plan: &Plan) -> Vec<Caption> {
    let several = plan.jobs.iter().any(|j| plan.jobs.first().is_some_and(|first| first.layout.id != j.layout.id));
    let mut groups: Vec<&str> = Vec::new();
    plan.jobs
        .iter()
        .map(|job| {
            let group = groups.iter().position(|id| *id == job.product.id).unwrap_or_else(|| {
                groups.push(&job.product.id);
                groups.len() - 1
            });
            let number = job.label.parse::<u32>().map_or_else(|_| job.label.clone(), |n| format!("{n:02}"));
            let name = job.fields.get("name").filter(|_| job.product.personal).unwrap_or(&job.sheet.text);
            let layout = if several { format!("　{}", job.layout.id) } else { String::new() };
            Caption {
                trim: job.product.trim,
                group,
                title: format!("{number} {name}"),
                detail: format!("{}{layout}", job.product.id),
            }
        })
        .collect()
}
