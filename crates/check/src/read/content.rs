//! Content streams, operator by operator (ISO 32000-1, annex A).

use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;

use lopdf::{Dictionary, Object, Stream};

use biaoyu_page::error::Say;
use biaoyu_page::geom::{Affine, BezPath, Point, rect_path};
use biaoyu_page::limits::{PDF_CONTENT_BYTES, PDF_DEPTH, PDF_FILE_OPERATORS, PDF_OPERATORS, PDF_PATH_POINTS};
use biaoyu_page::page::{Cap, Join, Step};
use biaoyu_page::say;

use super::Depth;
use super::fact::{Facts, Kind, printable};
use super::file::{File, Id, Unpack, name};
use super::font::Font;
use super::layers::Layers;
use super::lex::{Lexer, Step as Lexed};
use super::operators::{arity, wants_numbers};
use super::pattern::{Shading, Tile};
use super::procedures::{Letter, Unpacked};
use super::seen::{Object as Painted, Tone};
use super::space::ColourSpace;
use super::state::{Beside, State};

/// What a reader knows of the whole file.
pub(super) struct Reader<'f, 'b> {
    pub file: &'f File<'b>,
    pub layers: &'f Layers,
    /// The output intent's colour space, and a digest of its profile.
    pub intent: Option<(String, Option<blake3::Hash>)>,
    pub facts: Facts,
    pub fonts: HashMap<Id, Rc<Font>>,
    /// Colour spaces and shadings of the file, by the address of their object.
    pub spaces: HashMap<usize, Arc<ColourSpace>>,
    pub shadings: HashMap<usize, Rc<Shading>>,
    /// What patterns paint, by the address of their tile and the colour that it is given.
    pub tiles: HashMap<(usize, String), Tile>,
    /// Letters of Type 3 fonts.
    pub procedures: Unpacked,
    /// The page that is read, from 1.
    pub page: usize,
    pub objects: Vec<Painted>,
    pub transparent: bool,
    /// Off inside patterns, masks and Type 3 glyphs: what they paint has no place of its own on the page.
    pub geometry: bool,
    /// What is read.
    pub depth: Depth,
    /// Size on the product over size in the file.
    pub scale: f64,
    /// The tones of what is painted while `geometry` is off.
    pub sink: Vec<Tone>,
    pub operators: usize,
    pub bytes: usize,
    /// Operators of the pages before.
    pub spent: usize,
    /// Points of paths on the page.
    pub points: usize,
    /// Samples that shadings were drawn in on the page.
    pub samples: usize,
    /// Something of the page could not be read: what was found is not all.
    pub unread: bool,
    /// Where what is noticed stands, when that is no plain paint: a soft mask, the stand-in of a spot.
    pub within: Option<Say>,
    /// What was seen of what is painted while `geometry` is off.
    pub beside: Beside,
    /// The page blends in inks, as far as it says.
    pub blends_in_inks: bool,
    /// The forms and patterns that are being run, by address: one inside itself is a loop.
    pub active: Vec<usize>,
}

/// A marked-content sequence.
#[derive(Clone, Default)]
pub(super) struct Marked {
    pub step: Option<Arc<Step>>,
    pub text: Option<Arc<str>>,
    /// On a layer that is off and no processing step.
    pub is_off: bool,
    /// A mark for whoever cuts and prints, and no art (an artifact of the page, ISO 32000-1, 14.8.2.2.2).
    pub is_mark: bool,
}

/// Where a stream is in its run.
pub(super) struct Run<'r> {
    pub resources: &'r Dictionary,
    pub state: State,
    /// The matrix at its start: patterns hang there.
    pub base: Affine,
    pub marked: Vec<Marked>,
    pub depth: usize,
    pub matrix: Affine,
    pub line: Affine,
    pub in_text: bool,
    /// The letters of the open text object that what follows is seen through.
    pub cut: Option<BezPath>,
    /// Type of the open text object goes on in this painted object.
    pub joined: Option<usize>,
}

