//! Renders rows as objects of the Zendesk API. The number of statements does not depend on the
//! number of rows.

use std::collections::HashMap;

use chrono::{DateTime, SecondsFormat, Utc};
use uuid::Uuid;

use crate::{
    domain::{
        integer_id::IntegerIdOwner,
        membership::{self, OfUser},
        org,
    },
    entity::{
        integer_id::IntegerIdKind,
        membership::Model as Membership,
        org::Model as Org,
        token::Model as Token,
        user::{Model as User, UserStatus},
    },
    error::Result,
    rest::{
        caller::{Caller, IntegerIds},
        item::Item,
    },
};

use super::wire;

/// The path of the API.
pub(super) const ROOT: &str = "/api/v2";

/// Returns the path of an object.
pub(super) fn path(collection: &str, number: i64) -> String {
    format!("{ROOT}/{collection}/{number}.json")
}

/// Renders memberships after loading their orgs.
pub(super) async fn memberships(
    caller: &Caller,
    rows: Vec<Membership>,
) -> Result<Vec<wire::OrganizationMembership>> {
    let mut orgs: Vec<Uuid> = rows.iter().map(|row| row.org_id.into()).collect();
    orgs.sort_unstable();
    orgs.dedup();
    let orgs = org::find_many(caller.reader(), &orgs).await?;
    let orgs: HashMap<_, _> = orgs.into_iter().map(|org| (org.id, org)).collect();
    let rows = rows.into_iter().filter_map(|membership| {
        let org = orgs.get(&membership.org_id)?.clone();
        Some(OfUser { membership, org })
    });
    of_users(caller, rows.collect()).await
}

/// Renders memberships with their orgs.
pub(super) async fn of_users(
    caller: &Caller,
    rows: Vec<OfUser>,
) -> Result<Vec<wire::OrganizationMembership>> {
    let things = rows.iter().flat_map(|OfUser { membership, org }| {
        [
            IntegerIdOwner::new(IntegerIdKind::Membership, membership.id),
            IntegerIdOwner::new(IntegerIdKind::User, membership.user_id),
            IntegerIdOwner::new(IntegerIdKind::Org, org.id),
        ]
    });
    let numbers = caller.numbers(things.collect()).await?;
    let show = |row| membership_with(caller, &numbers, row);
    Ok(rows.into_iter().map(show).collect())
}

/// Renders a membership with its org.
pub(super) async fn of_user(caller: &Caller, row: OfUser) -> Result<Item<wire::OneMembership>> {
    let version = row.membership.version;
    let things = vec![
        IntegerIdOwner::new(IntegerIdKind::Membership, row.membership.id),
        IntegerIdOwner::new(IntegerIdKind::User, row.membership.user_id),
        IntegerIdOwner::new(IntegerIdKind::Org, row.org.id),
    ];
    let numbers = caller.numbers(things).await?;
    let one = wire::OneMembership {
        organization_membership: membership_with(caller, &numbers, row),
        sideloads: wire::MembershipSideloads::default(),
    };
    Ok(Item::new(version, one))
}

fn membership_with(
    caller: &Caller,
    numbers: &IntegerIds,
    row: OfUser,
) -> wire::OrganizationMembership {
    let OfUser { membership, org } = row;
    let id = numbers.of(membership.id);
    wire::OrganizationMembership {
        id,
        url: caller.url(&path("organization_memberships", id)),
        user_id: numbers.of(membership.user_id),
        organization_id: numbers.of(org.id),
        default: membership.is_default,
        organization_name: org.name,
        view_tickets: true,
        created_at: time(membership.created_at),
        updated_at: time(membership.updated_at),
    }
}

/// Renders organizations.
pub(super) async fn organizations(
    caller: &Caller,
    rows: Vec<Org>,
) -> Result<Vec<wire::Organization>> {
    let things = rows
        .iter()
        .map(|org| IntegerIdOwner::new(IntegerIdKind::Org, org.id));
    let numbers = caller.numbers(things.collect()).await?;
    let show = |row| organization_with(caller, &numbers, row);
    Ok(rows.into_iter().map(show).collect())
}

