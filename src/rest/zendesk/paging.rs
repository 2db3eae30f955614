//! Zendesk's two kinds of pages: numbered pages, and pages that begin at a cursor.
//!
//! A page has at most 100 rows. A larger or invalid number means 100.

use axum::{extract::FromRequestParts, http::request::Parts};
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

use crate::{
    error::{Error, Result},
    page::{Order, Page, PageRequest, Wanted},
    rest::{caller::Caller, rest_error::RestError},
};

/// The maximum and default number of rows in a page.
const MOST: u32 = 100;
/// The parameters that the URL of another page replaces.
const OWN: [&str; 5] = [
    "page",
    "per_page",
    "page[size]",
    "page[after]",
    "page[before]",
];

/// The page of a list. `page[size]` requests a page that begins at a cursor; without it, pages are
/// numbered.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "describes the parameters in the OpenAPI document")]
pub(super) struct PageParameters {
    /// The page number, from 1. Numbered pages reach only the first 10,000 rows.
    page: Option<u32>,
    /// The number of rows in a numbered page, at most 100.
    per_page: Option<u32>,
    /// The number of rows in a page that begins at a cursor, at most 100.
    #[param(rename = "page[size]")]
    size: Option<u32>,
    /// The cursor after which the page begins.
    #[param(rename = "page[after]")]
    after: Option<String>,
    /// The cursor before which the page ends.
    #[param(rename = "page[before]")]
    before: Option<String>,
}

/// The requested page.
#[derive(Debug, Clone)]
pub(super) enum Paging {
    /// A numbered page.
    Counted {
        /// The page number, from 1.
        page: u32,
        /// The number of rows.
        size: u32,
    },
    /// A page that begins or ends at a cursor.
    Cursor {
        /// The number of rows.
        size: u32,
        /// The cursor after which the page begins.
        after: Option<String>,
        /// The cursor before which the page ends.
        before: Option<String>,
    },
}

/// The links of a list.
#[derive(Debug, Serialize, ToSchema)]
#[serde(untagged)]
pub(super) enum Links {
    /// The links of a numbered page.
    Counted {
        /// The URL of the next page, if any.
        #[schema(required)]
        next_page: Option<String>,
        /// The URL of the previous page, if any.
        #[schema(required)]
        previous_page: Option<String>,
        /// The number of rows in the whole list.
        count: i64,
    },
    /// The links of a page that begins at a cursor.
    Cursor {
        /// The position of the page.
        meta: Meta,
        /// The URLs of the neighbouring pages.
        links: Neighbours,
    },
}

/// The position of a page.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Meta {
    /// Whether more rows follow.
    has_more: bool,
    /// The cursor of the last row.
    #[schema(required)]
    after_cursor: Option<String>,
    /// The cursor of the first row.
    #[schema(required)]
    before_cursor: Option<String>,
}

/// The URLs of the neighbouring pages.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Neighbours {
    /// The URL of the next page, if any.
    #[schema(required)]
    next: Option<String>,
    /// The URL of the previous page, if any.
    #[schema(required)]
    prev: Option<String>,
}

impl Links {
    /// Returns the links of a list that fits on one page.
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
    /// Returns the page request for a list in this order.
    ///
    /// # Errors
    /// `LIMIT_EXCEEDED` if a numbered page begins after the first 10,000 rows. `INVALID_CURSOR` if
    /// a cursor is invalid.
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
                        is_descending: false,
                    },
                )
            }
        }
    }

    /// Returns the links of a page. `count` runs only for numbered pages.
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
                    // The page before the cursor is empty, so the next page is the start of the
                    // list.
                    None => caller.url_with(&OWN, &[("page[size]", &size)]),
                };
                let prev = first.as_deref().map(|first| link("page[before]", first));
                Ok(Links::Cursor {
                    links: Neighbours {
                        // One client follows this link even if `has_more` is false.
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

/// Returns the number of rows of a list that fits on one page.
pub(super) fn count(rows: usize) -> Result<i64> {
    i64::try_from(rows).map_err(Error::internal)
}

/// Returns the rows of a page without their positions.
pub(super) fn rows<T>(page: Page<T>) -> Vec<T> {
    page.items.into_iter().map(|(_, row)| row).collect()
}
