//! Type that is drawn by procedures, by its edge, or that other things are seen through.

use biaoyu::preflight::{self, Profile, Report};

use super::hostile::{file, rules, stream};

/// A page of 100 points with letters `a`, `b` … drawn by these procedures, and what it shows.
fn lettered(content: &str, procedures: &[&str], more: &str) -> Report {
    let names: String = (0..procedures.len()).map(|i| format!("/{} {} 0 R", (b'a' + i as u8) as char, i + 6)).collect();
    let differences: String = (0..procedures.len()).map(|i| format!("/{}", (b'a' + i as u8) as char)).collect();
    let font = format!(
        "<</Type/Font/Subtype/Type3/FontBBox[0 0 1000 1000]/FontMatrix[.001 0 0 .001 0 0]/FirstChar 97/LastChar 122\
         /Widths[{}]/CharProcs<<{names}>>/Encoding<</Type/Encoding/Differences[97{differences}]>>{more}>>",
        "1000 ".repeat(26)
    );
    let mut objects = vec![
        b"<</Type/Catalog/Pages 2 0 R>>".to_vec(),
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>".to_vec(),
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 100]/TrimBox[0 0 100 100]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>"
            .to_vec(),
        stream("", content.as_bytes()),
        font.into_bytes(),
    ];
    objects.extend(procedures.iter().map(|p| stream("", p.as_bytes())));
    preflight::file(&file(&objects), "x.pdf", Profile::offset())
}

#[test]
fn letters_that_paint_themselves_end() {
    let own = "/Resources<</Font<</F 5 0 R>>>>";
    for procedures in [
        &["1000 0 d0 BT /F 1000 Tf (a) Tj ET"] as &[&str],
        &["1000 0 d0 BT /F 1000 Tf (b) Tj ET", "1000 0 d0 BT /F 1000 Tf (a) Tj ET"],
    ] {
        for more in [own, ""] {
            let report = lettered("BT /F 20 Tf 10 10 Td (aaaa) Tj ET", procedures, more);
            assert!(rules(&report).contains(&"not-all-checked"), "{:?}", rules(&report));
        }
    }
}

#[test]
fn letters_of_many_letters_stay_within_limits() {
    let start = std::time::Instant::now();
    let next = |c: char| format!("1000 0 d0 BT /F 100 Tf ({}) Tj ET", c.to_string().repeat(10));
    let procedures: Vec<String> = ('b'..='t').map(next).collect();
    let procedures: Vec<&str> = procedures.iter().map(String::as_str).collect();
    let report = lettered("BT /F 20 Tf 10 10 Td (aaaa) Tj ET", &procedures, "/Resources<</Font<</F 5 0 R>>>>");
    assert!(rules(&report).contains(&"not-all-checked"), "{:?}", rules(&report));
    assert!(start.elapsed().as_secs() < 20, "{:?}", start.elapsed());
}

#[test]
fn letters_without_procedures_leave_no_ink() {
    for shown in ["(z)", "(\\000)", "<>"] {
        let content = format!("1 1 1 1 k BT /F 90 Tf 10 10 Td {shown} Tj ET");
        let report = lettered(&content, &["1000 0 d0 0 0 900 900 re f"], "");
        assert!(!rules(&report).contains(&"too-much-ink"), "{shown}: {:?}", rules(&report));
    }
}

#[test]
fn letters_are_on_the_plates() {
    for (content, procedure, ink) in [
        ("BT /F 90 Tf 5 5 Td (a) Tj ET", "1000 0 d0 1 1 1 1 k 0 0 900 900 re f", true),
        ("1 1 1 1 k BT /F 90 Tf 5 5 Td (a) Tj ET", "1000 0 0 0 900 900 d1 0 0 900 900 re f", true),
        // Edges within a letter are in the colour of the type, too.
        ("1 1 1 1 k BT /F 90 Tf 5 5 Td (a) Tj ET", "1000 0 0 0 900 900 d1 300 w 0 450 m 900 450 l S", true),
        // Colours of a letter without colours are passed over.
        ("0 0 0 1 k BT /F 90 Tf 5 5 Td (a) Tj ET", "1000 0 0 0 900 900 d1 1 1 1 1 k 0 0 900 900 re f", false),
        ("BT 3 Tr /F 90 Tf 5 5 Td (a) Tj ET", "1000 0 d0 1 1 1 1 k 0 0 900 900 re f", false),
        ("BT 7 Tr /F 90 Tf 5 5 Td (a) Tj ET", "1000 0 d0 1 1 1 1 k 0 0 900 900 re f", true),
    ] {
        let report = lettered(content, &[procedure], "");
        assert_eq!(rules(&report).contains(&"too-much-ink"), ink, "{content} {procedure}: {:?}", rules(&report));
    }
}
