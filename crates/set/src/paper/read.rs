//! A file of papers → [`Paper`]s, all faults at once.

use super::{Paper, Stock, Use};
use crate::notation::{Document, Kind, Table, Value};
use crate::product::{Edge, Edges};
use biaoyu_page::error::Faults;
use biaoyu_page::geom::{Point, Rect, Size};
use biaoyu_page::limits::{FIELD_CHARS, LABELS, SHEET_MM};
use biaoyu_page::measure::number;
use biaoyu_page::say;
use biaoyu_page::suggest::nearest;
use biaoyu_page::wording::{offences, one_space};
use biaoyu_page::words::{Camera, Choice as _, Duplex, Order, SheetMarks};

/// Papers in one file, at most.
const MOST: usize = 1000;
/// How far a label may lie beyond its paper for the rounding of what makers print on their boxes, mm.
const ROUNDING: f64 = 0.05;

impl Paper {
    /// Reads a file of papers: one `[[paper]]` a paper. A paper that is `like` another, of this file or of `known`, takes
    /// from it what it does not say itself.
    ///
    /// # Errors
    /// Every fault of the file: syntax, unknown and missing keys, lengths out of range, ids given twice, margins that
    /// cross, labels that lie beyond their paper or over one another.
    pub fn parse_all(name: &str, text: &str, known: &[Paper]) -> Result<Vec<Paper>, Faults> {
        let document = Document::parse(name, text)?;
        let root = document.root();
        root.format();
        let tables = root.tables("paper");
        root.finish();
        if let Some(extra) = tables.get(MOST) {
            extra.refuse("paper/too-many", say!("more than {MOST} papers", "纸张超过 {MOST} 种"), None);
        }
        let mut papers: Vec<Paper> = Vec::new();
        for table in tables.into_iter().take(MOST) {
            let read = paper(table, &papers, known);
            papers.extend(read);
        }
        document.finish(Some(papers))
    }
}

fn paper(table: Table, earlier: &[Paper], known: &[Paper]) -> Option<Paper> {
    let id = table.required_text("id").map(|text| {
        let id = text.to_string();
        let fit = !id.is_empty()
            && id.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '+'))
            && !id.starts_with('.')
            && id != "auto";
        if !fit || id.chars().count() > 60 {
            let what = say!(
                "`{id}` is no id: wanted letters, figures and `-`, and not `auto`",
                "`{id}` 不能作 id，应为字母、数字和 `-`，且不能是 `auto`"
            );
            text.refuse("paper/id", what, None);
        } else if earlier.iter().any(|p| p.id == id) {
            text.refuse("paper/id-twice", say!("two papers have the id `{id}`", "有两种纸的 id 是 `{id}`"), None);
        }
        id
    });
    let table = match &id {
        Some(id) => table.called(say!("paper `{id}`", "纸张 `{id}`")),
        None => table,
    };
    let base = table.text("like").and_then(|like| {
        let found = earlier.iter().rev().chain(known).find(|p| p.id == *like).cloned();
        if found.is_none() {
            let ids = earlier.iter().chain(known).map(|p| p.id.as_str());
            let hint = nearest(&like, ids).map(|near| say!("did you mean `{near}`?", "是不是 `{near}`？"));
            like.refuse("paper/unknown", say!("no paper `{like}`", "没有纸张 `{like}`"), hint);
        }
        found
    });
    if base.is_none() && !table.has("like") {
        ["name", "size"].iter().filter(|key| !table.has(key)).for_each(|key| table.missing(key));
    }
    let mut paper = base.clone().unwrap_or_else(blank);
    read_into(&mut paper, &table);
    table.finish();
    paper.id = id?;
    if !table.has("name_en") && (base.is_none() || table.has("name")) {
        paper.name_en = paper.name.clone();
    }
    check(&paper, &table);
    Some(paper)
}

fn blank() -> Paper {
    Paper {
        id: String::new(),
        name: String::new(),
        name_en: String::new(),
        used: Use::Office,
        size: Size::new(210.0, 297.0),
        margins: Edges::all(5.0),
        stock: None,
        gutter: None,
        order: Order::Rows,
        duplex: Duplex::LongEdge,
        marks: SheetMarks::Edge,
        camera: None,
        camera_size: None,
    }
}

