//! What every request of this door shares.

use std::sync::Arc;

use apollo_compiler::validation::Valid;

use crate::{app::App, error::Result};

use super::{Limits, Schema, document::definition, documents::Documents, text, types::Types};

/// The door: the schema, and what a request is executed with.
#[derive(Clone)]
pub struct GraphqlState(Arc<Inner>);

/// See [`GraphqlState`].
pub struct Inner {
    pub(super) app: App,
    /// Executes what was validated before.
    pub(super) schema: Schema,
    /// What documents are validated against.
    pub(super) definition: Valid<apollo_compiler::Schema>,
    pub(super) documents: Documents,
    pub(super) types: Types,
    pub(super) limits: Limits,
}

impl std::ops::Deref for GraphqlState {
    type Target = Inner;

    fn deref(&self) -> &Inner {
        &self.0
    }
}

impl GraphqlState {
    /// # Errors
    /// None, as long as the schema can be read.
    pub fn new(app: App, limits: Limits) -> Result<Self> {
        let schema = super::schema();
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
