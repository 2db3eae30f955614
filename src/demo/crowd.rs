//! Demo users: each joins some orgs and some of their groups at a random time.

use chrono::{DateTime, Duration, Utc};
use rand::{RngExt, SeedableRng, rngs::StdRng};

use crate::{
    domain::{
        field::{ExternalId, Name},
        user::{self, Email, Mobile, TimeZone},
    },
    entity::{
        group, group_membership,
        membership::{self, DefaultReason, MemberRole, MemberStatus},
        org,
        user::{self as user_row, UserStatus},
        user_without_org,
    },
    error::Result,
    id::{Ids, UserId},
};

use super::{
    Demo,
    landscape::Landscape,
    names::Names,
    times::{END, OPENING, Steps, later},
};

/// Number of users in a batch.
const PARCEL: usize = 2_000;
/// One of this many users joins the largest org, so that it has more than a tenth of all users.
const IN_LARGEST: usize = 8;
/// Of a hundred users, the numbers of those who join no org, one org, two orgs and so on: two on
/// average.
const MEMBERSHIPS: [u32; 6] = [1, 39, 33, 17, 7, 3];
/// Reserved domains without an owner.
const DOMAINS: [&str; 5] = [
    "example.com",
    "example.org",
    "example.net",
    "mail.test",
    "post.test",
];
/// The systems that external ids come from.
const SOURCES: [&str; 5] = ["hr", "emp", "crm", "ldap", "erp"];
const ZONES: [&str; 24] = [
    "Europe/Berlin",
    "Europe/London",
    "Europe/Paris",
    "Europe/Madrid",
    "Europe/Warsaw",
    "Europe/Athens",
    "Europe/Kyiv",
    "Europe/Istanbul",
    "Africa/Lagos",
    "Africa/Nairobi",
    "Africa/Cairo",
    "Asia/Jerusalem",
    "Asia/Riyadh",
    "Asia/Kolkata",
    "Asia/Bangkok",
    "Asia/Shanghai",
    "Asia/Tokyo",
    "Asia/Seoul",
    "Australia/Sydney",
    "America/New_York",
    "America/Chicago",
    "America/Los_Angeles",
    "America/Sao_Paulo",
    "America/Mexico_City",
];

/// A batch of rows, inserted in the order of the fields.
#[derive(Default)]
pub(super) struct Parcel {
    pub(super) orgs: Vec<org::Model>,
    pub(super) groups: Vec<group::Model>,
    pub(super) users: Vec<user_row::Model>,
    pub(super) users_without_org: Vec<user_without_org::Model>,
    pub(super) memberships: Vec<membership::Model>,
    pub(super) group_memberships: Vec<group_membership::Model>,
}

/// Generates the users.
pub(super) struct Crowd {
    demo: Demo,
    random: StdRng,
    ids: Ids,
    names: Names,
    zones: Vec<TimeZone>,
    steps: Steps,
}

/// A membership that is about to be created.
struct Vacancy {
    org: usize,
    is_owner: bool,
    role: MemberRole,
    status: MemberStatus,
    at: DateTime<Utc>,
}

impl Crowd {
    pub(super) fn new(demo: Demo) -> Result<Self> {
        let mut random = StdRng::seed_from_u64(demo.seed);
        let zones = ZONES.map(|zone| TimeZone::parse("timezone", zone));
        Ok(Self {
            demo,
            ids: Ids::seeded(random.random()),
            random,
            names: Names::new(),
            zones: zones.into_iter().collect::<Result<_>>()?,
            steps: Steps::new(OPENING, END, demo.users),
        })
    }

    /// Generates all rows in batches, until `wants` returns `false`.
    pub(super) fn all(mut self, mut wants: impl FnMut(Parcel) -> bool) -> Result<()> {
        let (mut land, orgs, groups) = Landscape::new(self.demo, &self.names)?;
        let mut parcel = Parcel {
            orgs,
            groups,
            ..Parcel::default()
        };
        for number in 0..self.demo.users {
            if number % PARCEL == 0 && !wants(std::mem::take(&mut parcel)) {
                return Ok(());
            }
            self.person(number, &mut land, &mut parcel)?;
        }
        wants(parcel);
        Ok(())
    }

