//! The statements of every list: each filter and order, with a first page and a deep page.

use tenantry::{
    access::Actor,
    db::Sql,
    domain::{
        Reader,
        field::ExternalId,
        group::{self, GroupMemberFilter},
        membership::{self, MemberFilter, MembershipFilter},
        org,
        user::{self, FindUserBy, LookupKind},
    },
    entity::{
        Columns,
        membership::{MemberRole, MemberStatus},
        org::OrgStatus,
        user::UserStatus,
    },
    page::{Order, PageRequest, Wanted},
};
use uuid::Uuid;

use crate::support::TestApp;

use super::{
    events,
    million::{LARGE, LARGE_GROUP, LEFT_BEHIND, SMALL},
    searches,
};

/// Returns the statements of all lists for this actor. Each has a name that ends with the position
/// of its page.
pub(super) async fn cases(app: &TestApp, reader: &Reader) -> Vec<(String, Sql)> {
    let mut cases = user_cases(app, reader).await;
    cases.extend(search_cases(reader).await);
    cases.extend(lookup_cases(reader));
    cases.extend(org_cases(app, reader).await);
    cases.extend(membership_cases(app, reader).await);
    cases.extend(group_cases(app, reader).await);
    cases.extend(events::cases(app, reader).await);
    cases.extend(searches::cases(app, reader).await);
    cases
}

pub(super) fn page<T>(order: &Order<T>, after: Option<&str>) -> PageRequest {
    let wanted = Wanted {
        first: Some(50),
        after,
        ..Wanted::default()
    };
    PageRequest::parse(order, wanted).expect("a page")
}

async fn user_cases(app: &TestApp, reader: &Reader) -> Vec<(String, Sql)> {
    let mut cases = Vec::new();
    let root = app.app.read(&Actor::command_line());
    let late = "2020-01-12T13:40:00Z".parse().expect("a time");
    let early = "2020-01-02T00:00:00Z".parse().expect("a time");
    let filters = [
        ("all", None, None, None, None),
        ("name of many", Some("anna"), None, None, None),
        ("name of thousands", Some("quovad"), None, None, None),
        ("name of few", Some("xenq"), None, None, None),
        ("name of nobody", Some("wwwww"), None, None, None),
        ("two letters and a space", Some("na s"), None, None, None),
        ("active", None, None, Some(UserStatus::Active), None),
        ("suspended", None, None, Some(UserStatus::Suspended), None),
        ("late", None, None, None, Some(late)),
        ("early", None, None, None, Some(early)),
        ("email", None, Some("u900000@example.com"), None, None),
        (
            "suspended, name of many",
            Some("anna"),
            None,
            Some(UserStatus::Suspended),
            None,
        ),
        ("early, name of many", Some("anna"), None, None, Some(early)),
    ];
    for (name, part, email, status, since) in filters {
        let filter = user::UserFilter::parse(part, email, status, since).expect("a filter");
        if let Some(counting) = filter.narrowest_sql(reader) {
            cases.push((format!("users: {name}: counting"), counting));
        }
        for order in [
            &user::BY_NAME,
            &user::BY_EMAIL,
            &user::BY_UPDATED_AT,
            &user::BY_ID,
        ] {
            let start = user::UserFilter::parse(None, Some("u700000@example.com"), None, None)
                .expect("a filter");
            let start = user::list(&root, &start, order, &PageRequest::all())
                .await
                .expect("a page");
            let start = start.items[0].0.cursor().expect("a cursor");
            for (at, page) in [
                ("first", page(order, None)),
                ("deep", page(order, Some(&start))),
            ] {
                let sql = user::list_sql(reader, &filter, order, &page)
                    .await
                    .expect("a statement");
                cases.push((format!("{}: {name}: {at}", order.name), sql));
            }
        }
    }
    cases
}

/// Returns searches by parts of names, some of which match many users and some few.
async fn search_cases(reader: &Reader) -> Vec<(String, Sql)> {
    let mut cases = Vec::new();
    for part in ["anna", "quovad", "xenq", "wwwww", "na s"] {
        let by = FindUserBy::parse(None, None, None, Some(part)).expect("a criterion");
        for columns in [Columns::All, Columns::Summary] {
            let sql = user::find_by_sql(reader, &by, columns).await;
            let name = format!("users found by \"{part}\", {columns:?}: first");
            cases.push((name, sql.expect("a statement")));
        }
    }
    cases
}

