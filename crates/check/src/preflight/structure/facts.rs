//! Rules on what the reader noticed in content, colours and fonts.

use crate::preflight::fold::ranges;
use crate::preflight::rule::{Rule, Words};
use crate::read::{Fact, Kind};
use biaoyu_page::error::Severity;
use biaoyu_page::measure::number;
use biaoyu_page::say;

use super::identity::{Claim, is_x1a};
use super::{FileCheck, tell, tell_in_x};

pub(crate) const DEVICE_COLOUR: Rule<FileCheck> = Rule {
    id: "device-colour",
    severity: Severity::Error,
    what: Words {
        en: "a device colour that the print condition does not cover", zh: "设备颜色与印刷条件不符"
    },
    why: Words {
        en: "DeviceRGB in a CMYK file, in a picture, a shading, a mask or a spot's stand-in alike, has no meaning to the press (ISO 15930-7, colour).",
        zh: "四色文件里的 DeviceRGB，不论在图片、渐变、蒙版还是专色替代色里，对印刷机都没有意义（ISO 15930-7 颜色）。",
    },
    cure: Words { en: "convert it to CMYK, gray or a spot", zh: "请转为 CMYK、灰度或专色" },
    example: "page 1: DeviceRGB with the output intent `CMYK`",
    check: |judged, _, out| tell_in_x(judged, Kind::Device, out),
};

pub(crate) const INTENT_PROFILE_AGAIN: Rule<FileCheck> = Rule {
    id: "intent-profile-again",
    severity: Severity::Error,
    what: Words {
        en: "inks of the press written as if they were another's", zh: "把本机油墨写成了别的条件"
    },
    why: Words {
        en: "ICCBased with the output intent's own profile is converted once more by some RIPs (ISO 15930-7, colour).",
        zh: "ICCBased 用了输出意向自己的特性文件，有的 RIP 会再转换一次（ISO 15930-7 颜色）。",
    },
    cure: Words { en: "write DeviceCMYK", zh: "请写 DeviceCMYK" },
    example: "page 1: ICCBased with the output intent's own profile",
    check: |judged, _, out| tell_in_x(judged, Kind::IntentProfile, out),
};

pub(crate) const ICC_OVERPRINT: Rule<FileCheck> = Rule {
    id: "icc-overprint",
    severity: Severity::Error,
    what: Words { en: "overprint mode 1 in ICCBased CMYK", zh: "ICCBased CMYK 用了叠印模式 1" },
    why: Words {
        en: "It is undefined which zeroes spare the plates below (ISO 15930-7, colour).",
        zh: "哪些为零的版不压下层没有定义（ISO 15930-7 颜色）。",
    },
    cure: Words { en: "write DeviceCMYK, or let it knock out", zh: "请写 DeviceCMYK，或取消叠印" },
    example: "page 1: ICCBased CMYK with overprint mode 1",
    check: |judged, _, out| tell_in_x(judged, Kind::IccOverprint, out),
};

pub(crate) const SOURCE_PROFILE: Rule<FileCheck> = Rule {
    id: "source-profile",
    severity: Severity::Error,
    what: Words { en: "a source profile that is damaged or unfit", zh: "源特性文件损坏或不适用" },
    why: Words {
        en: "Colours through a broken profile come out anyhow.", zh: "经过损坏的特性文件，颜色无从谈起。"
    },
    cure: Words { en: "convert the colours to CMYK", zh: "请把颜色转为 CMYK" },
    example: "page 1: source profile: no ICC header",
    check: |judged, _, out| tell(judged, Kind::IccFault, out),
};

pub(crate) const DEVICE_N: Rule<FileCheck> = Rule {
    id: "undescribed-spot",
    severity: Severity::Error,
    what: Words { en: "a mixture of spots that is not described", zh: "专色混合没有说明" },
    why: Words {
        en: "DeviceN must say what each of its spots looks like alone (ISO 15930-7, colour).",
        zh: "DeviceN 必须说明其中每个专色单独的样子（ISO 15930-7 颜色）。",
    },
    cure: Words {
        en: "add the Colorants, or write plain Separations",
        zh: "请补上 Colorants，或改用单独的 Separation",
    },
    example: "page 1: spot `专金` is not in Colorants",
    check: |judged, _, out| tell_in_x(judged, Kind::DeviceN, out),
};

