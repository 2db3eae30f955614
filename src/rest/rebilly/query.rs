//! The query parameters of lists: `filter`, `sort`, `limit`, `offset`.

use utoipa::IntoParams;

use crate::{
    domain::membership::{Narrowed, Sort, SortBy},
    entity::integer_id::IntegerIdKind,
    error::{Code, Error, Result},
    id::{OrgId, UserId},
    page::{MAX_FIRST, PageRequest},
    rest::caller::Caller,
};

use super::ids;

/// The default number of rows in a page.
const DEFAULT_LIMIT: u32 = 100;
/// The maximum number of values for a field of the filter.
const MAX_VALUES: usize = 1_000;
/// The maximum number of fields to sort by.
const MAX_SORTS: usize = 5;

/// The query parameters of a list of memberships.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "describes the parameters in the OpenAPI document")]
pub(super) struct ListParameters {
    /// The maximum number of rows in the page, at most 1,000. Default: 100.
    limit: Option<u32>,
    /// The number of rows to skip, less than 10,000.
    offset: Option<u32>,
    /// Returns only memberships that match this filter. `user.id:A,B;organization.id:C` matches the
    /// users A and B in the organization C.
    filter: Option<String>,
    /// The order: `user.id`, `user.name`, `user.email`, `organization.id` or `organization.name`,
    /// or several of these, separated by commas. A leading `-` reverses the order. For a platform
    /// token, `sort` requires a `filter` or the list of one organization, because no index has all
    /// memberships in these orders.
    sort: Option<String>,
    /// `roles` embeds the roles.
    expand: Option<String>,
}

/// The requested page. Values that are not numbers count as absent.
pub(super) struct Part {
    pub(super) limit: u32,
    pub(super) offset: u32,
}

impl Part {
    pub(super) fn of(caller: &Caller) -> Self {
        Self {
            limit: caller
                .number("limit")
                .unwrap_or(DEFAULT_LIMIT)
                .clamp(1, MAX_FIRST),
            offset: caller.number("offset").unwrap_or(0),
        }
    }

    pub(super) fn page(&self) -> Result<PageRequest> {
        let page = PageRequest::counted(self.offset, self.limit);
        page.map_err(|error| match error.code() {
            // This protocol has no cursors.
            Code::LimitExceeded => error.saying(
                "`offset` must be less than 10,000. Narrow the list with `filter` to read other \
                 rows.",
            ),
            _ => error,
        })
    }
}

/// Parses `filter`. An unknown id matches no membership.
///
/// # Errors
/// `INVALID_VALUE` if the filter is malformed.
pub(super) async fn filter(caller: &Caller) -> Result<Narrowed> {
    let mut narrowed = Narrowed::default();
    let filter = caller.parameter("filter").unwrap_or_default();
    for part in filter
        .split(';')
        .map(str::trim)
        .filter(|part| !part.is_empty())
    {
        let (field, values) = part.split_once(':').unwrap_or((part, ""));
        let values: Vec<&str> = values.split(',').map(str::trim).collect();
        if values.len() > MAX_VALUES {
            return Err(invalid(format!(
                "has more than {MAX_VALUES} values of `{field}`"
            )));
        }
        match field {
            "user.id" if narrowed.users.is_none() => {
                let users: Vec<UserId> = ids::many(caller, IntegerIdKind::User, &values).await?;
                narrowed.users = Some(users);
            }
            "organization.id" if narrowed.orgs.is_empty() => {
                let orgs: Vec<OrgId> = ids::many(caller, IntegerIdKind::Org, &values).await?;
                narrowed.orgs.push(orgs);
            }
            "user.id" | "organization.id" => {
                return Err(invalid(format!(
                    "contains `{field}` twice; give it once, with commas between the values"
                )));
            }
            _ => {
                return Err(invalid(
                    "supports only `user.id` and `organization.id`, like \
                     user.id:A,B;organization.id:C"
                        .to_owned(),
                ));
            }
        }
    }
    Ok(narrowed)
}

fn invalid(message: String) -> Error {
    Error::invalid("filter", message)
}

/// Parses `sort`. Without it the memberships are in the order of creation.
///
/// # Errors
/// `INVALID_VALUE` if the order is malformed.
pub(super) fn sort(caller: &Caller) -> Result<Vec<Sort>> {
    let fields = caller.parameter("sort").unwrap_or_default().split(',');
    let fields: Vec<&str> = fields
        .map(str::trim)
        .filter(|field| !field.is_empty())
        .collect();
    if fields.len() > MAX_SORTS {
        return Err(Error::invalid(
            "sort",
            format!("has more than {MAX_SORTS} fields"),
        ));
    }
    let sort = fields.into_iter().map(|field| {
        let (name, descending) = match field.strip_prefix('-') {
            Some(name) => (name, true),
            None => (field, false),
        };
        let by = match name {
            "user.id" => SortBy::User,
            "user.name" => SortBy::UserName,
            "user.email" => SortBy::UserEmail,
            "organization.id" => SortBy::Org,
            "organization.name" => SortBy::OrgName,
            _ => {
                return Err(Error::invalid(
                    "sort",
                    "supports only `user.id`, `user.name`, `user.email`, `organization.id` and `organization.name`",
                ));
            }
        };
        Ok(Sort { by, descending })
    });
    sort.collect()
}