/// Renders an organization.
pub(super) async fn organization(caller: &Caller, row: Org) -> Result<Item<wire::OneOrganization>> {
    let version = row.version;
    let things = vec![IntegerIdOwner::new(IntegerIdKind::Org, row.id)];
    let numbers = caller.numbers(things).await?;
    let one = wire::OneOrganization {
        organization: organization_with(caller, &numbers, row),
    };
    Ok(Item::of_row_alone(version, one))
}

fn organization_with(caller: &Caller, numbers: &IntegerIds, org: Org) -> wire::Organization {
    let id = numbers.of(org.id);
    wire::Organization {
        id,
        url: caller.url(&path("organizations", id)),
        name: org.name,
        external_id: org.external_id,
        created_at: time(org.created_at),
        updated_at: time(org.updated_at),
        shared_tickets: false,
        shared_comments: false,
        domain_names: Vec::new(),
        tags: Vec::new(),
        details: None,
        notes: None,
        group_id: None,
        organization_fields: wire::Nothing {},
    }
}

/// Renders users with their default organizations, as far as the caller may see them.
pub(super) async fn users(caller: &Caller, rows: Vec<User>) -> Result<Vec<wire::User>> {
    let ids: Vec<Uuid> = rows.iter().map(|user| user.id.into()).collect();
    let defaults = membership::defaults_in_force(caller.reader(), &ids).await?;
    let defaults: HashMap<_, _> = defaults
        .into_iter()
        .map(|default| (default.user_id, default.org_id))
        .collect();
    let users = ids
        .iter()
        .map(|id| IntegerIdOwner::new(IntegerIdKind::User, *id));
    let orgs = defaults.values();
    let orgs = orgs.map(|org| IntegerIdOwner::new(IntegerIdKind::Org, *org));
    let numbers = caller.numbers(users.chain(orgs).collect()).await?;
    let show = |user: User| {
        let default = defaults.get(&user.id);
        user_with(
            caller,
            numbers.of(user.id),
            default.map(|org| numbers.of(*org)),
            user,
        )
    };
    Ok(rows.into_iter().map(show).collect())
}

/// Renders a user.
pub(super) async fn user(caller: &Caller, row: User) -> Result<Item<wire::OneUser>> {
    let version = row.version;
    let mut users = users(caller, vec![row]).await?;
    let one = wire::OneUser {
        user: users.remove(0),
        sideloads: wire::UserSideloads::default(),
    };
    Ok(Item::new(version, one))
}

fn user_with(caller: &Caller, id: i64, organization_id: Option<i64>, user: User) -> wire::User {
    let is_active = user.status == UserStatus::Active;
    wire::User {
        id,
        url: caller.url(&path("users", id)),
        name: user.display_name,
        email: Some(user.email),
        created_at: time(user.created_at),
        updated_at: time(user.updated_at),
        time_zone: user.timezone.clone(),
        iana_time_zone: user.timezone,
        phone: user.mobile,
        locale: None,
        organization_id,
        role: "end-user",
        verified: true,
        external_id: user.external_id,
        tags: Vec::new(),
        alias: None,
        active: is_active,
        suspended: !is_active,
        details: None,
        notes: None,
        default_group_id: None,
        user_fields: wire::Nothing {},
    }
}

/// Renders a token without a user as a user with the role `admin`.
pub(super) async fn token(caller: &Caller, token: Token) -> Result<Item<wire::OneUser>> {
    let version = token.version;
    let things = vec![IntegerIdOwner::new(IntegerIdKind::Token, token.id)];
    let id = caller.numbers(things).await?.of(token.id);
    let one = wire::OneUser {
        user: wire::User {
            id,
            url: caller.url(&format!("{ROOT}/users/me.json")),
            name: token.name,
            email: None,
            created_at: time(token.created_at),
            updated_at: time(token.updated_at),
            time_zone: None,
            iana_time_zone: None,
            phone: None,
            locale: None,
            organization_id: None,
            role: "admin",
            verified: true,
            external_id: None,
            tags: Vec::new(),
            alias: None,
            active: true,
            suspended: false,
            details: None,
            notes: None,
            default_group_id: None,
            user_fields: wire::Nothing {},
        },
        sideloads: wire::UserSideloads::default(),
    };
    Ok(Item::new(version, one))
}

/// Formats a time in seconds, as the protocol requires.
fn time(time: DateTime<Utc>) -> String {
    time.to_rfc3339_opts(SecondsFormat::Secs, true)
}
