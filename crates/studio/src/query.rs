//! Paths and queries as browsers write them.

/// `%E5%AE%89` → 安; `None` when it is no UTF-8 or no escape. `+` is itself: the page writes spaces as `%20`.
pub(crate) fn decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let digit = |byte: Option<u8>| char::from(byte?).to_digit(16);
        let (high, low) = (digit(rest.next())?, digit(rest.next())?);
        bytes.push(u8::try_from(high * 16 + low).ok()?);
    }
    String::from_utf8(bytes).ok()
}

/// 安 → `%E5%AE%89`, as a part of a query.
pub(crate) fn encoded(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => out.push(char::from(byte)),
            _ => out += &format!("%{byte:02X}"),
        }
    }
    out
}

/// What stands behind the question mark.
#[derive(Clone, Debug, Default)]
pub(crate) struct Query(Vec<(String, String)>);

impl Query {
    /// Reads a query; parts that are none are as if they were not there.
    pub(crate) fn parse(text: &str) -> Self {
        let pair = |part: &str| {
            let (name, value) = part.split_once('=')?;
            Some((decoded(name)?, decoded(&value.replace('+', "%20"))?))
        };
        Self(text.split('&').filter_map(pair).collect())
    }

    /// The text of a name; `None` when it is not there or empty.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str()).filter(|value| !value.is_empty())
    }

    /// A whole number of a name.
    pub(crate) fn number(&self, name: &str) -> Option<u64> {
        self.get(name)?.parse().ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn queries_are_read_as_browsers_write_them() {
        let query = Query::parse("product=poster-a2&slogan=3&text=%E5%AE%89%20a+b&bad=%zz&empty=");
        assert_eq!((query.get("product"), query.number("slogan")), (Some("poster-a2"), Some(3)));
        assert_eq!((query.get("text"), query.get("bad"), query.get("empty")), (Some("安 a b"), None, None));
        assert_eq!(decoded(&encoded("安/..%")).as_deref(), Some("安/..%"));
    }
}
