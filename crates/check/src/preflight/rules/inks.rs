//! Inks: how much, of which plates, and what they do to each other.

use std::collections::BTreeMap;

use crate::preflight::plates::ROUNDING;
use crate::preflight::rule::{Out, Rule, Words, Worst, excerpt, named, page, thing};
use crate::read::{ALL, InkMeasure, LeftOut, Overprint, Seen, Space, What, shared};
use biaoyu_page::error::Severity;
use biaoyu_page::ink::Cmyk;
use biaoyu_page::measure::number;
use biaoyu_page::say;
use biaoyu_set::profile::Profile;

use super::PageCheck;

pub const TOO_MUCH_INK: Rule<PageCheck> = Rule {
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
        area = format!("; over {like} % on {share} % of the page");
        area_zh = format!("；超过 {like} % 的占页面 {share} %");
    }
    // The last thing that is painted there gives the place a name.
    let named = seen.objects.iter().rev().find(|o| o.is_art() && o.bounds.contains(ink.at));
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

pub const INK_NOT_MEASURED: Rule<PageCheck> = Rule {
    id: "ink-not-measured",
    severity: Severity::Note,
    what: Words { en: "ink that cannot be measured", zh: "有无法测量墨量的内容" },
    why: Words {
        en: "Under blend modes, soft masks and samples that are not read here there may be more ink than is said.",
        zh: "混合模式、软蒙版和此处读不出的图片之下，墨量可能比报告的多。",
    },
    cure: Words {
        en: "flatten transparency, and embed pictures as Flate or JPEG",
        zh: "请拼合透明度，图片用 Flate 或 JPEG 嵌入",
    },
    example: "page 1, area at 40, 40 mm: not measured: under a blend mode (and 2 more)",
    check: |seen, _, out| {
        let mut worst = Worst::new();
        for (why, at) in seen.ink.iter().flat_map(|ink| &ink.left_out) {
            let Some(object) = seen.objects.get(*at) else { continue };
            worst.note(seen, object, &format!("{why:?}"), object.bounds.area(), *why);
        }
        worst.tell(out, |why| {
            let what = match why {
                LeftOut::Blend => say!("not measured: under a blend mode", "未测量：混合模式"),
                LeftOut::Mask => say!(
                    "measured as if it were all there and not at all: through a soft mask",
                    "按全显和全隐两种情况测量：有软蒙版"
                ),
                LeftOut::Samples => {
                    say!("not measured: a picture whose samples are not read", "未测量：图片数据读不出")
                }
                LeftOut::Pattern => say!(
                    "not measured but by its strongest colour: a pattern or shading that is not drawn",
                    "仅按最浓处估算：图案或渐变未能绘出"
                ),
            };
            (Severity::Note, what)
        });
    },
};

pub const WHITE_OVERPRINT: Rule<PageCheck> = Rule {
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

pub const FAINT_TINT: Rule<PageCheck> = Rule {
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

pub const SCREEN_COLOUR: Rule<PageCheck> = Rule {
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

pub const ALL_INSIDE_TRIM: Rule<PageCheck> = Rule {
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
        for object in seen.objects.iter().filter(|o| o.is_seen()) {
            let all =
                object.tones.iter().any(|t| t.spots.iter().any(|(spot, share)| spot.plate == ALL && *share > 0.0));
            let both = shared(object.bounds, seen.boxes.trim);
            if all && both.width() > 0.02 && both.height() > 0.02 {
                worst.note(seen, object, "", 0.0, ());
            }
        }
        worst.tell(out, |()| (Severity::Error, say!("in `All` inside the trim", "成品内用了 `All`")));
    },
};

pub const SPOT_TWO_WAYS: Rule<PageCheck> = Rule {
    id: "spot-two-ways",
    severity: Severity::Warning,
    what: Words {
        en: "one spot defined in two ways, or two spots of nearly one name",
        zh: "同一专色有两种定义，或两个专色名称几乎相同",
    },
    why: Words {
        en: "`Gold` and `gold` are two plates for one can of ink; one name with two stand-ins proofs in two colours.",
        zh: "`Gold` 和 `gold` 会出两块版；一个名称两种替代色，打样就有两种颜色。",
    },
    cure: Words { en: "give the spot one name and one stand-in", zh: "请统一专色的名称和替代色" },
    example: "page 1, plate `专金`: stands for `C0 M20 Y60 K20` and for `C0 M30 Y80 K10`",
    check: |seen, _, out| {
        let mut known: BTreeMap<&str, Cmyk> = BTreeMap::new();
        let spots = seen.objects.iter().filter(|o| o.is_seen()).flat_map(|o| o.tones.iter().flat_map(|t| &t.spots));
        for (spot, _) in spots {
            let (name, inks) = (spot.plate.as_str(), spot.alternate);
            let place = || {
                let name = excerpt(name);
                named(seen, say!("plate `{name}`", "色版 `{name}`"))
            };
            match known.get(name) {
                Some(other) if far(*other, inks) => {
                    out.add(
                        place(),
                        say!("stands for `{other}` and for `{inks}`", "既代表 `{other}`，又代表 `{inks}`"),
                    );
                }
                Some(_) => {}
                None => {
                    let alike = known.keys().find(|other| plain(other) == plain(name));
                    if let Some(other) = alike {
                        let other = excerpt(other);
                        out.add(place(), say!("there is also `{other}`", "还有一个 `{other}`"));
                    }
                    known.insert(name, inks);
                }
            }
        }
    },
};

fn far(a: Cmyk, b: Cmyk) -> bool {
    a.array().into_iter().zip(b.array()).any(|(a, b)| (a - b).abs() > 0.005)
}

/// A name as a hasty reader sees it.
fn plain(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

pub const SPOT_NOT_PRINTED: Rule<PageCheck> = Rule {
    id: "spot-not-printed",
    severity: Severity::Warning,
    what: Words { en: "a spot, and the shop prints process inks only", zh: "用了专色，而印厂只印四色" },
    why: Words {
        en: "Gang runs and digital presses have four inks: a spot is left out or turned into something like it.",
        zh: "合版和数码印刷只有四色：专色会丢失，或被换成相近的颜色。",
    },
    cure: Words { en: "write the spot as its process mixture", zh: "请把专色转为四色" },
    example: "page 1, plate `专金`: the shop has no such plate",
    check: |seen, context, out| {
        if context.profile.spots {
            return;
        }
        let mut told = std::collections::BTreeSet::new();
        for object in seen.objects.iter().filter(|o| o.is_art()) {
            for (spot, share) in object.tones.iter().flat_map(|t| &t.spots) {
                if *share > 0.0 && spot.plate != ALL && told.insert(spot.plate.clone()) {
                    let name = excerpt(&spot.plate);
                    out.add(
                        named(seen, say!("plate `{name}`", "色版 `{name}`")),
                        say!("the shop has no such plate", "印厂没有这块版"),
                    );
                }
            }
        }
    },
};
