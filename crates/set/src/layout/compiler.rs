//! Compiles the expressions of one variant, noting what each let and item refers to.

use std::cell::RefCell;
use std::collections::BTreeSet;

use super::Scope;
use crate::expr::{self, Program};
use crate::notation::{Table, Text};
use biaoyu_page::say;
use biaoyu_page::suggest::nearest;
use biaoyu_table::record::Template;

/// The names of a variant while it is read.
pub(super) struct Compiler {
    scope: RefCell<Scope>,
    /// What the node being read refers to.
    needs: RefCell<Needs>,
}

/// Whether a name is a part of the rectangle that a field names: `place.strip.x`.
fn is_place(name: &str) -> bool {
    name.starts_with("place.") && [".x", ".y", ".w", ".h"].iter().any(|part| name.ends_with(part))
}

/// What a let or an item refers to.
#[derive(Default)]
pub(super) struct Needs {
    /// Slots of the frame.
    pub slots: BTreeSet<usize>,
    /// Fields of the record, and pictures.
    pub fields: BTreeSet<String>,
}

impl Compiler {
    pub(super) fn new(scope: Scope) -> Self {
        Self { scope: RefCell::new(scope), needs: RefCell::default() }
    }

    /// The finished names.
    pub(super) fn into_scope(self) -> Scope {
        self.scope.into_inner()
    }

    /// What was referred to since the last call.
    pub(super) fn take_needs(&self) -> Needs {
        self.needs.take()
    }

    /// Reads a template; faults are recorded at their character.
    pub(super) fn template(&self, text: &Text<'_>) -> Option<Template> {
        match Template::parse(text) {
            Ok(template) => {
                template.fields().for_each(|(field, _)| self.needs_field(field));
                Some(template)
            }
            Err(faults) => {
                for fault in faults {
                    text.refuse_at(fault.offset, "layout/template", fault.what, fault.hint);
                }
                None
            }
        }
    }

    /// Notes a field or picture that the node being read shows.
    pub(super) fn needs_field(&self, field: &str) {
        self.needs.borrow_mut().fields.insert(field.to_owned());
    }

    /// The expression of a key, if written and without fault.
    pub(super) fn optional(&self, table: &Table<'_>, key: &str) -> Option<Program> {
        self.text(&table.expression(key)?)
    }

    /// The expression of a key, or a constant when it is not written.
    pub(super) fn or(&self, table: &Table<'_>, key: &str, default: f64) -> Program {
        self.optional(table, key).unwrap_or(Program::constant(default))
    }

    /// The expression of a key that must be there.
    pub(super) fn required(&self, table: &Table<'_>, key: &str) -> Option<Program> {
        self.text(&table.required_expression(key)?)
    }

    /// Compiles a text; faults are recorded at their character.
    pub(super) fn text(&self, text: &Text<'_>) -> Option<Program> {
        let byte = |chars: usize| text.char_indices().nth(chars).map_or(text.len(), |(b, _)| b);
        let tree = match expr::parse(text) {
            Ok(tree) => tree,
            Err(fault) => {
                text.refuse_at(byte(fault.offset), "layout/expression", fault.what, fault.hint);
                return None;
            }
        };
        // Fields come from the campaign, the command line and the columns of a table: any may be asked for.
        tree.names(&mut |name, _| {
            let of_field = ["has.", "len.", "rows.", "alike."].iter().any(|of| name.starts_with(of)) || is_place(name);
            if of_field && self.scope.borrow().slot(name).is_none() {
                self.scope.borrow_mut().add(name);
            }
        });
        let scope = self.scope.borrow();
        match tree.compile(&|name| scope.slot(name)) {
            Ok(program) => {
                self.needs.borrow_mut().slots.extend(program.slots());
                Some(program)
            }
            Err(unknown) => {
                for (name, offset) in unknown {
                    let near = nearest(&name, scope.names().map(|(n, _)| n));
                    let hint = near.map(|near| say!("did you mean `{near}`?", "是不是 `{near}`？"));
                    let what = say!("nothing here is called `{name}`", "这里没有名为 `{name}` 的量");
                    text.refuse_at(byte(offset), "layout/unknown-name", what, hint);
                }
                None
            }
        }
    }
}
