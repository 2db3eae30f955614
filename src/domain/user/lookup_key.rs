//! What is known of a user who is looked up.

use crate::{access::Permission, db::Sql, domain::Reader};

/// What a user is looked up by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct LookupKey {
    pub(super) by: LookupKind,
    pub(super) key: String,
}

/// What kind of thing is known of the user.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LookupKind {
    /// The e-mail address, folded.
    Email,
    /// The external id of a membership.
    ExternalId,
    /// What the mobile number is matched by.
    Mobile,
}

/// How many kinds there are.
pub(super) const KINDS: usize = LookupKind::Mobile as usize + 1;

impl LookupKind {
    /// A condition on `users AS u`: what is known is what `key` puts there.
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
