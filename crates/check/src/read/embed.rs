//! What is embedded under a font's descriptor: whether it may be, and whether it opens (ISO 32000-1, 9.9).

use lopdf::Dictionary;

use biaoyu_page::say;

use super::fact::Kind;
use super::file::{File, name};
use super::font::{Font, GlyphMap, Notice};
use super::program::Program;

impl Font {
    /// Opens the program of a font whose descriptor hangs on `own`; what is wrong goes to `notices`.
    pub(super) fn load(&mut self, file: &File<'_>, own: &Dictionary, notices: &mut Vec<Notice>) {
        let (label, kind) = (self.name.clone(), self.kind.clone());
        let descriptor = file.get_dict(own, "FontDescriptor");
        let found = descriptor.and_then(|d| {
            ["FontFile", "FontFile2", "FontFile3"].into_iter().find_map(|key| Some((key, file.get_stream(d, key)?)))
        });
        let Some((key, stream)) = found else {
            notices
                .push((Kind::NotEmbedded, say!("`{label}` ({kind}) is not embedded", "`{label}`（{kind}）没有嵌入")));
            return;
        };
        self.embedded = true;
        let subtype = file.get_name(&stream.dict, "Subtype");
        let child = file.get_name(own, "Subtype").unwrap_or_default();
        let legal = match (key, subtype) {
            ("FontFile", _) => matches!(&*kind, "Type1" | "MMType1"),
            ("FontFile2", _) => kind == "TrueType" || child == "CIDFontType2",
            (_, Some("Type1C")) => matches!(&*kind, "Type1" | "MMType1" | "TrueType"),
            (_, Some("CIDFontType0C")) => child == "CIDFontType0",
            (_, Some("OpenType")) => true,
            _ => false,
        };
        let shown = subtype.unwrap_or_default();
        if !legal {
            notices.push((
                Kind::FontProgram,
                say!("`{label}`: {kind} with {key} {shown} is no legal pair", "`{label}`：{kind} 不能配 {key} {shown}"),
            ));
        }
        // Where nothing is said CIDs are glyphs (ISO 32000-1, table 117).
        let map = file.get(own, "CIDToGIDMap").filter(|_| child == "CIDFontType2");
        if map.is_some_and(|map| name(map) != Some("Identity") && file.stream(map).is_none()) {
            notices.push((
                Kind::CMap,
                say!(
                    "`{label}`: its CIDToGIDMap is neither `Identity` nor a table",
                    "`{label}`：CIDToGIDMap 既不是 `Identity` 也不是表"
                ),
            ));
        }
        let opened = file
            .unpack_at_most(stream, biaoyu_page::limits::FONT_BYTES)
            .map_err(|_| say!("the stream is damaged", "数据流损坏"))
            .and_then(|data| Program::open(key, subtype, data));
        match opened {
            Ok(program) => {
                if program.is_restricted() {
                    notices.push((
                        Kind::Licence,
                        say!(
                            "`{label}`: its licence forbids embedding (fsType 2)",
                            "`{label}`：授权不许嵌入（fsType 2）"
                        ),
                    ));
                }
                if !program.is_known() {
                    notices.push((
                        Kind::NotLookedInto,
                        say!(
                            "`{label}`: a Type 1 program of an unusual form, whose glyphs and widths are not compared",
                            "`{label}`：写法特殊的 Type 1 字体程序，未核对字形和字宽"
                        ),
                    ));
                }
                if !self.subset {
                    notices.push((Kind::NotSubset, say!("`{label}` is embedded whole", "`{label}` 整套嵌入")));
                }
                self.program = Some(program);
            }
            Err(fault) => {
                let (en, zh) = (fault.en, fault.zh);
                notices.push((Kind::FontProgram, say!("`{label}`: {en}", "`{label}`：{zh}")));
            }
        }
        if child == "CIDFontType2"
            && let Some(table) = file.get_stream(own, "CIDToGIDMap").and_then(|s| file.unpack_at_most(s, 1 << 18).ok())
        {
            self.glyph_map = GlyphMap::Table(table);
        }
    }
}