pub(crate) const NAME_NOT_UTF8: Rule<FileCheck> = Rule {
    id: "name-not-utf8",
    severity: Severity::Error,
    what: Words { en: "a plate's or font's name is not UTF-8", zh: "色版名或字体名不是 UTF-8" },
    why: Words {
        en: "A name in GBK bytes turns to gibberish on the plate, and two writings of one name make two plates.",
        zh: "GBK 字节的名称上版就是乱码；同名两种写法会出两块版。",
    },
    cure: Words { en: "rename the spot or face, best in Latin letters", zh: "请改名，最好用拉丁字母" },
    example: "page 1: colorant name `?????` is not UTF-8",
    check: |judged, _, out| tell(judged, Kind::NotUtf8, out),
};

pub(crate) const RENDERING_INTENT: Rule<FileCheck> = Rule {
    id: "rendering-intent",
    severity: Severity::Error,
    what: Words { en: "a rendering intent that does not exist", zh: "渲染意图不存在" },
    why: Words { en: "RIPs take their default: pictures shift.", zh: "RIP 会用默认值，图片会偏色。" },
    cure: Words { en: "choose one of the four", zh: "请选四种之一" },
    example: "page 1: rendering intent `Pretty`",
    check: |judged, _, out| tell(judged, Kind::RenderingIntent, out),
};

pub(crate) const GROUP_SPACE: Rule<FileCheck> = Rule {
    id: "group-space",
    severity: Severity::Error,
    what: Words {
        en: "a transparency group whose colour space the press does not have",
        zh: "透明组的颜色空间不是印刷条件的",
    },
    why: Words {
        en: "Blending in RGB turns every ink below into RGB and back: shops refuse whole files for this one word (ISO 15930-7, transparency).",
        zh: "在 RGB 里混合会把下面的油墨转成 RGB 再转回：就为这一个词，印厂会退掉整个文件（ISO 15930-7 透明）。",
    },
    cure: Words { en: "set the group's space to DeviceCMYK", zh: "请把透明组颜色空间设为 DeviceCMYK" },
    example: "page 1: a group in `DeviceRGB` with the output intent `CMYK`",
    check: |judged, _, out| tell_in_x(judged, Kind::GroupSpace, out),
};

pub(crate) const BLEND_SPACE: Rule<FileCheck> = Rule {
    id: "blend-space",
    severity: Severity::Warning,
    what: Words { en: "transparency without a CMYK page group", zh: "有透明而页面组不是 CMYK" },
    why: Words {
        en: "The RIP must guess in which colours to blend (GWG 2015).",
        zh: "RIP 只能猜用什么颜色混合（GWG 2015）。",
    },
    cure: Words { en: "give the page a group in DeviceCMYK", zh: "请给页面加 DeviceCMYK 透明组" },
    example: "page 1: transparency, and the page group has no CMYK blend space",
    check: |judged, _, out| tell_in_x(judged, Kind::BlendSpace, out),
};

