//! Setting type against outside oracles: HarfBuzz's own glyphs, and tables of punctuation with the clause of the standard.

use biaoyu::font::{Chain, FontLibrary};
use biaoyu::geom::{Affine, Rect};
use biaoyu::text::{Figures, Flow, Line, LineEnd, Placed, Style, shape};
use proptest::prelude::*;

fn chain(id: &str) -> Chain {
    FontLibrary::embedded().chain(id).unwrap()
}

fn set(text: &str, style: &Style) -> Line {
    shape(text, style).unwrap_or_else(|missing| panic!("{text}: {missing:?}"))
}

/// Offset of a glyph's origin in its cell: along x, and for columns along y.
fn origin(glyph: &Placed, flow: Flow) -> (f64, f64) {
    let [.., e, f] = glyph.matrix.as_coeffs();
    match flow {
        Flow::Horizontal => (e - glyph.cell.x0, -f),
        Flow::Vertical => (e, glyph.cell.y0 - f),
    }
}

#[test]
fn glyphs_advances_and_halves_are_those_of_harfbuzz() {
    let library = FontLibrary::embedded();
    let table = include_str!("text/shaping.txt");
    let mut rows = 0;
    for row in table.lines().filter(|l| !l.starts_with('#')) {
        let [file, direction, features, text, glyphs]: [&str; 5] =
            row.split(" | ").collect::<Vec<_>>().try_into().unwrap();
        let id = library.list().find(|i| i.file == file).unwrap().id.clone();
        let chain = library.chain(&id).unwrap();
        let halt = features == "halt" || features == "vhal";
        let mut style = Style::new(&chain);
        style.flow = if direction.starts_with("ttb") { Flow::Vertical } else { Flow::Horizontal };
        style.squeeze = halt;
        style.pause = 0.5;
        style.line_end = if halt { LineEnd::Half } else { LineEnd::Keep };
        let line = set(text, &style);
        // A word space is a gap with us, not a glyph.
        let space = chain.face().glyph(' ').unwrap().to_string();
        let wanted: Vec<Vec<i64>> = glyphs
            .split(' ')
            .filter(|g| g.split(':').next() != Some(&space))
            .map(|g| g.split(':').map(|v| v.parse().unwrap()).collect())
            .collect();
        assert_eq!(line.glyphs.len(), wanted.len(), "{row}");
        let upem = chain.face().units_per_em();
        for (glyph, wanted) in line.glyphs.iter().zip(&wanted) {
            let shown = &line.text[glyph.range.start as usize..glyph.range.end as usize];
            assert_eq!(i64::from(glyph.id), wanted[0], "{shown} in {row}");
            // Narrow marks are widened on purpose, and the interpunct is moved to the middle of its cell.
            let own = chain.face().advance(glyph.id) < 0.75 && !text.is_ascii() && "·“”‘’".contains(shown);
            if own || (shown == "·" && !halt) || shown == "’" {
                continue;
            }
            let units = |v: f64| (v * upem).round() as i64;
            // Kerning across a word space is the one thing that our gap gives up.
            if !text.contains(' ') {
                assert_eq!(units(glyph.advance), wanted[1], "{shown} in {row}");
            }
            // A dash is made heavier about its own middle: along the line it stays where it was.
            let (x, y) = origin(glyph, style.flow);
            if shown.chars().all(|c| "—…".contains(c)) {
                continue;
            }
            assert_eq!((units(x), units(y)), (wanted[2], wanted[3]), "{shown} in {row}");
        }
        rows += 1;
    }
    assert!(rows > 200, "{rows}");
}

/// A line as the table writes it: cells with the gaps before them.
fn written(line: &Line, condense: f64) -> String {
    let mut out = Vec::new();
    let mut end: f64 = 0.0;
    for (i, glyph) in line.glyphs.iter().enumerate() {
        if i > 0 && line.glyphs[i - 1].cell == glyph.cell {
            continue;
        }
        let (start, stop) = match line.flow {
            Flow::Horizontal => (glyph.cell.x0 / condense, glyph.cell.x1 / condense),
            Flow::Vertical => (glyph.cell.y0, glyph.cell.y1),
        };
        let number = |v: f64| format!("{}", (v * 1000.0).round() / 1000.0);
        if start - end > 1e-6 {
            out.push(format!("+{}", number(start - end)));
        }
        out.push(if glyph.hung { "hung".into() } else { number(stop - start) });
        end = stop;
    }
    out.join(" ")
}

