//! The collection of all errors in the input values of a call, each with its position.

use crate::error::{Error, Problem, Result};

/// The errors found so far.
#[derive(Default)]
pub(crate) struct InputErrors(Vec<Problem>);

impl InputErrors {
    /// Returns the parsed value. On an error, stores the error and returns the default value.
    pub(crate) fn take<T: Default>(&mut self, read: Result<T>) -> T {
        read.unwrap_or_else(|error| {
            self.add(None, None, error);
            T::default()
        })
    }

    /// Finishes the collection.
    ///
    /// # Errors
    ///
    /// All the errors found.
    pub(crate) fn end(self) -> Result<()> {
        Error::several(self.0)
    }

    /// Adds an error. If it contains several problems, adds each with its path within `part`.
    fn add(&mut self, part: Option<&str>, index: Option<usize>, error: Error) {
        let path = |within: Option<&str>| match (part, within) {
            (Some(part), Some(within)) => Some(format!("{part}.{within}")),
            (part, within) => part.or(within).map(str::to_owned),
        };
        if error.problems().is_empty() {
            let path = path(error.field());
            return self.0.push(Problem { index, path, error });
        }
        let several = error.problems().iter();
        self.0.extend(several.map(|one| Problem {
            index: index.or(one.index),
            path: path(one.path.as_deref()),
            error: one.error.clone(),
        }));
    }
}

/// Returns both values.
///
/// # Errors
///
/// All the errors of either.
pub(crate) fn both<A, B>(a: Result<A>, b: Result<B>) -> Result<(A, B)> {
    match (a, b) {
        (Ok(a), Ok(b)) => Ok((a, b)),
        (Err(error), Ok(_)) | (Ok(_), Err(error)) => Err(error),
        (Err(a), Err(b)) => {
            let mut errors = InputErrors::default();
            errors.add(None, None, b);
            Err(a.before(errors.0))
        }
    }
}

/// Adds `part` to the paths of the errors of a parsed value.
pub(crate) fn within<T>(part: &str, read: Result<T>) -> Result<T> {
    read.or_else(|error| {
        let mut errors = InputErrors::default();
        errors.add(Some(part), None, error.clone());
        errors.end().and(Err(error))
    })
}

/// Parses the rows of the argument or input field `list`.
pub(crate) fn each<T, U>(
    list: &str,
    rows: Vec<T>,
    read: impl Fn(usize, T) -> Result<U>,
) -> Result<Vec<U>> {
    let mut errors = InputErrors::default();
    let mut done = Vec::with_capacity(rows.len());
    for (index, row) in rows.into_iter().enumerate() {
        match read(index, row) {
            Ok(row) => done.push(row),
            Err(error) => errors.add(Some(&format!("{list}.{index}")), Some(index), error),
        }
    }
    errors.end().map(|()| done)
}