    fn person(&mut self, number: usize, land: &mut Landscape, parcel: &mut Parcel) -> Result<()> {
        let at = self.steps.at(number) + self.part_of_step();
        let user: UserId = self.ids.next(at);
        let places = self.places(number, at, land);
        let (default, reason) = self.default_of(&places, land);
        for (index, place) in places.iter().enumerate() {
            let org = &land.orgs[place.org];
            let is_default = default == Some(index);
            let as_it_came = place.status == MemberStatus::Active
                && !(is_default
                    && matches!(reason, DefaultReason::Explicit | DefaultReason::Promoted));
            let external_id = match self.random.random_range(0..100) {
                0..85 => {
                    let source = SOURCES[place.org % SOURCES.len()];
                    Some(ExternalId::parse(
                        "externalId",
                        &format!("{source}-{number:07}"),
                    )?)
                }
                _ => None,
            };
            parcel.memberships.push(membership::Model {
                id: self.ids.next(place.at),
                org_id: org.id,
                user_id: user,
                role: place.role,
                status: place.status,
                is_owner: place.is_owner,
                is_default,
                default_reason: is_default.then_some(reason),
                external_id: external_id.map(String::from),
                created_at: place.at,
                updated_at: if as_it_came {
                    place.at
                } else {
                    self.later(place.at)
                },
                permissions: None,
                rights: 0,
                allowed_ips: None,
                ip_ranges: None,
                roles: None,
                source: None,
                version: 1,
                owned_by: None,
                hold_until: None,
                hold_reason: None,
                hold_token_id: None,
            });
            if place.status == MemberStatus::Active {
                self.join_groups(user, place, land, parcel);
            }
        }
        if places.is_empty() {
            let row = user_without_org::Model { user_id: user };
            parcel.users_without_org.push(row);
        }
        let is_needed = places
            .iter()
            .any(|place| place.is_owner || place.role == MemberRole::Admin);
        parcel
            .users
            .push(self.user_row(number, user, at, is_needed)?);
        Ok(())
    }

    fn user_row(
        &mut self,
        number: usize,
        id: UserId,
        at: DateTime<Utc>,
        is_needed: bool,
    ) -> Result<user_row::Model> {
        let name = self.names.person(&mut self.random);
        // The number makes the address unique.
        let mut mailbox = format!("{}.{}", name.mailbox, number + 1);
        if self.random.random_range(0..20) == 0 {
            mailbox = mailbox.to_uppercase();
        }
        let domain = DOMAINS[self.random.random_range(0..DOMAINS.len())];
        let display = name.display.as_deref();
        let mut row = user::new(
            id,
            at,
            &Email::parse("email", &format!("{mailbox}@{domain}"))?,
            Name::parse("first", &name.first)?.as_str(),
            Name::parse("last", &name.last)?.as_str(),
            display
                .map(|name| Name::parse("name", name))
                .transpose()?
                .as_ref(),
        );
        if self.random.random_range(0..10) < 3 {
            let mobile = Mobile::parse("mobile", &self.mobile())?;
            // The numbers have a country code, so the configured country does not matter.
            user::set_mobile(&mut row, Some(&mobile), None);
        }
        if self.random.random_range(0..10) < 6 {
            let zone = self.zones[self.random.random_range(0..self.zones.len())];
            row.timezone = Some(zone.as_str().to_owned());
        }
        let lot = self.random.random_range(0..100);
        if lot < 2 && !is_needed {
            row.status = UserStatus::Suspended;
        }
        if row.status == UserStatus::Suspended || lot >= 75 {
            row.updated_at = self.later(at);
        }
        Ok(row)
    }

    /// Returns a phone number from the ranges reserved for fiction.
    fn mobile(&mut self) -> String {
        let random = &mut self.random;
        let lot = random.random_range(0..10_000);
        match random.random_range(0..3) {
            0 => format!("+44 7700 900{:03}", lot % 1_000),
            1 => format!("+33 6 39 98 {:02} {:02}", lot / 100, lot % 100),
            _ => {
                let area = [202, 212, 303, 312, 404, 415, 512, 617, 702, 808][lot % 10];
                format!("+1 ({area}) 555-01{:02}", lot / 10 % 100)
            }
        }
    }

    /// Returns the orgs that a user joins, in order.
    fn places(&mut self, number: usize, at: DateTime<Utc>, land: &Landscape) -> Vec<Vacancy> {
        let (users, orgs) = (self.demo.users, land.orgs.len());
        let mut wanted: Vec<(usize, bool, MemberRole)> = Vec::new();
        if orgs == 0 {
            return Vec::new();
        }
        // The first users own an org each, and are the admin of the previous one, so every org has
        // both.
        wanted.extend(
            (number..orgs)
                .step_by(users)
                .map(|org| (org, true, MemberRole::User)),
        );
        if users > 1 {
            let neighbour = (number + users - 1) % users;
            wanted.extend(
                (neighbour..orgs)
                    .step_by(users)
                    .map(|org| (org, false, MemberRole::Admin)),
            );
        }
        let needed = wanted.len();
        let in_largest = number.is_multiple_of(IN_LARGEST);
        let size = self.memberships().max(usize::from(in_largest)).min(orgs);
        // A small org may repeat, so the number of attempts is limited.
        for attempt in 0..size * 4 {
            if wanted.len() >= size && !(attempt == 0 && in_largest) {
                break;
            }
            let org = match attempt {
                0 if in_largest => 0,
                _ => land.any(&mut self.random),
            };
            if wanted.iter().any(|(known, ..)| *known == org) {
                continue;
            }
            let lot = self.random.random_range(0.0..1.0);
            let is_owner = lot < land.orgs[org].owners;
            let role = match self.random.random_range(0.0..1.0) < land.orgs[org].admins {
                true => MemberRole::Admin,
                false => MemberRole::User,
            };
            wanted.push((org, is_owner, role));
        }
        self.placed(wanted, needed, at)
    }

