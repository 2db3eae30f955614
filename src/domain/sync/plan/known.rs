//! What the plan of some persons depends on.

use std::collections::{HashMap, HashSet};

use sea_orm::FromQueryResult;

use crate::{
    entity::{
        membership::{MemberRole, MemberStatus},
        sync_run::SyncMode,
        user::UserStatus,
    },
    id::{GroupId, OrgId, UserId},
};

/// A user, as far as a plan needs it.
#[derive(Debug, Clone, FromQueryResult)]
pub(super) struct UserRow {
    pub(super) id: UserId,
    pub(super) email: String,
    pub(super) email_key: String,
    pub(super) first_name: String,
    pub(super) last_name: String,
    pub(super) display_name: String,
    pub(super) display_name_is_custom: bool,
    pub(super) display_name_key: String,
    pub(super) mobile: Option<String>,
    pub(super) timezone: Option<String>,
    pub(super) status: UserStatus,
    pub(super) external_id: Option<String>,
    pub(super) owned_by: Option<String>,
    /// Whether the actor may see the user, apart from members of orgs of the run.
    pub(super) is_seen: i32,
}

/// A membership, as far as a plan needs it.
#[derive(Debug, Clone, FromQueryResult)]
pub(super) struct MemberRow {
    pub(super) org_id: OrgId,
    pub(super) user_id: UserId,
    pub(super) role: MemberRole,
    pub(super) status: MemberStatus,
    pub(super) is_owner: bool,
    pub(super) is_default: bool,
    pub(super) external_id: Option<String>,
    pub(super) owned_by: Option<String>,
    /// Whether a hold is in force.
    pub(super) is_held: i32,
}

/// A row of a member in a group.
#[derive(Debug, Clone, FromQueryResult)]
pub(super) struct GroupRow {
    pub(super) org_id: OrgId,
    pub(super) user_id: UserId,
    pub(super) group_id: GroupId,
    pub(super) name: String,
    pub(super) name_key: String,
    pub(super) owned_by: Option<String>,
}

/// The rows that the plan of some persons depends on.
#[derive(Debug, Default)]
pub(super) struct Known {
    pub(super) users: HashMap<UserId, UserRow>,
    /// The users whom the actor may not see.
    pub(super) hidden: HashSet<UserId>,
    pub(super) members: HashMap<(OrgId, UserId), MemberRow>,
    /// The groups of orgs by their normalized names.
    pub(super) groups: HashMap<(OrgId, String), GroupId>,
    pub(super) group_rows: HashMap<(OrgId, UserId), Vec<GroupRow>>,
    /// The first line that names an address for another person than this one.
    pub(super) claims: HashMap<(String, String), i32>,
    /// The first line that gives the address of a user up.
    pub(super) given_up: HashMap<UserId, i32>,
    /// The owners of orgs.
    pub(super) owners: HashSet<UserId>,
    /// The users whose own fields the actor may change, and whether only the fields that users may
    /// change themselves.
    pub(super) updatable: HashMap<UserId, bool>,
}

/// The rules of the run for a person.
#[derive(Debug, Clone, Copy)]
pub(super) struct Terms<'a> {
    pub(super) source: &'a str,
    pub(super) mode: SyncMode,
    pub(super) take_over: bool,
    pub(super) create_groups: bool,
    pub(super) default_role: MemberRole,
    /// The user of the actor.
    pub(super) acting: Option<UserId>,
}

impl Terms<'_> {
    /// Returns whether the source owns the row.
    pub(super) fn owns(&self, owned_by: Option<&str>) -> bool {
        owned_by == Some(self.source)
    }

    /// Returns whether the membership may neither end nor lose rights by a run.
    pub(super) fn protects(&self, member: &MemberRow) -> bool {
        member.is_owner || self.acting == Some(member.user_id)
    }
}

impl Known {
    /// Returns the user, if the actor may see them.
    pub(super) fn seen(&self, user: UserId) -> Option<&UserRow> {
        self.users
            .get(&user)
            .filter(|_| !self.hidden.contains(&user))
    }
}
