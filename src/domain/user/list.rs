//! The paginated list of users.

use crate::{
    db::{Sql, columns},
    domain::Reader,
    entity::user::Model,
    error::Result,
    page::{Key, Kind, Order, Page, PageRequest},
};

use super::{UserFilter, filter::Narrowing};

/// Sorts by normalized display name.
pub const BY_NAME: Order<Model> = Order {
    name: "users by name",
    columns: &[("u.display_name_key", Kind::Text), ("u.id", Kind::Id)],
    keys: |user| vec![Key::Text(user.display_name_key.clone()), user.id.into()],
};

/// Sorts by normalized e-mail address.
pub const BY_EMAIL: Order<Model> = Order {
    name: "users by email",
    columns: &[("u.email_key", Kind::Text)],
    keys: |user| vec![Key::Text(user.email_key.clone())],
};

/// Sorts by last change, oldest change first.
pub const BY_UPDATED_AT: Order<Model> = Order {
    name: "users by updatedAt",
    columns: &[("u.updated_at", Kind::Time), ("u.id", Kind::Id)],
    keys: |user| vec![Key::Time(user.updated_at), user.id.into()],
};

/// Sorts by the time of creation, oldest first.
pub const BY_CREATED_AT: Order<Model> = Order {
    name: "users by createdAt",
    columns: &[("u.created_at", Kind::Time), ("u.id", Kind::Id)],
    keys: |user| vec![Key::Time(user.created_at), user.id.into()],
};

/// Sorts by id, which is the order of creation.
pub const BY_ID: Order<Model> = Order {
    name: "users",
    columns: &[("u.id", Kind::Id)],
    keys: |user| vec![user.id.into()],
};

/// Returns a page of the users whom the actor may see, in one statement. With a filter or a limited
/// scope, a counting statement runs first.
///
/// # Errors
/// `ORG_NOT_FOUND` if the actor may not read the members of an org that the filter names.
/// `FORBIDDEN` if only platform tokens may use the filter. `BUSY` or `INTERNAL` when the database
/// fails.
pub async fn list(
    reader: &Reader,
    filter: &UserFilter,
    order: &Order<Model>,
    page: &PageRequest,
) -> Result<Page<Model>> {
    filter.permit(reader).await?;
    let sql = list_sql(reader, filter, order, page).await?;
    Ok(page.page(order, sql.list(&reader.conn).await?))
}

/// Returns the statement that [`list`] executes, for inspecting its query plan.
///
/// # Errors
/// Fails if the counting statement fails.
pub async fn list_sql(
    reader: &Reader,
    filter: &UserFilter,
    order: &Order<Model>,
    page: &PageRequest,
) -> Result<Sql> {
    let narrowest = filter.narrowest(reader).await?;
    let narrowing = narrowest.as_ref().map(|(narrowing, _)| *narrowing);
    let mut filter = filter.clone();
    // Given two lower bounds for one column, SQLite may start at the lower bound and read all rows
    // between the two.
    if order.name == BY_UPDATED_AT.name
        && narrowing != Some(Narrowing::UpdatedSince)
        && let Some([Key::Time(after), ..]) = page.after()
    {
        filter.updated_since = filter.updated_since.filter(|since| since > after);
    }
    if order.name == BY_CREATED_AT.name
        && narrowing != Some(Narrowing::CreatedSince)
        && let Some([Key::Time(after), ..]) = page.after()
    {
        filter.created_since = filter.created_since.filter(|since| since > after);
    }
    let mut sql = Sql::new(&reader.conn, "SELECT ");
    sql.push(&columns::<Model>("u")).push(" FROM ");
    filter.from(&mut sql, reader, narrowest.as_ref());
    sql.page(order, page);
    Ok(sql)
}

/// Returns the number of users in the list.
///
/// # Errors
/// Those of [`list`].
pub async fn count(reader: &Reader, filter: &UserFilter) -> Result<i64> {
    filter.permit(reader).await?;
    let narrowest = filter.narrowest_to_count(reader).await?;
    let mut sql = Sql::new(&reader.conn, "SELECT count(*) AS total FROM ");
    filter.from(&mut sql, reader, narrowest.as_ref());
    sql.count(&reader.conn).await
}
