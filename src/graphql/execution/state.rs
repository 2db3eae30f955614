//! The state that all GraphQL requests share.

use std::sync::Arc;

use apollo_compiler::validation::Valid;

use crate::{app::App, error::Result};

use super::{
    document::definition, documents::Documents, executable_schema::ExecutableSchema,
    limits::Limits, types::Types,
};

/// The shared state: the schema and everything that executes requests.
#[derive(Clone)]
pub struct GraphqlState(Arc<Inner>);

/// The fields of [`GraphqlState`].
pub struct Inner {
    pub(crate) app: App,
    /// The schema that executes validated operations.
    pub(super) schema: Arc<dyn ExecutableSchema>,
    /// The schema against which documents are validated.
    pub(super) definition: Valid<apollo_compiler::Schema>,
    pub(super) documents: Documents,
    pub(super) types: Types,
    pub(crate) limits: Limits,
}

impl std::ops::Deref for GraphqlState {
    type Target = Inner;

    fn deref(&self) -> &Inner {
        &self.0
    }
}

impl GraphqlState {
    /// Creates the state for a schema.
    ///
    /// # Errors
    ///
    /// `INTERNAL` if the SDL of the schema cannot be parsed.
    pub(crate) fn with_schema(
        app: App,
        limits: Limits,
        schema: impl ExecutableSchema,
    ) -> Result<Self> {
        let stated = schema.definition();
        let inner = Inner {
            app,
            types: Types::parse(&stated)?,
            definition: definition(&stated.sdl)?,
            schema: Arc::new(schema),
            documents: Documents::new(),
            limits,
        };
        Ok(Self(Arc::new(inner)))
    }
}
