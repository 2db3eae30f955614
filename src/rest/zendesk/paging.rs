//! Both kinds of pages that Zendesk has: counted ones, and such that begin at a cursor.
//!
//! A page has at most 100 rows; whoever asks for more, or for something that is no number, gets what there is.

use axum::{extract::FromRequestParts, http::request::Parts};
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

use crate::{
    error::{Error, Result},
    page::{Order, Page, PageRequest, Wanted},
    rest::{caller::Caller, rest_error::RestError},
};

/// Rows of a page at the most, and when nobody says.
const MOST: u32 = 100;
/// What the address of another page says anew.
const OWN: [&str; 5] = [
    "page",
    "per_page",
    "page[size]",
    "page[after]",
    "page[before]",
];

/// Which page of a list. `page[size]` makes it begin at a cursor; without, pages are counted.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(
    dead_code,
    reason = "describes the parameters in the OpenAPI document"
)]
pub(super) struct PageParameters {
    /// The page's number, from 1; the first 10,000 rows can be reached so.
    page: Option<u32>,
    /// Rows of a counted page, 100 at the most.
    per_page: Option<u32>,
    /// Rows of a page that begins at a cursor, 100 at the most.
    #[param(rename = "page[size]")]
    size: Option<u32>,
    /// The cursor behind which it begins.
    #[param(rename = "page[after]")]
    after: Option<String>,
    /// The cursor before which it ends.
    #[param(rename = "page[before]")]
    before: Option<String>,
}

/// Which page of a list, as it was read.
#[derive(Debug, Clone)]
pub(super) enum Paging {
    /// By number.
    Counted {
        /// From 1.
        page: u32,
        /// Rows.
        size: u32,
    },
    /// From a cursor on.
    Cursor {
        /// Rows.
        size: u32,
        /// Behind this one.
        after: Option<String>,
        /// Before this one.
        before: Option<String>,
    },
}

/// What a list says of its pages.
#[derive(Debug, Serialize, ToSchema)]
#[serde(untagged)]
pub(super) enum Links {
    /// Of counted pages.
    Counted {
        /// The next page, if there is one.
        #[schema(required)]
        next_page: Option<String>,
        /// The page before, if there is one.
        #[schema(required)]
        previous_page: Option<String>,
        /// Rows of the whole list.
        count: i64,
    },
    /// Of pages that begin at a cursor.
    Cursor {
        /// Where it stands.
        meta: Meta,
        /// Its neighbours.
        links: Neighbours,
    },
}

/// Where a page stands.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Meta {
    /// Rows follow.
    has_more: bool,
    /// The cursor of the last row.
    #[schema(required)]
    after_cursor: Option<String>,
    /// The cursor of the first row.
    #[schema(required)]
    before_cursor: Option<String>,
}

/// The neighbours of a page.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Neighbours {
    /// The next page, if there is one.
    #[schema(required)]
    next: Option<String>,
    /// The page before, if there is one.
    #[schema(required)]
    prev: Option<String>,
}

impl Links {
    /// Of a list that is on one page.
    pub(super) fn whole(count: i64) -> Self {
        Self::Counted {
            next_page: None,
            previous_page: None,
            count,
        }
    }
}

impl<S: Sync> FromRequestParts<S> for Paging {
    type Rejection = RestError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, RestError> {
        let caller = Caller::from_request_parts(parts, state).await?;
        let size = |name: &str| caller.number(name).unwrap_or(MOST).clamp(1, MOST);
        let cursor = |name: &str| caller.parameter(name).map(str::to_owned);
        let (after, before) = (cursor("page[after]"), cursor("page[before]"));
        let is_counted =
            caller.parameter("page[size]").is_none() && after.is_none() && before.is_none();
        Ok(match is_counted {
            true => Self::Counted {
                page: caller.number("page").unwrap_or(1).max(1),
                size: size("per_page"),
            },
            false => Self::Cursor {
                size: size("page[size]"),
                after,
                before,
            },
        })
    }
}

impl Paging {
    /// The part of a list in this order.
    ///
    /// # Errors
    /// `LIMIT_EXCEEDED` for a page that is too far behind, `INVALID_CURSOR`.
    pub(super) fn request<T>(&self, order: &Order<T>) -> Result<PageRequest> {
        match self {
            Self::Counted { page, size } => {
                PageRequest::counted((page - 1).saturating_mul(*size), *size)
            }
            Self::Cursor {
                size,
                after,
                before,
            } => {
                let rows = i32::try_from(*size).ok();
                let is_backwards = before.is_some() && after.is_none();
                PageRequest::parse(
                    order,
                    Wanted {
                        first: rows.filter(|_| !is_backwards),
                        last: rows.filter(|_| is_backwards),
                        after: after.as_deref(),
                        before: before.as_deref(),
                    },
                )
            }
        }
    }

    /// What the list says of its pages. It is counted for counted pages alone.
    pub(super) async fn links<T>(
        &self,
        caller: &Caller,
        page: &Page<T>,
        count: impl Future<Output = Result<i64>>,
    ) -> Result<Links> {
        match self {
            Self::Counted { page: number, size } => {
                let link = |page: u32| {
                    let (page, size) = (page.to_string(), size.to_string());
                    caller.url_with(&OWN, &[("page", &page), ("per_page", &size)])
                };
                Ok(Links::Counted {
                    next_page: page.has_next.then(|| link(number + 1)),
                    previous_page: (*number > 1).then(|| link(number - 1)),
                    count: count.await?,
                })
            }
            Self::Cursor { size, .. } => {
                let cursor = |row: Option<&(crate::page::Position, T)>| {
                    row.map(|(position, _)| position.cursor()).transpose()
                };
                let (first, last) = (cursor(page.items.first())?, cursor(page.items.last())?);
                let size = size.to_string();
                let link = |name: &str, cursor: &str| {
                    caller.url_with(&OWN, &[(name, cursor), ("page[size]", &size)])
                };
                let next = || match last.as_deref() {
                    Some(last) => link("page[after]", last),
                    // Nothing is before the cursor: what follows is the whole list.
                    None => caller.url_with(&OWN, &[("page[size]", &size)]),
                };
                let prev = first.as_deref().map(|first| link("page[before]", first));
                Ok(Links::Cursor {
                    links: Neighbours {
                        // One client follows whatever stands here, whether rows follow or not.
                        next: page.has_next.then(next),
                        prev: prev.filter(|_| page.has_previous),
                    },
                    meta: Meta {
                        has_more: page.has_next,
                        after_cursor: last,
                        before_cursor: first,
                    },
                })
            }
        }
    }
}

/// Rows of a list that is on one page.
pub(super) fn count(rows: usize) -> Result<i64> {
    i64::try_from(rows).map_err(Error::internal)
}
