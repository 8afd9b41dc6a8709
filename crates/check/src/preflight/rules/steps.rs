//! Processing steps: what the knife and the needle see must not be printed (ISO 19593-1), whether a layer says so or
//! the plate's name.

use crate::preflight::rule::{Rule, Words, Worst, excerpt};
use crate::read::{Mixing, Object, Overprint, Seen, Space, What, shared};
use biaoyu_page::error::Severity;
use biaoyu_page::geom::{ParamCurve as _, Point, winding};
use biaoyu_page::measure::number;
use biaoyu_page::page::{Plane, Step};
use biaoyu_page::say;
use biaoyu_set::finish::Technical;

use super::PageCheck;

fn on_steps(seen: &Seen) -> impl Iterator<Item = (&Object, &Step)> {
    seen.objects.iter().filter(|o| o.is_seen()).filter_map(|o| match &o.plane {
        Plane::Step(step) => Some((o, &**step)),
        _ => None,
    })
}

/// Whether a step lays something on the sheet (white, varnish, foil) instead of leading a tool along a line.
fn lays_on(seen: &Seen, step: &Step) -> bool {
    let by_plate = seen.technical.get(&step.layer).is_some_and(|what| !what.is_line());
    by_plate || matches!(step.group, "White" | "Varnish" | "Primer" | "Braille")
}

/// What was painted before an object and lies under it.
fn below<'s>(seen: &'s Seen, object: &'s Object) -> impl Iterator<Item = &'s Object> {
    let before = seen.objects.iter().take_while(move |o| !std::ptr::eq(*o, object));
    before.filter(|o| o.is_art() && !o.tones.is_empty() && !o.is_white()).filter(|o| meet(o, object))
}

pub(super) fn meet(a: &Object, b: &Object) -> bool {
    let both = shared(a.bounds, b.bounds);
    both.width() >= 0.0 && both.height() >= 0.0
}

pub(crate) const STEP_NOT_OVERPRINTING: Rule<PageCheck> = Rule {
    id: "step-not-overprinting",
    severity: Severity::Error,
    what: Words {
        en: "a processing step is not in an overprinting spot of its own", zh: "工艺线没有用自己的叠印专色"
    },
    why: Words {
        en: "A cut line in process ink is printed; one that knocks out leaves a white line in the art (ISO 19593-1, 6.3).",
        zh: "用四色画的刀线会被印出来；不叠印的刀线会在画面上留白线（ISO 19593-1 第 6.3 条）。",
    },
    cure: Words { en: "draw it in a spot of its own, set to overprint", zh: "请改用单独的专色并设为叠印" },
    example: "page 1, line at 0, 40 mm: on step `刀线`, in process ink",
    check: |seen, _, out| {
        let mut worst = Worst::new();
        for (object, step) in on_steps(seen) {
            if is_picture(object) && !lays_on(seen, step) {
                continue;
            }
            let layer = step.layer.as_str();
            let spot = !object.tones.is_empty() && object.tones.iter().all(|t| t.space == Space::Spot);
            if !spot {
                worst.note(seen, object, layer, 2.0, (layer.to_string(), true));
            } else if object.overprint == Overprint::None
                && (!lays_on(seen, step) || below(seen, object).next().is_some())
            {
                worst.note(seen, object, layer, 1.0, (layer.to_string(), false));
            }
        }
        worst.tell(out, |(layer, process)| {
            let what = if *process {
                say!("on step `{layer}`, not in a spot colour", "工艺层 `{layer}` 上用的不是专色")
            } else {
                say!("on step `{layer}`, knocks out", "工艺层 `{layer}` 上没有叠印")
            };
            (Severity::Error, what)
        });
    },
};

pub(crate) const PICTURE_ON_STEP: Rule<PageCheck> = Rule {
    id: "picture-on-step",
    severity: Severity::Error,
    what: Words { en: "a picture or shading on a processing step", zh: "工艺层上有图片或渐变" },
    why: Words {
        en: "Knives and needles follow lines: a picture tells them nothing (ISO 19593-1, 6.4).",
        zh: "刀和针只会沿线走，看不懂图片（ISO 19593-1 第 6.4 条）。",
    },
    cure: Words { en: "draw the step as a path", zh: "请用路径绘制工艺层" },
    example: "page 1, picture of 30×20 px at 10, 40 mm: on step `刀线`",
    check: |seen, _, out| {
        let mut worst = Worst::new();
        for (object, step) in on_steps(seen) {
            // White and varnish named by their plate may be a picture: they are printed, after all.
            let printed = seen.technical.get(&step.layer).is_some_and(|what| !what.is_line());
            if is_picture(object) && !printed {
                worst.note(seen, object, &step.layer, 0.0, step.layer.clone());
            }
        }
        worst.tell(out, |layer| (Severity::Error, say!("on step `{layer}`", "在工艺层 `{layer}` 上")));
    },
};

fn is_picture(object: &Object) -> bool {
    matches!(object.what, What::Picture(_) | What::Shade | What::Fill { blend: Some(_), .. })
}

