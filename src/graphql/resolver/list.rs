//! The lists of the schema: what the node of a list and the list of a parent object provide.

use std::{collections::HashMap, hash::Hash};

use async_graphql::ObjectType;
use uuid::Uuid;

use crate::{
    domain::Reader,
    error::Result,
    page::{Order, Page, PageRequest},
};

/// A type that can be the node of a connection.
pub(crate) trait Listed: ObjectType {
    /// The name of the connection type.
    const CONNECTION: &'static str;
    /// The name of the edge type.
    const EDGE: &'static str;
}

/// A list of a parent object, with its arguments. The lists of many parents are loaded together.
pub(crate) trait Nested: Clone + Hash + Eq + Send + Sync + 'static {
    /// The row that the domain returns.
    type Row: Send;
    /// The node of the list.
    type Node: Listed + 'static;

    /// Returns the order of the list.
    fn order(&self) -> &'static Order<Self::Row>;

    /// Converts a row to a node.
    fn node(row: Self::Row) -> Self::Node;

    /// Loads a page of each parent's list, in one statement.
    fn pages(
        &self,
        reader: &Reader,
        parents: &[Uuid],
        page: &PageRequest,
    ) -> impl Future<Output = Result<HashMap<Uuid, Page<Self::Row>>>> + Send;

    /// Returns the list without what does not change its length, so that equal lists share a count.
    fn counted(&self) -> Self {
        self.clone()
    }

    /// Counts the rows of each parent's list, in one statement.
    fn counts(
        &self,
        reader: &Reader,
        parents: &[Uuid],
    ) -> impl Future<Output = Result<HashMap<Uuid, i64>>> + Send;
}

/// Returns a count as the schema shows it.
pub(crate) fn count(count: i64) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}
