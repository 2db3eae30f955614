//! The state that all GraphQL requests share.

use std::sync::Arc;

use apollo_compiler::validation::Valid;

use crate::{
    app::App,
    error::Result,
    graphql::schema::{Schema, build, text},
};

use super::{document::definition, documents::Documents, limits::Limits, types::Types};

/// The shared state: the schema and everything that executes requests.
#[derive(Clone)]
pub struct GraphqlState(Arc<Inner>);

/// The fields of [`GraphqlState`].
pub struct Inner {
    pub(crate) app: App,
    /// The schema that executes validated operations.
    pub(super) schema: Schema,
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
    /// Creates the state.
    ///
    /// # Errors
    ///
    /// `INTERNAL` if the schema cannot be parsed.
    pub fn new(app: App, limits: Limits) -> Result<Self> {
        let schema = build();
        let text = text(&schema);
        let inner = Inner {
            app,
            types: Types::parse(&text)?,
            definition: definition(&text)?,
            schema,
            documents: Documents::new(),
            limits,
        };
        Ok(Self(Arc::new(inner)))
    }
}
