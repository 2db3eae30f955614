//! What every request of this door shares.

use std::sync::Arc;

use async_graphql::ValidationMode;

use crate::{app::App, error::Result};

use super::{Limits, Schema, documents::Documents, text, types::Types};

/// The door: the schema, and what a request is executed with.
#[derive(Clone)]
pub struct Door(Arc<Inner>);

/// See [`Door`].
pub struct Inner {
    pub(super) app: App,
    /// Validates what it executes.
    pub(super) schema: Schema,
    /// Executes what was validated before.
    pub(super) trusting: Schema,
    pub(super) documents: Documents,
    pub(super) types: Types,
    pub(super) limits: Limits,
}

impl std::ops::Deref for Door {
    type Target = Inner;

    fn deref(&self) -> &Inner {
        &self.0
    }
}

impl Door {
    /// # Errors
    /// None, as long as the schema can be read.
    pub fn new(app: App, limits: Limits) -> Result<Self> {
        let schema = super::schema(ValidationMode::Strict);
        let inner = Inner {
            app,
            types: Types::parse(&text(&schema))?,
            schema,
            trusting: super::schema(ValidationMode::Fast),
            documents: Documents::new(),
            limits,
        };
        Ok(Self(Arc::new(inner)))
    }
}