/// Returns lookups with as many keys as one batch can have.
fn lookup_cases(reader: &Reader) -> Vec<(String, Sql)> {
    let keys = |key: fn(u32) -> String| (0..64).map(|n| key(n * 15_000)).collect::<Vec<_>>();
    [
        (LookupKind::Email, keys(|n| format!("u{n}@example.com"))),
        (LookupKind::ExternalId, keys(|n| format!("x{n}"))),
        (LookupKind::Mobile, keys(|n| format!("+44{n}"))),
    ]
    .map(|(by, keys)| {
        let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
        let sql = user::find_by_each_sql(reader, by, &keys);
        (format!("users looked up together, {by:?}: first"), sql)
    })
    .into()
}

async fn org_cases(app: &TestApp, reader: &Reader) -> Vec<(String, Sql)> {
    let mut cases = Vec::new();
    let root = app.app.read(&Actor::command_line());
    for (name, part, status) in [
        ("all", None, None),
        ("name of many", Some("org 7"), None),
        ("name of few", Some("7 1077"), None),
        ("active", None, Some(OrgStatus::Active)),
        ("retired", None, Some(OrgStatus::Retired)),
    ] {
        let filter = org::OrgFilter::parse(part, status).expect("a filter");
        for order in [&org::BY_NAME, &org::BY_ID] {
            let all = org::list(
                &root,
                &org::OrgFilter::default(),
                order,
                &PageRequest::all(),
            )
            .await
            .expect("orgs");
            let start = all
                .items
                .last()
                .expect("orgs")
                .0
                .cursor()
                .expect("a cursor");
            for (at, page) in [
                ("first", page(order, None)),
                ("deep", page(order, Some(&start))),
            ] {
                cases.push((
                    format!("{}: {name}: {at}", order.name),
                    org::list_sql(reader, &filter, order, &page),
                ));
            }
        }
    }
    cases
}

async fn membership_cases(app: &TestApp, reader: &Reader) -> Vec<(String, Sql)> {
    let mut cases = Vec::new();
    let root = app.app.read(&Actor::command_line());
    let of = |number: u128| MembershipFilter {
        user: Some(Uuid::from_u128(number).into()),
        ..MembershipFilter::default()
    };
    let start = membership::list(&root, &of(900_005), &PageRequest::all())
        .await
        .expect("a page");
    let [first, second] = [0, 1].map(|at| start.items[at].0.cursor().expect("a cursor"));
    let starts = [
        ("first", None),
        ("deep", Some(&first)),
        ("deeper", Some(&second)),
    ];
    let pages = starts.map(|(at, start)| (at, page(&membership::BY_ID, start.map(String::as_str))));
    let external = |id| Some(ExternalId::parse("externalId", id).expect("an external id"));
    let default = MembershipFilter::default;
    let of_status = |status| MemberFilter {
        status,
        ..MemberFilter::default()
    };
    let (active, retired) = (Some(MemberStatus::Active), Some(MemberStatus::Retired));
    let filters = [
        ("all", default()),
        (
            "active",
            MembershipFilter {
                member: of_status(active),
                ..default()
            },
        ),
        (
            "retired",
            MembershipFilter {
                member: of_status(retired),
                ..default()
            },
        ),
        (
            "large org",
            MembershipFilter {
                org: Some(LARGE.into()),
                ..default()
            },
        ),
        (
            "large org, active",
            MembershipFilter {
                org: Some(LARGE.into()),
                member: of_status(active),
                ..default()
            },
        ),
        (
            "large org, retired",
            MembershipFilter {
                org: Some(LARGE.into()),
                member: of_status(retired),
                ..default()
            },
        ),
        (
            "left behind, active",
            MembershipFilter {
                org: Some(LEFT_BEHIND.into()),
                member: of_status(active),
                ..default()
            },
        ),
        (
            "small org",
            MembershipFilter {
                org: Some(SMALL.into()),
                ..default()
            },
        ),
        ("user", of(485)),
        (
            "user, org",
            MembershipFilter {
                org: Some(LARGE.into()),
                ..of(485)
            },
        ),
        (
            "external id",
            MembershipFilter {
                external_id: external("x485"),
                ..default()
            },
        ),
        (
            "external id, org",
            MembershipFilter {
                external_id: external("x485"),
                org: Some(LARGE.into()),
                ..default()
            },
        ),
        (
            "external id, retired",
            MembershipFilter {
                external_id: external("x485"),
                member: of_status(retired),
                ..default()
            },
        ),
    ];
    for (name, filter) in filters {
        for (at, page) in &pages {
            let sql = membership::list_sql(reader, &filter, page).await;
            cases.push((
                format!("memberships: {name}: {at}"),
                sql.expect("a statement"),
            ));
        }
    }
    let orgs: Vec<Uuid> = (1..=50).map(Uuid::from_u128).collect();
    let roles = [None, Some(MemberRole::Admin), Some(MemberRole::User)];
    for (name, orgs) in [
        ("large", &[LARGE][..]),
        ("left behind", &[LEFT_BEHIND]),
        ("small", &[SMALL]),
        ("50 orgs", &orgs),
    ] {
        for status in [None, active, retired] {
            for role in roles {
                for (at, page) in &pages {
                    let filter = MemberFilter {
                        status,
                        role,
                        ..MemberFilter::default()
                    };
                    let order = (&membership::OF_ORG, page);
                    let sql = membership::of_orgs_sql(reader, orgs, &filter, Columns::All, order)
                        .await
                        .expect("a statement");
                    let name = format!("members of {name}: {status:?} {role:?}: {at}");
                    cases.extend(sql.into_iter().map(|sql| (name.clone(), sql)));
                }
            }
        }
    }
    for users in [1_u128, 50] {
        let ids: Vec<Uuid> = (0..users).map(|n| Uuid::from_u128(485 + n)).collect();
        let all = membership::OfUserFilter::default();
        let sql = membership::of_users_sql(reader, &ids, all, &page(&membership::OF_USER, None));
        cases.push((format!("memberships of {users} users: first"), sql));
    }
    cases
}

