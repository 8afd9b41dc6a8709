//! Inks: how much, of which plates, and what they do to each other.

use crate::preflight::plates::ROUNDING;
use crate::preflight::rule::{Out, Rule, Words, Worst, page, thing};
use crate::read::{ALL, InkMeasure, LeftOut, Object, Overprint, Seen, Space, Tone, What, shared};
use biaoyu_page::error::Severity;
use biaoyu_page::geom::Rect;
use biaoyu_page::measure::number;
use biaoyu_page::page::Plane;
use biaoyu_page::say;
use biaoyu_set::profile::Profile;

use super::PageCheck;
use super::steps::meet;

pub(crate) const TOO_MUCH_INK: Rule<PageCheck> = Rule {
    id: "too-much-ink",
    severity: Severity::Error,
    what: Words { en: "more ink on one place than the paper takes 总墨量", zh: "总墨量超过纸张所能承受" },
    why: Words {
        en: "It does not dry, sets off on the next sheet and blisters on coated paper.",
        zh: "墨干不了，粘脏背面，铜版纸还会起泡。",
    },
    cure: Words { en: "take from the three colours, keep the black", zh: "请减少三色，保留黑" },
    example: "slogan 2, region `ground`: 360 % as `C90 M90 Y90 K90`, at most 300 %",
    check: |seen, context, out| {
        let profile = context.profile;
        if let Some(ink) = &seen.ink {
            return measured(seen, ink, profile, out);
        }
        let mut worst = Worst::new();
        for object in seen.objects.iter().filter(|o| o.is_art()) {
            let most = object.tones.iter().max_by(|a, b| a.total().total_cmp(&b.total()));
            let Some(tone) = most.filter(|t| t.total() > profile.ink_warning + 0.005) else { continue };
            // Registration colour inside the trim has a rule of its own.
            if tone.spots.iter().all(|(spot, _)| spot.plate != ALL) {
                worst.note(seen, object, "", tone.total(), (tone.total(), tone.process));
            }
        }
        worst.tell(out, |(total, inks)| {
            let (limit, over) = (profile.ink_limit, *total > profile.ink_limit + 0.005);
            let severity = if over { Severity::Error } else { Severity::Warning };
            let most = if over { limit } else { profile.ink_warning };
            let [total, most] = [*total, most].map(|v| number(v * 100.0, 0));
            (severity, say!("{total} % as `{inks}`, at most {most} %", "`{inks}` 共 {total} %，应不超过 {most} %"))
        });
    },
};

/// Tells the ink that was measured on the plates.
fn measured(seen: &Seen, ink: &InkMeasure, profile: &Profile, out: &mut Out<'_>) {
    if ink.most <= profile.ink_warning + ROUNDING {
        return;
    }
    let over = ink.most > profile.ink_limit + ROUNDING;
    let (severity, most) =
        if over { (Severity::Error, profile.ink_limit) } else { (Severity::Warning, profile.ink_warning) };
    let [x, y] = [ink.at.x, ink.at.y].map(|v| number(v, 0));
    let [total, most] = [ink.most, most].map(|v| number(v * 100.0, 0));
    // What was not drawn has no area.
    let (mut area, mut area_zh) = (String::new(), String::new());
    if ink.over > 0.0 {
        let (share, like) = (number((ink.over * 100.0).max(0.1), 1), number(profile.ink_warning * 100.0, 0));
        area = format!("; over {like} % on {share} % of the page at least");
        area_zh = format!("；超过 {like} % 的至少占页面 {share} %");
    }
    // The last thing that is painted there gives the place a name.
    let art = || seen.objects.iter().rev().filter(|o| o.is_art() && !o.is_white());
    let near = art().find(|o| o.covers(ink.at, 0.2));
    let around =
        || art().filter(|o| o.bounds.contains(ink.at)).min_by(|a, b| a.bounds.area().total_cmp(&b.bounds.area()));
    let named = near.or_else(around);
    let place = named.and_then(|object| thing(seen, object)).or_else(|| page(seen));
    out.add_as(
        severity,
        place,
        say!(
            "{total} % of ink at {x}, {y} mm, at most {most} %{area}",
            "{x}, {y} mm 处总墨量 {total} %，应不超过 {most} %{area_zh}"
        ),
    );
}

