//! The gate's measures in words: what a page does not keep of the thresholds that its layout cannot silence.

use super::{DesignCheck, Reviewed, place};
use crate::preflight::rule::{Out, Rule, Words};
use biaoyu_page::error::{Say, Severity};
use biaoyu_page::measure::number;
use biaoyu_page::say;
use biaoyu_set::compose::gate::{Breach, Check};

pub(crate) const INK_OVERLAP: Rule<DesignCheck> = Rule {
    id: "ink-overlap",
    severity: Severity::Error,
    what: Words { en: "ink lies over ink that must be seen", zh: "文字、标志、二维码或大字互相压住" },
    why: Words {
        en: "Text, mark, code and key character are each to be seen whole: what lies over another makes both unreadable. Measured on the outlines; the page is not made.",
        zh: "文字、标志、二维码和大字都要完整露出：互相压住，两者都看不清。按字形轮廓测量；这样的页面不出。",
    },
    cure: Words {
        en: "choose another layout or product, or shorten the text", zh: "请换版式或产品，或缩短文字"
    },
    example: "slogan 2, `poster-a2`, region `sign`: lies 0.31 em over `code`, at most 0.02",
    check: |reviewed, out| tell(reviewed, out, &[Check::Overlap]),
};

pub(crate) const NOT_CLEAR: Rule<DesignCheck> = Rule {
    id: "type-not-clear",
    severity: Severity::Warning,
    what: Words {
        en: "type stands too near to a mark, a code or ornament", zh: "文字离标志、二维码或图案太近"
    },
    why: Words {
        en: "A mark has its clear space, a code its quiet zone, and a wave that touches a character is read as one of its strokes. A quarter of an em is the least.",
        zh: "标志要有净空，二维码要有静区；波线碰到字，就像多了一笔。至少留四分之一字。",
    },
    cure: Words {
        en: "shorten the text, or choose another layout or product", zh: "请缩短文字，或换版式或产品"
    },
    example: "slogan 7, `flag-4`, region `slogan`: 0.08 em from `waves`, at least 0.25",
    check: |reviewed, out| tell(reviewed, out, &[Check::Clearance, Check::Marks]),
};

pub(crate) const DIRECTION: Rule<DesignCheck> = Rule {
    id: "reading-direction",
    severity: Severity::Warning,
    what: Words {
        en: "lines or columns stand as near as their characters", zh: "行距或列距与字距接近，读的方向不明"
    },
    why: Words {
        en: "Chinese is read across or down: what is near is read together. Lines or columns want 2.5 times the distance of characters; under 1.5 one reads across them.",
        zh: "中文横竖都能读，眼睛跟着近的走：行距（列距）要有字距的 2.5 倍，不到 1.5 倍就会串行。",
    },
    cure: Words {
        en: "shorten the text, or choose another layout or product", zh: "请缩短文字，或换版式或产品"
    },
    example: "slogan 15, `vbanner-700x3000`, region `slogan`: columns 1.4 times as far apart as characters, at least 2.5",
    check: |reviewed, out| tell(reviewed, out, &[Check::Direction]),
};

pub(crate) const SLOGAN_SHARE: Rule<DesignCheck> = Rule {
    id: "slogan-too-small",
    severity: Severity::Warning,
    what: Words { en: "the slogan takes too little of its sheet", zh: "标语在画面里占得太少" },
    why: Words {
        en: "The slogan is what the sheet is for: all else gives way to it. What it takes at least depends on the product and on its length.",
        zh: "一张宣传品就是为了这句标语：其余都要让它。至少占多少，看产品和字数。",
    },
    cure: Words {
        en: "leave something out, shorten the slogan, or choose another layout",
        zh: "请少放些东西、缩短标语，或换一个版式",
    },
    example: "slogan 15, `rollup-800x2000`, region `slogan`: type of 0.09 of the shorter side, at least 0.12",
    check: |reviewed, out| tell(reviewed, out, &[Check::Share, Check::Hull]),
};

pub(crate) const CROWDED: Rule<DesignCheck> = Rule {
    id: "page-crowded",
    severity: Severity::Warning,
    what: Words { en: "the page is full everywhere", zh: "画面太满" },
    why: Words {
        en: "Where something happens everywhere nothing is seen first. Of the page's blocks, 36 along the shorter side, 23 % hold no edge at least, 11 % on a screen of dots.",
        zh: "处处有东西，就没有重点。把短边分 36 格，至少 23 % 的格子是空的，网点画面至少 11 %。",
    },
    cure: Words { en: "leave something out, or choose another layout", zh: "请少放些内容，或换一个版式" },
    example: "slogan 15, `poster-a2`, region `page`: 18 % of the page is empty, at least 23 %",
    check: |reviewed, out| tell(reviewed, out, &[Check::Emptiness]),
};