pub(crate) const STEP_TINT: Rule<PageCheck> = Rule {
    id: "step-tint",
    severity: Severity::Warning,
    what: Words { en: "a technical plate is not solid", zh: "工艺专色不是 100 %" },
    why: Words {
        en: "A knife line of 40 % is screened into dots that no cutter follows; foil and varnish know on and off.",
        zh: "40 % 的刀线会加网成点，切割机认不出；烫金、UV 只有有和无。",
    },
    cure: Words { en: "set it to 100 %", zh: "请设为 100 %" },
    example: "page 1, line at 0, 40 mm: `CutContour` at 40 %, wanted 100 %",
    check: |seen, _, out| {
        let mut worst = Worst::new();
        for (object, step) in on_steps(seen) {
            // White may be thinned on purpose, and the live area is for eyes alone.
            let solid = seen
                .technical
                .get(&step.layer)
                .is_none_or(|w| !matches!(w, Technical::White | Technical::Guide | Technical::Glue));
            if !solid || step.group == "White" {
                continue;
            }
            let shares = object.tones.iter().flat_map(|t| &t.spots).map(|(_, share)| *share * object.opacity);
            let most = shares.fold(0.0, f64::max);
            if most > 1e-4 && most < 0.995 {
                worst.note(seen, object, &step.layer, -most, (step.layer.clone(), most));
            }
        }
        worst.tell(out, |(plate, share)| {
            let (plate, share) = (excerpt(plate), number(share * 100.0, 0));
            (Severity::Warning, say!("`{plate}` at {share} %, wanted 100 %", "`{plate}` 为 {share} %，应为 100 %"))
        });
    },
};

pub(crate) const STEP_COVERED: Rule<PageCheck> = Rule {
    id: "step-covered",
    severity: Severity::Warning,
    what: Words {
        en: "art lies over a technical plate and knocks it out", zh: "画面压在工艺专色上面并挖空了它"
    },
    why: Words {
        en: "Where opaque art lies on top, the plate below has a hole: half of the knife line, the white or the foil is gone.",
        zh: "上面不叠印的画面会在下层专色版上挖空：刀线断了，白墨、烫金缺了一块。",
    },
    cure: Words {
        en: "put the technical plate on top of everything, overprinting",
        zh: "请把工艺专色放到最上层并设叠印",
    },
    example: "page 1, line at 0, 40 mm: `CutContour` lies under art that knocks it out",
    check: |seen, _, out| {
        let mut worst = Worst::new();
        let mut left = LOOKS;
        // What is for eyes alone is seen nowhere in print.
        let is_guide = |step: &Step| {
            step.kind == Some("ContentArea") || seen.technical.get(&step.layer) == Some(&Technical::Guide)
        };
        for (object, step) in on_steps(seen).filter(|(_, step)| !is_guide(step)) {
            let points = places(object);
            let after = seen.objects.iter().skip_while(|o| !std::ptr::eq(*o, object)).skip(1);
            for above in after.filter(|o| o.is_art() && meet(o, object)) {
                left = match left.checked_sub(points.len()) {
                    Some(left) => left,
                    None => break,
                };
                if points.iter().any(|p| knocks_out(above, *p)) {
                    worst.note(seen, object, &step.layer, 0.0, step.layer.clone());
                    break;
                }
            }
        }
        worst.tell(out, |plate| {
            let plate = excerpt(plate);
            (Severity::Warning, say!("`{plate}` lies under art that knocks it out", "`{plate}` 被上层画面挖空"))
        });
    },
};

/// Places that may be looked at: a page of many lines under many areas must not take for ever.
const LOOKS: usize = 2_000_000;

/// Some places on a thing: along its line, or in its middle.
fn places(object: &Object) -> Vec<Point> {
    let path = match &object.what {
        What::Line { path, .. } => path,
        _ => return vec![object.bounds.center()],
    };
    let step = (path.elements().len() / 16).max(1);
    let inside = |p: &Point| object.bounds.contains(*p);
    path.segments().step_by(step).flat_map(|s| [s.eval(0.25), s.eval(0.75)]).filter(inside).collect()
}

/// Whether a thing hides every plate below a place.
fn knocks_out(object: &Object, place: Point) -> bool {
    let is_plain = object.overprint == Overprint::None && object.mixing != Mixing::Multiply;
    let hides = is_plain && object.opacity >= 1.0 && object.bounds.contains(place);
    if !hides || object.clips.iter().any(|clip| winding(clip, place) == 0) {
        return false;
    }
    match &object.what {
        What::Fill { path, even_odd, .. } => {
            let turns = winding(path, place);
            if *even_odd { turns % 2 != 0 } else { turns != 0 }
        }
        What::Picture(picture) => !picture.stencil && picture.sketch.as_ref().is_some_and(|s| s.alpha.is_none()),
        What::Shade | What::Line { .. } | What::Text(_) => false,
    }
}

pub(crate) const STEP_MIXED: Rule<PageCheck> = Rule {
    id: "step-mixed",
    severity: Severity::Error,
    what: Words { en: "a technical plate mixed with printing inks", zh: "工艺专色与印刷油墨混在一起" },
    why: Words {
        en: "Whoever takes the plate out of the press run takes the half of a colour with it.",
        zh: "把工艺版单独取出时，会连同画面颜色一起取走。",
    },
    cure: Words { en: "draw the step in its spot alone", zh: "请让工艺内容只用自己的专色" },
    example: "page 1, area at 40, 40 mm: `White` together with printing inks",
    check: |seen, _, out| {
        let mut worst = Worst::new();
        for object in seen.objects.iter().filter(|o| o.is_art() && !matches!(o.what, What::Picture(_))) {
            let spots = object.tones.iter().flat_map(|t| &t.spots);
            let named = spots.filter(|(_, share)| *share > 0.0).find(|(s, _)| seen.technical.contains_key(&s.plate));
            if let Some((spot, _)) = named {
                worst.note(seen, object, &spot.plate, 0.0, spot.plate.clone());
            }
        }
        worst.tell(out, |plate| {
            let plate = excerpt(plate);
            (Severity::Error, say!("`{plate}` together with printing inks", "`{plate}` 与印刷油墨混用"))
        });
    },
};
