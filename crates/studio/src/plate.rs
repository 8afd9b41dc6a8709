//! The white plate that a logo stands on, where the ground is dark.

use std::path::Path;

use biaoyu_page::decode::decode;
use biaoyu_page::error::{Fault, Finding, Place, Severity};
use biaoyu_page::limits::IMAGE_BYTES;
use biaoyu_page::say;
use roxmltree::{Document, ParsingOptions};

use crate::answer::Refusal;
use crate::bench::Bench;
use crate::campaign::File;
use crate::keep::{keep, picture};

/// Puts a white plate under the logo where it stands on dark grounds, or takes it away: a light version that is drawn around
/// the logo's own file.
///
/// # Errors
/// There is no logo, or one that nothing can be drawn around.
pub(crate) fn plate(folder: &Path, file: &mut File, bench: &mut Bench, on: bool) -> Result<(), Refusal> {
    let own = bench.get("", "plate").map(str::to_owned);
    if !on {
        if own.is_some() && file.get("defaults", "logo_light") == own.as_deref() {
            file.set_text("defaults", "logo_light", None);
        }
        bench.set("", "plate", None);
        return Ok(());
    }
    let none = || Refusal::none(say!("the project has no logo", "项目还没有标志"));
    let name = file.get("defaults", "logo").ok_or_else(none)?.to_owned();
    let bytes = biaoyu_press::read(&folder.join(&name), IMAGE_BYTES)?;
    let drawn = plated(&bytes).ok_or_else(|| {
        let what = say!("a plate is drawn around SVG logos only", "只能给 SVG 标志加白底板");
        let hint = say!("give a light version of the logo", "请另给一个反白稿");
        Refusal::from(Fault::new("studio/plate", Place::file(name.as_str()), what).hint(hint))
    })?;
    picture(&name, drawn.as_bytes(), false)?;
    let stem = name.rsplit_once('.').map_or(name.as_str(), |(stem, _)| stem);
    let (kept, _) = keep(folder, &format!("{stem}-白底板.svg"), drawn.as_bytes())?;
    file.set_text("defaults", "logo_light", Some(&kept));
    bench.set("", "plate", Some(&kept));
    Ok(())
}

/// The plate of the logo before goes; where it was in use, the new logo gets its own. What is to be said when it gets none.
pub(crate) fn replate(folder: &Path, file: &mut File, bench: &mut Bench) -> Option<Finding> {
    let before = bench.get("", "plate").map(str::to_owned)?;
    let in_use = file.get("defaults", "logo_light") == Some(&before);
    plate(folder, file, bench, false).ok()?;
    if !in_use || plate(folder, file, bench, true).is_ok() {
        return None;
    }
    let what = say!(
        "the white plate was of the logo before: this one has none, for a plate is drawn around SVG logos only",
        "白底板是给原来的标志画的；现在这个没有，因为只能给 SVG 标志加白底板"
    );
    let hint = say!("give a light version of the logo", "请另给一个反白稿");
    let place = Place::file(file.get("defaults", "logo").unwrap_or_default());
    Some(Finding { rule: "studio-plate", severity: Severity::Warning, place, what, hint: Some(hint) })
}

/// An SVG on a white plate, a tenth of its shorter side larger all round; `None` of what is no SVG, or says no size.
fn plated(bytes: &[u8]) -> Option<String> {
    let text = decode(bytes).text;
    // Entities that a DOCTYPE declares are of use behind it: it stays in front.
    let options = ParsingOptions { allow_dtd: true, ..ParsingOptions::default() };
    let document = Document::parse_with_options(&text, options).ok()?;
    let root = document.root_element();
    if root.tag_name().name() != "svg" {
        return None;
    }
    let attribute = |name: &str| root.attributes().find(|a| a.namespace().is_none() && a.name() == name);
    let numbers =
        |text: &str| -> Vec<f64> { text.split([' ', ',', '\n', '\t']).filter_map(|n| n.parse().ok()).collect() };
    let view = attribute("viewBox").map(|a| numbers(a.value())).filter(|n| n.len() == 4);
    let side = |name: &str, at: usize| {
        let of_view = || view.as_ref().and_then(|view| view.get(at).copied());
        attribute(name).and_then(|a| pixels(a.value())).or_else(of_view).filter(|side| side.is_finite() && *side > 0.0)
    };
    let (width, height) = (side("width", 2)?, side("height", 3)?);
    let around = width.min(height) / 10.0;
    let (w, h) = (width + 2.0 * around, height + 2.0 * around);
    // The drawing as it is, with its place and size on the plate in the stead of its own.
    let range = root.range();
    let mut inner = text.get(range.clone())?.to_owned();
    let mut own: Vec<_> =
        ["x", "y", "width", "height"].into_iter().filter_map(|n| Some(attribute(n)?.range())).collect();
    own.sort_by_key(|range| std::cmp::Reverse(range.start));
    for part in own {
        inner.get(part.start - range.start..part.end - range.start)?;
        inner.replace_range(part.start - range.start..part.end - range.start, "");
    }
    let name = inner.find(|c: char| c.is_whitespace() || "/>".contains(c))?;
    let seen = if view.is_some() { String::new() } else { format!(" viewBox=\"0 0 {width} {height}\"") };
    inner.insert_str(name, &format!(" x=\"{around}\" y=\"{around}\" width=\"{width}\" height=\"{height}\"{seen}"));
    let before = text.get(..range.start)?.trim_start();
    let before = before.strip_prefix("<?xml").and_then(|rest| rest.split_once("?>")).map_or(before, |(_, rest)| rest);
    let plate = format!("<rect width=\"{w}\" height=\"{h}\" rx=\"{}\" fill=\"#fff\"/>", around / 2.0);
    let head =
        format!("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{w}\" height=\"{h}\" viewBox=\"0 0 {w} {h}\">");
    Some(format!("{}{head}{plate}{inner}</svg>\n", before.trim_start()))
}