pub(crate) const INK_NOT_MEASURED: Rule<PageCheck> = Rule {
    id: "ink-not-measured",
    severity: Severity::Note,
    what: Words { en: "ink that cannot be measured", zh: "有无法测量墨量的内容" },
    why: Words {
        en: "Under blend modes and samples that are not read here there may be more ink than is said; it is a warning where that may be more than the paper takes.",
        zh: "混合模式和读不出的图片之下，墨量可能比报告的多；有可能超过纸张上限时为警告。",
    },
    cure: Words {
        en: "flatten transparency, and embed pictures as Flate or JPEG",
        zh: "请拼合透明度，图片用 Flate 或 JPEG 嵌入",
    },
    example: "page 1, area at 40, 40 mm: not measured: under a blend mode (and 2 more)",
    check: |seen, context, out| {
        let mut worst = Worst::new();
        for (ink, (why, at)) in seen.ink.iter().flat_map(|ink| ink.left_out.iter().map(move |left| (ink, left))) {
            let Some(object) = seen.objects.get(*at) else { continue };
            let own = object.tones.iter().map(Tone::total).fold(0.0, f64::max) * object.opacity;
            // What was never seen may be anything; a blend adds at most its own ink to what lies below.
            let may_be_too_much = match why {
                LeftOut::Samples => true,
                LeftOut::Blend => ink.most + own > context.profile.ink_limit,
                // How much of a place it covers nobody knows: all of it, at most.
                LeftOut::Type => own > context.profile.ink_limit,
                LeftOut::Mask | LeftOut::Pattern => false,
            };
            let key = format!("{why:?} {may_be_too_much}");
            worst.note(seen, object, &key, object.bounds.area(), (*why, may_be_too_much));
        }
        worst.tell(out, |(why, may_be_too_much)| {
            let severity = if *may_be_too_much { Severity::Warning } else { Severity::Note };
            let what = match why {
                LeftOut::Blend => say!("not measured: under a blend mode", "未测量：混合模式"),
                LeftOut::Mask => say!(
                    "measured as if it were all there and not at all: through a mask",
                    "按全显和全隐两种情况测量：有蒙版"
                ),
                LeftOut::Samples => {
                    say!("not measured: a picture whose samples are not read", "未测量：图片数据读不出")
                }
                LeftOut::Type => {
                    say!("not measured: type whose outlines are not in the file", "未测量：文字的字形不在文件里")
                }
                LeftOut::Pattern => say!(
                    "not measured but by its strongest colour: a pattern or shading that is not drawn",
                    "仅按最浓处估算：图案或渐变未能绘出"
                ),
            };
            (severity, what)
        });
    },
};

pub(crate) const WHITE_OVERPRINT: Rule<PageCheck> = Rule {
    id: "white-overprint",
    severity: Severity::Error,
    what: Words { en: "white that overprints", zh: "白色设了叠印" },
    why: Words {
        en: "White is no ink: printed over a ground it vanishes, though every screen shows it.",
        zh: "白色不是油墨：叠印在底色上就没了，屏幕上却看得见。",
    },
    cure: Words { en: "let white knock out", zh: "请取消白色的叠印" },
    example: "page 1, text `质量月`: white and overprints: it vanishes",
    check: |seen, _, out| {
        let mut worst = Worst::new();
        for object in seen.objects.iter().filter(|o| o.is_art()) {
            let vanishes = match object.overprint {
                Overprint::None => false,
                // Mode 0 keeps other plates only: process white still clears the process plates.
                Overprint::Spaces => object.tones.iter().all(|t| t.space == Space::Spot && t.is_paper()),
                // Mode 1 spares process zeroes of DeviceCMYK alone.
                Overprint::Zeroes => {
                    object.tones.iter().all(|t| matches!(t.space, Space::Cmyk | Space::Spot) && t.is_paper())
                }
            };
            if vanishes && !object.tones.is_empty() {
                worst.note(seen, object, "", 0.0, ());
            }
        }
        worst.tell(out, |()| (Severity::Error, say!("white and overprints: it vanishes", "白色叠印：印出来就没有了")));
    },
};

