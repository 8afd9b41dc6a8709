//! Processing steps: what the knife and the needle see must not be printed (ISO 19593-1).

use crate::preflight::rule::{Rule, Words, Worst};
use crate::read::{Object, Overprint, Seen, Space, What};
use biaoyu_page::error::Severity;
use biaoyu_page::page::Plane;
use biaoyu_page::say;

use super::PageCheck;

fn on_steps(seen: &Seen) -> impl Iterator<Item = (&Object, &str)> {
    seen.objects.iter().filter(|o| o.is_seen()).filter_map(|o| match &o.plane {
        Plane::Step(step) => Some((o, step.layer.as_str())),
        _ => None,
    })
}

pub const STEP_NOT_OVERPRINTING: Rule<PageCheck> = Rule {
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
        for (object, layer) in on_steps(seen) {
            if is_picture(object) {
                continue;
            }
            let spot = !object.tones.is_empty() && object.tones.iter().all(|t| t.space == Space::Spot);
            if !spot {
                worst.note(seen, object, layer, 2.0, (layer.to_string(), true));
            } else if object.overprint == Overprint::None {
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

pub const PICTURE_ON_STEP: Rule<PageCheck> = Rule {
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
        for (object, layer) in on_steps(seen) {
            if is_picture(object) {
                worst.note(seen, object, layer, 0.0, layer.to_string());
            }
        }
        worst.tell(out, |layer| (Severity::Error, say!("on step `{layer}`", "在工艺层 `{layer}` 上")));
    },
};

fn is_picture(object: &Object) -> bool {
    matches!(object.what, What::Picture(_) | What::Shade | What::Fill { blend: Some(_), .. })
}
