//! What a path, a filter or a body names, as ids: tenantry's own, or numbers.
//!
//! What names nothing stands for the nil id, which nothing has: so it is answered as what the caller may not see is.

use uuid::Uuid;

use crate::{
    domain::integer_id,
    entity::integer_id::IntegerIdKind,
    error::Result,
    id::{OrgId, UserId},
    rest::caller::Caller,
};

/// The org that the text names. Whether it is there is not asked.
pub(super) async fn org(caller: &Caller, text: &str) -> Result<OrgId> {
    one(caller, IntegerIdKind::Org, text).await
}

/// The user whom the text names. Whether he is there is not asked.
pub(super) async fn user(caller: &Caller, text: &str) -> Result<UserId> {
    one(caller, IntegerIdKind::User, text).await
}

async fn one<T: From<Uuid>>(caller: &Caller, kind: IntegerIdKind, text: &str) -> Result<T> {
    let found = many(caller, kind, &[text]).await?.pop();
    Ok(found.unwrap_or_else(|| Uuid::nil().into()))
}

/// The ids of those texts that name something: one statement where some are numbers.
pub(super) async fn many<T: From<Uuid>>(
    caller: &Caller,
    kind: IntegerIdKind,
    texts: &[&str],
) -> Result<Vec<T>> {
    let mut ids: Vec<Uuid> = texts.iter().filter_map(|text| text.parse().ok()).collect();
    // 32 digits can be both; numbers are shorter.
    let numbers = texts.iter().filter(|text| text.len() <= 16);
    let numbers: Vec<i64> = numbers.filter_map(|text| text.parse().ok()).collect();
    if !numbers.is_empty() {
        let found = integer_id::find_many(caller.reader(), kind, &numbers).await?;
        ids.extend(found.into_values());
    }
    Ok(ids.into_iter().map(T::from).collect())
}