    fn placed(
        &mut self,
        wanted: Vec<(usize, bool, MemberRole)>,
        needed: usize,
        at: DateTime<Utc>,
    ) -> Vec<Vacancy> {
        let at_once = self.random.random_range(0..2) == 0;
        let number = wanted.len();
        let mut places = Vec::with_capacity(number);
        for (index, (org, is_owner, role)) in wanted.into_iter().enumerate() {
            let is_retired = index >= needed && self.random.random_range(0..25) == 0;
            let after = match at_once {
                true => 0,
                false => self.steps.half() * index as i64 / number as i64,
            };
            places.push(Vacancy {
                org,
                is_owner,
                role,
                status: match is_retired {
                    true => MemberStatus::Retired,
                    false => MemberStatus::Active,
                },
                at: at + Duration::microseconds(after),
            });
        }
        places
    }

    /// Returns the default membership and its reason, as the operations would have set it if they
    /// had run in this order, and some memberships and then some orgs had been retired later.
    fn default_of(
        &mut self,
        places: &[Vacancy],
        land: &Landscape,
    ) -> (Option<usize>, DefaultReason) {
        let (default, reason) = self.default_before_orgs_retired(places, land);
        let is_in_retired_org = |index: usize| land.orgs[places[index].org].is_retired;
        if default.is_none_or(|index| !is_in_retired_org(index)) {
            return (default, reason);
        }
        let others = (0..places.len()).filter(|index| {
            places[*index].status == MemberStatus::Active && !is_in_retired_org(*index)
        });
        match others.min_by_key(|index| land.orgs[places[*index].org].place) {
            Some(promoted) => (Some(promoted), DefaultReason::Promoted),
            None => (default, reason),
        }
    }

    fn default_before_orgs_retired(
        &mut self,
        places: &[Vacancy],
        land: &Landscape,
    ) -> (Option<usize>, DefaultReason) {
        let first_by_name = |only_active: bool| {
            (0..places.len())
                .filter(|index| !only_active || places[*index].status == MemberStatus::Active)
                .min_by_key(|index| land.orgs[places[*index].org].place)
        };
        let active: Vec<_> = (0..places.len())
            .filter(|index| places[*index].status == MemberStatus::Active)
            .collect();
        if active.len() > 1 && self.random.random_range(0..8) == 0 {
            let chosen = active[self.random.random_range(0..active.len())];
            return (Some(chosen), DefaultReason::Explicit);
        }
        let came_at_once = places.len() > 1 && places[0].at == places[1].at;
        let (at_first, reason) = match came_at_once {
            true => (first_by_name(false), DefaultReason::Alphabetical),
            false => ((!places.is_empty()).then_some(0), DefaultReason::Only),
        };
        match at_first {
            Some(index) if places[index].status == MemberStatus::Active => (at_first, reason),
            _ => (first_by_name(true), DefaultReason::Promoted),
        }
    }

    fn join_groups(
        &mut self,
        user: UserId,
        place: &Vacancy,
        land: &mut Landscape,
        parcel: &mut Parcel,
    ) {
        let org = &land.orgs[place.org];
        let (whole, rest) = (org.joins as usize, org.joins.fract());
        let number = whole + usize::from(self.random.random_range(0.0..1.0) < rest);
        let mut joined = Vec::with_capacity(number);
        for _ in 0..number.min(org.groups.len()) {
            // The square of a number below one favors the first groups, which are larger.
            let lot = self.random.random_range(0.0..1.0_f64).powi(2);
            let index = org.groups[(lot * org.groups.len() as f64) as usize % org.groups.len()];
            let group = &mut land.groups[index];
            if group.room == 0 || joined.contains(&index) {
                continue;
            }
            group.room -= 1;
            joined.push(index);
            parcel.group_memberships.push(group_membership::Model {
                id: self.ids.next(place.at),
                group_id: group.id,
                org_id: org.id,
                user_id: user,
                created_at: place.at,
                updated_at: place.at,
                version: 1,
                owned_by: None,
            });
        }
    }

    fn memberships(&mut self) -> usize {
        let mut lot = self.random.random_range(0..MEMBERSHIPS.iter().sum());
        MEMBERSHIPS
            .iter()
            .position(|share| match lot.checked_sub(*share) {
                None => true,
                Some(rest) => {
                    lot = rest;
                    false
                }
            })
            .unwrap_or(1)
    }

    /// Returns a random time within the first half of a step. The other half is for the user's
    /// memberships.
    fn part_of_step(&mut self) -> Duration {
        Duration::microseconds(self.random.random_range(0..=self.steps.half()))
    }

    fn later(&mut self, than: DateTime<Utc>) -> DateTime<Utc> {
        later(than, &mut self.random)
    }
}
