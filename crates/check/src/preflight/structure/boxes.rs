//! Page boxes and sizes (ISO 15930-7, bounding boxes; ISO 32000-1, 14.11.2 and annex C).

use crate::preflight::rule::{Rule, Words};
use biaoyu_page::error::Severity;
use biaoyu_page::geom::Rect;
use biaoyu_page::limits::PDF_PAGES;
use biaoyu_page::measure::number;
use biaoyu_page::say;

use super::identity::is_x1a;
use super::{FileCheck, page};

/// Hundredths of a unit are rounding.
const ROUNDING: f64 = 0.011;

pub(crate) const PAGE_TREE: Rule<FileCheck> = Rule {
    id: "page-tree",
    severity: Severity::Error,
    what: Words {
        en: "no pages, or not as many as the file says", zh: "没有页面，或页数与文件所写不符"
    },
    why: Words {
        en: "A page that cannot be found is not printed, and nobody misses it before the customer does.",
        zh: "找不到的页面印不出来，往往客户先发现。",
    },
    cure: Words { en: "export it again", zh: "请重新导出" },
    example: "3 pages are there, the file says 4",
    check: |judged, _, out| {
        let file = &judged.document.file;
        let found = judged.document.pages.len();
        let said = file.root().and_then(|r| file.get_dict(r, "Pages")).and_then(|p| file.get_number(p, "Count"));
        if found == 0 {
            out.add(None, say!("no page is there", "没有任何页面"));
        } else if let Some(said) = said.filter(|said| *said != found as f64 && found < PDF_PAGES) {
            let said = number(said, 0);
            out.add_as(
                Severity::Warning,
                None,
                say!("{found} pages are there, the file says {said}", "有 {found} 页，文件写的是 {said} 页"),
            );
        }
    },
};

pub(crate) const NO_TRIM_BOX: Rule<FileCheck> = Rule {
    id: "no-trim-box",
    severity: Severity::Error,
    what: Words {
        en: "the page does not say where it is trimmed, or says it twice", zh: "没有成品框，或成品框有两个"
    },
    why: Words {
        en: "Imposition places pages by their TrimBox; PDF/X wants it or an ArtBox, never both, on the page itself.",
        zh: "拼版按 TrimBox 摆页；PDF/X 要求页面上有 TrimBox 或 ArtBox 之一，不能都有。",
    },
    cure: Words {
        en: "set the TrimBox to the finished size and remove the ArtBox",
        zh: "请把 TrimBox 设为成品尺寸，并去掉 ArtBox",
    },
    example: "page 1: neither TrimBox nor ArtBox",
    check: |judged, _, out| {
        for (seen, paper) in judged.document.pages.iter().filter(|_| judged.standard) {
            match (&paper.trim, &paper.art) {
                (Some(_), Some(_)) => {
                    out.add(page(seen.number), say!("TrimBox and ArtBox both", "既有 TrimBox 又有 ArtBox"))
                }
                (None, None) => {
                    out.add(page(seen.number), say!("neither TrimBox nor ArtBox", "TrimBox、ArtBox 都没有"))
                }
                _ => {}
            }
        }
    },
};

pub(crate) const BAD_BOX: Rule<FileCheck> = Rule {
    id: "bad-box",
    severity: Severity::Error,
    what: Words {
        en: "a page box that is no rectangle, or a page turned by no quarter",
        zh: "页面框不是矩形，或页面旋转的不是 90° 的倍数",
    },
    why: Words {
        en: "A box without an area makes the page vanish; a page turned by 45° lies otherwise in each program.",
        zh: "没有面积的框会让页面消失；旋转 45° 的页面，各软件摆法不同。",
    },
    cure: Words {
        en: "write the box as four numbers, the turn as 0, 90, 180 or 270",
        zh: "框请写成四个数，旋转请写 0、90、180 或 270",
    },
    example: "page 1: `TrimBox` is no rectangle with an area",
    check: |judged, _, out| {
        for (seen, paper) in &judged.document.pages {
            let boxes = [
                ("MediaBox", paper.media),
                ("CropBox", paper.crop),
                ("BleedBox", paper.bleed),
                ("TrimBox", paper.trim),
                ("ArtBox", paper.art),
            ];
            for (name, _) in boxes.into_iter().filter(|(_, found)| matches!(found, Some(Err(())))) {
                out.add(page(seen.number), say!("`{name}` is no rectangle with an area", "`{name}` 不是有面积的矩形"));
            }
            if paper.media.is_none() {
                out.add(page(seen.number), say!("no MediaBox", "没有 MediaBox"));
            }
            if paper.turn.rem_euclid(90.0) != 0.0 {
                let turn = number(paper.turn, 2);
                out.add(
                    page(seen.number),
                    say!("turned by {turn}°, wanted a multiple of 90", "页面旋转 {turn}°，应为 90 的倍数"),
                );
            }
        }
    },
};