pub(crate) const TRANSPARENCY: Rule<FileCheck> = Rule {
    id: "transparency",
    severity: Severity::Note,
    what: Words { en: "transparency", zh: "透明效果" },
    why: Words {
        en: "Fine in PDF/X-4, forbidden in PDF/X-1a; old RIPs flatten it with white lines.",
        zh: "PDF/X-4 允许，PDF/X-1a 禁止；老 RIP 拼合时会出白线。",
    },
    cure: Words { en: "flatten it for PDF/X-1a", zh: "PDF/X-1a 请先拼合" },
    example: "page 1: opacity of 0.5",
    check: |judged, _, out| {
        let severity = if is_x1a(judged) { Severity::Error } else { Severity::Note };
        let facts: Vec<&Fact> = judged.document.facts.iter().filter(|f| f.kind == Kind::Transparency).collect();
        // Shadows and glows come in dozens of opacities: they are told at once.
        let opacity = |f: &Fact| f.what.en.strip_prefix("opacity of ")?.parse::<f64>().ok();
        let mut values: Vec<f64> = facts.iter().filter_map(|f| opacity(f)).collect();
        values.sort_by(f64::total_cmp);
        values.dedup();
        let is_many = values.len() > 3;
        for fact in facts.iter().filter(|f| !is_many || opacity(f).is_none()) {
            out.add_as(severity, super::page(fact.page), fact.what.clone());
        }
        if let (true, Some(least), Some(most)) = (is_many, values.first(), values.last()) {
            let mut pages: Vec<usize> = facts.iter().filter(|f| opacity(f).is_some()).filter_map(|f| f.page).collect();
            pages.dedup();
            let (count, list) = (values.len(), ranges(&pages));
            let [least, most] = [*least, *most].map(|v| number(v, 2));
            let place = match pages[..] {
                [one] => super::page(Some(one)),
                _ => Some(say!("pages {list}", "第 {list} 页")),
            };
            out.add_as(
                severity,
                place,
                say!("opacities of {least} to {most}, {count} of them", "不透明度 {least} 至 {most}，共 {count} 种"),
            );
        }
    },
};

pub(crate) const BLEND_MODE: Rule<FileCheck> = Rule {
    id: "blend-mode",
    severity: Severity::Error,
    what: Words { en: "a blend mode or opacity that does not exist", zh: "混合模式或不透明度不存在" },
    why: Words { en: "RIPs take another, or stop.", zh: "RIP 会换成别的，或者停机。" },
    cure: Words { en: "export it again as PDF/X-4", zh: "请按 PDF/X-4 重新导出" },
    example: "page 1: blend mode `Glow`",
    check: |judged, _, out| tell(judged, Kind::Blend, out),
};

pub(crate) const TRANSFER_FUNCTION: Rule<FileCheck> = Rule {
    id: "transfer-function",
    severity: Severity::Error,
    what: Words { en: "a transfer function", zh: "传递函数" },
    why: Words {
        en: "It bends every tone behind the shop's back (ISO 15930-7, graphics state).",
        zh: "它暗中改变所有阶调（ISO 15930-7 图形状态）。",
    },
    cure: Words { en: "export it again as PDF/X-4", zh: "请按 PDF/X-4 重新导出" },
    example: "page 1: a transfer function (TR or TR2)",
    check: |judged, _, out| {
        tell_in_x(judged, Kind::Transfer, out);
        let severity = if judged.claim == Claim::None { Severity::Note } else { Severity::Error };
        for fact in judged.document.facts.iter().filter(|f| judged.standard && f.kind == Kind::NoTransfer) {
            out.add_as(severity, super::page(fact.page), fact.what.clone());
        }
    },
};

pub(crate) const HALFTONE: Rule<FileCheck> = Rule {
    id: "halftone",
    severity: Severity::Error,
    what: Words { en: "a halftone of the file's own", zh: "文件自带网屏" },
    why: Words {
        en: "Screens are the press's business (ISO 15930-7, graphics state).",
        zh: "加网由印厂决定（ISO 15930-7 图形状态）。",
    },
    cure: Words { en: "export it again as PDF/X-4", zh: "请按 PDF/X-4 重新导出" },
    example: "page 1: a halftone of its own (HT or HTP)",
    check: |judged, _, out| tell_in_x(judged, Kind::Halftone, out),
};

pub(crate) const FONT_NOT_EMBEDDED: Rule<FileCheck> = Rule {
    id: "font-not-embedded",
    severity: Severity::Error,
    what: Words { en: "a font is not in the file", zh: "字体没有嵌入" },
    why: Words {
        en: "The shop's machine takes another, or none: characters change or vanish.",
        zh: "印厂的机器会换别的字体，甚至缺字。",
    },
    cure: Words { en: "embed the font, or write outlines", zh: "请嵌入字体，或转曲" },
    example: "page 1: `SimHei` (TrueType) is not embedded",
    check: |judged, _, out| tell(judged, Kind::NotEmbedded, out),
};

