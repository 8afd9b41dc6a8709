//! Which shapes the pages of other programs have, and how many pieces of each page are wanted.

use std::collections::BTreeSet;
use std::path::Path;

use biaoyu_check::impose::Source;
use biaoyu_page::error::{Fault, Faults, Finding, Place, Say, Severity};
use biaoyu_page::geom::{Rect, Size};
use biaoyu_page::limits::PIECES;
use biaoyu_page::measure::number;
use biaoyu_page::say;
use biaoyu_page::suggest::nearest;
use biaoyu_set::impose::Piece;
use biaoyu_set::product::Edges;

/// Two lengths are one when they differ by no more, mm.
const SAME: f64 = 0.05;

/// A page: which source, and which of its pages, from 0.
pub(super) type At = (usize, usize);

/// The shape that all these pages have: their size, and on each side the widest bleed that one of them has: pieces stand as far
/// apart as that one needs.
///
/// # Errors
/// `impose/sizes` when one is of another size than the first, `impose/no-pages` without pages.
pub(super) fn piece(opened: &[Source<'_>], all: &[At], sides: usize) -> Result<Piece, Fault> {
    let page = |(source, page): &At| {
        let source = opened.get(*source)?;
        Some((source, source.pages.get(*page)?, page + 1))
    };
    let Some((_, first, _)) = all.first().and_then(page) else {
        return Err(Fault::new("impose/no-pages", Place::default(), say!("no page to impose", "没有可拼的页面")));
    };
    let size: Size = first.trim;
    let mut bleed = first.bleed;
    for (i, at) in all.iter().enumerate() {
        let Some((source, other, number_of)) = page(at) else { continue };
        if !near(other.trim.width, size.width) || !near(other.trim.height, size.height) {
            let [w, h, width, height] =
                [other.trim.width, other.trim.height, size.width, size.height].map(|v| number(v, 2));
            let back = all.len() == sides && sides == 2;
            let (first_en, first_zh) = if back { ("its front", "它的正面") } else { ("the first", "第一页") };
            let (one_en, one_zh) = if back {
                ("a piece has one size on both sides", "一件的正反面应一样大")
            } else {
                ("without `--gang` pieces are of one size", "不写 `--gang` 时一次只能拼同一尺寸")
            };
            let what = say!(
                "page {number_of} is {w} × {h} mm, {first_en} {width} × {height} mm: {one_en}",
                "第 {number_of} 页是 {w} × {h} 毫米，{first_zh}是 {width} × {height} 毫米：{one_zh}"
            );
            let hint = if back {
                say!("export both sides in one size", "请把正反面导出成同一尺寸")
            } else {
                say!(
                    "write `--gang` to lay them on common sheets, or impose pages of each size by themselves",
                    "请写 `--gang` 合拼在同一批纸上，或把不同尺寸的页面分开拼"
                )
            };
            return Err(Fault::new("impose/sizes", Place::file(source.name.as_str()), what).hint(hint));
        }
        // A back is turned over: its left bleed lies at the right.
        let own = other.bleed;
        let own = if sides == 2 && i % 2 == 1 { Edges { left: own.right, right: own.left, ..own } } else { own };
        bleed = Edges {
            top: bleed.top.max(own.top),
            right: bleed.right.max(own.right),
            bottom: bleed.bottom.max(own.bottom),
            left: bleed.left.max(own.left),
        };
    }
    let knife = Rect::from_origin_size((0.0, 0.0), size);
    Ok(Piece { knife, bleed, round: false, spine: size.width })
}

/// Pages whose bleed is narrower than that of the shape they share: white stays between them and a neighbour.
pub(super) fn narrower(opened: &[Source<'_>], all: &[At], sides: usize, shape: &Piece) -> Option<Finding> {
    const TOLD: usize = 8;
    let mut found: Vec<(At, f64, f64)> = Vec::new();
    let mut known: BTreeSet<At> = BTreeSet::new();
    for (i, at) in all.iter().enumerate() {
        let Some(own) = opened.get(at.0).and_then(|source| source.pages.get(at.1)) else { continue };
        let Edges { top, right, bottom, left } = own.bleed;
        let (left, right) = if sides == 2 && i % 2 == 1 { (right, left) } else { (left, right) };
        let wide = shape.bleed;
        let each = [(top, wide.top), (right, wide.right), (bottom, wide.bottom), (left, wide.left)];
        let lacks = each.into_iter().max_by(|a, b| (a.1 - a.0).total_cmp(&(b.1 - b.0)));
        if let Some((own, wide)) = lacks.filter(|(own, wide)| !near(*own, *wide))
            && known.insert(*at)
        {
            found.push((*at, own, wide));
        }
    }
    let (_, own, wide) = found.iter().min_by(|a, b| a.1.total_cmp(&b.1))?;
    let [own, wide] = [*own, *wide].map(|v| number(v, 2));
    let list = |page: &dyn Fn(&str, usize) -> String, more: &str| {
        let named = |((source, number), ..): &(At, f64, f64)| {
            page(opened.get(*source).map_or("", |source| source.name.as_str()), number + 1)
        };
        let more = if found.len() > TOLD { format!(" … ({more} {})", found.len()) } else { String::new() };
        found.iter().take(TOLD).map(named).collect::<Vec<_>>().join(", ") + &more
    };
    let en = list(&|name, number| format!("page {number} of `{name}`"), "in all");
    let zh = list(&|name, number| format!("`{name}` 第 {number} 页"), "共");
    Some(Finding {
        rule: "impose-narrow",
        severity: Severity::Note,
        place: Place::default(),
        what: say!(
            "pages with less bleed than others, {own} mm beside {wide}: {en}; white stays beside them, where a knife that strays shows it",
            "有的页出血比别的窄（{own} 毫米，别的 {wide} 毫米）：{zh}；它们旁边留白，裁偏会露出来"
        ),
        hint: Some(say!(
            "give all pages one bleed, or write `--gutter 0` for none",
            "请给所有页同样的出血，或写 `--gutter 0` 都不要出血"
        )),
    })
}

/// The shapes of pieces of several sizes, and which of them each piece has.
///
/// # Errors
/// `impose/sizes` when a back is of another size than its front.
pub(super) fn shapes(opened: &[Source<'_>], all: &[At], sides: usize) -> Result<(Vec<Piece>, Vec<usize>), Faults> {
    let mut faults = Faults::default();
    let (mut shapes, mut of): (Vec<Piece>, Vec<usize>) = (Vec::new(), Vec::new());
    for leaf in all.chunks(sides) {
        let Some(own) = faults.take(piece(opened, leaf, sides).map_err(Faults::from)) else { continue };
        let kind = shapes.iter().position(|known| is_same(known, &own)).unwrap_or_else(|| {
            shapes.push(own);
            shapes.len() - 1
        });
        of.push(kind);
    }
    faults.or((shapes, of))
}

fn near(a: f64, b: f64) -> bool {
    (a - b).abs() <= SAME
}

fn is_same(a: &Piece, b: &Piece) -> bool {
    let sides =
        |p: &Piece| [p.knife.width(), p.knife.height(), p.bleed.top, p.bleed.right, p.bleed.bottom, p.bleed.left];
    sides(a).iter().zip(sides(b)).all(|(a, b)| near(*a, b))
}

/// A piece in words: `85.5×54 mm`.
pub(super) fn called(piece: &Piece) -> String {
    format!("{}×{} mm", number(piece.knife.width(), 2), number(piece.knife.height(), 2))
}

/// How many of each piece, by the file of its front: `asked` are `20` or `cards.pdf=20`, of which the last one counts.
///
/// # Errors
/// `impose/copies` for what is no number, or a file that is not imposed.
pub(super) fn copies(asked: &[String], opened: &[Source<'_>], all: &[At], sides: usize) -> Result<Vec<u32>, Faults> {
    let mut faults = Faults::default();
    let mut wanted: Vec<(Option<usize>, u32)> = Vec::new();
    for text in asked {
        let (file, count) = match text.rsplit_once(['=', '＝']) {
            Some((file, count)) => (Some(file.trim()), count.trim()),
            None => (None, text.trim()),
        };
        let place = || Place::thing(say!("`--copies`", "`--copies`"));
        let Some(count) = count.parse::<u32>().ok().filter(|n| (1..=PIECES as u32).contains(n)) else {
            let what = say!("`{text}` is no number of copies", "`{text}` 不是份数");
            let hint = say!(
                "write a whole number from 1 to {PIECES}, or `FILE.pdf=20` for one file",
                "请写 1 到 {PIECES} 的整数；只对一个文件写 `文件.pdf=20`"
            );
            faults.push(Fault::new("impose/copies", place(), what).hint(hint));
            continue;
        };
        let Some(file) = file else {
            wanted.push((None, count));
            continue;
        };
        let known: Vec<usize> = (0..opened.len())
            .filter(|i| opened.get(*i).is_some_and(|source| names(&source.name).contains(&file.to_owned())))
            .collect();
        if known.is_empty() {
            let all: Vec<String> = opened.iter().map(|source| source.name.clone()).collect();
            let what = say!("`{file}` is none of the files", "`{file}` 不在要拼的文件里");
            let hint = match nearest(file, all.iter().map(String::as_str)) {
                Some(near) => say!("did you mean `{near}`?", "是不是 `{near}`？"),
                None => {
                    let list = all.join(", ");
                    say!("they are: {list}", "要拼的是：{list}")
                }
            };
            faults.push(Fault::new("impose/copies", place(), what).hint(hint));
        }
        wanted.extend(known.into_iter().map(|source| (Some(source), count)));
    }
    let of = |source: usize| {
        let last = |who: Option<usize>| wanted.iter().rev().find(|(of, _)| *of == who).map(|(_, n)| *n);
        last(Some(source)).or_else(|| last(None)).unwrap_or(1)
    };
    faults.or(all.chunks(sides).filter_map(|leaf| leaf.first()).map(|(source, _)| of(*source)).collect())
}

/// By what a file may be called: as it was given, without its folder, without its ending.
fn names(given: &str) -> Vec<String> {
    let path = Path::new(given);
    let short = [path.file_name(), path.file_stem()].into_iter().flatten();
    std::iter::once(given.to_owned()).chain(short.map(|name| name.to_string_lossy().into_owned())).collect()
}

/// The words of a shape where each is told with how many there are.
pub(super) fn say(piece: &Piece) -> Say {
    let size = called(piece);
    Say { en: size.clone(), zh: size }
}