pub(crate) const FAINT_TINT: Rule<PageCheck> = Rule {
    id: "faint-tint",
    severity: Severity::Note,
    what: Words { en: "a tint so light that it may not print", zh: "网点太淡，可能印不出" },
    why: Words { en: "Dots under five per cent break off on the plate.", zh: "5 % 以下的网点在版上会掉。" },
    cure: Words {
        en: "use paper white, or at least the shop's lightest tint", zh: "请用纸白，或不低于印厂的最淡网点"
    },
    example: "page 1, area at 210, 297 mm: `C2 M0 Y0 K0`, wanted 5 % at least",
    check: |seen, context, out| {
        let least = context.profile.least_tint;
        let mut worst = Worst::new();
        for object in seen.objects.iter().filter(|o| o.is_art() && !matches!(o.what, What::Picture(_) | What::Shade)) {
            // A blend may run out to nothing; an even tint may not.
            let [tone] = &object.tones[..] else { continue };
            let shares = tone.process.array().into_iter().chain(tone.spots.iter().map(|(_, share)| *share));
            let most = shares.fold(0.0, f64::max) * object.opacity;
            if most > 1e-4 && most < least - 1e-4 {
                worst.note(seen, object, "", -most, tone.look());
            }
        }
        worst.tell(out, |inks| {
            let least = number(least * 100.0, 0);
            (Severity::Note, say!("`{inks}`, wanted {least} % at least", "`{inks}`，至少应为 {least} %"))
        });
    },
};

pub(crate) const SCREEN_COLOUR: Rule<PageCheck> = Rule {
    id: "screen-colour",
    severity: Severity::Error,
    what: Words { en: "a colour in RGB or Lab", zh: "用了 RGB 或 Lab 颜色" },
    why: Words {
        en: "Somebody will turn it into inks, not you: blue turns violet, black turns into four inks.",
        zh: "最后总有人替你转成四色：蓝变紫，黑变四色黑。",
    },
    cure: Words { en: "convert it to CMYK or a spot", zh: "请转为 CMYK 或专色" },
    example: "page 1, picture of 300×200 px at 105, 80 mm: in RGB",
    check: |seen, context, out| {
        let mut worst = Worst::new();
        for object in seen.objects.iter().filter(|o| o.is_seen()) {
            for tone in &object.tones {
                let (space, severity) = match tone.space {
                    Space::Rgb => ("RGB", Severity::Error),
                    Space::Lab => ("Lab", Severity::Warning),
                    Space::OtherCmyk => ("ICC CMYK", Severity::Note),
                    Space::Cmyk | Space::Gray | Space::OtherGray | Space::Spot => continue,
                };
                let severity = if context.profile.rgb { Severity::Note } else { severity };
                worst.note(seen, object, space, 0.0, (severity, space));
            }
        }
        worst.tell(out, |(severity, space)| (*severity, say!("in {space}", "颜色空间是 {space}")));
    },
};

pub(crate) const ALL_INSIDE_TRIM: Rule<PageCheck> = Rule {
    id: "registration-inside-trim",
    severity: Severity::Error,
    what: Words { en: "registration colour inside the trim", zh: "成品内用了套版色" },
    why: Words {
        en: "The colour All prints solid on every plate: four inks and each spot, all on one place.",
        zh: "套版色在每块版上都是实地：四色加专色全压在一处。",
    },
    cure: Words { en: "use black, or draw it outside the bleed", zh: "请改用黑色，或移到出血以外" },
    example: "page 1, line at 210, 297 mm: in `All` inside the trim",
    check: |seen, _, out| {
        let mut worst = Worst::new();
        // Marks beside the pieces of a press sheet are what the colour is for.
        let art: Vec<&Object> = seen.objects.iter().filter(|o| o.is_art()).collect();
        let is_beside = |o: &Object| o.plane == Plane::Marks && !art.iter().any(|art| meet(art, o));
        for object in seen.objects.iter().filter(|o| o.is_seen()) {
            let all =
                object.tones.iter().any(|t| t.spots.iter().any(|(spot, share)| spot.plate == ALL && *share > 0.0));
            let inside = |part: &Rect| {
                let both = shared(*part, seen.boxes.trim);
                both.width() > 0.02 && both.height() > 0.02
            };
            if all && inside(&object.bounds) && object.parts().iter().any(inside) && !is_beside(object) {
                worst.note(seen, object, "", 0.0, ());
            }
        }
        worst.tell(out, |()| (Severity::Error, say!("in `All` inside the trim", "成品内用了 `All`")));
    },
};
