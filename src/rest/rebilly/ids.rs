//! Lookup of the ids in paths, filters and bodies: UUIDs, or integer ids.
//!
//! An id of nothing becomes the nil UUID, which no row has. The response is then the same as for an
//! object that the caller may not see.

use uuid::Uuid;

use crate::{
    domain::integer_id,
    entity::integer_id::IntegerIdKind,
    error::Result,
    id::{OrgId, UserId},
    rest::caller::Caller,
};

/// Returns the id of the org that the text names. Does not check that the org exists.
pub(super) async fn org(caller: &Caller, text: &str) -> Result<OrgId> {
    one(caller, IntegerIdKind::Org, text).await
}

/// Returns the id of the user whom the text names. Does not check that the user exists.
pub(super) async fn user(caller: &Caller, text: &str) -> Result<UserId> {
    one(caller, IntegerIdKind::User, text).await
}

async fn one<T: From<Uuid>>(caller: &Caller, kind: IntegerIdKind, text: &str) -> Result<T> {
    let found = many(caller, kind, &[text]).await?.pop();
    Ok(found.unwrap_or_else(|| Uuid::nil().into()))
}

/// Returns the ids that the texts name, without texts that name nothing. Executes one statement if
/// some texts are integers.
pub(super) async fn many<T: From<Uuid>>(
    caller: &Caller,
    kind: IntegerIdKind,
    texts: &[&str],
) -> Result<Vec<T>> {
    let mut ids: Vec<Uuid> = texts.iter().filter_map(|text| text.parse().ok()).collect();
    // 32 digits can be a UUID or an integer. Integer ids are shorter.
    let numbers = texts.iter().filter(|text| text.len() <= 16);
    let numbers: Vec<i64> = numbers.filter_map(|text| text.parse().ok()).collect();
    if !numbers.is_empty() {
        let found = integer_id::find_many(caller.reader(), kind, &numbers).await?;
        ids.extend(found.into_values());
    }
    Ok(ids.into_iter().map(T::from).collect())
}
