//! A reader of text operators, written from ISO 32000-1, 9.4.4 alone: where does each glyph land?

use std::collections::BTreeMap;

use biaoyu::geom::Affine;
use lopdf::{Dictionary, Document, Object};

/// The glyphs of the first page in order: from the em (y up) to default user space.
pub fn glyphs(bytes: &[u8]) -> Vec<Affine> {
    let file = Document::load_mem(bytes).unwrap();
    let page = file.get_pages()[&1];
    let fonts: BTreeMap<Vec<u8>, Widths> =
        file.get_page_fonts(page).unwrap().into_iter().map(|(name, font)| (name, Widths::read(&file, font))).collect();
    let content = file.get_and_decode_page_content(page).unwrap();
    let (mut ctm, mut saved) = (Affine::IDENTITY, vec![]);
    let (mut tm, mut tlm) = (Affine::IDENTITY, Affine::IDENTITY);
    let (mut font, mut size) = (None, 0.0);
    let mut out = vec![];
    for op in &content.operations {
        let n: Vec<f64> = op.operands.iter().filter_map(|v| v.as_float().ok()).map(f64::from).collect();
        match &op.operator[..] {
            "q" => saved.push((ctm, font, size)),
            "Q" => (ctm, font, size) = saved.pop().unwrap(),
            // The readers' 32-bit floats are not ours to test: the matrix is read from its digits elsewhere.
            "cm" => ctm *= Affine::new(n[..].try_into().unwrap()),
            "BT" => (tm, tlm) = (Affine::IDENTITY, Affine::IDENTITY),
            "Tf" => (font, size) = (fonts.get(op.operands[0].as_name().unwrap()), n[0]),
            "Tm" => {
                tlm = Affine::new(n[..].try_into().unwrap());
                tm = tlm;
            }
            "Td" => {
                tlm *= Affine::translate((n[0], n[1]));
                tm = tlm;
            }
            "Tj" | "TJ" => {
                let parts = match &op.operands[0] {
                    Object::Array(parts) => parts.clone(),
                    one => vec![one.clone()],
                };
                for part in parts {
                    let Ok(codes) = part.as_str() else {
                        tm *= Affine::translate((-f64::from(part.as_float().unwrap()) / 1000.0 * size, 0.0));
                        continue;
                    };
                    for code in codes.chunks(2) {
                        out.push(ctm * tm * Affine::scale(size));
                        let width = font.unwrap().of(u16::from_be_bytes([code[0], code[1]]));
                        tm *= Affine::translate((width / 1000.0 * size, 0.0));
                    }
                }
            }
            _ => {}
        }
    }
    out
}

/// Advances of a CID font (9.7.4.3).
struct Widths {
    usual: f64,
    own: BTreeMap<u16, f64>,
}

impl Widths {
    fn read(file: &Document, font: &Dictionary) -> Self {
        let kids = font.get(b"DescendantFonts").unwrap().as_array().unwrap();
        let font = file.get_dictionary(kids[0].as_reference().unwrap()).unwrap();
        let mut own = BTreeMap::new();
        for pair in font.get(b"W").unwrap().as_array().unwrap().chunks(2) {
            let first = pair[0].as_i64().unwrap() as u16;
            for (i, width) in (0..).zip(pair[1].as_array().unwrap()) {
                own.insert(first + i, f64::from(width.as_float().unwrap()));
            }
        }
        Self { usual: f64::from(font.get(b"DW").unwrap().as_float().unwrap()), own }
    }

    fn of(&self, code: u16) -> f64 {
        self.own.get(&code).copied().unwrap_or(self.usual)
    }
}
