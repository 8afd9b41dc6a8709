//! 字体与图片授权说明: the faces that the pages of a run are set in, with their licences, and whose the pictures are.

use std::collections::BTreeMap;
use std::fmt::Write;

use crate::folder::digest::Digest;
use crate::folder::places::{FONTS, target};
use crate::folder::receipts::{Receipts, State};
use crate::plan::Plan;
use crate::plan::data::Data;
use biaoyu_page::error::Lang;
use biaoyu_page::page::{Item, Mark, Page};

/// Faces in use, gathered from the pages as they are made.
pub(crate) struct Licences {
    /// The digest of all pages.
    pub inputs: blake3::Hash,
    /// Pages by face.
    faces: BTreeMap<String, usize>,
    /// A page could not be made.
    missing: bool,
}

impl Licences {
    /// A report for a plan; `None` when only pages were asked for, or it is there.
    pub(crate) fn new(plan: &Plan, receipts: &Receipts, lang: Lang) -> Option<Self> {
        if plan.settings.bare && plan.settings.shop.profile.is_none() {
            return None;
        }
        let mut digest = Digest::new();
        digest.add(if lang == Lang::En { "en" } else { "zh" });
        for file in plan.jobs.iter().flat_map(|job| &job.files) {
            digest.bytes(file.inputs.as_bytes());
        }
        let inputs = digest.finish();
        let state = receipts.examine(FONTS, &target(&plan.folder, FONTS), &inputs).unwrap_or(State::Missing);
        (state != State::Current).then(|| Self { inputs, faces: BTreeMap::new(), missing: false })
    }

    /// Takes the next page; `None` for one that could not be made.
    pub(crate) fn take(&mut self, page: Option<&Page>) {
        let Some(page) = page else {
            self.missing = true;
            return;
        };
        let mut names = Vec::new();
        gather(&page.items, &mut names);
        names.sort();
        names.dedup();
        for name in names {
            *self.faces.entry(name).or_default() += 1;
        }
    }

    /// The report.
    pub(crate) fn text(&self, plan: &Plan, lang: Lang) -> String {
        let pick = |en: &'static str, zh: &'static str| if lang == Lang::En { en } else { zh };
        let outlines = plan.settings.pdf.outlines;
        let mut out = String::from(pick("Faces and pictures in these files\n\n", "字体与图片授权说明\n\n"));
        out += if outlines {
            pick(
                "Type is outlined in the PDFs: no face is embedded. Rasters hold no faces.\n",
                "PDF 中的文字已转曲，未嵌入字体；位图不含字体。\n",
            )
        } else {
            pick(
                "PDFs embed subsets of these faces; rasters hold none.\n",
                "PDF 嵌入了下列字体的子集；位图不含字体。\n",
            )
        };
        for (name, pages) in &self.faces {
            let known = plan.fonts.list().find(|face| face.id == *name && !face.licence.is_empty());
            let _ = match (known, lang) {
                (Some(f), Lang::En) => {
                    write!(
                        out,
                        "\n{} ({})\n  file: {}\n  licence: {}, {}\n  pages: {pages}\n",
                        f.family, f.id, f.file, f.licence, f.licence_file
                    )
                }
                (Some(f), Lang::Zh) => {
                    write!(
                        out,
                        "\n{}（{}）\n  文件：{}\n  许可：{}，{}\n  页数：{pages}\n",
                        f.family_zh, f.id, f.file, f.licence, f.licence_file
                    )
                }
                (None, Lang::En) => {
                    write!(out, "\n{name}\n  licence: unknown, a face of your own: ask its maker\n  pages: {pages}\n")
                }
                (None, Lang::Zh) => {
                    write!(out, "\n{name}\n  许可：未知，自备字体，请自行确认授权\n  页数：{pages}\n")
                }
            };
        }
        if self.faces.keys().any(|name| plan.fonts.list().any(|f| f.id == *name && f.licence.starts_with("OFL"))) {
            out += pick(
                "\nOFL-1.1: SIL Open Font License 1.1, https://openfontlicense.org. It allows print and embedding, commercial too,\n\
                 and does not extend to documents (clause 5).\n",
                "\nOFL-1.1：SIL 开源字体许可 1.1，https://openfontlicense.org。可免费用于印刷（含商用）和嵌入文件；\n\
                 其要求不及于用字体做成的文件（第 5 条）。\n",
            );
        }
        out += pick(
            "\nPictures: what the layouts draw is made by the program itself and free of rights of others.\n",
            "\n图片：版式的图案由程序绘制，不含他人作品，可商用。\n",
        );
        let own = ["logo", "logo-dark", "logo-light", "photo", "picture", "art", "lettering"]
            .iter()
            .any(|name| plan.pictures.has(name));
        if own || plan.data.as_ref().is_some_and(Data::has_photos) {
            out += pick(
                "The logo and the photos were given by the unit, which has the right to use them.\n",
                "标志、照片由本单位提供，使用权由提供单位负责。\n",
            );
        }
        if self.missing {
            out += pick("\nPages that could not be made are not counted.\n", "\n未做成的页未计入。\n");
        }
        out
    }
}

fn gather(items: &[Item], names: &mut Vec<String>) {
    for item in items {
        match &item.mark {
            Mark::Glyphs(run) => names.push(run.face.name().to_owned()),
            Mark::Group(group) => gather(&group.items, names),
            Mark::Shared { form, .. } => gather(&form.items, names),
            Mark::Path(_) | Mark::Blocks(_) | Mark::Image(_) => {}
        }
    }
}
