//! Demo orgs and groups, and their expected sizes.

use chrono::{DateTime, Utc};
use rand::{RngExt, SeedableRng, rngs::StdRng};

use crate::{
    domain::field::{ExternalId, Name},
    entity::{group, org},
    error::Result,
    id::{GroupId, Ids, OrgId},
};

use super::{
    Demo,
    names::Names,
    times::{BEGIN, END, GROUPING, OPENING, Steps},
};

/// One of this many orgs is retired.
const RETIRED: usize = 29;
/// Maximum number of members of a group.
const GROUP_SIZE: u8 = 150;
/// Mean number of members of a group, if its org has enough members.
const GROUP_MEAN: f64 = 40.0;
/// Maximum mean number of groups of a member.
const GROUPS_EACH: f64 = 3.0;
/// Mean number of memberships of a user.
const MEMBERSHIPS_EACH: f64 = 2.0;

/// All orgs and groups.
pub(super) struct Landscape {
    pub(super) orgs: Vec<Org>,
    pub(super) groups: Vec<Group>,
    /// The cumulative share of users, up to each org.
    shares: Vec<f64>,
}

/// The state of an org while users are generated.
pub(super) struct Org {
    pub(super) id: OrgId,
    /// The rank of the org by name and id.
    pub(super) place: usize,
    /// Whether the org was retired after the last user joined.
    pub(super) is_retired: bool,
    /// The probabilities that a member is an owner or an admin. Both are lower in larger orgs.
    pub(super) owners: f64,
    pub(super) admins: f64,
    /// The groups of the org, and the mean number of them that a member joins.
    pub(super) groups: Vec<usize>,
    pub(super) joins: f64,
}

/// The state of a group while users are generated.
pub(super) struct Group {
    pub(super) id: GroupId,
    pub(super) room: u8,
}

impl Landscape {
    /// Generates the orgs and groups with their rows, oldest first. All exist before the first
    /// user.
    pub(super) fn new(
        demo: Demo,
        names: &Names,
    ) -> Result<(Self, Vec<org::Model>, Vec<group::Model>)> {
        let mut random = StdRng::seed_from_u64(demo.seed.wrapping_add(1));
        let ids = Ids::seeded(random.random());
        let shares = shares(demo.orgs);
        let mut rows = Vec::with_capacity(demo.orgs);
        let founded = Steps::new(BEGIN, GROUPING, demo.orgs);
        for number in 0..demo.orgs {
            rows.push(org_row(
                number,
                names,
                founded.at(number),
                &ids,
                &mut random,
            )?);
        }
        let mut orgs: Vec<_> = rows.iter().map(Org::new).collect();
        let mut by_name: Vec<_> = (0..demo.orgs).collect();
        by_name.sort_by_key(|number| (&rows[*number].name_key, rows[*number].id));
        for (place, number) in by_name.into_iter().enumerate() {
            orgs[number].place = place;
        }
        let mut land = Self {
            orgs,
            groups: Vec::with_capacity(demo.groups),
            shares,
        };
        let mut groups = Vec::with_capacity(demo.groups);
        let begun = Steps::new(GROUPING, OPENING, demo.groups);
        for number in 0..demo.groups {
            groups.push(land.group(number, names, begun.at(number), &ids, &mut random)?);
        }
        land.expect(demo.users);
        Ok((land, rows, groups))
    }

    /// Returns a random org, weighted by size.
    pub(super) fn any(&self, random: &mut StdRng) -> usize {
        let lot = random.random_range(0.0..1.0);
        let found = self.shares.partition_point(|share| *share <= lot);
        found.min(self.orgs.len() - 1)
    }

    fn group(
        &mut self,
        number: usize,
        names: &Names,
        at: DateTime<Utc>,
        ids: &Ids,
        random: &mut StdRng,
    ) -> Result<group::Model> {
        // Half of the groups are distributed evenly, so that small orgs have some too.
        let org = match number % 2 {
            0 => number / 2 % self.orgs.len(),
            _ => self.any(random),
        };
        let org = &mut self.orgs[org];
        let name = Name::parse("name", &names.group(org.groups.len()))?;
        let id = ids.next(at);
        org.groups.push(self.groups.len());
        self.groups.push(Group {
            id,
            room: GROUP_SIZE,
        });
        let external_id = match random.random_range(0..2) {
            0 => Some(ExternalId::parse("externalId", &format!("g-{number:05}"))?),
            _ => None,
        };
        Ok(group::Model {
            id,
            org_id: org.id,
            name: name.as_str().to_owned(),
            name_key: name.key(),
            external_id: external_id.map(String::from),
            created_at: at,
            updated_at: at,
            version: 1,
        })
    }

    /// Sets the values that depend on the expected number of users.
    fn expect(&mut self, users: usize) {
        let mut before = 0.0;
        for (org, share) in self.orgs.iter_mut().zip(&self.shares) {
            let members = ((share - before) * users as f64 * MEMBERSHIPS_EACH).max(1.0);
            before = *share;
            org.owners = 0.2 / members.sqrt();
            org.admins = 1.0 / members.sqrt();
            org.joins = (org.groups.len() as f64 * GROUP_MEAN / members).min(GROUPS_EACH);
        }
    }
}

impl Org {
    fn new(row: &org::Model) -> Self {
        Self {
            id: row.id,
            place: 0,
            is_retired: row.status == org::OrgStatus::Retired,
            owners: 0.0,
            admins: 0.0,
            groups: Vec::new(),
            joins: 0.0,
        }
    }
}

fn org_row(
    number: usize,
    names: &Names,
    at: DateTime<Utc>,
    ids: &Ids,
    random: &mut StdRng,
) -> Result<org::Model> {
    let is_retired = number % RETIRED == RETIRED / 2;
    // Every other retired org has a name that an active org now uses.
    let named = match number / RETIRED % 2 {
        0 if is_retired => number - 1,
        _ => number,
    };
    let name = Name::parse("name", &names.org(named))?;
    let external_id = match random.random_range(0..3) {
        0 => None,
        _ => Some(ExternalId::parse(
            "externalId",
            &format!("crm-{number:05}"),
        )?),
    };
    Ok(org::Model {
        id: ids.next(at),
        name: name.as_str().to_owned(),
        name_key: name.key(),
        external_id: external_id.map(String::from),
        status: if is_retired {
            org::OrgStatus::Retired
        } else {
            org::OrgStatus::Active
        },
        created_at: at,
        // Retired after the last user joined.
        updated_at: if is_retired { END } else { at },
        version: 1,
    })
}

/// Returns the share of users of each org by Zipf's law: the second org has half as many as the
/// first, the third a third.
fn shares(orgs: usize) -> Vec<f64> {
    let total: f64 = (1..=orgs).map(|number| 1.0 / number as f64).sum();
    (1..=orgs)
        .scan(0.0, |sum, number| {
            *sum += 1.0 / number as f64 / total;
            Some(*sum)
        })
        .collect()
}
