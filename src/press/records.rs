//! The records of a run: their texts in one block, so that a hundred thousand of them take little more than their file.

use crate::record::Fields;

/// Records that fill the same columns, each with the row that the user knows it by.
#[derive(Clone, Debug, Default)]
pub(super) struct Records {
    columns: Vec<String>,
    rows: Vec<u32>,
    text: String,
    /// Where each text ends, record by record.
    ends: Vec<usize>,
}

impl Records {
    /// None, with these columns.
    pub fn new(columns: Vec<String>) -> Self {
        Self { columns, ..Self::default() }
    }

    /// Adds the record of a row; what is not among the columns is left out.
    pub fn push(&mut self, row: u32, fields: &Fields) {
        self.rows.push(row);
        for column in &self.columns {
            self.text.push_str(fields.get(column).unwrap_or_default());
            self.ends.push(self.text.len());
        }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// The names of the columns.
    pub fn columns(&self) -> &[String] {
        &self.columns
    }

    /// The row of a record.
    pub fn row(&self, index: usize) -> Option<u32> {
        self.rows.get(index).copied()
    }

    /// Column and text of a record's filled cells.
    pub fn cells(&self, index: usize) -> impl Iterator<Item = (&str, &str)> {
        let width = self.columns.len();
        let first = index * width;
        let text = move |column: usize| {
            let cell = first + column;
            let start = if cell == 0 { 0 } else { *self.ends.get(cell - 1)? };
            self.text.get(start..*self.ends.get(cell)?)
        };
        self.columns
            .iter()
            .enumerate()
            .filter_map(move |(i, name)| Some((name.as_str(), text(i).filter(|t| !t.is_empty())?)))
    }

    /// The text of one cell; `None` when it is empty.
    pub fn get(&self, index: usize, column: &str) -> Option<&str> {
        self.cells(index).find(|(name, _)| *name == column).map(|(_, text)| text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_come_back_in_their_record() {
        let mut records = Records::new(vec!["name".into(), "unit".into()]);
        for (row, name, unit) in [(2, "王小明", "电厂"), (5, "", "某局"), (6, "李娜", "")] {
            let mut fields = Fields::default();
            fields.set("unit", unit);
            fields.set("name", name);
            fields.set("else", "is left out");
            records.push(row, &fields);
        }
        let all = |i| records.cells(i).collect::<Vec<_>>();
        assert_eq!(all(0), [("name", "王小明"), ("unit", "电厂")]);
        assert_eq!(all(1), [("unit", "某局")]);
        assert_eq!(all(2), [("name", "李娜")]);
        assert_eq!(all(3), []);
        assert_eq!((records.len(), records.row(1), records.get(1, "unit")), (3, Some(5), Some("某局")));
    }
}