impl<'f> Reader<'f, '_> {
    /// Whether what is read goes on as art.
    pub(super) fn is_art(&self) -> bool {
        self.depth == Depth::Art
    }

    /// Notes a fact of the page that is read.
    pub(crate) fn note(&mut self, kind: Kind, what: Say) {
        self.unread |=
            matches!(kind, Kind::Damaged | Kind::Limit | Kind::Resource | Kind::Operator | Kind::NoAppearance);
        // Without a print condition all of the file is wrong, wherever it stands.
        let what = match self.within.as_ref().filter(|_| self.intent.is_some()) {
            Some(Say { en, zh }) if matches!(kind, Kind::Device | Kind::GroupSpace | Kind::IccFault) => {
                Say { en: format!("{}, in {en}", what.en), zh: format!("{}（在{zh}里）", what.zh) }
            }
            _ => what,
        };
        self.facts.note(kind, Some(self.page), what);
    }

    /// Does something whose facts stand in a place of their own; of places in each other the outer one is told.
    pub(crate) fn inside<T>(&mut self, place: Say, does: impl FnOnce(&mut Self) -> T) -> T {
        let outer = self.within.clone();
        self.within.get_or_insert(place);
        let done = does(self);
        self.within = outer;
        done
    }

    /// Unpacks a content stream.
    pub(crate) fn unpacked(&mut self, stream: &Stream) -> Vec<u8> {
        let (data, fault) = self.file.unpack_part(stream, PDF_CONTENT_BYTES);
        match fault {
            None => {}
            Some(Unpack::TooLarge) => {
                self.note(Kind::Limit, say!("a content stream is larger than the limit", "内容流超过上限"));
                return Vec::new();
            }
            Some(_) if data.is_empty() => {
                self.note(Kind::Damaged, say!("a content stream cannot be unpacked", "内容流无法解压"));
            }
            Some(_) => {
                let bytes = data.len();
                self.note(
                    Kind::Damaged,
                    say!("a content stream breaks off after {bytes} bytes", "内容流在 {bytes} 字节后中断"),
                );
            }
        }
        data
    }

    /// Whether more operators were read than are looked at, on this page or in the file.
    pub(crate) fn is_spent(&self) -> bool {
        self.operators > PDF_OPERATORS || self.spent + self.operators > PDF_FILE_OPERATORS
    }

    /// Runs a stream; what it paints is added to the page.
    pub(crate) fn run(
        &mut self,
        content: &[u8],
        resources: &Dictionary,
        state: State,
        marked: &[Marked],
        depth: usize,
    ) {
        if depth > PDF_DEPTH {
            self.note(Kind::Limit, say!("forms nested deeper than {PDF_DEPTH}", "嵌套超过 {PDF_DEPTH} 层"));
            return;
        }
        // A run costs something however short it is: forms that paint two forms each come to millions.
        self.operators += 100;
        self.bytes = self.bytes.saturating_add(content.len());
        if self.bytes > PDF_CONTENT_BYTES || self.is_spent() {
            self.note(Kind::Limit, say!("more content than is looked at", "内容过多，未全部检查"));
            return;
        }
        let base = state.ctm;
        let mut run = Run {
            resources,
            state,
            base,
            marked: marked.to_vec(),
            depth,
            matrix: Affine::IDENTITY,
            line: Affine::IDENTITY,
            in_text: false,
            cut: None,
            joined: None,
        };
        let mut saved: Vec<State> = Vec::new();
        let mut path = BezPath::new();
        let mut clip_next = false;
        let mut tolerant = 0_usize;
        let mut lexer = Lexer::new(content);
        while let Some(step) = lexer.step() {
            self.operators += 1;
            if self.is_spent() {
                self.note(Kind::Limit, say!("more operators than are looked at", "操作符过多，未全部检查"));
                return;
            }
            let word = match step {
                Lexed::Operator(word) => word,
                Lexed::Picture(dict, data) => {
                    self.inline_picture(&mut run, &dict, data);
                    continue;
                }
                Lexed::Damaged => {
                    self.note(Kind::Damaged, say!("bytes that are no content", "内容流里有不可识别的字节"));
                    continue;
                }
            };
            let operands = &lexer.operands;
            let op = std::str::from_utf8(word).unwrap_or("?");
            match arity(op) {
                None => {
                    if tolerant == 0 {
                        let op = printable(op);
                        self.note(Kind::Operator, say!("unknown operator `{op}`", "未知操作符 `{op}`"));
                    }
                    continue;
                }
                Some(Some(wanted)) if wanted != operands.len() => {
                    let found = operands.len();
                    self.note(
                        Kind::Operator,
                        say!(
                            "`{op}` with {found} operands, wants {wanted}",
                            "`{op}` 有 {found} 个操作数，应为 {wanted}"
                        ),
                    );
                    continue;
                }
                Some(_) => {}
            }
            let numbers: Vec<f64> = operands.iter().filter_map(|o| self.file.number(o)).collect();
            let n = |i: usize| numbers.get(i).copied().unwrap_or_default();
            if wants_numbers(op) && numbers.len() != operands.len() {
                self.note(Kind::Operator, say!("`{op}` with bad operands", "`{op}` 的操作数不对"));
                continue;
            }
            let at = |x: f64, y: f64| Point::new(x, y);
            if matches!(op, "m" | "l" | "c" | "v" | "y" | "re") {
                self.points += 1;
                if self.points > PDF_PATH_POINTS {
                    self.note(Kind::Limit, say!("paths of more points than are looked at", "路径节点过多，未全部检查"));
                    continue;
                }
            }
            match op {
                // A letter in the colour of the type has none of its own (9.6.5).
                "g" | "rg" | "k" | "G" | "RG" | "K" | "cs" | "CS" | "sc" | "scn" | "SC" | "SCN" | "sh" | "ri"
                    if run.state.letter == Letter::Plain => {}
                "d1" if run.state.letter == Letter::Coloured => {
                    run.state.letter = Letter::Plain;
                    run.state.stroke = run.state.fill.clone();
                }
                "q" => {
                    if saved.len() > 10_000 {
                        self.note(Kind::Limit, say!("states nested too deep", "图形状态嵌套过深"));
                        return;
                    }
                    saved.push(run.state.clone());
                }
                "Q" => match saved.pop() {
                    Some(state) => {
                        run.state = state;
                        run.joined = None;
                    }
                    None => self.note(Kind::Operator, say!("Q without q", "Q 没有对应的 q")),
                },
                "cm" => {
                    if let Ok(matrix) = numbers.as_slice().try_into() {
                        run.state.ctm *= Affine::new(matrix);
                    }
                }
                "BX" => tolerant += 1,
                "EX" => tolerant = tolerant.saturating_sub(1),
                "w" => run.state.width = n(0).abs(),
                "J" => {
                    run.state.cap = [Cap::Butt, Cap::Round, Cap::Square].get(n(0) as usize).copied().unwrap_or_default()
                }
                "j" => {
                    run.state.join =
                        [Join::Miter, Join::Round, Join::Bevel].get(n(0) as usize).copied().unwrap_or_default()
                }
                "d" => {
                    if let Some(Object::Array(dash)) = operands.first() {
                        self.dash(&mut run, dash);
                    }
                }
                "ri" => self.rendering_intent(operands.first().and_then(name)),
                "gs" => self.graphics_state(&mut run, operands.first()),
                "g" | "rg" | "k" | "G" | "RG" | "K" => self.device(&mut run, op, &numbers),
                "cs" | "CS" => self.set_space(&mut run, op == "CS", operands.first()),
                "sc" | "scn" => self.set_colour(&mut run, false, &numbers, operands.last()),
                "SC" | "SCN" => self.set_colour(&mut run, true, &numbers, operands.last()),
                "sh" => self.shade(&mut run, operands.first()),
                "m" => path.move_to(at(n(0), n(1))),
                "l" | "c" | "v" | "y" if path.elements().is_empty() => {
                    self.note(Kind::Operator, say!("`{op}` without a current point", "`{op}` 之前没有当前点"));
                }
                "l" => path.line_to(at(n(0), n(1))),
                "c" => path.curve_to(at(n(0), n(1)), at(n(2), n(3)), at(n(4), n(5))),
                "v" => {
                    let from = current(&path);
                    path.curve_to(from, at(n(0), n(1)), at(n(2), n(3)));
                }
                "y" => path.curve_to(at(n(0), n(1)), at(n(2), n(3)), at(n(2), n(3))),
                "h" if path.elements().is_empty() => {}
                "h" => path.close_path(),
                "re" => {
                    path.extend(rect_path(biaoyu_page::geom::Rect::new(n(0), n(1), n(0) + n(2), n(1) + n(3))));
                }
                "W" | "W*" => clip_next = true,
                "f" | "F" | "f*" | "B" | "B*" | "b" | "b*" | "S" | "s" | "n" => {
                    let mut drawn = std::mem::take(&mut path);
                    if matches!(op, "b" | "b*" | "s") && !drawn.elements().is_empty() {
                        drawn.close_path();
                    }
                    let drawn = Arc::new(run.state.ctm * drawn);
                    let (fill, stroke) = (
                        matches!(op, "f" | "F" | "f*" | "B" | "B*" | "b" | "b*"),
                        matches!(op, "B" | "B*" | "b" | "b*" | "S" | "s"),
                    );
                    if !drawn.elements().is_empty() {
                        if fill {
                            self.paint_fill(&run, &drawn, op.ends_with('*'));
                        }
                        if stroke {
                            self.paint_line(&run, &drawn);
                        }
                    }
                    if std::mem::take(&mut clip_next) {
                        run.state.clip(drawn);
                    }
                }
                "Do" => self.xobject(&mut run, operands.first()),
                "BDC" | "BMC" => self.begin_marked(&mut run, op, operands),
                "EMC" => {
                    if run.marked.len() > marked.len() {
                        run.marked.pop();
                    } else {
                        self.note(Kind::Operator, say!("EMC without BMC or BDC", "EMC 没有对应的 BMC 或 BDC"));
                    }
                }
                "BT" => {
                    if std::mem::replace(&mut run.in_text, true) {
                        self.note(Kind::Operator, say!("BT inside BT", "BT 里又有 BT"));
                    }
                    (run.matrix, run.line, run.joined) = (Affine::IDENTITY, Affine::IDENTITY, None);
                }
                "ET" => {
                    if !std::mem::replace(&mut run.in_text, false) {
                        self.note(Kind::Operator, say!("ET without BT", "ET 没有对应的 BT"));
                    }
                    run.joined = None;
                    if let Some(letters) = run.cut.take() {
                        run.state.clip(Arc::new(letters));
                    }
                }
                "Tf" => self.set_font(&mut run, operands.first(), n(0)),
                "Tc" => run.state.spacing = n(0),
                "Tw" => run.state.word_spacing = n(0),
                "TL" => run.state.leading = n(0),
                "Ts" => run.state.rise = n(0),
                "Tz" => run.state.stretch = n(0) / 100.0,
                "Tr" => run.state.render = n(0) as i64,
                "Td" | "TD" | "T*" => {
                    if op == "TD" {
                        run.state.leading = -n(1);
                    }
                    let (x, y) = if op == "T*" { (0.0, -run.state.leading) } else { (n(0), n(1)) };
                    run.line *= Affine::translate((x, y));
                    run.matrix = run.line;
                }
                "Tm" => {
                    if let Ok(matrix) = numbers.as_slice().try_into() {
                        run.line = Affine::new(matrix);
                        run.matrix = run.line;
                    }
                }
                "Tj" | "'" | "\"" | "TJ" => {
                    if op == "\"" {
                        (run.state.word_spacing, run.state.spacing) = (n(0), n(1));
                    }
                    if op == "'" || op == "\"" {
                        run.line *= Affine::translate((0.0, -run.state.leading));
                        run.matrix = run.line;
                    }
                    if !run.in_text {
                        self.note(Kind::Operator, say!("text shown outside BT and ET", "文字不在 BT、ET 之间"));
                    }
                    self.show(&mut run, operands.last());
                }
                _ => {}
            }
        }
        let (states, spans) = (saved.len(), run.marked.len().saturating_sub(marked.len()));
        if states > 0 || run.in_text || spans > 0 {
            self.note(
                Kind::Operator,
                say!(
                    "unbalanced at the end: {states} q, {spans} marked content",
                    "结尾不配对：{states} 个 q，{spans} 个标记内容"
                ),
            );
        }
    }

    /// Checks the name of a rendering intent.
    pub(crate) fn rendering_intent(&mut self, intent: Option<&str>) {
        let intent = intent.unwrap_or_default();
        if !["AbsoluteColorimetric", "RelativeColorimetric", "Saturation", "Perceptual"].contains(&intent) {
            let intent = printable(intent);
            self.note(Kind::RenderingIntent, say!("rendering intent `{intent}`", "渲染意图 `{intent}`"));
        }
    }

    /// Whether a stream may be run: not while it is running. `false` is noted.
    pub(crate) fn enter(&mut self, stream: &Stream) -> bool {
        let address = std::ptr::from_ref(stream).addr();
        if self.active.contains(&address) || self.is_spent() {
            self.note(
                Kind::Limit,
                say!("a form that paints itself, or more forms than are looked at", "表单套用自身，或表单过多"),
            );
            return false;
        }
        self.active.push(address);
        true
    }

    /// Runs a stream for what it uses only, in a space that `ctm` leads to the page; gives the tones that it paints.
    pub(crate) fn aside(&mut self, content: &[u8], resources: &Dictionary, ctm: Affine, depth: usize) -> Vec<Tone> {
        let geometry = std::mem::replace(&mut self.geometry, false);
        let outer = std::mem::take(&mut self.sink);
        self.run(content, resources, State::new(ctm), &[], depth);
        self.geometry = geometry;
        std::mem::replace(&mut self.sink, outer)
    }
}

fn current(path: &BezPath) -> Point {
    path.elements().iter().rev().find_map(|e| e.end_point()).unwrap_or_default()
}
