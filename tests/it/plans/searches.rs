//! The statements of searches, and of lists sorted by columns of users, groups or orgs.

use tenantry::{
    db::Sql,
    domain::{
        Reader,
        field::{ExternalId, NameSearch},
        group::{self, GroupFilter, GroupMemberFilter},
        job::{self, JobFilter},
        membership::{self, MemberFilter, MembershipFilter, OfUserFilter},
        org::{self, OrgFilter},
        user::{self, SearchText, UserFilter},
    },
    entity::{
        Columns,
        job::JobStatus,
        membership::{MemberRole, MemberStatus},
    },
};
use uuid::Uuid;

use crate::support::TestApp;

use super::{
    cases::page,
    million::{LARGE, LARGE_GROUP, SMALL},
};

/// Texts that many users have, few, and none: parts of names and of addresses, external ids, and
/// beginnings.
const TEXTS: [&str; 9] = [
    "anna",
    "quovad",
    "xenq",
    "wwwww",
    "example.com",
    "u90000",
    "x485",
    "an",
    "u",
];

fn text(text: &str) -> Option<SearchText> {
    SearchText::parse("search", text).expect("a text")
}

pub(super) async fn cases(_: &TestApp, reader: &Reader) -> Vec<(String, Sql)> {
    let mut cases = user_cases(reader).await;
    cases.extend(member_cases(reader).await);
    cases.extend(group_cases(reader).await);
    cases.extend(other_cases(reader));
    cases
}

async fn user_cases(reader: &Reader) -> Vec<(String, Sql)> {
    let mut cases = Vec::new();
    let late = "2020-01-12T13:40:00Z".parse().ok();
    let mut filters: Vec<_> = TEXTS
        .map(|it| {
            (
                format!("search \"{it}\""),
                UserFilter::default().searching(text(it)),
            )
        })
        .into();
    filters.extend([
        (
            "search in a large org".to_owned(),
            UserFilter::default()
                .searching(text("anna"))
                .of_orgs(Some(LARGE.into()), None),
        ),
        (
            "small org".to_owned(),
            UserFilter::default().of_orgs(Some(SMALL.into()), None),
        ),
        (
            "large org".to_owned(),
            UserFilter::default().of_orgs(Some(LARGE.into()), None),
        ),
        (
            "not in a large org".to_owned(),
            UserFilter::default().of_orgs(None, Some(LARGE.into())),
        ),
        (
            "without an org".to_owned(),
            UserFilter::default().without_org(Some(true)),
        ),
        (
            "with an org".to_owned(),
            UserFilter::default().without_org(Some(false)),
        ),
        (
            "created late".to_owned(),
            UserFilter::default().created_since(late),
        ),
        (
            "ids".to_owned(),
            UserFilter::default()
                .with_ids(Some(
                    (1..=1000).map(|n| Uuid::from_u128(n).into()).collect(),
                ))
                .expect("few ids"),
        ),
    ]);
    for (name, filter) in filters {
        if let Some(counting) = filter.narrowest_sql(reader) {
            cases.push((format!("users: {name}: counting"), counting));
        }
        for order in [&user::BY_NAME, &user::BY_CREATED_AT] {
            let sql = user::list_sql(reader, &filter, order, &page(order, None)).await;
            let name = format!("{}: {name}: first", order.name);
            cases.push((name, sql.expect("a statement")));
        }
    }
    cases
}

/// The rows and their order are the same, whichever columns are read.
pub(super) async fn columns_change_no_list(reader: &Reader) {
    let all = MemberFilter::default();
    let order = &membership::OF_ORG_BY_NAME;
    let members = async |columns| {
        let by = (order, &page(order, None));
        let found = membership::of_orgs(reader, &[LARGE], &all, columns, by).await;
        let found = found.expect("members").remove(&LARGE);
        let members = found.into_iter().flat_map(|page| page.items);
        let ids = members.map(|(_, member)| (member.membership.summary.id, member.user.summary.id));
        ids.collect::<Vec<_>>()
    };
    assert_eq!(members(Columns::All).await, members(Columns::Summary).await);
}

