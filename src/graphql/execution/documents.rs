//! The cache of validated documents, which are not parsed or validated again.
//!
//! The text of a document is fixed; the values of its variables are checked against their types for
//! each request (`variables`).

use std::{borrow::Cow, sync::Arc};

use moka::sync::Cache;

use super::document::Document;

/// The maximum number of bytes of text of all cached documents. A document in memory takes up to
/// sixty times its text.
const MAX_TEXT: u64 = 256 * 1024;
/// The memory of an entry in addition to its text, counted as bytes of text.
const ENTRY: usize = 64;
/// The memory of a field, counted as bytes of text. Fragments are expanded, so a short document may
/// have many fields.
const FIELD: usize = 8;

/// A cache of the most used valid documents.
pub(super) struct Documents(Cache<String, Arc<Document>>);

impl Documents {
    pub(super) fn new() -> Self {
        let cache = Cache::builder().max_capacity(MAX_TEXT).weigher(
            |key: &String, document: &Arc<Document>| {
                let weight = key.len() + ENTRY + FIELD * document.fields();
                u32::try_from(weight).unwrap_or(u32::MAX)
            },
        );
        Self(cache.build())
    }

    /// Returns the document if this operation has been found valid.
    pub(super) fn find(&self, text: &str, operation: Option<&str>) -> Option<Arc<Document>> {
        self.0.get(&*key(text, operation))
    }

    /// Stores a document in which this operation has been found valid.
    pub(super) fn keep(&self, text: &str, operation: Option<&str>, document: Arc<Document>) {
        self.0.insert(key(text, operation).into_owned(), document);
    }
}

/// Returns the cache key, which contains the operation that runs. No valid document contains a NUL.
fn key<'a>(text: &'a str, operation: Option<&str>) -> Cow<'a, str> {
    match operation {
        None => Cow::Borrowed(text),
        Some(operation) => Cow::Owned(format!("{operation}\0{text}")),
    }
}
