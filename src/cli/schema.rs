//! `tenantry schema`.

use std::io::Write;

use crate::{
    error::{Error, Result},
    graphql,
};

/// Prints the schema, as `schema.graphql` holds it.
pub(super) fn run() -> Result<()> {
    std::io::stdout()
        .write_all(graphql::sdl().as_bytes())
        .map_err(Error::internal)
}