pub(crate) const ORNAMENT: Rule<DesignCheck> = Rule {
    id: "ornament-out-of-measure",
    severity: Severity::Warning,
    what: Words { en: "ornament or the shape of characters is out of measure", zh: "图案或字形超出分寸" },
    why: Words {
        en: "Tiles leave half of the page; a key character is whole, or it is another character; pressed flat it is nobody's typeface; lines under 0.15 mm do not print.",
        zh: "图块要给画面留一半；大字要完整，缺了就成别字；压扁不成字体；细于 0.15 毫米的线印不出。",
    },
    cure: Words {
        en: "choose another key character (`--key`), another layout or another product",
        zh: "请换一个大字（`--key`），或换版式或产品",
    },
    example: "slogan 3, `banner-6000x700`, region `tiles`: tiles cover 52 % of the page, at most 45 %",
    check: |reviewed, out| {
        tell(reviewed, out, &[Check::Tiles, Check::Key, Check::Dense, Check::Flat, Check::Hairline, Check::Window]);
    },
};

pub(crate) const PLACE: Rule<DesignCheck> = Rule {
    id: "out-of-place",
    severity: Severity::Warning,
    what: Words { en: "something stands where it should not", zh: "位置不当" },
    why: Words {
        en: "Type at the edge looks cut; edges that nearly meet look like a slip; a mark stands level with its name, 0.42 em from it; what stands by itself, a mark or a code, has an edge, an axis or a margin for its line, and on a disc something to stand by; on a stand nobody reads, and no telephone scans, what is less than 0.3 m over the floor; on a stage people stand before the lower half.",
        zh: "贴边的字像被切掉；差一点没对齐像失手；标志与名称同一中线、相距 0.42 字；单独的标志和二维码要靠着一条边、中线或页边，圆徽上要有所依靠；展架离地 0.3 米以下没人读、也扫不了码；会标下半部有人站着。",
    },
    cure: Words { en: "choose another layout or product", zh: "请换版式或产品" },
    example: "slogan 1, `rollup-800x2000`, region `sign`: 210 mm over the floor, at least 300",
    check: |reviewed, out| {
        use Check::{Apart, Centre, Edge, Floor, Gap, Inset, Level, Stage, StandCode, Stray};
        tell(reviewed, out, &[Inset, Centre, Level, Gap, Edge, Stray, Apart, Floor, StandCode, Stage]);
    },
};

/// Tells the breaches of some checks.
fn tell(reviewed: &Reviewed<'_>, out: &mut Out<'_>, checks: &[Check]) {
    for breach in reviewed.breaches.iter().filter(|b| checks.contains(&b.check)) {
        out.add_as(breach.severity, Some(place(reviewed, &breach.region)), said(breach));
    }
}

