//! Documents that were read and validated once: they are neither parsed nor validated again.
//!
//! What a document says does not change from one request to the next; the values of its variables do, and are held against
//! their types each time (`variables`).

use std::{borrow::Cow, sync::Arc};

use moka::sync::Cache;

use super::document::Document;

/// Bytes of text at most, of all documents together. A document in memory takes up to sixty times its text.
const MAX_TEXT: u64 = 256 * 1024;
/// What an entry takes beside its text, counted as text.
const ENTRY: usize = 64;
/// What a field takes, counted as text: fragments are written out, so that a short document may have many fields.
const FIELD: usize = 8;

/// The valid documents that are asked for most.
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

    /// The document, if this operation of it was found valid before.
    pub(super) fn find(&self, text: &str, operation: Option<&str>) -> Option<Arc<Document>> {
        self.0.get(&*key(text, operation))
    }

    /// Keeps a document of which this operation was found valid.
    pub(super) fn keep(&self, text: &str, operation: Option<&str>, document: Arc<Document>) {
        self.0.insert(key(text, operation).into_owned(), document);
    }
}

/// A document is kept for the operation that runs. A NUL is in no valid document.
fn key<'a>(text: &'a str, operation: Option<&str>) -> Cow<'a, str> {
    match operation {
        None => Cow::Borrowed(text),
        Some(operation) => Cow::Owned(format!("{operation}\0{text}")),
    }
}
