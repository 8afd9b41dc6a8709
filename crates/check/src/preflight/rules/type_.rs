//! Type: where it stands, how large, in how many inks.

use crate::preflight::rule::{Rule, Words, Worst, excerpt};
use crate::read::{Object, Overprint, Seen, Text, What, shared};
use biaoyu_page::error::Severity;
use biaoyu_page::geom::Outline;
use biaoyu_page::ink::Cmyk;
use biaoyu_page::measure::{MM_PER_PT, number};
use biaoyu_page::say;
use biaoyu_set::product::{Edges, Zone, ZoneKind};

use super::PageCheck;
use super::ground::Ground;
use super::lines::in_tile;

/// What the eye and the knife forgive, millimetres.
const TOLERANCE: f64 = 0.05;

/// The runs of type that are seen.
pub(super) fn runs(seen: &Seen) -> impl Iterator<Item = (&Object, &Text)> {
    seen.objects.iter().filter(|o| o.is_art()).filter_map(|o| match &o.what {
        What::Text(text) => Some((o, text)),
        _ => None,
    })
}

/// How far type or outlines that say their text lie outside of a figure.
fn outside(object: &Object, figure: &Outline) -> f64 {
    match &object.what {
        What::Text(text) => {
            let inked = text.glyphs.iter().filter(|g| !g.is_blank());
            // Clips only make it less.
            let most = inked.map(|g| g.outside(figure)).fold(0.0, f64::max);
            if object.clips.is_empty() { most } else { most.min(corners(object, figure)) }
        }
        What::Fill { text: Some(_), path, .. } if matches!(figure, Outline::Circle(_)) => {
            let points = path.elements().iter().filter_map(|e| e.end_point());
            points.map(|p| figure.distance_outside(p)).fold(0.0, f64::max)
        }
        What::Fill { text: Some(_), .. } => corners(object, figure),
        _ => 0.0,
    }
}

fn corners(object: &Object, figure: &Outline) -> f64 {
    let b = object.bounds;
    let corners = [(b.x0, b.y0), (b.x1, b.y0), (b.x1, b.y1), (b.x0, b.y1)];
    corners.into_iter().map(|c| figure.distance_outside(c.into())).fold(0.0, f64::max)
}

/// The text of an object that shows type.
fn text_of(object: &Object) -> Option<&str> {
    match &object.what {
        What::Text(text) => Some(&text.text),
        What::Fill { text: Some(text), .. } => Some(text),
        _ => None,
    }
}

pub(crate) const TEXT_BEYOND_TRIM: Rule<PageCheck> = Rule {
    id: "text-beyond-trim",
    severity: Severity::Error,
    what: Words { en: "type runs over the edge of the finished product", zh: "文字超出成品边" },
    why: Words { en: "What lies beyond the trim is cut off.", zh: "成品边以外的都会被裁掉。" },
    cure: Words { en: "make it smaller or move it inward", zh: "请缩小或内移" },
    example: "slogan 2, region `head`: 1.4 mm beyond the trim",
    check: |seen, _, out| {
        let mut worst = Worst::new();
        for object in seen.objects.iter().filter(|o| o.is_art() && text_of(o).is_some()) {
            let far = outside(object, &seen.trim);
            let touches = shared(object.bounds, seen.boxes.trim);
            // Wholly outside the trim it is a slug line, not a slogan.
            if far > TOLERANCE && touches.width() > 0.0 && touches.height() > 0.0 {
                worst.note(seen, object, "", far, far);
            }
        }
        worst.tell(out, |far| {
            let far = number(*far, 2);
            (Severity::Error, say!("{far} mm beyond the trim", "超出成品边 {far} mm"))
        });
    },
};

