//! The report with pictures: each page with what was found pinned on it, its plates, and where how much ink lies. One
//! file of HTML without scripts, that any browser opens from a disk.

use std::fmt::Write as _;

use biaoyu_out::raster::InkMap;
use biaoyu_page::error::{Finding, Lang, Severity};
use biaoyu_page::geom::Rect;
use biaoyu_page::measure::number;

use super::view::{heat, place_of, plates, proof};
use super::{Context, Report};
use crate::read::Seen;
use biaoyu_page::xml::escape;

/// Dots along the longer side of a page's picture, and of a plate's.
const SIDE: u32 = 1000;
const PLATE: u32 = 320;
/// Pages that are shown; the rest is in words.
const PAGES: usize = 40;

/// One page as the report shows it.
pub(crate) struct View {
    number: usize,
    trim: Rect,
    picture: Option<Vec<u8>>,
    plates: Vec<(String, Vec<u8>)>,
    heat: Option<InkMap>,
    /// What was found, and where.
    found: Vec<(Finding, Option<Rect>)>,
}

/// The pages of one file that are shown.
#[derive(Default)]
pub struct Views {
    kept: Vec<View>,
    left: usize,
}

impl Views {
    /// Draws a page, while its paint is still there.
    pub fn add(&mut self, seen: &Seen, findings: &[Finding]) {
        if self.kept.len() >= PAGES {
            self.left += 1;
            return;
        }
        let found = findings.iter().map(|f| (f.clone(), place_of(seen, f))).collect();
        self.kept.push(View {
            number: seen.number.unwrap_or(1),
            trim: seen.boxes.trim,
            picture: proof(seen, SIDE).ok(),
            plates: plates(seen, PLATE).unwrap_or_default(),
            heat: heat(seen, PLATE).ok(),
            found,
        });
    }
}

/// How every report begins, by which ours are known.
pub const HTML_HEAD: &str = "<!doctype html>\n<!-- biaoyu preflight -->\n";

/// The report as HTML.
pub fn html(report: &Report, views: &Views, context: &Context<'_>, lang: Lang) -> String {
    let say = |en: &'static str, zh: &'static str| if lang == Lang::En { en } else { zh };
    let code = if lang == Lang::En { "en" } else { "zh-CN" };
    let title = escape(&report.file);
    let mut out = format!(
        "{HTML_HEAD}<html lang=\"{code}\"><meta charset=\"utf-8\"><title>{}: {title}</title>\n<style>{STYLE}</style>\n<h1>{title}</h1>\n",
        say("Preflight", "印前检查")
    );
    if let Some(fault) = &report.unreadable {
        let _ = writeln!(out, "<p class=error>{}</p>", escape(&fault.text(lang)));
        return out;
    }
    let count = |severity| report.findings.iter().filter(|f| f.severity == severity).count();
    let [errors, warnings, notes] = [Severity::Error, Severity::Warning, Severity::Note].map(count);
    let shop = if lang == Lang::En { &context.profile.name_en } else { &context.profile.name };
    let _ = writeln!(
        out,
        "<p><b>{errors}</b> {} · <b>{warnings}</b> {} · <b>{notes}</b> {} · {} {} · {}</p>",
        say("errors", "个错误"),
        say("warnings", "个警告"),
        say("notes", "个提示"),
        report.pages.len(),
        say("pages", "页"),
        escape(shop)
    );
    let placed = |f: &Finding| views.kept.iter().any(|v| v.found.iter().any(|(g, _)| g == f));
    list(&mut out, report.findings.iter().filter(|f| !placed(f)).map(|f| (None, f)), lang);
    if !report.exempt.is_empty() {
        let _ = writeln!(out, "<h2>{}</h2><ul>", say("Let pass", "放过"));
        for (finding, reason) in &report.exempt {
            let _ = writeln!(out, "<li>{} <i>{}</i></li>", escape(&finding.text(lang)), escape(reason));
        }
        out += "</ul>";
    }
    for view in &views.kept {
        page(&mut out, view, context, lang);
    }
    if views.left > 0 {
        let _ = writeln!(out, "<p>{} {}</p>", views.left, say("more pages are not shown.", "页未显示图像。"));
    }
    out
}

fn page(out: &mut String, view: &View, context: &Context<'_>, lang: Lang) {
    let say = |en: &'static str, zh: &'static str| if lang == Lang::En { en } else { zh };
    let size = format!("{} × {} mm", number(view.trim.width(), 1), number(view.trim.height(), 1));
    let heading = match lang {
        Lang::En => format!("Page {}", view.number),
        Lang::Zh => format!("第 {} 页", view.number),
    };
    let _ = writeln!(out, "<section><h2>{heading} <small>{size}</small></h2><figure>");
    if let Some(picture) = &view.picture {
        let _ = write!(out, "<img alt=\"{heading}\" src=\"data:image/png;base64,{}\">", base64(picture));
    }
    let percent = |v: f64, of: f64| number((v / of.max(1e-9) * 100.0).clamp(0.0, 100.0), 2);
    let mut pin = 0;
    let mut pins = Vec::new();
    for (finding, place) in &view.found {
        let number = place.map(|r| {
            pin += 1;
            let middle = r.center();
            let (x, y) = (percent(middle.x, view.trim.width()), percent(middle.y, view.trim.height()));
            let _ = write!(out, "<b class=\"pin {}\" style=\"left:{x}%;top:{y}%\">{pin}</b>", finding.severity.word());
            pin
        });
        pins.push((number, finding));
    }
    out.push_str("</figure>\n");
    list(out, pins.into_iter(), lang);
    let _ = writeln!(out, "<details><summary>{}</summary><div class=plates>", say("Plates and ink", "色版和墨量"));
    for (name, png) in &view.plates {
        let name = escape(name);
        let _ = write!(
            out,
            "<figure><img alt=\"{name}\" src=\"data:image/png;base64,{}\"><figcaption>{name}</figcaption></figure>",
            base64(png)
        );
    }
    if let Some(map) = &view.heat {
        let limit = number(context.profile.ink_limit * 100.0, 0);
        let _ = write!(
            out,
            "<figure>{}<figcaption>{} {limit} %</figcaption></figure>",
            drawn_heat(map, context.profile.ink_warning, context.profile.ink_limit),
            say("ink; red: more than", "墨量；红：超过")
        );
    }
    out.push_str("</div></details></section>\n");
}

