//! `index.html`: the contact sheet. Opens from the disk; nothing comes from elsewhere, nothing runs.

use std::fmt::Write;

use crate::folder::places::PROOFREAD;
use crate::folder::receipts::Receipt;
use crate::plan::{FOLDER_BESIDE, Plan};
use biaoyu_page::error::Lang;
use biaoyu_page::icc::Profile;
use biaoyu_page::words::{Choice as _, FileKind, Intent};
use biaoyu_page::xml::escape;
use biaoyu_set::palette::Role;

const STYLE: &str = include_str!("index.css");

/// A page on the sheet.
struct Card<'r> {
    stem: &'r str,
    /// Whom it is of, with the row's number among them.
    who: Option<(usize, String)>,
    first: &'r Receipt,
    files: Vec<&'r Receipt>,
}

/// The contact sheet of all that stands in the folder: the plan's pages first, in its order, then what earlier runs
/// made. `receipts` are of files that are there.
pub(crate) fn index(plan: &Plan, receipts: &[&Receipt], (approval, proofread): (bool, bool), lang: Lang) -> String {
    let cards = cards(plan, receipts);
    let mut products: Vec<(&str, Vec<&Card>)> = Vec::new();
    for card in &cards {
        match products.iter_mut().find(|(id, _)| *id == card.first.product) {
            Some((_, of)) => of.push(card),
            None => products.push((&card.first.product, vec![card])),
        }
    }
    let say = |en: &str, zh: &str| if lang == Lang::En { en.to_owned() } else { zh.to_owned() };
    let campaign = &plan.campaign;
    let heading = escape(plan.called());
    let mut out = String::new();
    let tag = say("en", "zh-Hans");
    let _ = write!(
        out,
        "<!DOCTYPE html>\n<html lang=\"{tag}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{heading}</title>\n\
         <style>\n{STYLE}{}</style>\n</head>\n<body>\n<header lang=\"zh-Hans\">\n<h1>{heading}</h1>\n",
        colours(plan)
    );
    if let Some(theme) = &campaign.theme {
        let _ = writeln!(out, "<p>{}</p>", escape(theme));
    }
    let unit = plan.works.first().and_then(|work| work.fields.get("unit"));
    if let Some(unit) = unit.filter(|u| !u.trim().is_empty()) {
        let _ = writeln!(out, "<p class=\"unit\">{}</p>", escape(unit));
    }
    let (pages, kinds) = (cards.len(), products.len());
    let count = match lang {
        Lang::En => format!("{pages} pages, {kinds} products"),
        Lang::Zh => format!("{pages} 页，{kinds} 种产品"),
    };
    let _ = write!(out, "</header>\n<nav><span>{count}</span>");
    for (id, of) in &products {
        if let Some(card) = of.first() {
            let _ = write!(out, "<a href=\"#{}\">{}</a>", escape(id), escape(name(card.first, lang)));
        }
    }
    if proofread {
        let label = say("Proofreading sheet", "校对单");
        let _ = write!(out, "<a class=\"main\" href=\"{}\">{label}</a>", link(PROOFREAD));
    }
    if approval {
        let label = say("Approval sheet", "审批单");
        let _ = write!(out, "<a class=\"main\" href=\"approval.pdf\">{label}</a>");
    }
    out.push_str("</nav>\n<main>\n");
    let notes: Vec<_> = plan.notes.iter().filter(|note| note.rule != FOLDER_BESIDE).collect();
    if !notes.is_empty() {
        out.push_str("<aside>\n");
        for note in notes {
            // A row is looked up in the table.
            let place = if plan.is_of_table(&note.place) { note.place.text(lang) + ": " } else { String::new() };
            let _ = writeln!(out, "<p>{}{}</p>", escape(&place), escape(note.what.get(lang)));
        }
        out.push_str("</aside>\n");
    }
    for (id, of) in &products {
        section(&mut out, id, of, lang);
    }
    let by = say("Made by", "由");
    let end = say("", " 制作");
    let version = env!("CARGO_PKG_VERSION");
    let _ = write!(out, "</main>\n<footer>{by} biaoyu 标语 {version}{end}</footer>\n</body>\n</html>\n");
    out
}

