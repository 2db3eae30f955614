//! Which memberships a list is of, and in which order: `filter`, `sort`, `limit`, `offset`.

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

/// Rows of a page when nobody says.
const DEFAULT_LIMIT: u32 = 100;
/// Values of a filter's field at the most.
const MAX_VALUES: usize = 1_000;
/// Fields of an order at the most.
const MAX_SORTS: usize = 5;

/// Which memberships, and in which order.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(
    dead_code,
    reason = "describes the parameters in the OpenAPI document"
)]
pub(super) struct ListParameters {
    /// Rows of the page, 1,000 at the most.
    limit: Option<u32>,
    /// Rows before it, less than 10,000.
    offset: Option<u32>,
    /// `user.id:A,B;organization.id:C`: of A or B, in C.
    filter: Option<String>,
    /// `user.id`, `user.name`, `user.email`, `organization.id` or `organization.name`, several with commas between them; `-`
    /// before one turns it round. A platform token needs a `filter` beside it, or the list of one organization: no index has
    /// all memberships in such an order.
    sort: Option<String>,
    /// `roles` embeds the roles.
    expand: Option<String>,
}

/// The part of the list that is wanted. What is no number is as good as absent.
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
            // This protocol has no cursors to go on by.
            Code::LimitExceeded => error.saying(
                "`offset` must be less than 10,000. Narrow the list with `filter` to read other \
                 rows.",
            ),
            _ => error,
        })
    }
}

/// What the list is narrowed to. Values that name nothing name nobody's memberships.
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

/// The order; none is that of joining.
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