async fn group_cases(app: &TestApp, reader: &Reader) -> Vec<(String, Sql)> {
    let mut cases = Vec::new();
    let root = app.app.read(&Actor::command_line());
    let all = group::of_orgs(&root, &[LARGE], None, &PageRequest::all())
        .await
        .expect("groups");
    let start = all[&LARGE]
        .items
        .last()
        .expect("groups")
        .0
        .cursor()
        .expect("a cursor");
    let orgs: Vec<Uuid> = (1..=50).map(Uuid::from_u128).collect();
    for (at, page) in [
        ("first", page(&group::BY_NAME, None)),
        ("deep", page(&group::BY_NAME, Some(&start))),
    ] {
        for (name, orgs) in [
            ("a large org", &[LARGE][..]),
            ("a small org", &[SMALL]),
            ("50 orgs", &orgs),
        ] {
            cases.push((
                format!("groups of {name}: {at}"),
                group::of_orgs_sql(reader, orgs, None, &page),
            ));
        }
        for users in [1_u128, 50] {
            let ids: Vec<Uuid> = (0..users).map(|n| Uuid::from_u128(485 + n)).collect();
            for (name, org) in [("all orgs", None), ("a large org", Some(LARGE.into()))] {
                cases.push((
                    format!("groups of {users} users in {name}: {at}"),
                    group::of_users_sql(reader, &ids, org, &page),
                ));
            }
        }
    }
    let small = Uuid::from_u128(97 + 9_900);
    let any = GroupMemberFilter::default();
    let last = group::members(&root, &[small], &any, &group::BY_USER, &PageRequest::all())
        .await
        .expect("members");
    let start = last[&small]
        .items
        .last()
        .expect("members")
        .0
        .cursor()
        .expect("a cursor");
    for (name, org, group, user) in [
        ("a large group", LARGE, Some(LARGE_GROUP), None),
        ("a small group", SMALL, Some(small), None),
        ("all groups of a large org", LARGE, None, None),
        ("a user's groups", LARGE, None, Some(Uuid::from_u128(485))),
    ] {
        let (group, user) = (group.map(Into::into), user.map(Into::into));
        cases.push((
            format!("groupUsers of {name}: first"),
            group::group_users_sql(reader, org.into(), group, user),
        ));
    }
    let groups: Vec<Uuid> = (1..=50).map(|n| Uuid::from_u128(9_900 + n)).collect();
    for (at, page) in [
        ("first", page(&group::BY_USER, None)),
        ("deep", page(&group::BY_USER, Some(&start))),
    ] {
        for status in [
            None,
            Some(MemberStatus::Active),
            Some(MemberStatus::Retired),
        ] {
            for (name, groups) in [
                ("a large group", &[LARGE_GROUP][..]),
                ("a small group", &[small]),
                ("50 groups", &groups),
            ] {
                let filter = GroupMemberFilter {
                    status,
                    ..GroupMemberFilter::default()
                };
                let sql = group::members_sql(reader, groups, &filter, &group::BY_USER, &page);
                let name = format!("members of {name}: {status:?}: {at}");
                let sql = sql.await.expect("a statement");
                cases.extend(sql.into_iter().map(|sql| (name.clone(), sql)));
            }
        }
    }
    cases
}