/// The pages with their files.
fn cards<'r>(plan: &'r Plan, receipts: &[&'r Receipt]) -> Vec<Card<'r>> {
    let mut order: Vec<&str> = plan.jobs.iter().map(|j| j.stem.as_str()).collect();
    let mut who: std::collections::BTreeMap<&str, (usize, String)> =
        plan.jobs.iter().filter_map(|job| Some((job.stem.as_str(), plan.who(job)?))).collect();
    let mut by_stem: std::collections::BTreeMap<&str, Vec<&Receipt>> = Default::default();
    for receipt in receipts.iter().filter(|r| !r.product.is_empty() && r.format != FileKind::Plate.word()) {
        by_stem.entry(receipt.stem()).or_default().push(receipt);
    }
    order.extend(by_stem.keys());
    let mut cards = Vec::new();
    for stem in order {
        // Each stem once: the plan's comes first.
        if let Some(files) = by_stem.remove(stem)
            && let Some(first) = files.first()
        {
            cards.push(Card { stem, who: who.remove(stem), first, files });
        }
    }
    cards
}

fn section(out: &mut String, id: &str, cards: &[&Card], lang: Lang) {
    let Some(first) = cards.first().map(|c| c.first) else { return };
    let [width, height] = first.trim_mm;
    let aspect = width / height.max(1e-9);
    // Cards as wide as the form asks for: a row of tall sheets, a column of banners.
    let card = match aspect {
        a if a > 4.0 => 40.0,
        a if a > 1.3 => 17.0,
        a if a > 0.9 => 12.0,
        a if a > 0.5 => 13.0,
        _ => 8.0,
    };
    let round = if first.round { " round" } else { "" };
    let (pages, size) = (cards.len(), first.size());
    let pages = match lang {
        Lang::En if pages == 1 => "1 page".to_owned(),
        Lang::En => format!("{pages} pages"),
        Lang::Zh => format!("{pages} 页"),
    };
    let _ = write!(
        out,
        "<section id=\"{}\">\n<h2>{} <small>{size} mm</small><small>{pages}</small></h2>\n\
         <div class=\"grid{round}\" style=\"--w: {card}rem\">\n",
        escape(id),
        escape(name(first, lang))
    );
    for card in cards {
        figure(out, card, lang);
    }
    out.push_str("</div>\n</section>\n");
}

fn figure(out: &mut String, card: &Card, lang: Lang) {
    let of = |format: &str, back: bool| {
        card.files.iter().find(|r| r.format == format && r.back == back).map(|r| link(&r.file))
    };
    let file = |format: &str| of(format, false);
    let (png, jpeg, pdf, tiff) = (file("png"), file("jpeg"), file("pdf"), file("tiff"));
    let shown = file(FileKind::Thumbnail.word()).or_else(|| png.clone()).or_else(|| jpeg.clone());
    let whole = png.as_ref().or(jpeg.as_ref()).or(pdf.as_ref()).or(shown.as_ref());
    let who = card.who.as_ref().map_or("", |(_, who)| who.as_str());
    let words = [who, &card.first.text];
    let words: Vec<&str> = words.into_iter().filter(|text| !text.is_empty()).collect();
    let text = escape(&words.join("　"));
    out.push_str("<figure>");
    match (&shown, whole) {
        (Some(shown), Some(whole)) => {
            let _ = write!(
                out,
                "<a class=\"picture\" href=\"{whole}\"><img src=\"{shown}\" alt=\"{text}\" loading=\"lazy\"></a>"
            );
        }
        _ => {
            let none = if lang == Lang::En { "no picture" } else { "无图" };
            let _ = write!(out, "<div class=\"picture none\">{none}</div>");
        }
    }
    let number = match card.first.slogan.parse::<u32>() {
        // What has no slogan of its own is counted by the table.
        Ok(0) if card.who.is_some() => card.who.as_ref().map_or_else(String::new, |(n, _)| format!("{n:02}")),
        Ok(number) => format!("{number:02}"),
        Err(_) => card.first.slogan.to_uppercase(),
    };
    let _ = write!(
        out,
        "<figcaption><span class=\"number\" title=\"{}\">{}</span><span class=\"text\" lang=\"zh-Hans\">{text}</span>\
         <span class=\"files\">",
        escape(card.stem),
        escape(&number)
    );
    for (label, format, href) in
        [("PDF", "pdf", pdf), ("TIFF", "tiff", tiff), ("PNG", "png", png), ("JPEG", "jpeg", jpeg)]
    {
        if let Some(href) = href {
            let _ = write!(out, "<a href=\"{href}\">{label}</a>");
        }
        if let Some(href) = of(format, true) {
            let back = if lang == Lang::En { "back" } else { "反面" };
            let _ = write!(out, "<a href=\"{href}\">{label} {back}</a>");
        }
    }
    out.push_str("</span></figcaption></figure>\n");
}

fn name(receipt: &Receipt, lang: Lang) -> &str {
    if lang == Lang::En { &receipt.name_en } else { &receipt.name }
}

/// The head in the colours of the first page.
fn colours(plan: &Plan) -> String {
    let Some(job) = plan.jobs.first() else { return String::new() };
    let hex = |role: Role| {
        let [r, g, b] = Profile::embedded().to_srgb(job.work.palette.get(role).cmyk, Intent::Relative);
        format!("#{r:02x}{g:02x}{b:02x}")
    };
    format!(":root {{ --ground: {}; --display: {}; }}\n", hex(Role::Ground), hex(Role::Display))
}

/// A path as a relative link (RFC 3986): every byte that is not unreserved is written in hexadecimal.
fn link(path: &str) -> String {
    let mut out = String::with_capacity(path.len() * 2);
    for byte in path.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => out.push(char::from(byte)),
            _ => {
                let _ = write!(out, "%{byte:02X}");
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_and_texts_are_escaped() {
        assert_eq!(link("a b/质#1?.png"), "a%20b/%E8%B4%A8%231%3F.png");
        assert_eq!(escape("<b>&\"质\"</b>"), "&lt;b&gt;&amp;&quot;质&quot;&lt;/b&gt;");
    }
}
