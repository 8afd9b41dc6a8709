//! Every limit on input, in one place: what is larger is refused with a message, so that no file can
//! exhaust memory, stack or time.

/// Bytes of one TOML or text file.
pub const TEXT_FILE_BYTES: usize = 4 << 20;
/// Characters of one slogan.
pub const SLOGAN_CHARS: usize = 120;
/// Characters of any other field (unit, title, name).
pub const FIELD_CHARS: usize = 400;
/// Slogans of one campaign.
pub const SLOGANS: usize = 10_000;
/// Shortest and longest side of a product, mm.
pub const SIDE_MM: (f64, f64) = (10.0, 60_000.0);
/// Characters of one layout expression.
pub const EXPRESSION_CHARS: usize = 2_000;
/// Depth of brackets in one layout expression.
pub const EXPRESSION_DEPTH: usize = 64;
/// Items that one layout variant may declare.
pub const LAYOUT_ITEMS: usize = 400;
/// Times a repeat or an ornament may draw.
pub const REPEATS: usize = 20_000;
/// Dots of one field.
pub const DOTS: usize = 60_000;
/// Marks of one page.
pub const PAGE_MARKS: usize = 200_000;
/// Bytes of one picture file.
pub const IMAGE_BYTES: usize = 256 << 20;
/// Pixels of one picture.
pub const IMAGE_PIXELS: u64 = 300_000_000;
/// Pixels that are kept of one picture; one of more is brought down to them.
pub const IMAGE_KEPT_PIXELS: u64 = 40_000_000;
/// Bytes of a picture that must be held whole while it is decoded: a JPEG, a progressive one three times its samples,
/// an interlaced PNG.
pub const IMAGE_WHOLE_BYTES: usize = 360 << 20;
/// Bytes that the colour profile inside a PNG may unpack to.
pub const IMAGE_PROFILE_BYTES: usize = 8 << 20;
/// Scans of one JPEG; programs write a dozen.
pub const JPEG_SCANS: usize = 100;
/// Bytes of one SVG file.
pub const SVG_BYTES: usize = 16 << 20;
/// Paths of one SVG drawing.
pub const SVG_NODES: usize = 100_000;
/// Attributes of one element of an SVG.
pub const SVG_ATTRIBUTES: usize = 1_000;
/// Selectors of an SVG's style sheets times its elements: each is tried on each.
pub const SVG_STYLE_WORK: usize = 20_000_000;
/// Points of the paths of one SVG drawing, references followed.
pub const SVG_POINTS: usize = 500_000;
/// Figures that an SVG drawing comes to when what is seen through others is put into their colours.
pub const SVG_FIGURES: usize = 100_000;
/// Tiles of one pattern, and turns of one repeated gradient.
pub const SVG_TILES: usize = 4_000;
/// Nesting of one SVG drawing, references followed.
pub const SVG_DEPTH: usize = 200;
/// Shortest and longest side of a paper that pages are imposed on, mm.
pub const SHEET_MM: (f64, f64) = (50.0, 2_000.0);
/// Labels, or pieces, of one press sheet.
pub const LABELS: usize = 2_000;
/// Press sheets of one file.
pub const PRESS_SHEETS: usize = 200_000;
/// Pieces of one run.
pub const PIECES: usize = 5_000_000;
/// Sheets from which on tiles are made only where they are asked for twice.
pub const TILES_ASKED: usize = 60;
/// Sheets that a poster is spread over.
pub const TILES: usize = 400;
/// Panels that a banner is printed in.
pub const PANELS: usize = 64;
/// Bytes of one font file.
pub const FONT_BYTES: usize = 64 << 20;
/// Pixels of a rendered side.
pub const RASTER_SIDE: u32 = 200_000;
/// Pixels of a rendered page.
pub const RASTER_PIXELS: u64 = 4_000_000_000;
/// Bytes of one ICC profile.
pub const PROFILE_BYTES: usize = 64 << 20;
/// Bytes of one PDF that is read.
pub const PDF_BYTES: usize = 1 << 30;
/// Objects of one PDF.
pub const PDF_OBJECTS: usize = 2_000_000;
/// Bytes that the object streams of a PDF may unpack to, beside twice the file's own length.
pub const PDF_OBJECT_STREAMS: usize = 16 << 20;
/// Bytes that one stream of a PDF may unpack to.
pub const PDF_STREAM_BYTES: usize = 256 << 20;
/// Bytes that all content streams of one page may come to, forms counted each time they are painted.
pub const PDF_CONTENT_BYTES: usize = 64 << 20;
/// Operators of one page, forms counted each time they are painted.
pub const PDF_OPERATORS: usize = 20_000_000;
/// Operators of all pages of a PDF together.
pub const PDF_FILE_OPERATORS: usize = 100_000_000;
/// Points of all paths on one page.
pub const PDF_PATH_POINTS: usize = 2_000_000;
/// Steps of functions (tints, blends, meshes) on one page: an operator of a calculator, a sample that is looked up.
pub const PDF_FUNCTION_STEPS: u64 = 50_000_000;
/// Samples that the shadings of one page are drawn in, for their ink.
pub const PDF_SHADE_SAMPLES: usize = 8 << 20;
/// Tiles of one pattern that are drawn one by one, for their ink.
pub const PDF_TILES: usize = 2_000;
/// Bytes that are searched for the ends of streams whose length is wrong, as a multiple of the file's own.
pub const PDF_MEND_FACTOR: usize = 8;
/// Bytes of streams beside pictures that are unpacked to see whether they are whole, each, unless they are plain deflate.
pub const PDF_PLAIN_STREAM_BYTES: usize = 32 << 20;
/// Samples of one picture that are looked at one by one.
pub const PDF_PICTURE_SAMPLES: u64 = 64 << 20;
/// Depth of forms, patterns and masks inside each other, and of what a dictionary refers to.
pub const PDF_DEPTH: usize = 24;
/// Things painted on one page.
pub const PDF_OBJECTS_PAINTED: usize = 500_000;
/// Figures of a PDF that is placed as a logo or a shop's template.
pub const PDF_ART_FIGURES: usize = 100_000;
/// Points of the paths of such a PDF, those of its type among them.
pub const PDF_ART_POINTS: usize = 500_000;
/// Pages of one PDF that are looked at.
pub const PDF_PAGES: usize = 20_000;
/// Tables, arrays of them and groups of one TOML file.
pub const TOML_TABLES: usize = 150_000;
/// Bytes of one table file: a million rows of the widest that people keep.
pub const TABLE_BYTES: usize = 512 << 20;
/// Bytes that the parts of one spreadsheet may unpack to.
pub const TABLE_UNPACKED_BYTES: u64 = 1 << 30;
/// Sheets of one workbook that are looked through for the table.
pub const TABLE_SHEETS: usize = 256;
/// Rows of one table.
pub const TABLE_ROWS: usize = 1_000_000;
/// Columns of one table.
pub const TABLE_COLUMNS: usize = 512;
/// Cells of one line of delimited text, the empty ones behind the last column too.
pub const TABLE_LINE_CELLS: usize = 65_536;
/// Cells of one table or workbook, merged ones counted as often as they show.
pub const TABLE_CELLS: usize = 20_000_000;
/// Bytes of text in one table or workbook, beside those of its file or its list of strings.
pub const TABLE_TEXT_BYTES: usize = 192 << 20;
/// Bytes of the long cells of one table, of 255 and more, a text that several share counted for each.
pub const TABLE_LONG_BYTES: usize = 1 << 30;
/// Rows that one sheet of a workbook may open, the empty ones too: as many as spreadsheets have, and some.
pub const TABLE_SHEET_ROWS: usize = 2_000_000;
/// Characters of one cell, as spreadsheets have it.
pub const TABLE_CELL_CHARS: usize = 32_767;
/// Merged ranges of one sheet.
pub const TABLE_MERGES: usize = 1_000_000;
