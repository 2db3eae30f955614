//! Paginated lists, as the Relay cursor connections specification defines them.
//!
//! To add a list: define an order and a read in the domain, implement [`Listed`] for its node type,
//! and add a field that returns a [`Connection`].

use std::{borrow::Cow, sync::Arc};

use async_graphql::{Context, Object, SelectionField, SimpleObject, TypeName};
use futures_util::{FutureExt, future::BoxFuture};
use uuid::Uuid;

use crate::{
    error::Result,
    page::{Page, PageRequest, Position, Wanted},
};

use super::{
    context::{self, RequestContext},
    list::{Listed, Nested},
    loaders::{CountOf, PageOf},
    rows::{Row, Rows},
};

/// The function that counts the rows of a list.
type Count = Box<dyn Fn(&RequestContext) -> BoxFuture<'_, Result<i64>> + Send + Sync>;

/// A page of a list.
pub(crate) struct Connection<N> {
    page: Arc<Page<N>>,
    count: Count,
}

/// A row of a list, with its cursor.
pub(crate) struct Edge<'a, N> {
    at: &'a Position,
    node: &'a N,
}

/// The position of a page in its list.
#[derive(SimpleObject)]
pub(crate) struct PageInfo {
    /// Whether rows follow this page.
    has_next_page: bool,
    /// Whether rows precede this page.
    has_previous_page: bool,
    /// The cursor of the first row. Null for an empty page.
    start_cursor: Option<String>,
    /// The cursor of the last row. Null for an empty page.
    end_cursor: Option<String>,
}

/// Builds the page request from the arguments of a list.
pub(crate) fn wanted<'a>(
    first: Option<i32>,
    after: &'a Option<String>,
    last: Option<i32>,
    before: &'a Option<String>,
) -> Wanted<'a> {
    Wanted {
        first,
        after: after.as_deref(),
        last,
        before: before.as_deref(),
        is_descending: false,
    }
}

/// Returns whether `test` holds for each field that the current connection selects of its rows. Fields
/// that `@skip` and `@include` exclude were removed before.
pub(crate) fn all_of_rows(ctx: &Context<'_>, test: fn(&SelectionField<'_>) -> bool) -> bool {
    all_of(&ctx.field(), |part| match part.name() {
        "nodes" => all_of(part, test),
        "edges" => all_of(part, |part| part.name() != "node" || all_of(part, test)),
        _ => true,
    })
}

/// Returns whether `test` holds for each field that is selected of the field's object.
pub(crate) fn all_of(
    field: &SelectionField<'_>,
    test: impl Fn(&SelectionField<'_>) -> bool,
) -> bool {
    field.selection_set().all(|field| test(&field))
}

/// Loads a page of a list that belongs to a parent object.
pub(crate) async fn nested<L: Nested>(
    ctx: &Context<'_>,
    parent: impl Into<Uuid>,
    list: L,
    wanted: Wanted<'_>,
) -> Result<Connection<L::Node>> {
    let parent = parent.into();
    let page = PageRequest::parse(list.order(), wanted)?;
    let none = page.page(list.order(), Vec::new());
    let key = PageOf {
        parent,
        list: list.clone(),
        page,
    };
    let found = context::find(ctx, key).await?;
    let page = found.unwrap_or_else(|| Arc::new(none.map(L::node)));
    Ok(Connection::new(page, move |request| {
        let list = list.counted();
        let count = request.loaders.load_one(CountOf { parent, list });
        count.map(|count| Ok(count?.unwrap_or(0))).boxed()
    }))
}

impl<N> Connection<N> {
    /// Creates a connection from a page and the function that counts its list on demand.
    pub(crate) fn new<C>(page: impl Into<Arc<Page<N>>>, count: C) -> Self
    where
        C: Fn(&RequestContext) -> BoxFuture<'_, Result<i64>> + Send + Sync + 'static,
    {
        Self {
            page: page.into(),
            count: Box::new(count),
        }
    }
}

/// A page of a list.
#[Object(name_type)]
impl<N: Listed> Connection<N> {
    /// The rows, each with its cursor.
    async fn edges(&self) -> Rows<Edge<'_, N>> {
        let items = self.page.items.iter();
        Rows(items.map(|(at, node)| Edge { at, node }).collect())
    }

    /// The rows without cursors.
    async fn nodes(&self) -> Rows<&N> {
        Rows(self.page.items.iter().map(|(_, node)| node).collect())
    }

    /// The position of this page in the list.
    async fn page_info(&self) -> Result<PageInfo> {
        let items = &self.page.items;
        let cursor = |item: Option<&(Position, N)>| item.map(|(at, _)| at.cursor()).transpose();
        Ok(PageInfo {
            has_next_page: self.page.has_next,
            has_previous_page: self.page.has_previous,
            start_cursor: cursor(items.first())?,
            end_cursor: cursor(items.last())?,
        })
    }

    /// The number of rows in the whole list. `totalCount` costs more than the page itself and grows
    /// with the list; select it only when you show it.
    async fn total_count(&self, ctx: &Context<'_>) -> Result<i64> {
        (self.count)(context::of(ctx)).await
    }
}

/// A row of a list, with its cursor.
#[Object(name_type)]
impl<N: Listed> Edge<'_, N> {
    /// The cursor of the row. Pass it as `after` or `before`.
    async fn cursor(&self) -> Result<String> {
        self.at.cursor()
    }

    /// The row.
    async fn node(&self) -> Row<&N> {
        Row(self.node)
    }
}

impl<N: Listed> TypeName for Connection<N> {
    fn type_name() -> Cow<'static, str> {
        N::CONNECTION.into()
    }
}

impl<N: Listed> TypeName for Edge<'_, N> {
    fn type_name() -> Cow<'static, str> {
        N::EDGE.into()
    }
}
