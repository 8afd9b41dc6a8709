//! Compiles the expressions of one variant, noting what each lets-or-item refers to.

use std::cell::RefCell;
use std::collections::BTreeSet;

use super::Scope;
use crate::expr::{self, Program};
use crate::notation::{Table, Text};
use crate::say;
use crate::suggest::nearest;

/// The names of a variant while it is read.
pub(super) struct Compiler {
    scope: RefCell<Scope>,
    /// Slots that the node being read refers to.
    reads: RefCell<BTreeSet<usize>>,
}

impl Compiler {
    pub(super) fn new(scope: Scope) -> Self {
        Self { scope: RefCell::new(scope), reads: RefCell::default() }
    }

    /// The finished names.
    pub(super) fn into_scope(self) -> Scope {
        self.scope.into_inner()
    }

    /// The slots read since the last call.
    pub(super) fn take_reads(&self) -> BTreeSet<usize> {
        self.reads.take()
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
            if name.starts_with("has.") && self.scope.borrow().slot(name).is_none() {
                self.scope.borrow_mut().add(name);
            }
        });
        let scope = self.scope.borrow();
        match tree.compile(&|name| scope.slot(name)) {
            Ok(program) => {
                self.reads.borrow_mut().extend(program.slots());
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