pub(crate) const FONT_DAMAGED: Rule<FileCheck> = Rule {
    id: "font-damaged",
    severity: Severity::Error,
    what: Words { en: "a font program cannot be read", zh: "字体程序无法读取" },
    why: Words { en: "The RIP stops, or prints boxes.", zh: "RIP 会停机，或印成方框。" },
    cure: Words { en: "embed it anew, or write outlines", zh: "请重新嵌入，或转曲" },
    example: "page 1: `ABCDEF+SimHei`: the font program is damaged",
    check: |judged, _, out| tell(judged, Kind::FontProgram, out),
};

pub(crate) const FONT_NOT_JUDGED: Rule<FileCheck> = Rule {
    id: "font-not-judged",
    severity: Severity::Note,
    what: Words { en: "a font program that is not looked into", zh: "未核对的字体程序" },
    why: Words {
        en: "Whether every character has a glyph, and as wide as the file says, is not known.",
        zh: "每个字是否有字形、字宽是否相符，均未核对。",
    },
    cure: Words { en: "look at a proof, or write outlines", zh: "请看打样，或转曲" },
    example: "page 1: `ABCDEF+Garamond`: a Type 1 program of an unusual form, whose glyphs and widths are not compared",
    check: |judged, _, out| tell(judged, Kind::NotLookedInto, out),
};

pub(crate) const MISSING_GLYPH: Rule<FileCheck> = Rule {
    id: "missing-glyph",
    severity: Severity::Error,
    what: Words { en: "a character has no glyph in its font", zh: "字体里没有这个字" },
    why: Words {
        en: "Rare characters of names print as boxes or not at all.",
        zh: "人名里的生僻字会印成方框，或者干脆没有。",
    },
    cure: Words { en: "choose a face that has the character", zh: "请换有此字的字体" },
    example: "page 1: `ABCDEF+SimHei`: code 36C3 has no glyph in the embedded program",
    check: |judged, _, out| tell(judged, Kind::NoGlyph, out),
};

pub(crate) const WRONG_WIDTH: Rule<FileCheck> = Rule {
    id: "wrong-width",
    severity: Severity::Error,
    what: Words { en: "widths in the file and in the font differ", zh: "文件与字体中的字宽不一致" },
    why: Words {
        en: "Which one a RIP believes is its own choice: lines run wide or letters overlap.",
        zh: "RIP 信哪个各不相同：会撑行或叠字。",
    },
    cure: Words { en: "export it again", zh: "请重新导出" },
    example: "page 1: `ABCDEF+SimHei`: code 0041 is 500 wide, 612 in the program",
    check: |judged, _, out| tell(judged, Kind::Width, out),
};

pub(crate) const NO_CMAP: Rule<FileCheck> = Rule {
    id: "no-cmap",
    severity: Severity::Error,
    what: Words { en: "a font's map from codes to glyphs is missing", zh: "字体缺少编码到字形的映射" },
    why: Words {
        en: "Without it other characters are shown (ISO 32000-1, 9.7).",
        zh: "缺了它就会显示成别的字（ISO 32000-1 第 9.7 条）。",
    },
    cure: Words { en: "export it again", zh: "请重新导出" },
    example: "page 1: `SimHei`: no CIDSystemInfo",
    check: |judged, _, out| tell(judged, Kind::CMap, out),
};

pub(crate) const FONT_LICENCE: Rule<FileCheck> = Rule {
    id: "font-licence",
    severity: Severity::Error,
    what: Words { en: "a font whose licence forbids embedding", zh: "字体授权不许嵌入" },
    why: Words { en: "Who prints it is liable.", zh: "谁印谁担责。" },
    cure: Words { en: "choose another face, or buy the licence", zh: "请换字体，或购买授权" },
    example: "page 1: `SimHei`: its licence forbids embedding (fsType 2)",
    check: |judged, _, out| tell(judged, Kind::Licence, out),
};