#[test]
fn punctuation_is_as_wide_as_the_standards_say() {
    let library = FontLibrary::embedded();
    let mut clause = "";
    for row in include_str!("text/punctuation.txt").lines().filter(|l| !l.starts_with('#')) {
        if let Some(name) = row.strip_prefix("@ ") {
            clause = name;
            continue;
        }
        let [id, flow, setting, text, wanted]: [&str; 5] = row.split(" | ").collect::<Vec<_>>().try_into().unwrap();
        let chain = library.chain(id).unwrap();
        let mut style = Style::new(&chain);
        style.flow = if flow == "v" { Flow::Vertical } else { Flow::Horizontal };
        style.squeeze = setting.starts_with("display");
        style.line_end = match setting.split(' ').nth(1).unwrap() {
            "half" => LineEnd::Half,
            "keep" => LineEnd::Keep,
            "hang" => LineEnd::Hang,
            "drop" => LineEnd::Drop,
            other => panic!("{other}"),
        };
        let line = set(text, &style);
        assert_eq!(written(&line, 1.0), wanted, "{clause}: {row}");
        // The advance is the sum of all, and 长体 scales it in a horizontal line only.
        let sum: f64 =
            wanted.split(' ').filter(|w| *w != "hung").map(|w| w.trim_start_matches('+').parse::<f64>().unwrap()).sum();
        assert!((line.advance - sum).abs() < 0.003, "{clause}: {row}: {}", line.advance);
        style.condense = 0.7;
        let narrow = set(text, &style);
        let scale = if style.flow == Flow::Horizontal { 0.7 } else { 1.0 };
        assert!((narrow.advance - line.advance * scale).abs() < 1e-9, "{row}");
        assert!((narrow.ink.width() - line.ink.width() * 0.7).abs() < 1e-9, "{row}");
    }
}

/// Where the ink of each mark lies in a column, for every face that has it: the same whether the face has forms for
/// columns or we make them.
#[test]
fn marks_lie_in_columns_as_gb_15834_wants() {
    let library = FontLibrary::embedded();
    for id in ["hei-black", "hei-regular", "song-black", "song-medium", "kai-bold", "brush", "smiley", "anton"] {
        let chain = library.chain(id).unwrap();
        let style = Style { flow: Flow::Vertical, squeeze: false, line_end: LineEnd::Keep, ..Style::new(&chain) };
        let mark = |text: &str| {
            let line = set(text, &style);
            let glyph = line.glyphs[1].clone();
            (glyph.ink, glyph.cell, line)
        };
        // 5.2.1: below the character and to the right; ，。、 in the upper half.
        for text in ["好，好", "好。好", "好、好"] {
            let (ink, cell, _) = mark(text);
            assert!(ink.x0 > 0.0 && ink.y1 < cell.center().y + 0.05, "{id} {text} {ink:?}");
        }
        for text in ["好：好", "好；好", "好！好", "好？好"] {
            let (ink, cell, line) = mark(text);
            assert!(ink.center().x > 0.03 && ink.height() > ink.width(), "{id} {text} {ink:?}");
            assert!((ink.center().y - cell.center().y).abs() < 0.2, "{id} {text} {ink:?}");
            assert!(line.glyphs[1].matrix.as_coeffs()[1] == 0.0, "{id} {text} is turned");
        }
        // 5.2.2: dash, ellipsis, ～ and interpunct in the middle, along the column.
        for text in ["好——好", "好……好", "好～好", "好·好"] {
            let (ink, _, line) = mark(text);
            assert!(ink.center().x.abs() < 0.06, "{id} {text} {ink:?}");
            if !text.contains('·') {
                assert!(ink.height() > ink.width() * 1.3, "{id} {text} {ink:?}");
            }
            // The dash is one unbroken line.
            if text.contains('—') {
                let dash: Vec<Rect> = line.glyphs[1..line.glyphs.len() - 1].iter().map(|g| g.ink).collect();
                assert!(dash.windows(2).all(|w| w[1].y0 <= w[0].y1 + 1e-6), "{id} {dash:?}");
            }
        }
        // 5.2.3: brackets and quotes above and below what they hold: turned, wider than high.
        for (text, opens) in [
            ("好《好", true),
            ("好》好", false),
            ("好（好", true),
            ("好）好", false),
            ("好“好", true),
            ("好”好", false),
            ("好‘好", true),
        ] {
            let (ink, cell, _) = mark(text);
            assert!(ink.width() > ink.height() * 1.2, "{id} {text} {ink:?}");
            let below = ink.center().y - cell.center().y;
            // A face that draws （） in the middle of the em keeps them there until they are squeezed.
            assert!(if opens { below > -0.01 } else { below < 0.01 }, "{id} {text} {below}");
        }
    }
}

