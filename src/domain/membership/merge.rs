//! Rules for the memberships of users who are merged, as functions of loaded rows.

use std::{collections::BTreeSet, sync::Arc};

use serde_json::Value as Json;

use crate::{
    access::ip::AllowedIps,
    domain::engine::{Decision, Keys, World},
    entity::{
        group_membership::Model as GroupMembership,
        membership::{MemberRole, MemberStatus, Model},
    },
    error::{Code, Error, Result},
    id::UserId,
};

use super::{MembershipFields, fields::Permissions, roles, rules};

/// A membership of the user who is dropped, and what becomes of it.
pub(in crate::domain) struct Merging {
    dropped: Arc<Model>,
    into: Into,
}

/// What becomes of a membership of the user who is dropped.
enum Into {
    /// The membership becomes one of the user who is kept. Their retired membership is removed, if
    /// there is one.
    Moved(Option<Arc<Model>>),
    /// The membership is removed, and the membership of the user who is kept becomes this one. The
    /// rows in groups move.
    United(Box<Model>),
    /// The membership is removed, because it is retired and the user who is kept has another one.
    Nothing,
}

/// Adds the rows that the merge of these memberships depends on to the keys.
pub(in crate::domain) fn reads(dropped: &[Arc<Model>], keep: UserId, keys: &mut Keys) {
    keys.locked_default_of(keep);
    for row in dropped {
        keys.groups_of(row.org_id, row.user_id)
            .groups_of(row.org_id, keep);
    }
}

impl Merging {
    /// Decides what becomes of the membership. Returns the error in the inner result, so that the
    /// problems of all memberships can be reported.
    ///
    /// # Errors
    /// Fails with the keys of rows that are not loaded. The inner result is `ALREADY_MEMBER` if both
    /// memberships are active and have different external ids, and `INVALID_VALUE` if they have too
    /// many roles, permissions or addresses altogether.
    pub(in crate::domain) fn of(
        world: &World,
        dropped: Arc<Model>,
        keep: UserId,
    ) -> Decision<Result<Self>> {
        let kept = world.membership(dropped.org_id, keep)?;
        let is_active = |row: &Model| row.status == MemberStatus::Active;
        let into = match kept {
            None => Into::Moved(None),
            Some(_) if !is_active(&dropped) => Into::Nothing,
            Some(kept) if !is_active(&kept) => Into::Moved(Some(kept)),
            Some(kept) => match united(&kept, &dropped) {
                Ok(united) => Into::United(Box::new(united)),
                Err(error) => return Ok(Err(error)),
            },
        };
        Ok(Ok(Self { dropped, into }))
    }

    /// Adds the rows in groups that the merge may write to the keys.
    ///
    /// # Errors
    /// Fails with the keys of rows that are not loaded.
    pub(in crate::domain) fn must_have_groups(
        world: &World,
        all: &[Self],
        keep: UserId,
    ) -> Decision<()> {
        let mut needed = Keys::default();
        for one in all {
            let groups =
                needed.collect(world.groups_of(one.dropped.org_id, one.dropped.user_id))?;
            for row in groups.into_iter().flatten() {
                needed.collect(world.group_membership(row.group_id, keep))?;
            }
        }
        needed.must_be_empty()
    }

    /// Writes what becomes of the membership.
    ///
    /// # Errors
    /// Fails with the keys of rows that are not loaded or locked yet.
    pub(in crate::domain) fn apply(&self, world: &mut World, keep: UserId) -> Decision<()> {
        let dropped = &self.dropped;
        let groups = world.groups_of(dropped.org_id, dropped.user_id)?;
        rules::remove(world, dropped)?;
        match &self.into {
            Into::Nothing => return Ok(()),
            Into::United(united) => {
                world.put((**united).clone())?;
            }
            Into::Moved(retired) => {
                if let Some(retired) = retired {
                    rules::remove(world, retired)?;
                }
                world.put(Model {
                    user_id: keep,
                    is_default: false,
                    default_reason: None,
                    updated_at: world.now(),
                    version: moved(dropped.version),
                    ..(**dropped).clone()
                })?;
            }
        }
        for row in groups {
            if world.group_membership(row.group_id, keep)?.is_none() {
                world.put(GroupMembership {
                    user_id: keep,
                    updated_at: world.now(),
                    version: moved(row.version),
                    ..(*row).clone()
                })?;
            }
        }
        Ok(())
    }
}

/// Returns the version of a row that moves to another user. The row is removed, with the next
/// version, and created again with the same id, so that no two events of the row have one version.
fn moved(version: i64) -> i64 {
    version + 2
}

/// Returns the membership of the user who is kept with what the other membership has: the stronger
/// role, either's ownership, the roles and permissions of both, and the later hold. An IP limit
/// stays if either has one; if both have one, the addresses of both are allowed. The membership
/// keeps its id, and the system that owns it.
fn united(kept: &Model, dropped: &Model) -> Result<Model> {
    let external_id = match (&kept.external_id, &dropped.external_id) {
        (Some(one), Some(other)) if one != other => return Err(different(kept)),
        (one, other) => one.clone().or_else(|| other.clone()),
    };
    let is_admin = [kept, dropped]
        .iter()
        .any(|row| row.role == MemberRole::Admin);
    let roles: BTreeSet<_> = roles::ids(kept)?
        .union(&roles::ids(dropped)?)
        .copied()
        .collect();
    let fields = MembershipFields {
        role: is_admin.then_some(MemberRole::Admin),
        is_owner: Some(kept.is_owner || dropped.is_owner),
        roles: Some(roles.into_iter().collect()),
        permissions: match both(kept.permissions.as_ref(), dropped.permissions.as_ref()) {
            Some(names) => Some(Some(Permissions::parse("permissions", &names)?)),
            None => None,
        },
        allowed_ips: match both(kept.allowed_ips.as_ref(), dropped.allowed_ips.as_ref()) {
            Some(entries) => Some(Some(AllowedIps::parse("allowedIps", &entries)?)),
            None => None,
        },
        ..MembershipFields::default()
    };
    let mut united = fields.applied(kept.clone())?;
    united.external_id = external_id;
    if dropped.hold_until > united.hold_until {
        united.hold_until = dropped.hold_until;
        united.hold_reason.clone_from(&dropped.hold_reason);
        united.hold_token_id = dropped.hold_token_id;
    }
    Ok(united)
}

/// Returns the texts of both lists. `None` if the list of the user who is dropped adds nothing.
fn both(kept: Option<&Json>, dropped: Option<&Json>) -> Option<Vec<String>> {
    if dropped.is_none() || kept == dropped {
        return None;
    }
    let texts = |list: Option<&Json>| {
        let texts = list.and_then(Json::as_array).into_iter().flatten();
        let texts = texts.filter_map(Json::as_str).map(str::to_owned);
        texts.collect::<BTreeSet<String>>()
    };
    let mut all = texts(kept);
    all.extend(texts(dropped));
    Some(all.into_iter().collect())
}

fn different(kept: &Model) -> Error {
    let message = format!(
        "Both users are active members of the org {} and have different external ids there. \
         Clear or change one of them with `updateMember`.",
        kept.org_id.0
    );
    Error::new(Code::AlreadyMember, message)
        .at("externalId")
        .existing(kept.id)
}