pub(crate) const FONT_NOT_SUBSET: Rule<FileCheck> = Rule {
    id: "font-not-subset",
    severity: Severity::Note,
    what: Words { en: "a font is embedded whole", zh: "字体整套嵌入" },
    why: Words {
        en: "A Chinese face weighs ten megabytes and more, of which a slogan needs ten characters.",
        zh: "中文字体整套十多兆，一条标语只用十来个字。",
    },
    cure: Words { en: "embed subsets", zh: "请只嵌入子集" },
    example: "page 1: `SimHei` is embedded whole",
    check: |judged, _, out| tell(judged, Kind::NotSubset, out),
};

pub(crate) const ANNOTATION: Rule<FileCheck> = Rule {
    id: "annotation",
    severity: Severity::Error,
    what: Words { en: "an annotation on the page", zh: "页面上有批注" },
    why: Words {
        en: "Notes and links print, or hide what prints (ISO 15930-7, annotations).",
        zh: "批注和链接可能被印出来，或遮住内容（ISO 15930-7 批注）。",
    },
    cure: Words { en: "remove it", zh: "请删除" },
    example: "page 1: an annotation of kind `Link` on the page",
    check: |judged, _, out| {
        for fact in judged.document.facts.iter().filter(|f| matches!(f.kind, Kind::Annotation | Kind::NoAppearance)) {
            let severity = if judged.standard { Severity::Error } else { Severity::Warning };
            out.add_as(severity, super::page(fact.page), fact.what.clone());
        }
    },
};

pub(crate) const BAD_OPERATOR: Rule<FileCheck> = Rule {
    id: "bad-operator",
    severity: Severity::Error,
    what: Words { en: "page content that PDF does not know", zh: "页面内容有误" },
    why: Words {
        en: "One RIP stops, another goes on without a word: proof and print differ.",
        zh: "有的 RIP 停机，有的悄悄跳过：打样和印品就不一样。",
    },
    cure: Words { en: "export it again", zh: "请重新导出" },
    example: "page 1: unknown operator `glow`",
    check: |judged, _, out| {
        tell(judged, Kind::Operator, out);
        for fact in judged.document.facts.iter().filter(|f| f.kind == Kind::IdleColour) {
            out.add_as(Severity::Note, super::page(fact.page), fact.what.clone());
        }
    },
};

pub(crate) const BAD_PICTURE: Rule<FileCheck> = Rule {
    id: "bad-picture",
    severity: Severity::Error,
    what: Words { en: "a picture that contradicts itself", zh: "图片的描述自相矛盾" },
    why: Words {
        en: "Its size, bits or colours are not those of its data: one RIP skews it, another leaves it out (ISO 32000-1, 8.9.5).",
        zh: "尺寸、位数或颜色与数据不符：有的 RIP 画歪，有的不画（ISO 32000-1 第 8.9.5 条）。",
    },
    cure: Words { en: "place the picture again", zh: "请重新置入图片" },
    example: "page 1: a JPEG of 3 components in a colour space of 4",
    check: |judged, _, out| tell(judged, Kind::Picture, out),
};

pub(crate) const MISSING_RESOURCE: Rule<FileCheck> = Rule {
    id: "missing-resource",
    severity: Severity::Error,
    what: Words { en: "the page names something that is not there", zh: "页面引用了不存在的资源" },
    why: Words { en: "What it should show is left out.", zh: "该显示的就缺了。" },
    cure: Words { en: "export it again", zh: "请重新导出" },
    example: "page 1: font `F9` is not in the resources",
    check: |judged, _, out| tell(judged, Kind::Resource, out),
};

pub(crate) const NOT_ALL_CHECKED: Rule<FileCheck> = Rule {
    id: "not-all-checked",
    severity: Severity::Warning,
    what: Words { en: "more than is looked at", zh: "未全部检查" },
    why: Words {
        en: "What is larger than every honest file, or nested without end, is not followed.",
        zh: "超出一切正常文件的大小或层数的内容不再追踪。",
    },
    cure: Words { en: "simplify the file", zh: "请简化文件" },
    example: "page 1: forms nested deeper than 24",
    check: |judged, _, out| tell(judged, Kind::Limit, out),
};