async fn member_cases(reader: &Reader) -> Vec<(String, Sql)> {
    let mut cases = Vec::new();
    let mut filters: Vec<_> = TEXTS
        .map(|it| {
            let filter = MemberFilter {
                search: text(it),
                ..MemberFilter::default()
            };
            (format!("search \"{it}\""), filter)
        })
        .into();
    filters.extend([
        ("all".to_owned(), MemberFilter::default()),
        (
            "retired".to_owned(),
            MemberFilter {
                status: Some(MemberStatus::Retired),
                ..MemberFilter::default()
            },
        ),
        (
            "owners".to_owned(),
            MemberFilter {
                is_owner: Some(true),
                ..MemberFilter::default()
            },
        ),
        (
            "admins".to_owned(),
            MemberFilter {
                role: Some(MemberRole::Admin),
                ..MemberFilter::default()
            },
        ),
        (
            "search for owners".to_owned(),
            MemberFilter {
                is_owner: Some(true),
                search: text("anna"),
                ..MemberFilter::default()
            },
        ),
        (
            "search for admins".to_owned(),
            MemberFilter {
                role: Some(MemberRole::Admin),
                search: text("anna"),
                ..MemberFilter::default()
            },
        ),
        (
            "search for retired members".to_owned(),
            MemberFilter {
                status: Some(MemberStatus::Retired),
                search: text("anna"),
                ..MemberFilter::default()
            },
        ),
        (
            "role".to_owned(),
            MemberFilter {
                role_id: Some(LARGE.into()),
                ..MemberFilter::default()
            },
        ),
        (
            "not in a group".to_owned(),
            MemberFilter {
                not_in_group: Some(Uuid::from_u128(2).into()),
                ..MemberFilter::default()
            },
        ),
    ]);
    let orgs: Vec<Uuid> = (1..=50).map(Uuid::from_u128).collect();
    let small: Vec<Uuid> = (0..3)
        .map(|n| Uuid::from_u128(SMALL.as_u128() + n))
        .collect();
    for (name, filter) in filters {
        if let Some(counting) = filter.narrowest_sql(reader) {
            cases.push((format!("members: {name}: counting"), counting));
        }
        for order in [
            &membership::OF_ORG,
            &membership::OF_ORG_BY_NAME,
            &membership::OF_ORG_BY_EMAIL,
        ] {
            for (of, orgs) in [
                ("large", &[LARGE][..]),
                ("small", &[SMALL]),
                ("three small", &small),
                ("50 orgs", &orgs),
            ] {
                let page = page(order, None);
                let columns: &[Columns] = match of {
                    "large" => &[Columns::All, Columns::Summary],
                    _ => &[Columns::Summary],
                };
                for columns in columns {
                    let sql =
                        membership::of_orgs_sql(reader, orgs, &filter, *columns, (order, &page))
                            .await;
                    let name = format!("{} of {of}: {name}, {columns:?}: first", order.name);
                    let sql = sql.expect("a statement").into_iter();
                    cases.extend(sql.map(|sql| (name.clone(), sql)));
                }
            }
        }
        let filter = MembershipFilter {
            member: filter,
            ..MembershipFilter::default()
        };
        let sql = membership::list_sql(reader, &filter, &page(&membership::BY_ID, None)).await;
        let name = format!("all memberships: {name}: first");
        cases.push((name, sql.expect("a statement")));
    }
    let all = MemberFilter::default();
    cases.push((
        "members by name: all: counting".to_owned(),
        membership::totals_sql(reader, &orgs, &all, 10_000),
    ));
    cases
}

async fn group_cases(reader: &Reader) -> Vec<(String, Sql)> {
    let mut cases = Vec::new();
    let filters = [None, text("anna"), text("xenq"), text("an")].map(|search| GroupMemberFilter {
        search,
        ..GroupMemberFilter::default()
    });
    for filter in filters {
        for order in [
            &group::BY_USER,
            &group::BY_ADDED,
            &group::MEMBERS_BY_NAME,
            &group::MEMBERS_BY_EMAIL,
        ] {
            let page = page(order, None);
            let sql = group::members_sql(reader, &[LARGE_GROUP], &filter, order, &page).await;
            let name = format!(
                "{} in a large group: {:?}: first",
                order.name, filter.search
            );
            let sql = sql.expect("a statement").into_iter();
            cases.extend(sql.map(|sql| (name.clone(), sql)));
        }
    }
    let search = |text| NameSearch::parse("search", text).expect("a text");
    for (name, filter) in [
        ("all", GroupFilter::default()),
        (
            "large org",
            GroupFilter {
                org: Some(LARGE.into()),
                ..GroupFilter::default()
            },
        ),
        (
            "search",
            GroupFilter {
                search: search("group 77"),
                ..GroupFilter::default()
            },
        ),
        (
            "external id",
            GroupFilter {
                external_id: ExternalId::parse("externalId", "x").ok(),
                ..GroupFilter::default()
            },
        ),
    ] {
        for order in [&group::BY_NAME, &group::BY_CREATED_AT] {
            let sql = group::list_sql(reader, &filter, order, &page(order, None));
            cases.push((format!("all {}: {name}: first", order.name), sql));
        }
    }
    cases
}

fn other_cases(reader: &Reader) -> Vec<(String, Sql)> {
    let mut cases = Vec::new();
    let orgs: Vec<Uuid> = (1..=50).map(Uuid::from_u128).collect();
    for (name, filter) in [
        (
            "search",
            OrgFilter::default()
                .searching(NameSearch::parse("search", "org 7").expect("a text"), None),
        ),
        (
            "external id",
            OrgFilter::default().searching(None, ExternalId::parse("externalId", "x").ok()),
        ),
        (
            "without owner",
            OrgFilter::default().without_owner(Some(true)),
        ),
        (
            "with an owner",
            OrgFilter::default().without_owner(Some(false)),
        ),
    ] {
        for order in [&org::BY_NAME, &org::BY_CREATED_AT] {
            let sql = org::list_sql(reader, &filter, order, &page(order, None));
            cases.push((format!("{}: {name}: first", order.name), sql));
        }
    }
    cases.push((
        "owners: 50 orgs: first".to_owned(),
        membership::owners_sql(reader, &orgs),
    ));
    cases.push((
        "members of roles: 50 roles: first".to_owned(),
        membership::of_roles_sql(reader, &orgs, &page(&membership::OF_ROLE, None)),
    ));
    let filter = OfUserFilter {
        status: Some(MemberStatus::Active),
        org: Some(LARGE.into()),
        role: None,
    };
    cases.push((
        "memberships of a user in an org: first".to_owned(),
        membership::of_users_sql(
            reader,
            &[Uuid::from_u128(485)],
            filter,
            &page(&membership::OF_USER, None),
        ),
    ));
    for status in JobStatus::ALL {
        let filter = JobFilter::parse(Some(*status), Some("createUsers")).expect("a filter");
        let sql = job::list_sql(reader, filter, &page(&job::BY_ID, None));
        cases.push((format!("jobs {status:?}: first"), sql));
    }
    cases
}
