//! The parts that a plan is made of, each with a digest, so that another machine can say which of them it has otherwise.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::data::Data;
use super::guides::Guided;
use super::settings::Settings;
use crate::folder::digest::Digest;
use crate::shelf::sources::Found;
use biaoyu_page::error::Say;
use biaoyu_page::say;
use biaoyu_set::campaign::Campaign;
use biaoyu_set::layout::Layout;
use biaoyu_set::palette::Palette;

/// Digests by part: `campaign`, `layout waves`, `product badge-58`, `table` …
pub(crate) type Parts = BTreeMap<String, String>;

/// What parts are made from.
pub(crate) struct Of<'a> {
    pub campaign: &'a Campaign,
    pub layouts: &'a [Found<Arc<Layout>>],
    pub palettes: &'a [Arc<Palette>],
    pub products: &'a [Guided],
    /// Ids of the user's own faces with their digests.
    pub faces: &'a [(String, blake3::Hash)],
    /// Changes when the logo or its inks do.
    pub pictures: &'a str,
    pub settings: &'a Settings,
    pub data: Option<&'a Data>,
}

impl Of<'_> {
    /// The digests.
    pub(crate) fn parts(&self) -> Parts {
        let mut parts = Parts::new();
        let mut put = |name: String, text: &str| {
            parts.insert(name, blake3::hash(text.as_bytes()).to_hex().to_string());
        };
        put("campaign".into(), &format!("{:?}", self.campaign));
        for layout in self.layouts {
            put(format!("layout {}", layout.value.id), &layout.text);
        }
        for palette in self.palettes {
            put(format!("palette {}", palette.id), &format!("{palette:?}"));
        }
        for Guided { product, guide } in self.products {
            put(format!("product {}", product.id), &format!("{product:?}"));
            if let Some((_, digest)) = guide {
                put(format!("guide {}", product.id), digest.to_hex().as_str());
            }
        }
        for (id, hash) in self.faces {
            put(format!("face {id}"), hash.to_hex().as_str());
        }
        put("logo".into(), self.pictures);
        let Settings {
            formats,
            dpi,
            pdf,
            profile: _,
            bare,
            bound,
            is_named: _,
            only,
            shift,
            sheets,
            tiles,
            panels,
            hung,
            printer,
            // Among what the pictures are made of.
            keeps_margin: _,
            vt_fields,
            shop,
        } = self.settings;
        let pdf = format!(
            "{:?} {} {} {:?} {:?} {:?}",
            pdf.standard, pdf.outlines, pdf.spots, pdf.date, pdf.title, pdf.author
        );
        put("settings".into(), &format!("{formats:?} {dpi:?} {bare} {bound} {vt_fields:?} {only:?} {shift:?} {pdf}"));
        if let Some(sheets) = sheets {
            put("sheets".into(), &sheets.key());
        }
        if let Some(tiles) = tiles {
            put("sheets".into(), &tiles.key());
        }
        if let Some(printer) = printer {
            put("printer".into(), &format!("{printer:?}"));
        }
        if let Some(panels) = panels.as_ref().or(hung.as_ref()) {
            put("sheets".into(), &panels.key());
        }
        put("profile".into(), self.settings.pdf.icc.digest().to_hex().as_str());
        put("shop".into(), &format!("{:?} {} {}", shop.profile, shop.plates, shop.paper_white));
        if let Some(data) = self.data {
            let mut digest = Digest::new();
            for record in 0..u32::try_from(data.len()).unwrap_or(u32::MAX) {
                data.digest(record, &mut digest);
            }
            parts.insert("table".into(), digest.finish().to_hex().to_string());
        }
        parts
    }
}

/// A part in the user's words.
pub(crate) fn words(part: &str) -> Say {
    match part.split_once(' ').unwrap_or((part, "")) {
        ("campaign", _) => say!("the campaign", "活动"),
        ("layout", id) => say!("layout `{id}`", "版式 `{id}`"),
        ("palette", id) => say!("palette `{id}`", "配色 `{id}`"),
        ("product", id) => say!("product `{id}`", "产品 `{id}`"),
        ("guide", id) => say!("the template over `{id}`", "`{id}` 的模板"),
        ("face", id) => say!("face `{id}`", "字体 `{id}`"),
        ("logo", _) => say!("the logo", "标志"),
        ("profile", _) => say!("the printing condition (ICC profile)", "印刷条件（ICC 特性文件）"),
        ("shop", _) => say!("the print shop's profile", "印厂要求"),
        ("table", _) => say!("the table", "表格"),
        ("sheets", _) => say!("the press sheets", "拼版"),
        _ => say!("the settings of files", "文件设置"),
    }
}
