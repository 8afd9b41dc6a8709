//! What a strange SVG may cost, counted before anything is made of it: the same on every machine, and each budget told
//! when it is spent, with what spent it.

use usvg::roxmltree::{Document, Node};

use super::place::{element, refuse};
use biaoyu_page::error::{Faults, Place, Say};
use biaoyu_page::limits::{SVG_ATTRIBUTES, SVG_BYTES, SVG_STYLE_WORK};
use biaoyu_page::say;

/// Counts what the text alone tells.
///
/// # Errors
/// Entities that unfold to more than a file may hold; more attributes at one element than are read.
pub(super) fn check_text(name: &str, text: &str) -> Result<(), Faults> {
    entities(name, text)?;
    attributes(name, text)
}

/// Refuses entities that could unfold to more than a file may hold.
fn entities(name: &str, text: &str) -> Result<(), Faults> {
    let mut longest = 0;
    let mut nested = false;
    for declaration in text.split("<!ENTITY").skip(1) {
        let value = declaration.split('>').next().unwrap_or("");
        longest = longest.max(value.len());
        nested |= value.contains('&');
    }
    let unfolded = longest.saturating_mul(text.matches('&').count());
    if !nested && unfolded <= SVG_BYTES {
        return Ok(());
    }
    let what = say!("its entities unfold to too much text", "文件的实体展开后过大");
    Err(refuse("svg/entities", Place::file(name), what, plain()).into())
}

/// Refuses elements of more attributes than are read: each is compared with all before it.
fn attributes(name: &str, text: &str) -> Result<(), Faults> {
    let mut line = 1;
    for tag in text.split('<') {
        // No value holds the sign that opens a tag, so this is one tag and the text behind it.
        let letter = tag.starts_with(|c: char| c.is_alphabetic() || c == '_' || c == '!');
        let found = if letter { tag.matches('=').count() } else { 0 };
        if found > SVG_ATTRIBUTES && attributes_of(tag) > SVG_ATTRIBUTES {
            let found = attributes_of(tag);
            let what = say!(
                "an element has {found} attributes, at most {SVG_ATTRIBUTES} are read",
                "一个元素有 {found} 个属性，最多读取 {SVG_ATTRIBUTES} 个"
            );
            let place = Place { at: Some((line, 1)), ..Place::file(name) };
            return Err(refuse("svg/attributes", place, what, plain()).into());
        }
        line += tag.matches('\n').count() as u32;
    }
    Ok(())
}

/// Signs of equality outside of quotes, up to the end of the tag.
fn attributes_of(tag: &str) -> usize {
    let mut quote = None;
    let mut count = 0;
    for c in tag.chars() {
        match (quote, c) {
            (Some(open), c) if c == open => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(c),
            (None, '=') => count += 1,
            (None, '>') => break,
            (None, _) => {}
        }
    }
    count
}

/// Counts the work of style sheets: every selector is tried on every element.
///
/// # Errors
/// When it is more than is done.
pub(super) fn check_styles(name: &str, doc: &Document<'_>) -> Result<(), Faults> {
    let style = |n: &Node<'_, '_>| n.tag_name().name() == "style";
    let sheets = || doc.descendants().filter(style);
    let text = |node: Node<'_, '_>| -> usize {
        let signs = |t: &str| t.matches([',', '{']).count();
        node.children().filter_map(|child| child.text()).map(signs).sum()
    };
    let selectors: usize = sheets().map(text).sum();
    if selectors == 0 {
        return Ok(());
    }
    let elements = doc.descendants().filter(Node::is_element).count();
    if selectors.saturating_mul(elements) <= SVG_STYLE_WORK {
        return Ok(());
    }
    let most = SVG_STYLE_WORK / 1_000_000;
    let what = say!(
        "{selectors} selectors of its style sheet on {elements} elements: at most {most} million trials are made",
        "样式表有 {selectors} 个选择器，元素有 {elements} 个：最多试配 {most} 百万次"
    );
    let hint = say!("save it with presentation attributes instead of style sheets", "请以“表现属性”而非样式表方式另存");
    let place = sheets().next().map_or_else(|| Place::file(name), |node| element(name, doc, node));
    Err(refuse("svg/styles", place, what, hint).into())
}

/// Points that an element's own outline has, by the numbers that are written.
pub(super) fn points(node: Node<'_, '_>) -> usize {
    let numbers = |text: &str| {
        let mut count = 0;
        let mut inside = false;
        for byte in text.bytes() {
            let part = byte.is_ascii_digit() || byte == b'.';
            count += usize::from(part && !inside);
            inside = part;
        }
        count
    };
    let outline = ["d", "points"].iter().filter_map(|name| node.attribute(*name));
    1 + outline.map(numbers).sum::<usize>() / 2
}

fn plain() -> Say {
    say!("save it from the drawing program as plain SVG", "请在绘图软件中另存为普通 SVG")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_are_counted_outside_of_quotes() {
        assert_eq!(attributes_of("path d='a=b' style=\"c=d\" e = 'f'> a=b"), 3);
        let many: String = (0..=SVG_ATTRIBUTES).map(|i| format!(" a{i}=\"1\"")).collect();
        let faults = check_text("a.svg", &format!("<svg>\n<path{many}/></svg>")).unwrap_err();
        assert_eq!((faults.0[0].code, faults.0[0].place.at), ("svg/attributes", Some((2, 1))));
        // What a value says is no attribute.
        let value = "=".repeat(2 * SVG_ATTRIBUTES);
        assert!(check_text("a.svg", &format!("<svg><image href=\"data:{value}\"/></svg>")).is_ok());
    }

    #[test]
    fn points_are_counted_by_their_numbers() {
        let doc = Document::parse("<a><path d='M0 0L10.5-3 1e2,7z'/><polygon points='1,2 3,4'/><g/></a>").unwrap();
        let found: Vec<usize> = doc.root_element().children().map(points).collect();
        assert_eq!(found, [4, 3, 1], "an exponent is no number of its own");
    }
}