/// A breach in words.
pub(super) fn said(breach: &Breach) -> Say {
    let plain = |digits: usize| (number(breach.found, digits), number(breach.wanted, digits));
    let percent = || (number(breach.found * 100.0, 1), number(breach.wanted * 100.0, 1));
    let other = breach.other.as_deref().unwrap_or_default();
    match breach.check {
        Check::Overlap => {
            let (found, most) = plain(2);
            say!("lies {found} em over `{other}`, at most {most}", "与 `{other}` 重叠 {found} 字，至多 {most}")
        }
        Check::Clearance => {
            let (found, least) = plain(2);
            say!("{found} em from `{other}`, at least {least}", "离 `{other}` 只有 {found} 字，至少 {least}")
        }
        Check::Direction => {
            let (found, least) = plain(2);
            say!(
                "lines or columns {found} times as far apart as characters, at least {least}",
                "行（列）距是字距的 {found} 倍，至少 {least} 倍"
            )
        }
        Check::Share => {
            let (found, least) = plain(3);
            say!("type of {found} of the shorter side, at least {least}", "字号是短边的 {found}，至少 {least}")
        }
        Check::Hull => {
            let (found, least) = percent();
            say!("the slogan takes {found} % of the sheet, at least {least} %", "标语占画面 {found} %，至少 {least} %")
        }
        Check::Sign => {
            let (found, most) = plain(2);
            say!("落款 of {found} of the slogan, at most {most}", "落款是标语的 {found}，至多 {most}")
        }
        Check::Theme => {
            let (found, most) = plain(2);
            say!("theme of {found} of the slogan, at most {most}", "主题是标语的 {found}，至多 {most}")
        }
        Check::ThemeLeast => {
            let (found, least) = plain(3);
            say!("theme of {found} of the shorter side, at least {least}", "主题是短边的 {found}，至少 {least}")
        }
        Check::ThemeBelow => say!("the theme is smaller than `{other}`", "主题比 `{other}` 还小"),
        Check::Name => {
            let (found, least) = plain(2);
            say!("the name is {found} times the slogan, at least {least}", "姓名是标语的 {found} 倍，至少 {least} 倍")
        }
        Check::Emptiness => {
            let (found, least) = percent();
            say!("{found} % of the page is empty, at least {least} %", "画面有 {found} % 是空的，至少 {least} %")
        }
        Check::Tiles => {
            let (found, most) = percent();
            say!("tiles cover {found} % of the page, at most {most} %", "图块占画面 {found} %，至多 {most} %")
        }
        Check::Key => {
            let (found, least) = percent();
            say!("{found} % of the key character is seen, at least {least} %", "大字只露出 {found} %，至少 {least} %")
        }
        Check::Dense => say!("`{other}` is too dense to be drawn large", "`{other}` 笔画太密，不宜作大字"),
        Check::Flat => {
            let (found, least) = plain(2);
            say!("characters of {found} of their width, at least {least}", "字高只有字宽的 {found}，至少 {least}")
        }
        Check::Hairline => {
            let (found, least) = plain(2);
            say!("a line of {found} mm, at least {least}", "线粗 {found} mm，至少 {least}")
        }
        Check::Inset => {
            let (found, least) = plain(3);
            say!("{found} of the shorter side from the edge, at least {least}", "离边是短边的 {found}，至少 {least}")
        }
        Check::Centre => {
            let (found, wanted) = plain(2);
            say!(
                "its middle lies at {found} of its room, wanted {wanted}",
                "居中的标语偏在 {found} 处，应在 {wanted} 附近"
            )
        }
        Check::Gap => {
            let (found, wanted) = plain(2);
            say!(
                "{found} em from `{other}`, the name that it stands by, wanted {wanted}",
                "离名称 `{other}` {found} 字，应为 {wanted} 字"
            )
        }
        Check::Stray => {
            let (found, most) = plain(1);
            say!(
                "{found} mm off every edge, axis and margin that it could stand on, at most {most}",
                "与可以对齐的边、中线、页边都差 {found} mm，至多 {most}"
            )
        }
        Check::Apart => {
            let (found, wanted) = plain(1);
            say!(
                "{found} mm from what it stands by, wanted about {wanted}",
                "离所依靠的字、图或边缘 {found} mm，应在 {wanted} mm 左右"
            )
        }
        Check::Level => {
            let (found, most) = plain(3);
            say!(
                "its middle is {found} em off that of the name, at most {most}",
                "与名称的中线差 {found} 字，至多 {most}"
            )
        }
        Check::Edge => {
            let (found, most) = plain(1);
            say!(
                "its edge is {found} mm off that of `{other}`, at most {most}",
                "与 `{other}` 差 {found} mm 没有对齐，至多 {most}"
            )
        }
        Check::Floor => {
            let (found, least) = plain(0);
            say!("{found} mm over the floor, at least {least}", "离地 {found} mm，至少 {least}")
        }
        Check::StandCode => {
            let (found, least) = plain(2);
            say!("the code takes {found} of the width, at least {least}", "二维码是宽度的 {found}，至少 {least}")
        }
        Check::Stage => {
            let (found, most) = plain(2);
            say!("type down to {found} of the height, at most {most}", "文字排到高度的 {found} 处，至多 {most}")
        }
        Check::Marks => {
            let (found, least) = plain(2);
            say!(
                "{found} em from a mark to the next character, at least {least}",
                "标点到下一字只有 {found} 字，至少 {least}"
            )
        }
        Check::Window => {
            let (found, wanted) = plain(2);
            say!("a window of {found}:1, at most {wanted}:1", "图窗宽高比 {found}:1，应到 {wanted}:1 为止")
        }
        Check::Sizes => {
            let (found, most) = plain(0);
            say!("slogans in {found} sizes, at most {most}", "标语用了 {found} 种字号，至多 {most} 种")
        }
        Check::Foot => {
            let (found, most) = plain(1);
            say!(
                "{found} mm from where other sheets have it, at most {most}",
                "与其他各张的位置差 {found} mm，至多 {most}"
            )
        }
    }
}
