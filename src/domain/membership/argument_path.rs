//! The location of a value in a request.

use crate::error::{Error, Problem};

/// The location of a value in a request: an argument, or a row of a list.
#[derive(Debug, Clone, Copy)]
pub(in crate::domain) struct ArgumentPath {
    argument: &'static str,
    index: Option<usize>,
}

impl ArgumentPath {
    /// Returns the path of a row in a list.
    pub(in crate::domain) fn row(list: &'static str, index: usize) -> Self {
        Self {
            argument: list,
            index: Some(index),
        }
    }

    /// Returns the path of an argument.
    pub(in crate::domain) fn argument(argument: &'static str) -> Self {
        Self {
            argument,
            index: None,
        }
    }

    /// Returns a problem with the membership fields at this path. In a row of a list, the fields
    /// are in a `membership` object, except for `groups`, which is a field of the row.
    pub(in crate::domain) fn problem_of_fields(self, error: Error) -> Problem {
        let field = error.field().filter(|field| *field != "groups");
        let within = self.index.and(field).map(|_| "membership");
        self.problem(within, error)
    }

    /// Returns a problem at this path, or at `part` of the value at this path.
    pub(in crate::domain) fn problem(self, part: Option<&str>, error: Error) -> Problem {
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