fn list<'f>(out: &mut String, found: impl Iterator<Item = (Option<usize>, &'f Finding)>, lang: Lang) {
    let mut any = false;
    for (pin, finding) in found {
        if !std::mem::replace(&mut any, true) {
            out.push_str("<ul>");
        }
        let word = finding.severity.word();
        let pin = pin.map_or(String::new(), |n| format!("<b class=\"mark {word}\">{n}</b> "));
        let place =
            finding.place.thing.as_ref().map_or(String::new(), |t| format!("<span>{}</span>: ", escape(t.get(lang))));
        let hint =
            finding.hint.as_ref().map_or(String::new(), |h| format!("<br><small>{}</small>", escape(h.get(lang))));
        let _ = writeln!(
            out,
            "<li class={word}>{pin}{place}{} <code>{}</code>{hint}</li>",
            escape(finding.what.get(lang)),
            finding.rule
        );
    }
    if any {
        out.push_str("</ul>\n");
    }
}

/// Cells along the longer side of a heat map.
const CELLS: usize = 64;

/// Ink as squares: white without, gray up to what the shop likes, yellow above, red beyond what the paper takes.
fn drawn_heat(map: &InkMap, like: f64, most: f64) -> String {
    let (width, height) = (map.width as usize, map.height as usize);
    let cell = width.max(height).div_ceil(CELLS).max(1);
    let (columns, rows) = (width.div_ceil(cell), height.div_ceil(cell));
    let mut out = format!("<svg viewBox=\"0 0 {columns} {rows}\" shape-rendering=\"crispEdges\">");
    for row in 0..rows {
        for column in 0..columns {
            let inside = |y: usize| {
                let from = y * width + column * cell;
                map.totals.get(from..(from + cell).min((y + 1) * width)).unwrap_or_default()
            };
            let total =
                (row * cell..((row + 1) * cell).min(height)).flat_map(inside).max().copied().unwrap_or_default();
            let ink = f64::from(total) / 255.0;
            let colour = if ink > most + 0.01 {
                "#d00000".to_string()
            } else if ink > like + 0.01 {
                "#f0b000".to_string()
            } else {
                let gray = 255 - (ink / like.max(0.01) * 150.0).clamp(0.0, 150.0) as u8;
                format!("#{gray:02x}{gray:02x}{gray:02x}")
            };
            let _ = write!(out, "<rect x=\"{column}\" y=\"{row}\" width=\"1\" height=\"1\" fill=\"{colour}\"/>");
        }
    }
    out + "</svg>"
}

const STYLE: &str = "body{font:15px/1.5 system-ui,sans-serif;max-width:1100px;margin:2em auto;padding:0 1em;color:#111}\
figure{position:relative;margin:0 0 1em;display:inline-block}figure>img,figure>svg{max-width:100%;border:1px solid #999;display:block}\
.pin{position:absolute;transform:translate(-50%,-50%);min-width:1.6em;line-height:1.6em;text-align:center;border-radius:1em;color:#fff;border:1px solid #fff}\
.mark{display:inline-block;min-width:1.5em;text-align:center;border-radius:1em;color:#fff}\
.pin.error,.mark.error{background:#c00}.pin.warning,.mark.warning{background:#a60}.pin.note,.mark.note{background:#357}\
li.error{border-left:4px solid #c00}li.warning{border-left:4px solid #a60}li.note{border-left:4px solid #357}li{list-style:none;padding-left:.6em;margin:.3em 0}\
ul{padding:0}.plates{display:flex;flex-wrap:wrap;gap:1em}.plates figure{width:240px}.plates svg{width:238px}code{color:#555;font-size:.85em}small{color:#444}";

/// RFC 4648, 4.
fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for group in bytes.chunks(3) {
        let at = |i: usize| group.get(i).copied().map_or(0, u32::from);
        let value = at(0) << 16 | at(1) << 8 | at(2);
        for i in 0..4 {
            let letter = LETTERS.get((value >> (18 - 6 * i) & 63) as usize).copied().unwrap_or(b'A');
            out.push(if i <= group.len() { char::from(letter) } else { '=' });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_become_letters() {
        for (bytes, text) in
            [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("foobar", "Zm9vYmFy")]
        {
            assert_eq!(base64(bytes.as_bytes()), text);
        }
        assert_eq!(escape("<a href=\"x\">&"), "&lt;a href=&quot;x&quot;&gt;&amp;");
    }
}