fn read_into(paper: &mut Paper, table: &Table) {
    let line = |key: &str| {
        table.text(key).map(|text| {
            for offence in offences(&text, FIELD_CHARS) {
                text.refuse_at(offence.offset, offence.code, offence.what, offence.hint);
            }
            one_space(&text)
        })
    };
    paper.name = line("name").unwrap_or(std::mem::take(&mut paper.name));
    paper.name_en = line("name_en").unwrap_or(std::mem::take(&mut paper.name_en));
    paper.used = table.choice("use", &Use::ALL).unwrap_or(paper.used);
    paper.size = table.get("size").and_then(|v| size(&v)).unwrap_or(paper.size);
    paper.margins = table.get("margins").and_then(|v| margins(&v)).unwrap_or(paper.margins);
    if let Some(depth) = table.get("gripper").and_then(|v| v.length_in(0.0..=100.0)) {
        // A press pulls the sheet by its lower edge, as the sheet is seen here.
        paper.margins.bottom = depth;
    }
    if let Some(gutter) = table.get("gutter").and_then(|v| v.length_in(0.0..=100.0)) {
        paper.gutter = Some(gutter);
    }
    paper.order = table.choice("order", &Order::words()).unwrap_or(paper.order);
    paper.duplex = table.choice("duplex", &Duplex::words()).unwrap_or(paper.duplex);
    paper.marks = table.choice("marks", &SheetMarks::words()).unwrap_or(paper.marks);
    paper.camera = table.choice("camera", &Camera::words()).or(paper.camera);
    paper.camera_size = table.get("camera_size").and_then(|v| v.length_in(2.0..=50.0)).or(paper.camera_size);
    if let Some(found) = table.table("labels") {
        paper.stock = stock(&found, paper.stock.take());
        found.finish();
    }
}

/// `[210, 297]`.
fn size(value: &Value) -> Option<Size> {
    let [width, height] = pair(value, SHEET_MM)?;
    Some(Size::new(width, height))
}

/// Two lengths.
fn pair(value: &Value, (low, high): (f64, f64)) -> Option<[f64; 2]> {
    let list = if value.kind() == Kind::List { value.list()? } else { Vec::new() };
    if let [a, b] = &*list {
        let (a, b) = (a.length_in(low..=high), b.length_in(low..=high));
        return Some([a?, b?]);
    }
    value.refuse_kind(say!("two lengths in mm, `[210, 297]`", "两个长度（毫米），`[210, 297]`"));
    None
}

/// One length for all sides, `[above and below, ends]`, or a table of sides, the others 0.
fn margins(value: &Value) -> Option<Edges> {
    const MOST: (f64, f64) = (0.0, 200.0);
    match value.kind() {
        Kind::Table => {
            let table = value.table()?;
            let mut edges = Edges::default();
            for (word, edge) in Edge::ALL {
                if let Some(found) = table.get(word).and_then(|v| v.length_in(MOST.0..=MOST.1)) {
                    *edges.get_mut(edge) = found;
                }
            }
            table.finish();
            Some(edges)
        }
        Kind::List => pair(value, MOST).map(|[vertical, horizontal]| Edges::pair(vertical, horizontal)),
        _ => value.length_in(MOST.0..=MOST.1).map(Edges::all),
    }
}

/// The labels of a sheet: a grid of `columns` × `rows`, or `places` one by one.
fn stock(table: &Table, base: Option<Stock>) -> Option<Stock> {
    let base_size = base.as_ref().map(|b| b.label);
    let (label, round) = match (table.get("size"), table.get("round")) {
        (Some(value), None) => (size_within(&value), false),
        (None, Some(value)) => (value.length_in(5.0..=500.0).map(|d| Size::new(d, d)), true),
        (Some(_), Some(_)) => {
            let what = say!("labels have a `size` or are `round`", "标签要么写 `size`，要么写 `round`");
            table.refuse("paper/labels", what, None);
            return None;
        }
        (None, None) if base.is_some() => (base_size, base.as_ref().is_some_and(|b| b.round)),
        (None, None) => {
            table.missing("size");
            (None, false)
        }
    };
    if table.has("places") {
        let places: Vec<Point> = table.list("places").iter().filter_map(point).take(LABELS).collect();
        table.allow(&["columns", "rows", "at", "pitch"]);
        return Some(Stock { label: label?, round, places });
    }
    let many = |key: &str| table.required(key).and_then(|v| v.integer_in(1..=100)).map(|n| n as f64);
    let (columns, rows) = (many("columns"), many("rows"));
    let at = table.required("at").and_then(|v| point(&v));
    let pitch = match table.get("pitch") {
        Some(value) => pair(&value, (1.0, 1000.0)).map(|[x, y]| Size::new(x, y)),
        None => label,
    };
    let (label, columns, rows, at, pitch) = (label?, columns?, rows?, at?, pitch?);
    let mut places = Vec::new();
    let mut row = 0.0;
    while row < rows {
        let mut column = 0.0;
        while column < columns {
            places.push(Point::new(at.x + column * pitch.width, at.y + row * pitch.height));
            column += 1.0;
        }
        row += 1.0;
    }
    Some(Stock { label, round, places })
}

fn size_within(value: &Value) -> Option<Size> {
    let [width, height] = pair(value, (5.0, 1000.0))?;
    Some(Size::new(width, height))
}