pub(crate) const BOXES_NOT_NESTED: Rule<FileCheck> = Rule {
    id: "boxes-not-nested",
    severity: Severity::Error,
    what: Words { en: "page boxes do not lie inside each other", zh: "页面框没有逐层包含" },
    why: Words {
        en: "Media contains bleed contains trim: else art is cut that should print.",
        zh: "介质含出血、出血含成品，否则该印的会被裁掉。",
    },
    cure: Words { en: "put the boxes in order", zh: "请理顺各框" },
    example: "page 1: TrimBox outside BleedBox",
    check: |judged, _, out| {
        for (seen, paper) in &judged.document.pages {
            let good = |found: Option<Result<Rect, ()>>| found.and_then(Result::ok);
            let (media, crop, bleed) = (good(paper.media), good(paper.crop), good(paper.bleed));
            let (name, finished) = match (good(paper.trim), good(paper.art)) {
                (Some(trim), _) => ("TrimBox", Some(trim)),
                (None, art) => ("ArtBox", art),
            };
            for (inner, a, outer, b) in [
                ("BleedBox", bleed, "MediaBox", media),
                (name, finished, "BleedBox", bleed),
                (name, finished, "MediaBox", media),
                (name, finished, "CropBox", crop),
                ("CropBox", crop, "MediaBox", media),
            ] {
                let (Some(a), Some(b)) = (a, b) else { continue };
                let inside = a.x0 >= b.x0 - ROUNDING
                    && a.y0 >= b.y0 - ROUNDING
                    && a.x1 <= b.x1 + ROUNDING
                    && a.y1 <= b.y1 + ROUNDING;
                if !inside {
                    out.add(page(seen.number), say!("{inner} outside {outer}", "{inner} 超出 {outer}"));
                }
            }
            // What is shown is not all that is there: programs that place pages as they show cut the bleed off.
            if let (Some(crop), Some(bleed)) = (crop, bleed)
                && bleed.intersect(media.unwrap_or(bleed)).inflate(-ROUNDING, -ROUNDING).union(crop) != crop
            {
                let what = say!("CropBox cuts the bleed off", "CropBox 裁掉了出血");
                out.add_as(Severity::Note, page(seen.number), what);
            }
        }
    },
};

/// Longest and shortest side of a page in user units (annex C).
const SIDES: (f64, f64) = (3.0, 14_400.0);

pub(crate) const PAGE_TOO_LARGE: Rule<FileCheck> = Rule {
    id: "page-too-large",
    severity: Severity::Error,
    what: Words { en: "a page outside of what PDF can hold", zh: "页面大小超出 PDF 的限度" },
    why: Words {
        en: "14,400 units, 5.08 m at true size, is the end for most readers.",
        zh: "14400 单位（原大 5.08 m）是多数软件的极限。",
    },
    cure: Words { en: "draw it at 1:10, or set UserUnit", zh: "请按 1:10 制作，或用 UserUnit" },
    example: "page 1: 29764 × 3402 units, at most 14400",
    check: |judged, _, out| {
        for (seen, paper) in &judged.document.pages {
            let Some(media) = paper.media.and_then(Result::ok) else { continue };
            let (w, h) = (media.width(), media.height());
            if w.max(h) > SIDES.1 + 0.5 || w.min(h) < SIDES.0 || paper.user_unit <= 0.0 || paper.user_unit.is_nan() {
                let [w, h] = [w, h].map(|v| number(v, 0));
                out.add(page(seen.number), say!("{w} × {h} units, at most 14400", "{w} × {h} 单位，最多 14400"));
            }
        }
    },
};

pub(crate) const PAGES_DIFFER: Rule<FileCheck> = Rule {
    id: "pages-differ",
    severity: Severity::Note,
    what: Words { en: "pages of several sizes in one file", zh: "一个文件里页面大小不一" },
    why: Words {
        en: "One page among many that is a millimetre smaller, or lies on its side, is imposed like the others and cut wrong.",
        zh: "许多页里有一页小了一毫米或横竖不同，拼版时会照别的页摆，裁出来就错了。",
    },
    cure: Words {
        en: "make the pages alike, or send each size by itself", zh: "请统一页面大小，或按尺寸分开发"
    },
    example: "pages of 210 × 297 mm (19), 210 × 296 mm (page 4)",
    check: |judged, _, out| {
        // To a tenth of a millimetre, as they stand in the file; in the order in which they come.
        let mut sizes: Vec<((i64, i64), usize, usize)> = Vec::new();
        for (seen, _) in &judged.document.pages {
            let trim = seen.boxes.trim;
            let size = ((trim.width() * 10.0).round() as i64, (trim.height() * 10.0).round() as i64);
            match sizes.iter_mut().find(|(known, ..)| (known.0 - size.0).abs() <= 1 && (known.1 - size.1).abs() <= 1) {
                Some((.., count)) => *count += 1,
                None => sizes.push((size, seen.number.unwrap_or(1), 1)),
            }
        }
        if sizes.len() < 2 {
            return;
        }
        let told = |of: fn(usize) -> String, count: fn(usize) -> String| {
            let one = |((w, h), first, pages): &((i64, i64), usize, usize)| {
                let [w, h] = [*w, *h].map(|v| number(v as f64 / 10.0, 1));
                let which = if *pages == 1 { of(*first) } else { count(*pages) };
                format!("{w} × {h} mm ({which})")
            };
            sizes.iter().take(4).map(one).collect::<Vec<_>>().join(", ")
        };
        let (en, zh) =
            (told(|n| format!("page {n}"), |n| format!("{n}")), told(|n| format!("第 {n} 页"), |n| format!("{n} 页")));
        let (more, more_zh) = if sizes.len() > 4 { (", …", "等") } else { ("", "") };
        out.add(None, say!("pages of {en}{more}", "页面大小：{zh}{more_zh}"));
    },
};

