//! The operators of page content (ISO 32000-1, annex A).

/// Operands of an operator: `None` for unknown ones, `Some(None)` where they vary.
pub(super) fn arity(op: &str) -> Option<Option<usize>> {
    Some(Some(match op {
        "b" | "B" | "b*" | "B*" | "BT" | "BX" | "EMC" | "ET" | "EX" | "f" | "F" | "f*" | "h" | "n" | "q" | "Q"
        | "s" | "S" | "T*" | "W" | "W*" => 0,
        "BMC" | "cs" | "CS" | "Do" | "g" | "G" | "gs" | "i" | "j" | "J" | "M" | "MP" | "ri" | "sh" | "Tc" | "Tj"
        | "TJ" | "TL" | "Tr" | "Ts" | "Tw" | "Tz" | "w" | "'" => 1,
        "BDC" | "d" | "d0" | "DP" | "l" | "m" | "Td" | "TD" | "Tf" => 2,
        "rg" | "RG" | "\"" => 3,
        "k" | "K" | "re" | "v" | "y" => 4,
        "c" | "cm" | "d1" | "Tm" => 6,
        "sc" | "SC" | "scn" | "SCN" => return Some(None),
        _ => return None,
    }))
}

/// Whether all operands of an operator are numbers.
pub(super) fn wants_numbers(op: &str) -> bool {
    matches!(
        op,
        "g" | "G"
            | "rg"
            | "RG"
            | "k"
            | "K"
            | "re"
            | "v"
            | "y"
            | "c"
            | "cm"
            | "l"
            | "m"
            | "Td"
            | "TD"
            | "Tm"
            | "w"
            | "j"
            | "J"
            | "M"
            | "i"
            | "Tc"
            | "Tw"
            | "TL"
            | "Ts"
            | "Tz"
            | "Tr"
            | "d1"
            | "d0"
    )
}
