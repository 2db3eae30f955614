//! Keys for looking up users.

use crate::{access::Permission, db::Sql, domain::Reader};

use super::alias;

/// The key that a user is looked up by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct LookupKey {
    pub(super) by: LookupKind,
    pub(super) key: String,
}

/// The kind of a lookup key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LookupKind {
    /// The normalized e-mail address. The former address of a merged user finds the user who was
    /// kept.
    Email,
    /// The external id of a membership.
    ExternalId,
    /// The normalized mobile number.
    Mobile,
}

/// The number of kinds.
pub(super) const KINDS: usize = LookupKind::Mobile as usize + 1;

impl LookupKind {
    /// Appends the condition on `users AS u` that compares the column with the value that `key`
    /// appends.
    pub(super) fn holds(self, sql: &mut Sql, reader: &Reader, key: impl Fn(&mut Sql)) {
        match self {
            Self::Email => {
                // One search by id instead of an `OR`, whose plan depends on estimates.
                sql.push("u.id = COALESCE((SELECT e.id FROM users e WHERE e.email_key = ");
                key(sql);
                alias::id_of_address(sql.push("), ("), key);
                sql.push("))");
            }
            Self::Mobile => key(sql.push("u.mobile_key = ")),
            Self::ExternalId => {
                let text = "u.id IN (SELECT xm.user_id FROM memberships xm WHERE xm.external_id = ";
                key(sql.push(text));
                sql.push(" AND ");
                let scope = reader.scope();
                scope.holds(sql, "xm.org_id", Permission::MembersRead);
                sql.push(")");
            }
        }
    }
}