#[test]
fn squeezing_never_takes_ink() {
    let library = FontLibrary::embedded();
    for info in library.list().cloned().collect::<Vec<_>>() {
        let chain = library.chain(&info.id).unwrap();
        for flow in [Flow::Horizontal, Flow::Vertical] {
            let style = Style { flow, pause: 0.5, ..Style::new(&chain) };
            for mark in "，。、；：！？“”‘’（）《》〈〉「」『』【】〔〕·".chars() {
                let text = format!("好{mark}好");
                let line = set(&text, &style);
                let glyph = &line.glyphs[1];
                // Ink may stand over by as much as the faces' own does: Smiley leans out of its cells by 0.03 em.
                let cell =
                    Rect::new(glyph.cell.x0 - 0.04, glyph.cell.y0 - 0.04, glyph.cell.x1 + 0.04, glyph.cell.y1 + 0.04);
                let (from, to, start, end) = match flow {
                    Flow::Horizontal => (glyph.ink.x0, glyph.ink.x1, cell.x0, cell.x1),
                    Flow::Vertical => (glyph.ink.y0, glyph.ink.y1, cell.y0, cell.y1),
                };
                assert!(from >= start && to <= end, "{} {flow:?} {mark}: {from} {to} in {start} {end}", info.id);
            }
        }
    }
}

#[test]
fn quotes_in_columns_are_white_corners_outside_and_corners_inside() {
    // GB/T 15834-2011, 5.2.3: ﹃ ﹄ outside, ﹁ ﹂ inside.
    let chain = chain("hei-black");
    let style = Style { flow: Flow::Vertical, ..Style::new(&chain) };
    let line = set("“好‘行’”", &style);
    let ids: Vec<u16> = line.glyphs.iter().map(|g| g.id).collect();
    let face = chain.face();
    for (at, c) in [(0, '﹃'), (2, '﹁'), (4, '﹂'), (5, '﹄')] {
        assert_eq!(Some(ids[at]), face.glyph(c), "{c}");
    }
    // What is searched for is what was written.
    let shown: String = line.glyphs.iter().map(|g| &line.text[g.range.start as usize..g.range.end as usize]).collect();
    assert_eq!(shown, "“好‘行’”");
}

#[test]
fn a_year_in_song_is_set_in_song() {
    let chain = chain("song-black");
    let style = Style { flow: Flow::Vertical, figures: Figures::Han, ..Style::new(&chain) };
    let line = set("2021年质量月", &style);
    assert_eq!(line.text, "二〇二一年质量月");
    let faces: Vec<&str> = line.glyphs.iter().map(|g| g.face.name()).collect();
    assert_eq!(faces[..5], ["song-black"; 5]);
}

#[test]
fn figures_in_a_cell_stand_side_by_side_around_its_middle() {
    for id in ["hei-black", "brush", "smiley", "anton"] {
        let chain = chain(id);
        let style = Style { flow: Flow::Vertical, ..Style::new(&chain) };
        let line = set("第15条", &style);
        let (one, five) = (&line.glyphs[1], &line.glyphs[2]);
        assert_eq!(one.cell, five.cell);
        assert_eq!((one.range.clone(), five.range.clone()), (3..4, 4..5));
        assert!(one.ink.x1 <= five.ink.x0 + 0.05, "{id}");
        let both = one.ink.union(five.ink);
        assert!(both.center().x.abs() < 0.07 && both.width() <= 1.0, "{id} {both:?}");
        // Level with the Chinese characters: the same distance from their middles.
        let (above, below) = (line.glyphs[0].ink.center().y, line.glyphs[3].ink.center().y);
        let off = both.center().y - (above + below) / 2.0;
        assert!(off.abs() < 0.06, "{id} {off}");
    }
}

#[test]
fn pitch_and_tracking_stand_between_characters_only() {
    let chain = chain("smiley");
    let mut style = Style { pitch: Some(1.0), ..Style::new(&chain) };
    assert!((set("质量先行", &style).advance - 3.8).abs() < 1e-9);
    style.pitch = None;
    style.tracking = 0.02;
    assert!((set("质量先行", &style).advance - (3.2 + 0.06)).abs() < 1e-9);
    // A dash holds together.
    let plain = set("质——量", &Style { tracking: 0.0, ..style.clone() }).advance;
    assert!((set("质——量", &style).advance - plain - 0.04).abs() < 1e-9);
}

