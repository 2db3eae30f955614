//! `tenantry schema`: prints the GraphQL schema.

use std::io::Write;

use crate::{
    error::{Error, Result},
    graphql,
};

/// Prints the schema as in `schema.graphql`.
pub(super) fn run() -> Result<()> {
    std::io::stdout()
        .write_all(graphql::sdl().as_bytes())
        .map_err(Error::internal)
}
