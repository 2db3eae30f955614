//! Keys for looking up users.

use crate::{access::Permission, db::Sql, domain::Reader};

/// The key that a user is looked up by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct LookupKey {
    pub(super) by: LookupKind,
    pub(super) key: String,
}

/// The kind of a lookup key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LookupKind {
    /// The normalized e-mail address.
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
    pub(super) fn holds(self, sql: &mut Sql, reader: &Reader, key: impl FnOnce(&mut Sql)) {
        match self {
            Self::Email => sql.push("u.email_key = "),
            Self::Mobile => sql.push("u.mobile_key = "),
            Self::ExternalId => {
                sql.push("u.id IN (SELECT xm.user_id FROM memberships xm WHERE xm.external_id = ")
            }
        };
        key(sql);
        if self == Self::ExternalId {
            sql.push(" AND ");
            let scope = reader.scope();
            scope.holds(sql, "xm.org_id", Permission::MembersRead);
            sql.push(")");
        }
    }
}
