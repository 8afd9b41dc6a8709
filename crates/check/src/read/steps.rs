//! What the functions of a page may cost (ISO 32000-1, 7.10).

use std::cell::Cell;

use biaoyu_page::limits::PDF_FUNCTION_STEPS;

/// Steps that functions may take yet, on one page: counted, so that every machine stops at the same place.
#[derive(Debug)]
pub struct Steps {
    left: Cell<u64>,
    spent: Cell<bool>,
}

impl Default for Steps {
    fn default() -> Self {
        Self { left: Cell::new(PDF_FUNCTION_STEPS), spent: Cell::new(false) }
    }
}

impl Steps {
    /// Takes some steps; `None` when there are not so many left.
    pub fn spend(&self, steps: u64) -> Option<()> {
        match self.left.get().checked_sub(steps) {
            Some(left) => self.left.set(left),
            None => {
                self.spent.set(true);
                return None;
            }
        }
        Some(())
    }

    /// Whether steps were asked for that were not left.
    pub fn is_spent(&self) -> bool {
        self.spent.get()
    }

    /// Begins anew; whether all was spent before.
    pub fn renew(&self) -> bool {
        self.left.set(PDF_FUNCTION_STEPS);
        self.spent.replace(false)
    }
}