#[test]
fn runs_keep_text_and_ranges_for_the_page() {
    let chain = chain("anton");
    let line = set("创优 2021 年", &Style::new(&chain));
    let paint = biaoyu::ink::Paint::cmyk(biaoyu::ink::Cmyk::BLACK);
    let runs = line.to_runs(Affine::translate((10.0, 20.0)) * Affine::scale(5.0), &paint);
    let texts: Vec<(&str, &str)> = runs.iter().map(|r| (r.face.name(), r.text.as_str())).collect();
    assert_eq!(texts, [("hei-black", "创优"), ("anton", "2021"), ("hei-black", "年")]);
    for run in &runs {
        for glyph in &run.glyphs {
            assert!(run.text.get(glyph.range.start as usize..glyph.range.end as usize).is_some());
        }
    }
    // Upright type of size z at (x, y) has the matrix [z 0 0 -z x y].
    assert_eq!(runs[0].glyphs[0].matrix.as_coeffs(), [5.0, 0.0, 0.0, -5.0, 10.0, 20.0]);
}

#[test]
fn the_faces_are_the_files_of_the_checksums() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/fonts");
    let check =
        std::process::Command::new("sha256sum").args(["--check", "--quiet", "SHA256SUMS"]).current_dir(folder).output();
    // Where there is no sha256sum, the table's own test still compares names and sums.
    if let Ok(out) = check {
        assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stdout));
    }
}

fn text() -> impl Strategy<Value = String> {
    let common = prop::sample::select(
        "质量先行一〇，。、：；！？“”‘’（）《》—…～·-A z Q C 0 9 % ℃ ① → 　\t\u{301}\u{fe00}\u{200b}\u{202e}"
            .chars()
            .collect::<Vec<_>>(),
    );
    prop_oneof![prop::collection::vec(common, 0..30).prop_map(String::from_iter), any::<String>()]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn any_text_is_set_whole_or_its_missing_characters_are_named(
        text in text(),
        id in prop::sample::select(vec!["hei-black", "song-medium", "kai-bold", "brush", "smiley", "anton", "rare"]),
        vertical: bool, squeeze: bool, han: bool,
        end in prop::sample::select(vec![LineEnd::Hang, LineEnd::Half, LineEnd::Keep, LineEnd::Drop]),
        condense in 0.5f64..1.0,
    ) {
        let chain = chain(id);
        let style = Style {
            flow: if vertical { Flow::Vertical } else { Flow::Horizontal },
            figures: if han { Figures::Han } else { Figures::Keep },
            squeeze, condense, line_end: end,
            ..Style::new(&chain)
        };
        match shape(&text, &style) {
            Ok(line) => {
                prop_assert!(line.advance.is_finite() && line.advance >= 0.0);
                let mut at = 0;
                for glyph in &line.glyphs {
                    prop_assert!(glyph.id != 0 && glyph.advance.is_finite());
                    prop_assert!(glyph.matrix.as_coeffs().iter().all(|v| v.is_finite()));
                    prop_assert!(glyph.range.start >= at && glyph.range.end >= glyph.range.start);
                    let skipped = &line.text[at as usize..glyph.range.start as usize];
                    let ignored = |c: char| c.is_whitespace() || shape(&c.to_string(), &style).is_ok_and(|l| l.glyphs.is_empty());
                    prop_assert!(skipped.chars().all(ignored), "skipped {skipped:?}");
                    at = glyph.range.end;
                }
                let rest = line.text[at as usize..].trim_matches(|c: char| c.is_whitespace() || (end == LineEnd::Drop && "，。、；：．\u{fe00}\u{301}\u{200b}\u{202e}".contains(c)));
                prop_assert!(rest.chars().all(|c| shape(&c.to_string(), &style).is_ok_and(|l| l.glyphs.is_empty())), "rest {rest:?}");
            }
            Err(missing) => {
                prop_assert!(!missing.is_empty());
                for m in missing {
                    // An accent is missing where no face has it together with its letter.
                    let accent = matches!(m.character, '\u{300}'..='\u{36f}' | '\u{20d0}'..='\u{20ff}' | '\u{302a}'..='\u{302f}' | '\u{3099}' | '\u{309a}');
                    prop_assert!(chain.lookup(m.character).is_none() || accent, "{m:?}");
                }
            }
        }
    }
}