pub(crate) const TEXT_OUTSIDE_SAFE: Rule<PageCheck> = Rule {
    id: "text-outside-safe",
    severity: Severity::Warning,
    what: Words {
        en: "type stands outside the safe area or live circle", zh: "文字在安全区（徽章的可视圆）以外"
    },
    why: Words {
        en: "Paper moves under the knife, and a badge's rim is folded round: type too near the edge is nicked or looks it.",
        zh: "裁切有偏差，徽章边缘要包折：太靠边的文字会被切到，或看着像要被切到。",
    },
    cure: Words {
        en: "make it smaller, set it in more lines, or move it inward", zh: "请缩小、多排一行，或内移"
    },
    example: "slogan 2, region `head`: 1.4 mm outside the safe area",
    check: |seen, context, out| {
        let trim = seen.boxes.trim;
        let by_shop = || {
            // At a seam there is no knife: type goes on in the next panel.
            let inside = |seam: bool| if seam { f64::from(u16::MAX) } else { -context.profile.safe };
            let [top, right, bottom, left] = seen.seams.map(inside);
            Outline::Rect(Edges { top, right, bottom, left }.outside(trim))
        };
        let live = context.product.map(|p| p.live()).or(seen.live).unwrap_or_else(by_shop);
        let mut worst = Worst::new();
        for object in seen.objects.iter().filter(|o| o.is_art() && text_of(o).is_some()) {
            let far = outside(object, &live);
            let touches = shared(object.bounds, trim);
            let on_page = touches.width() > 0.0 && touches.height() > 0.0;
            // One offence, one finding: beyond the trim, or in a zone, is told there.
            let told = outside(object, &seen.trim) > TOLERANCE || zone(object, context.product).is_some();
            if far > TOLERANCE && on_page && !told {
                worst.note(seen, object, "", far, far);
            }
        }
        let circle = matches!(live, Outline::Circle(_));
        worst.tell(out, |far| {
            let far = number(*far, 2);
            let what = if circle {
                say!("{far} mm outside the live circle", "超出可视圆 {far} mm")
            } else {
                say!("{far} mm outside the safe area", "超出安全区 {far} mm")
            };
            (Severity::Warning, what)
        });
    },
};

/// The zone that type of `object` stands in, and how deep.
fn zone(object: &Object, product: Option<&biaoyu_set::product::Product>) -> Option<(ZoneKind, f64)> {
    let product = product?;
    let depth = |z: &Zone| {
        let both = shared(object.bounds, z.rect(product.trim_rect()));
        both.width().min(both.height())
    };
    let deep = product.zones.iter().map(|z| (z.kind, depth(z))).max_by(|a, b| a.1.total_cmp(&b.1));
    deep.filter(|(_, depth)| *depth > TOLERANCE)
}

pub(crate) const TEXT_IN_ZONE: Rule<PageCheck> = Rule {
    id: "text-in-zone",
    severity: Severity::Error,
    what: Words {
        en: "type stands where it will be sewn, punched or hidden", zh: "文字在缝边、打孔或被遮住的地方"
    },
    why: Words {
        en: "Sleeves, hems, eyelets, pole pockets and the foot of a roll-up swallow what stands there.",
        zh: "旗裤、缝边、扣眼、穿杆口和易拉宝底座会吃掉那里的内容。",
    },
    cure: Words { en: "keep type out of it", zh: "请让开此处" },
    example: "slogan 2, region `unit`: 12 mm inside the zone `sleeve`",
    check: |seen, context, out| {
        let mut worst = Worst::new();
        for object in seen.objects.iter().filter(|o| o.is_art() && text_of(o).is_some()) {
            if let Some((kind, depth)) = zone(object, context.product) {
                worst.note(seen, object, kind.word(), depth, (kind.word(), depth));
            }
        }
        worst.tell(out, |(word, depth)| {
            let depth = number(*depth, 2);
            (Severity::Error, say!("{depth} mm inside the zone `{word}`", "进入禁字区 `{word}` {depth} mm"))
        });
    },
};

pub(crate) const TYPE_TOO_SMALL: Rule<PageCheck> = Rule {
    id: "type-too-small",
    severity: Severity::Warning,
    what: Words { en: "type is smaller than the product can be read by", zh: "字号小于该产品的最小字号" },
    why: Words {
        en: "Below about 6 pt strokes fill in or break up; a banner is read from metres away.",
        zh: "小于 6 pt 左右笔画会糊或断；横幅更要在几米外看清。",
    },
    cure: Words { en: "set it larger, or leave it out", zh: "请放大，或删去" },
    example: "slogan 2, region `unit`: type of 1.8 mm (5.1 pt), wanted 2.8 mm at least",
    check: |seen, context, out| {
        let least = context.least_type();
        let mut worst = Worst::new();
        let size = |object: &Object| match &object.what {
            What::Text(text) if text.glyphs.iter().any(|g| !g.is_blank()) => Some(text.size),
            _ => None,
        };
        for object in seen.objects.iter().filter(|o| o.is_art()) {
            let size = size(object).or_else(|| in_tile(object, |o, scale| Some(size(o)? * scale)));
            // A hundredth of a millimetre is the rounding of the file.
            if let Some(size) = size.filter(|size| *size < least - 0.011) {
                worst.note(seen, object, "", -size, size);
            }
        }
        worst.tell(out, |size| {
            let [mm, pt, least] = [(*size, 2), (size / MM_PER_PT, 1), (least, 2)].map(|(v, d)| number(v, d));
            (
                Severity::Warning,
                say!(
                    "type of {mm} mm ({pt} pt), wanted {least} mm at least",
                    "字号 {mm} mm（{pt} pt），至少应为 {least} mm"
                ),
            )
        });
    },
};

