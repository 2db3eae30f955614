//! Where in a call something was named.

use crate::error::{Error, Problem};

/// Where in a call something was named: an argument, or a row of a list.
#[derive(Debug, Clone, Copy)]
pub(super) struct ArgumentPath {
    argument: &'static str,
    index: Option<usize>,
}

impl ArgumentPath {
    /// The row of a list.
    pub(super) fn row(list: &'static str, index: usize) -> Self {
        Self {
            argument: list,
            index: Some(index),
        }
    }

    /// An argument.
    pub(super) fn argument(argument: &'static str) -> Self {
        Self {
            argument,
            index: None,
        }
    }

    /// What is wrong with the fields that are stated there: those of a list's row stand in an object of their own.
    pub(super) fn problem_of_fields(self, error: Error) -> Problem {
        let within = self.index.and(error.field()).map(|_| "membership");
        self.problem(within, error)
    }

    /// What is wrong there, in this part of it.
    pub(super) fn problem(self, part: Option<&str>, error: Error) -> Problem {
        let mut path = self.argument.to_owned();
        let index = self.index.map(|index| index.to_string());
        let parts = [index.as_deref(), part, error.field()];
        for part in parts.into_iter().flatten() {
            path.push('.');
            path.push_str(part);
        }
        Problem {
            index: self.index,
            path: Some(path),
            error: error.at(self.argument),
        }
    }
}