/// A length in CSS pixels; `None` of one that depends on something else (CSS Values 3, 5.2).
fn pixels(text: &str) -> Option<f64> {
    let text = text.trim();
    let unit = text.trim_start_matches(|c: char| c.is_ascii_digit() || "+-.".contains(c));
    let number: f64 = text.strip_suffix(unit)?.parse().ok()?;
    let one = match unit {
        "" | "px" => 1.0,
        "in" => 96.0,
        "cm" => 96.0 / 2.54,
        "mm" => 96.0 / 25.4,
        "Q" => 96.0 / 101.6,
        "pt" => 96.0 / 72.0,
        "pc" => 16.0,
        _ => return None,
    };
    Some(number * one)
}

#[cfg(test)]
mod tests {
    use super::*;
    use biaoyu_page::geom::{Affine, Shape as _};
    use biaoyu_page::page::{Item, Mark};
    use biaoyu_set::picture::Picture;

    /// Adds the right and lower edges of the first path, the plate, and those of all others before them.
    fn walk(items: &[Item], by: Affine, edges: &mut [f64; 4]) {
        for item in items {
            match &item.mark {
                Mark::Path(path) => {
                    let at = (by * (*path.path).clone()).bounding_box();
                    let part = if edges[2] == 0.0 { 2 } else { 0 };
                    edges[part] = edges[part].max(at.x1);
                    edges[part + 1] = edges[part + 1].max(at.y1);
                }
                Mark::Group(group) => walk(&group.items, by * group.transform, edges),
                Mark::Shared { form, transform } => walk(&form.items, by * *transform, edges),
                _ => panic!("{:?}", item.mark),
            }
        }
    }

    /// The right and lower edges of the drawing and of the plate, as shares of the picture's width and height.
    fn edges(svg: &str) -> [f64; 4] {
        let read = picture("x.svg", svg.as_bytes(), false);
        let (picture, _) = read.map_err(|faults| format!("{faults:?}\n{svg}")).unwrap();
        let Picture::Vector { size, form, .. } = picture else { panic!("{svg}") };
        let mut all = [0.0; 4];
        walk(&form.items, Affine::IDENTITY, &mut all);
        [all[0] / size.width, all[1] / size.height, all[2] / size.width, all[3] / size.height]
    }

    #[test]
    fn a_plate_lies_under_the_whole_drawing() {
        let square = "M0 0h40v20h-40z";
        for (head, before, d) in [
            ("viewBox=\"0 0 40 20\"", "", square),
            ("width=\"40mm\" height=\"20mm\" viewBox=\"0 0 40 20\"", "", square),
            (
                "width=\"4in\" height=\"2in\" viewBox=\"0 0 40 20\"",
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!-- <svg width='9'> -->\n",
                square,
            ),
            ("width=\"40\" height=\"20\"", "", square),
            ("x=\"3\" y=\"4\" width=\"30pt\" height=\"15pt\"", "", square),
            ("width=\"100%\" height=\"100%\" viewBox=\"-10 -5 40 20\"", "", "M-10 -5h40v20h-40z"),
            (
                "viewBox=\"0 0 40 20\" class=\"&own;\"",
                "<!DOCTYPE svg [ <!ENTITY own \"a > b\"> <!ENTITY d \"M0 0h40v20h-40z\"> ]>\n",
                "&d;",
            ),
        ] {
            let svg = format!(
                "{before}<svg xmlns=\"http://www.w3.org/2000/svg\" {head}><path fill=\"#0057a8\" d=\"{d}\"/></svg>"
            );
            let plated = plated(svg.as_bytes()).unwrap_or_else(|| panic!("{svg}"));
            // The margin is a tenth of the shorter side: 2 of 44 × 24.
            for (found, wanted) in edges(&plated).into_iter().zip([42.0 / 44.0, 22.0 / 24.0, 1.0, 1.0]) {
                assert!((found - wanted).abs() < 1e-3, "{:?}\n{plated}", edges(&plated));
            }
        }
        for none in ["<svg", "<p/>", "no", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1em\"/>"] {
            assert_eq!(plated(none.as_bytes()), None, "{none}");
        }
    }
}