pub(crate) const SMALL_TYPE_MANY_INKS: Rule<PageCheck> = Rule {
    id: "small-type-many-inks",
    severity: Severity::Note,
    what: Words { en: "small type in three inks or more", zh: "小字用了三色以上" },
    why: Words {
        en: "Plates are never in perfect register: small type of many inks gets coloured edges.",
        zh: "套印总有偏差，多色小字边缘会露色发虚。",
    },
    cure: Words { en: "set it in one ink, or two", zh: "请改用一两种油墨" },
    example: "slogan 2, region `unit`: type of 2.4 mm in 4 inks",
    check: |seen, context, out| {
        let (mut worst, ground) = (Worst::new(), Ground::of(seen));
        for (object, text) in runs(seen) {
            let inks = object.tones.iter().map(|t| t.plates().count()).max().unwrap_or(0);
            let is_small = text.size < context.profile.one_ink_type;
            if inks >= 3 && is_small && !is_black(object) {
                worst.note(seen, object, "", -text.size, (text.size, inks, false));
            }
            // Left white it is as small as what all the plates around it leave.
            if is_small && !object.tones.is_empty() && object.tones.iter().all(|t| t.is_paper()) {
                let around = ground.under(object, 3).map(|t| t.plates().count()).max().unwrap_or(0);
                if around >= 3 {
                    worst.note(seen, object, "white", -text.size, (text.size, around, true));
                }
            }
        }
        worst.tell(out, |(size, inks, white)| {
            let size = number(*size, 2);
            let what = if *white {
                say!("type of {size} mm left white in {inks} inks", "{size} mm 的反白字，底色用了 {inks} 种油墨")
            } else {
                say!("type of {size} mm in {inks} inks", "{size} mm 的字用了 {inks} 种油墨")
            };
            (Severity::Note, what)
        });
    },
};

/// Whether an object is meant to be black: dark by black ink, or by much of all the others.
fn is_black(object: &Object) -> bool {
    let dark = |c: Cmyk| c.k >= 0.8 || (c.c.min(c.m).min(c.y) >= 0.6 && c.total() >= 2.4);
    !object.tones.is_empty() && object.tones.iter().all(|t| t.spots.is_empty() && dark(t.process))
}

/// Black type above this size may be a mixture: it is an area then. 12 pt.
const BLACK_TYPE: f64 = 4.3;

pub(crate) const BLACK_OF_MANY_INKS: Rule<PageCheck> = Rule {
    id: "black-of-many-inks",
    severity: Severity::Warning,
    what: Words { en: "small black type of several inks 四色黑", zh: "小黑字用了四色黑" },
    why: Words {
        en: "Four plates must meet on strokes a tenth of a millimetre thin: the type blurs, and shops send the file back.",
        zh: "四块版要在零点几毫米的笔画上对准：字会发虚，印厂会退稿。",
    },
    cure: Words { en: "set it in K100 alone, overprinting", zh: "请改为单色黑 K100 并叠印" },
    example: "page 1, text `中国质量协会`: black type of 3 mm as `C75 M68 Y67 K90`",
    check: |seen, _, out| {
        let mut worst = Worst::new();
        for (object, text) in runs(seen) {
            let mixed = object.tones.iter().find(|t| t.process.total() - t.process.k > 0.02).map(|t| t.process);
            if let Some(inks) = mixed.filter(|_| text.size <= BLACK_TYPE && is_black(object)) {
                worst.note(seen, object, "", -text.size, (text.size, inks));
            }
        }
        worst.tell(out, |(size, inks)| {
            let size = number(*size, 2);
            (Severity::Warning, say!("black type of {size} mm as `{inks}`", "{size} mm 的黑字用了 `{inks}`"))
        });
    },
};

pub(crate) const BLACK_KNOCKS_OUT: Rule<PageCheck> = Rule {
    id: "black-knocks-out",
    severity: Severity::Note,
    what: Words {
        en: "small black type leaves a hole in its ground instead of printing over it",
        zh: "小黑字在底色上挖空而没有叠印",
    },
    why: Words {
        en: "If the black plate strays by a tenth of a millimetre, white shows around every stroke.",
        zh: "黑版偏一丝，每一笔旁边都会露白。",
    },
    cure: Words { en: "set K100 type to overprint", zh: "请把 K100 文字设为叠印" },
    example: "page 1, text `中国质量协会`: black type of 3 mm knocks out",
    check: |seen, _, out| {
        let mut worst = Worst::new();
        let ground = Ground::of(seen);
        for (object, text) in runs(seen) {
            let plain = |c: Cmyk| c.k >= 0.999 && c.total() - c.k < 1e-4;
            let black = !object.tones.is_empty() && object.tones.iter().all(|t| t.spots.is_empty() && plain(t.process));
            if black
                && object.overprint == Overprint::None
                && text.size <= BLACK_TYPE
                && ground.under(object, 3).any(|t| t.process.total() - t.process.k > 0.1 || !t.spots.is_empty())
            {
                worst.note(seen, object, "", -text.size, text.size);
            }
        }
        worst.tell(out, |size| {
            let size = number(*size, 2);
            (Severity::Note, say!("black type of {size} mm knocks out", "{size} mm 的黑字没有叠印"))
        });
    },
};

