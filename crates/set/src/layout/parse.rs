//! TOML to layout: the file, its variants, and the order in which their parts are computed.

use std::collections::BTreeMap;

use super::compiler::{Compiler, Needs};
use super::parse_items::ITEM_KEYS;
use super::reader::Reader;
use super::{Layout, Node, OUTPUTS, Scope, Step, Variant};
use crate::notation::{Document, Table, Text};
use biaoyu_page::error::Faults;
use biaoyu_page::limits::LAYOUT_ITEMS;
use biaoyu_page::say;
use biaoyu_page::suggest::nearest;

/// Rows on one page, at most: beyond that nobody reads them.
const MOST_ROWS: i64 = 24;

impl Layout {
    /// Reads a layout file; `name` is what messages call the file.
    ///
    /// # Errors
    /// All faults of the file at once: unknown keys and names, wrong types, broken expressions, cycles.
    pub fn parse(name: &str, text: &str) -> Result<Layout, Faults> {
        Self::parse_with(name, text, &[])
    }

    /// Reads a layout file whose named styles get other faces: pairs of a style's name and the id of a face.
    ///
    /// # Errors
    /// As [`Layout::parse`].
    pub fn parse_with(name: &str, text: &str, faces: &[(String, String)]) -> Result<Layout, Faults> {
        let document = Document::parse(name, text)?;
        let layout = read(&document, faces);
        document.finish(layout)
    }
}

fn read(document: &Document, faces: &[(String, String)]) -> Option<Layout> {
    let root = document.root();
    root.format();
    let id = root.required_text("id");
    let name = root.text("name");
    let about = root.text("about");
    let palettes = root.list_of_text("palettes").iter().map(ToString::to_string).collect();
    let needs = root.list_of_text("needs").iter().map(ToString::to_string).collect();
    let sample = root.table("sample").map(|table| {
        let all =
            table.entries().into_iter().filter_map(|(key, value)| Some((key.to_string(), value.text()?.to_string())));
        all.collect()
    });
    let rows = root.get("rows").and_then(|v| v.integer_in(1..=MOST_ROWS)).and_then(|v| usize::try_from(v).ok());
    let reader = Reader::new(root.table("style"), faces);
    let shared: Vec<(Text, Text)> = lets(root.table("let"));
    let tables = root.tables("variant");
    if tables.is_empty() {
        root.missing("variant");
    }
    let variants: Vec<Variant> =
        tables.iter().enumerate().filter_map(|(i, table)| variant(&reader, &shared, i, table)).collect();
    root.finish();
    let id = id?.to_string();
    Some(Layout {
        name: name.map_or_else(|| id.clone(), |n| n.to_string()),
        about: about.map_or_else(String::new, |a| a.to_string()),
        id,
        palettes,
        needs,
        rows: rows.unwrap_or(1),
        sample: sample.unwrap_or_default(),
        styles: reader.names().map(str::to_owned).collect(),
        variants,
    })
}

/// The entries of a `let` table: names and expressions.
fn lets<'d>(table: Option<Table<'d>>) -> Vec<(Text<'d>, Text<'d>)> {
    let Some(table) = table else { return Vec::new() };
    table.entries().into_iter().filter_map(|(key, value)| Some((key, value.expression()?))).collect()
}

