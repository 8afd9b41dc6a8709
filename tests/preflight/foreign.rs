//! PDFs of other programs (`tests/data/foreign/make.py`): every finding on them was judged by hand, and nothing is missing.

use std::collections::BTreeSet;

use biaoyu::preflight::{self, Profile};

/// What every file that was not made for print lacks.
const NO_PRINT_FILE: [&str; 4] = ["device-colour", "not-pdfx", "output-intent-count", "trapped-unknown"];

#[test]
fn other_peoples_files_are_judged_fairly() {
    for (file, wanted) in [
        // A gradient and a disc in RGB, one of them half open, a hairline, no bleed.
        ("cairo", "group-space line-too-thin no-bleed no-file-id no-trim-box no-xmp screen-colour transparency"),
        // 5 pt type in rich black at the page's edge (its letters are Type 3: 298 % on a page of 250 %), a link; shadows and
        // CJK faces are right.
        (
            "chromium",
            "action annotation black-of-many-inks no-bleed no-trim-box no-xmp screen-colour text-outside-safe \
             too-much-ink transparency type-too-small",
        ),
        ("typst", "bad-header line-too-thin no-trim-box type-too-small xmp-incomplete"),
        ("ghostscript", "bad-header line-too-thin no-trim-box type-too-small xmp-incomplete"),
        // Helvetica is named in it and never used; boxes and bleed are right.
        ("reportlab-good", "no-xmp"),
        // 376 % in one JPEG, whose samples are turned over by `Decode`.
        ("reportlab-dark", "no-xmp picture-too-coarse too-much-ink"),
        // Its subset of a CID-keyed face has lost glyphs: MuPDF and Ghostscript show boxes, too.
        (
            "weasyprint",
            "action annotation bad-header black-of-many-inks blank-glyph group-space missing-glyph no-bleed no-file-id \
             no-xmp screen-colour text-outside-safe transparency type-too-small wrong-width",
        ),
    ] {
        let path = format!("{}/tests/data/foreign/{file}.pdf", env!("CARGO_MANIFEST_DIR"));
        let bytes = std::fs::read(path).unwrap();
        let report = preflight::file(&bytes, file, Profile::offset());
        let found: BTreeSet<&str> = report.findings.iter().map(|f| f.rule).collect();
        let expected: BTreeSet<&str> = wanted.split_whitespace().chain(NO_PRINT_FILE).collect();
        assert_eq!(found, expected, "{file}");
        assert_eq!(report.exit_code(), 2, "{file}");
        // An office printer asks for none of the standard's papers.
        let office = preflight::file(&bytes, file, Profile::named("office").unwrap());
        assert!(office.findings.iter().all(|f| !NO_PRINT_FILE.contains(&f.rule)), "{file}");
    }
}