pub(crate) const MIRRORED_TYPE: Rule<PageCheck> = Rule {
    id: "mirrored-type",
    severity: Severity::Note,
    what: Words { en: "type that reads backward", zh: "文字是反的" },
    why: Words {
        en: "For the back of glass and film it is meant so, and whoever prints it must know; else a page was turned over by mistake.",
        zh: "贴玻璃背面、灯片反喷要这样，印的人得知道；不然就是页面镜像错了。",
    },
    cure: Words {
        en: "turn it over, or tell the shop that it is meant so", zh: "请翻正，或向印厂说明是反喷"
    },
    example: "page 1, text `安全出口`: reads backward",
    check: |seen, _, out| {
        let mut worst = Worst::new();
        for (object, text) in runs(seen) {
            // Ems grow upward and the page downward: what reads forward is turned over once.
            let backward = |g: &crate::read::Glyph| !g.is_blank() && g.at.determinant() > 0.0;
            if text.glyphs.iter().any(backward) {
                worst.note(seen, object, "", text.size, ());
            }
        }
        worst.tell(out, |()| (Severity::Note, say!("reads backward", "是反的")));
    },
};

pub(crate) const LIVE_TYPE: Rule<PageCheck> = Rule {
    id: "live-type",
    severity: Severity::Warning,
    what: Words { en: "type is not outlines, and the shop wants them 转曲", zh: "文字没有转曲" },
    why: Words {
        en: "Shops that open files in CorelDRAW or Illustrator lose or exchange faces that they do not have.",
        zh: "用 CorelDRAW、Illustrator 打开文件的印厂没有同样的字体就会缺字换字。",
    },
    cure: Words { en: "write outlines", zh: "请转曲后输出" },
    example: "page 1: type in `BiaoyuHei-Black`, wanted outlines",
    check: |seen, context, out| {
        if context.profile.live_type {
            return;
        }
        let mut worst = Worst::new();
        for (object, text) in runs(seen) {
            worst.note(seen, object, &text.face, 0.0, text.face.clone());
        }
        worst.tell(out, |face| {
            (Severity::Warning, say!("type in `{face}`, wanted outlines", "`{face}` 的文字没有转曲"))
        });
    },
};

pub(crate) const BLANK_GLYPH: Rule<PageCheck> = Rule {
    id: "blank-glyph",
    severity: Severity::Error,
    what: Words { en: "a character that should be seen draws nothing", zh: "该看见的字什么也没画出来" },
    why: Words {
        en: "Faces cut down badly keep a character's place and lose its shape: a name prints with a hole in it.",
        zh: "子集化出错的字体留了字位、丢了字形：名字印出来少一个字。",
    },
    cure: Words {
        en: "embed the whole face, or choose one that has the character",
        zh: "请嵌入完整字体，或换有此字的字体",
    },
    example: "page 1, text `王㛃`: `㛃` draws nothing in `SimHei`",
    check: |seen, _, out| {
        let mut worst = Worst::new();
        for (object, text) in seen.objects.iter().filter_map(|o| match &o.what {
            What::Text(text) if !text.invisible => Some((o, text)),
            _ => None,
        }) {
            for glyph in text.glyphs.iter().filter(|g| g.is_blank()) {
                let shown = text.text.get(glyph.range.start as usize..glyph.range.end as usize).unwrap_or_default();
                if shown.chars().any(is_visible) {
                    let key = if text.laid_over { "" } else { shown };
                    worst.note(seen, object, key, 0.0, (excerpt(shown), text.face.clone(), text.laid_over));
                }
            }
        }
        worst.tell(out, |(shown, face, laid_over)| match laid_over {
            true => (
                Severity::Note,
                say!(
                    "type in a face none of whose letters paints anything: for searching and copying only",
                    "所用字体没有一个字形画出东西：只供搜索和复制"
                ),
            ),
            false => (Severity::Error, say!("`{shown}` draws nothing in `{face}`", "`{face}` 里的 `{shown}` 是空白")),
        });
    },
};

/// Whether a character leaves ink: no space, control, joiner or variation selector.
fn is_visible(c: char) -> bool {
    let joiner = matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fffc}'..='\u{ffff}');
    let selector = matches!(c, '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}' | '\u{180b}'..='\u{180e}' | '\u{3164}' | '\u{115f}' | '\u{1160}');
    !(c.is_whitespace() || c.is_control() || joiner || selector)
}