pub(crate) const USER_UNIT: Rule<FileCheck> = Rule {
    id: "user-unit",
    severity: Severity::Note,
    what: Words { en: "the page's size depends on UserUnit", zh: "页面尺寸依赖 UserUnit" },
    why: Words {
        en: "Some programs of shops overlook UserUnit and print the page too small.",
        zh: "有些印前软件不认 UserUnit，会把页面印小。",
    },
    cure: Words {
        en: "tell the shop the finished size, or draw it at 1:10",
        zh: "请向印厂说明成品尺寸，或按 1:10 制作",
    },
    example: "page 1: UserUnit 3, true size 10500 × 1200 mm",
    check: |judged, _, out| {
        for (seen, paper) in judged.document.pages.iter().filter(|(_, p)| (p.user_unit - 1.0).abs() > 1e-9) {
            let size = seen.boxes.trim.size();
            let [unit, w, h] = [paper.user_unit, size.width, size.height].map(|v| number(v, 1));
            let severity = if is_x1a(judged) { Severity::Error } else { Severity::Note };
            out.add_as(
                severity,
                page(seen.number),
                say!("UserUnit {unit}, true size {w} × {h} mm", "UserUnit {unit}，实际尺寸 {w} × {h} mm"),
            );
        }
    },
};

pub(crate) const DRAWN_TO_SCALE: Rule<FileCheck> = Rule {
    id: "drawn-to-scale",
    severity: Severity::Note,
    what: Words { en: "the file is drawn smaller than the product", zh: "文件按比例缩小制作" },
    why: Words {
        en: "It says so itself, by its name or in the slug; sizes, type and resolutions are judged as they will hang.",
        zh: "文件名或标注里写明了比例；尺寸、字号和分辨率都按实际大小检查。",
    },
    cure: Words { en: "tell the shop the scale", zh: "请向印厂说明比例" },
    example: "page 1: at 1:10, true size 10500 × 1200 mm",
    check: |judged, _, out| {
        let scale = judged.document.scale;
        for (seen, _) in judged.document.pages.iter().filter(|_| scale != 1.0) {
            let size = seen.boxes.trim.size();
            let [scale, w, h] = [scale, size.width, size.height].map(|v| number(v, 1));
            out.add(
                page(seen.number),
                say!("at 1:{scale}, true size {w} × {h} mm", "比例 1:{scale}，实际尺寸 {w} × {h} mm"),
            );
        }
    },
};

pub(crate) const VIEWER_AREAS: Rule<FileCheck> = Rule {
    id: "viewer-areas",
    severity: Severity::Error,
    what: Words {
        en: "the file tells viewers to show or print another box", zh: "文件指定按别的框显示或打印"
    },
    why: Words {
        en: "What is shown must be what is printed: only MediaBox or BleedBox are allowed.",
        zh: "看到的必须是印出的：只许 MediaBox 或 BleedBox。",
    },
    cure: Words { en: "remove the viewer preference", zh: "请去掉该显示设置" },
    example: "`PrintClip` is `TrimBox`",
    check: |judged, _, out| {
        let file = &judged.document.file;
        let Some(preferences) = file.root().and_then(|r| file.get_dict(r, "ViewerPreferences")) else { return };
        for key in ["ViewArea", "ViewClip", "PrintArea", "PrintClip"] {
            let found = file.get_name(preferences, key);
            if let Some(found) = found.filter(|f| judged.standard && !matches!(*f, "MediaBox" | "BleedBox")) {
                out.add(None, say!("`{key}` is `{found}`", "`{key}` 为 `{found}`"));
            }
        }
    },
};

pub(crate) const ONE_PLATE_A_PAGE: Rule<FileCheck> = Rule {
    id: "one-plate-a-page",
    severity: Severity::Error,
    what: Words { en: "the pages are single plates", zh: "页面是预分色的单版" },
    why: Words {
        en: "Shops separate themselves; such pages print as gray copies.",
        zh: "分色由印厂做；这样的页会印成灰色的几份。",
    },
    cure: Words { en: "export composite pages", zh: "请导出复合页面" },
    example: "page 1: preseparated (SeparationInfo)",
    check: |judged, _, out| {
        for (seen, _) in judged.document.pages.iter().filter(|(_, p)| p.separated) {
            out.add(page(seen.number), say!("preseparated (SeparationInfo)", "预分色（SeparationInfo）"));
        }
    },
};
