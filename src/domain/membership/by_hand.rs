//! A small directory in memory, for tests of rules without a database.

use std::fmt::Debug;

use chrono::{DateTime, Utc};

use crate::{
    domain::{
        Done,
        engine::{self, ByHand, Decide, Decision, Stop, World},
        field::Name,
        user::{self, Email},
    },
    entity::{
        membership::{DefaultReason, MemberRole, MemberStatus},
        org::{self, OrgStatus},
    },
    error::Error,
    id::{Ids, MembershipId, OrgId, UserId},
};

use super::{
    MembershipFields,
    rules::{self, IfRetired},
};

/// A directory with orgs A, B and C, and users who belong to no org.
pub(super) struct Stage {
    pub(super) world: World,
    pub(super) orgs: [OrgId; 3],
    pub(super) users: Vec<UserId>,
    pub(super) ids: Ids,
}

/// A membership without its id: the indexes of its org and user, the role, and the fields that
/// depend on other memberships.
pub(super) type Shown = (
    (usize, usize),
    MemberRole,
    MemberStatus,
    bool,
    Option<DefaultReason>,
);

impl Stage {
    pub(super) fn with_users(names: &[&str]) -> Self {
        let ids = Ids::seeded(1);
        let now: DateTime<Utc> = DateTime::UNIX_EPOCH;
        let mut world = World::by_hand();
        let orgs = ["A", "B", "C"].map(|name| {
            let id = ids.next(now);
            world.hold_org(org::Model {
                id,
                name: name.to_owned(),
                name_key: name.to_lowercase(),
                external_id: None,
                status: OrgStatus::Active,
                created_at: now,
                updated_at: now,
                version: 1,
            });
            id
        });
        let mut stage = Self {
            world,
            orgs,
            users: Vec::new(),
            ids,
        };
        for name in names {
            let user = stage.user(name);
            for org in orgs {
                stage.world.hold_membership(org, user, None);
            }
        }
        stage
    }

    /// Adds a user to the directory.
    pub(super) fn user(&mut self, name: &str) -> UserId {
        let now = DateTime::UNIX_EPOCH;
        let email = Email::parse("email", &format!("{name}@example.com")).expect("an address");
        let first = Name::parse("first", name).expect("a name");
        let id = self.ids.next(now);
        let row = user::new(id, now, &email, first.as_str(), "Lee", None);
        self.world.hold_user(row);
        self.users.push(id);
        id
    }

    /// Adds the first user to the org.
    pub(super) fn add(&mut self, org: usize, fields: &MembershipFields) -> Result<Done, Error> {
        let (org, user) = (self.orgs[org], self.users[0]);
        let add = |world: &mut World| rules::add(world, org, user, false, fields);
        self.change(add).map(|(done, _)| done)
    }

    /// Retires the first user's membership in the org.
    pub(super) fn retire(&mut self, org: usize) -> Result<Done, Error> {
        let (org, user) = (self.orgs[org], self.users[0]);
        self.change(|world| {
            let fields = MembershipFields {
                status: Some(MemberStatus::Retired),
                ..MembershipFields::default()
            };
            Ok(rules::state(world, org, user, &fields, IfRetired::Keep)?.0)
        })
    }

    /// Runs the function as one change.
    pub(super) fn change<T: Send>(
        &mut self,
        decide: impl Fn(&mut World) -> Decision<T> + Sync,
    ) -> Result<T, Error> {
        self.decide(&ByHand(decide))
    }

    /// Decides the change. All rows are loaded.
    pub(super) fn decide<C: Decide>(&mut self, change: &C) -> Result<C::Output, Error> {
        engine::decide(&mut self.world, change).map_err(|stop| match stop {
            Stop::Refused(error) => error,
            Stop::Needs(keys) => panic!("the stage lacks {keys:?}"),
        })
    }

    /// Makes memberships findable by id. Returns the ids, sorted by org and user.
    pub(super) fn hold_ids(&mut self) -> Vec<MembershipId> {
        let mut ids = Vec::new();
        for user in &self.users {
            let rows = self.world.memberships_of(*user).expect("known memberships");
            for row in rows {
                self.world.hold_id(row.id, (row.org_id, *user));
                ids.push(row.id);
            }
        }
        ids
    }

    /// Returns the first user's memberships: the org, whether the membership is active, and why it
    /// is the default.
    pub(super) fn memberships(&self) -> Vec<(usize, bool, Option<DefaultReason>)> {
        let rows = self.shown().into_iter();
        let of_first = rows.filter(|((_, user), ..)| *user == 0);
        of_first
            .map(|((org, _), _, status, _, reason)| (org, status == MemberStatus::Active, reason))
            .collect()
    }

    /// Returns all memberships, sorted by org and user.
    pub(super) fn shown(&self) -> Vec<Shown> {
        let mut shown = Vec::new();
        for (user_place, user) in self.users.iter().enumerate() {
            for row in self.world.memberships_of(*user).expect("known memberships") {
                assert_eq!(row.is_default, row.default_reason.is_some());
                let org = place(&self.orgs, &row.org_id);
                let (status, reason) = (row.status, row.default_reason);
                shown.push(((org, user_place), row.role, status, row.is_owner, reason));
            }
        }
        shown.sort_by_key(|(places, ..)| *places);
        shown
    }
}

fn place<T: PartialEq + Debug>(all: &[T], one: &T) -> usize {
    let found = all.iter().position(|known| known == one);
    found.unwrap_or_else(|| panic!("{one:?} is not on the stage"))
}