/// `[x, y]` from the top left corner of the paper.
fn point(value: &Value) -> Option<Point> {
    let [x, y] = pair(value, (0.0, SHEET_MM.1))?;
    Some(Point::new(x, y))
}

/// What no single key shows.
fn check(paper: &Paper, table: &Table) {
    let mm = |v: f64| number(v, 2);
    let reach = paper.reach();
    if reach.width() < 10.0 || reach.height() < 10.0 {
        let (width, height) = (mm(paper.size.width), mm(paper.size.height));
        let Edges { top, right, bottom, left } = paper.margins;
        let [top, right, bottom, left] = [top, right, bottom, left].map(mm);
        let what = say!(
            "margins of {top} mm above, {right} right, {bottom} below and {left} left cross, or leave less than 10 mm of {width} × {height} mm",
            "上 {top}、右 {right}、下 {bottom}、左 {left} 毫米的页边相交，或在 {width} × {height} 毫米上留下不到 10 毫米"
        );
        table.refuse("paper/margins", what, Some(say!("make `margins` smaller", "请减小 `margins`")));
    }
    let Some(stock) = &paper.stock else { return };
    let sheet = paper.sheet().inflate(ROUNDING, ROUNDING);
    let labels: Vec<Rect> = stock.labels().collect();
    if let Some(out) = labels.iter().find(|label| sheet.union(**label) != sheet) {
        let (x, y) = (mm(out.x1), mm(out.y1));
        let (width, height) = (mm(paper.size.width), mm(paper.size.height));
        let what = say!(
            "a label ends at {x} × {y} mm, the paper at {width} × {height} mm",
            "标签伸到 {x} × {y} 毫米，纸张只有 {width} × {height} 毫米"
        );
        let hint = say!("correct `at`, `pitch` or the number of rows and columns", "请改正 `at`、`pitch` 或行列数");
        table.refuse("paper/labels-beyond", what, Some(hint));
    }
    let overlap = labels.iter().enumerate().find_map(|(i, a)| {
        labels.iter().take(i).find_map(|b| {
            let both = a.intersect(*b);
            (both.width() > ROUNDING && both.height() > ROUNDING).then_some((both.width(), both.height()))
        })
    });
    if let Some((x, y)) = overlap {
        let (x, y) = (mm(x), mm(y));
        let what = say!("two labels lie over one another by {x} × {y} mm", "有两个标签重叠了 {x} × {y} 毫米");
        table.refuse("paper/labels-overlap", what, Some(say!("make `pitch` larger", "请加大 `pitch`")));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shipped() -> Vec<Paper> {
        let source = crate::embedded::PAPERS;
        Paper::parse_all(source.name, source.text, &[]).unwrap_or_else(|faults| panic!("{faults}"))
    }

    #[test]
    fn every_shipped_paper_can_be_printed_on() {
        let all = shipped();
        for id in ["a4", "a3", "a3+", "sra3", "330x483", "597x889", "444x597", "labels-70x37", "labels-70x33.8"] {
            assert!(all.iter().any(|p| p.id == id), "{id}");
        }
        for paper in &all {
            assert!(paper.reach().area() > 0.5 * paper.sheet().area(), "{}", paper.id);
        }
        let labels = all.iter().find(|p| p.id == "labels-70x37").unwrap().stock.as_ref().unwrap();
        assert_eq!((labels.places.len(), labels.places[23]), (24, Point::new(140.0, 259.5)));
    }

    #[test]
    fn a_paper_of_ones_own_is_like_another_and_its_faults_are_named() {
        let own =
            Paper::parse_all("a.toml", "[[paper]]\nid = \"ours\"\nlike = \"a4\"\nmargins = 4\n", &shipped()).unwrap();
        assert_eq!((own[0].size, own[0].margins.left), (Size::new(210.0, 297.0), 4.0));
        let text = "[[paper]]\nid = \"x\"\nname = \"甲\"\nsize = [100, 100]\nmargins = 60\n\
            [[paper]]\nid = \"y\"\nname = \"乙\"\nsize = [210, 297]\n\
            labels = { size = [70, 37], columns = 3, rows = 9, at = [0, 0.5] }\n\
            [[paper]]\nid = \"z\"\nname = \"丙\"\nsize = [210, 297]\n\
            labels = { size = [70, 37], columns = 2, rows = 2, at = [0, 0], pitch = [60, 37] }\n\
            [[paper]]\nid = \"w\"\nlike = \"a44\"\n";
        let faults = Paper::parse_all("b.toml", text, &shipped()).unwrap_err();
        let codes: Vec<&str> = faults.0.iter().map(|f| f.code).collect();
        assert_eq!(codes, ["paper/margins", "paper/labels-beyond", "paper/labels-overlap", "paper/unknown"]);
        assert!(faults.0[3].hint.as_ref().unwrap().en.contains("`a4`"));
    }
}
