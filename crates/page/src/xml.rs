//! Text in XML and HTML.

/// Text as content or as the value of an attribute in double quotes (XML 1.0, 2.4): `&`, `<`, `>` and `"` become entities. Characters
/// that XML has not are left: what they become is for the format to say.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out += "&amp;",
            '<' => out += "&lt;",
            '>' => out += "&gt;",
            '"' => out += "&quot;",
            _ => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    #[test]
    fn what_is_escaped_is_text() {
        assert_eq!(super::escape("<a href=\"质\">&amp;</a>"), "&lt;a href=&quot;质&quot;&gt;&amp;amp;&lt;/a&gt;");
    }
}