fn variant(reader: &Reader<'_>, shared: &[(Text<'_>, Text<'_>)], index: usize, table: &Table<'_>) -> Option<Variant> {
    let mut scope = Scope::new();
    let own = lets(table.table("let"));
    let tables = table.tables_of(ITEM_KEYS);
    if tables.len() > LAYOUT_ITEMS {
        let found = tables.len();
        table.refuse(
            "layout/too-many-items",
            say!("{found} items, at most {LAYOUT_ITEMS} are read", "有 {found} 个元素，最多 {LAYOUT_ITEMS} 个"),
            None,
        );
        return None;
    }

    // All names first, so that an expression may refer to what stands below it.
    let mut let_slots = Vec::new();
    for (key, value) in shared.iter().chain(&own) {
        match scope.add(key) {
            Some(slot) => let_slots.push((slot, value)),
            None => taken(key),
        }
    }
    let mut named = Vec::new();
    for (number, (kind, item)) in tables.iter().enumerate() {
        let id = match item.text("id") {
            Some(id) => id.to_string(),
            None => format!("{kind}{}", number + 1),
        };
        match scope.add_item(&id) {
            Some(outputs) => named.push((*kind, item, id, outputs)),
            None => {
                let what = say!("the id `{id}` is taken", "编号 `{id}` 已被使用");
                item.refuse(
                    "layout/name-taken",
                    what,
                    Some(say!("give each item its own id", "请给每个元素不同的 id")),
                );
            }
        }
    }

    let compiler = Compiler::new(scope);
    let when = compiler.optional(table, "when");
    let ground = reader.role(table, "ground");
    compiler.take_needs();
    let mut nodes = Vec::new();
    let mut lets_compiled = Vec::new();
    for (slot, value) in &let_slots {
        lets_compiled.push((*slot, compiler.text(value)));
        let name = value.key().to_string();
        nodes.push(Part { writes: *slot..slot + 1, needs: compiler.take_needs(), name });
    }
    let mut items = Vec::new();
    for (kind, item_table, id, outputs) in &named {
        let item = reader.item(&compiler, kind, item_table, id, *outputs);
        let name = id.clone();
        nodes.push(Part { writes: *outputs..outputs + OUTPUTS.len(), needs: compiler.take_needs(), name });
        items.push(item);
    }
    for (_, item_table, ..) in named.iter().filter(|(kind, ..)| *kind == "free") {
        known(item_table, &named);
    }
    let name = table.text("name").map_or_else(|| format!("variant {}", index + 1), |n| n.to_string());
    table.finish();

    let order = match sort(&nodes) {
        Ok(order) => order,
        Err(cycle) => {
            let path = cycle.join(" → ");
            table.refuse(
                "layout/cycle",
                say!("these refer to one another in a circle: {path}", "这些量互相引用，成了循环：{path}"),
                Some(say!("let one of them depend on the page only", "让其中之一只依赖页面尺寸")),
            );
            return None;
        }
    };
    // Faults are on record; a part that failed has no place in the order.
    let items: Vec<_> = items.into_iter().collect::<Option<_>>()?;
    let lets = lets_compiled.len();
    let step = |i: usize| {
        let node = match lets_compiled.get(i) {
            Some((slot, program)) => Node::Let(*slot, program.clone()?),
            None => Node::Item(i - lets),
        };
        let part = nodes.get(i)?;
        let (reads, fields) = (part.needs.slots.iter().copied(), part.needs.fields.iter().cloned());
        Some(Step { node, writes: part.writes.clone(), reads: reads.collect(), fields: fields.collect() })
    };
    let order = order.into_iter().map(step).collect::<Option<Vec<_>>>()?;
    Some(Variant { name, when, ground, order, items, scope: compiler.into_scope() })
}

/// Refuses a free place that lets an item stand in it which there is not.
fn known(free: &Table<'_>, named: &[(&str, &Table<'_>, String, usize)]) {
    let ids = || named.iter().map(|(_, _, id, _)| id.as_str());
    for but in free.list_of_text("but").iter().filter(|but| !ids().any(|id| id == &***but)) {
        let near = nearest(but, ids());
        let hint = near.map(|near| say!("did you mean `{near}`?", "是不是 `{near}`？"));
        let what = say!("no item here is called `{but}`", "这里没有编号为 `{but}` 的元素");
        but.refuse("layout/unknown-name", what, hint);
    }
}

fn taken(key: &Text<'_>) {
    let what = say!("the name `{key}` is taken", "名称 `{key}` 已被使用");
    key.refuse("layout/name-taken", what, Some(say!("choose another name", "请换一个名称")));
}

/// A let or an item: the slots it computes and those it needs.
struct Part {
    writes: std::ops::Range<usize>,
    needs: Needs,
    name: String,
}

/// Indices of the parts, each after those it needs, else in the order of the file.
///
/// # Errors
/// The names along a circle.
fn sort(parts: &[Part]) -> Result<Vec<usize>, Vec<String>> {
    let mut writer = BTreeMap::new();
    for (i, part) in parts.iter().enumerate() {
        for slot in part.writes.clone() {
            writer.insert(slot, i);
        }
    }
    let mut order = Vec::with_capacity(parts.len());
    let mut state = vec![0_u8; parts.len()];
    let mut path = Vec::new();
    for start in 0..parts.len() {
        visit(start, parts, &writer, &mut state, &mut path, &mut order)?;
    }
    Ok(order)
}

/// Depth first; `state` is 0 unseen, 1 on the path, 2 done. The depth is bounded by the number of parts.
fn visit(
    part: usize,
    parts: &[Part],
    writer: &BTreeMap<usize, usize>,
    state: &mut [u8],
    path: &mut Vec<usize>,
    order: &mut Vec<usize>,
) -> Result<(), Vec<String>> {
    match state[part] {
        2 => return Ok(()),
        1 => {
            let start = path.iter().position(|p| *p == part).unwrap_or(0);
            let circle = path[start..].iter().chain([&part]);
            return Err(circle.map(|p| format!("`{}`", parts[*p].name)).collect());
        }
        _ => {}
    }
    state[part] = 1;
    path.push(part);
    for slot in &parts[part].needs.slots {
        if let Some(needed) = writer.get(slot) {
            visit(*needed, parts, writer, state, path, order)?;
        }
    }
    path.pop();
    state[part] = 2;
    order.push(part);
    Ok(())
}
