//! Tests the demo data: equal numbers and seeds create equal directories, and all rules of the
//! domain hold in them.

use chrono::{DateTime, Utc};
use sea_orm_migration::sea_orm::{ConnectionTrait, EntityTrait, ModelTrait, QueryOrder, Statement};
use serde_json::json;
use tenantry::{
    config::Config,
    db::{Conn, Db},
    demo::{Demo, MAX_GROUPS, MAX_ORGS, MAX_USERS, Progress, Rows, fill},
    domain::user::{Email, Mobile},
    entity::{group, group_membership, membership, org, user},
    normalize,
};
use uuid::Uuid;

use crate::support::{ROOT, TestApp, on_both_engines};

async fn filled(db: &Db, users: usize, orgs: usize, groups: usize, seed: u64) -> Rows {
    let demo = Demo::new(users, orgs, groups, seed).expect("within bounds");
    fill(db, demo, |_| {}).await.expect("a directory")
}

/// All rows of a directory, ordered by id.
struct Directory {
    users: Vec<user::Model>,
    orgs: Vec<org::Model>,
    memberships: Vec<membership::Model>,
    groups: Vec<group::Model>,
    group_memberships: Vec<group_membership::Model>,
}

impl Directory {
    async fn of(db: &Db) -> Self {
        let conn = db.reader();
        Self {
            users: rows::<user::Entity>(&conn, user::Column::Id).await,
            orgs: rows::<org::Entity>(&conn, org::Column::Id).await,
            memberships: rows::<membership::Entity>(&conn, membership::Column::Id).await,
            groups: rows::<group::Entity>(&conn, group::Column::Id).await,
            group_memberships: rows::<group_membership::Entity>(
                &conn,
                group_membership::Column::Id,
            )
            .await,
        }
    }
}

async fn rows<E: EntityTrait>(conn: &Conn, id: E::Column) -> Vec<E::Model>
where
    E::Model: ModelTrait<Entity = E>,
{
    E::find().order_by_asc(id).all(conn).await.expect("rows")
}

/// Compares two SQLite files, and on the PostgreSQL engine a PostgreSQL database with a SQLite
/// file.
async fn equal_seeds_create_equal_directories_on_every_engine(app: TestApp) {
    let folder = tempfile::tempdir().expect("a folder");
    let config = Config {
        database_url: format!("sqlite://{}", folder.path().join("other.db").display()),
        ..Config::default()
    };
    let other = Db::open(&config.database()).await.expect("a database");
    other.migrate().await.expect("migrations");
    let counts = filled(app.app.db(), 3_000, 40, 60, 7).await;
    assert_eq!(filled(&other, 3_000, 40, 60, 7).await, counts);
    let (here, there) = (
        Directory::of(app.app.db()).await,
        Directory::of(&other).await,
    );
    same(&here.users, &there.users);
    same(&here.orgs, &there.orgs);
    same(&here.memberships, &there.memberships);
    same(&here.groups, &there.groups);
    same(&here.group_memberships, &there.group_memberships);
    assert_eq!(here.users.len(), counts.users);
    assert_eq!(here.memberships.len(), counts.memberships);
    assert_eq!(here.group_memberships.len(), counts.group_memberships);
    other.close().await;
}

/// Compares two tables. Prints only the first rows that differ.
fn same<M: ModelTrait + PartialEq>(here: &[M], there: &[M]) {
    for (one, other) in here.iter().zip(there) {
        assert_eq!(one, other);
    }
    assert_eq!(here.len(), there.len());
}

async fn different_seeds_create_different_users(app: TestApp) {
    filled(app.app.db(), 100, 5, 5, 1).await;
    let one = Directory::of(app.app.db()).await;
    empty(&app).await;
    filled(app.app.db(), 100, 5, 5, 2).await;
    let other = Directory::of(app.app.db()).await;
    let names = |directory: &Directory| -> Vec<_> {
        let users = directory.users.iter();
        users.map(|user| user.display_name.clone()).collect()
    };
    assert_ne!(names(&one), names(&other));
    assert!(one.users.iter().all(|user| !other.users.contains(user)));
}

async fn empty(app: &TestApp) {
    for table in [
        "group_memberships",
        "groups",
        "memberships",
        "users",
        "orgs",
    ] {
        app.sql(&format!("DELETE FROM {table}")).await;
    }
}

/// States that must never occur, each with a statement that counts its occurrences.
const NEVER: &[(&str, &str)] = &[
    (
        "a user is listed as without an org although they have one, or not listed without one",
        "SELECT count(*) FROM users u LEFT JOIN users_without_org w ON w.user_id = u.id \
         WHERE (w.user_id IS NULL) <> EXISTS (SELECT 1 FROM memberships m WHERE m.user_id = u.id)",
    ),
    (
        "a user with active memberships and no default, or several",
        "SELECT count(*) FROM (SELECT 1 FROM memberships GROUP BY user_id \
         HAVING sum(CASE WHEN status = 'active' THEN 1 ELSE 0 END) > 0 \
         AND sum(CASE WHEN status = 'active' AND is_default THEN 1 ELSE 0 END) <> 1) x",
    ),
    (
        "a retired default",
        "SELECT count(*) FROM memberships WHERE is_default AND status <> 'active'",
    ),
    (
        "an only default that was not the user's first membership",
        "SELECT count(*) FROM memberships m WHERE default_reason = 'only' AND EXISTS \
         (SELECT 1 FROM memberships e WHERE e.user_id = m.user_id AND e.id < m.id)",
    ),
    (
        "an alphabetical default without other memberships of that time, or not the first by name",
        "SELECT count(*) FROM memberships m JOIN orgs o ON o.id = m.org_id WHERE m.default_reason = 'alphabetical' \
         AND (NOT EXISTS (SELECT 1 FROM memberships e WHERE e.user_id = m.user_id AND e.id <> m.id \
         AND e.created_at = m.created_at) OR EXISTS (SELECT 1 FROM memberships e JOIN orgs f ON f.id = e.org_id \
         WHERE e.user_id = m.user_id AND (f.name_key, f.id) < (o.name_key, o.id)))",
    ),
    (
        "a promoted default without another membership that is retired or in a retired org, or not the \
         first by name of the active ones in active orgs",
        "SELECT count(*) FROM memberships m JOIN orgs o ON o.id = m.org_id WHERE m.default_reason = 'promoted' \
         AND (NOT EXISTS (SELECT 1 FROM memberships e JOIN orgs f ON f.id = e.org_id WHERE e.user_id = m.user_id \
         AND (e.status = 'retired' OR f.status = 'retired')) \
         OR EXISTS (SELECT 1 FROM memberships e JOIN orgs f ON f.id = e.org_id WHERE e.user_id = m.user_id \
         AND e.status = 'active' AND f.status = 'active' AND (f.name_key, f.id) < (o.name_key, o.id)))",
    ),
    (
        "a default in a retired org beside an active membership in an active org",
        "SELECT count(*) FROM memberships m JOIN orgs o ON o.id = m.org_id WHERE m.is_default AND o.status = 'retired' \
         AND EXISTS (SELECT 1 FROM memberships e JOIN orgs f ON f.id = e.org_id WHERE e.user_id = m.user_id \
         AND e.status = 'active' AND f.status = 'active')",
    ),
    (
        "an explicit default of a user with one active membership",
        "SELECT count(*) FROM memberships m WHERE default_reason = 'explicit' AND NOT EXISTS \
         (SELECT 1 FROM memberships e WHERE e.user_id = m.user_id AND e.id <> m.id AND e.status = 'active')",
    ),
    (
        "an org without an owner in force",
        "SELECT count(*) FROM orgs o WHERE EXISTS (SELECT 1 FROM users) AND NOT EXISTS (SELECT 1 FROM memberships m \
         JOIN users u ON u.id = m.user_id WHERE m.org_id = o.id AND m.is_owner AND m.status = 'active' \
         AND u.status = 'active')",
    ),
    (
        "an org without an admin in force, in a directory of several users",
        "SELECT count(*) FROM orgs o WHERE (SELECT count(*) FROM users) > 1 AND NOT EXISTS (SELECT 1 FROM memberships m \
         JOIN users u ON u.id = m.user_id WHERE m.org_id = o.id AND m.role = 'admin' AND m.status = 'active' \
         AND u.status = 'active')",
    ),
    (
        "an address of two users",
        "SELECT count(*) - count(DISTINCT email_key) FROM users",
    ),
    (
        "an address that could be real",
        "SELECT count(*) FROM users WHERE email_key NOT LIKE '%@example.com' AND email_key NOT LIKE '%@example.org' \
         AND email_key NOT LIKE '%@example.net' AND email_key NOT LIKE '%.test'",
    ),
    (
        "a name of two active orgs",
        "SELECT count(*) - count(DISTINCT name_key) FROM orgs WHERE status = 'active'",
    ),
    (
        "a name of two groups of an org",
        "SELECT count(*) FROM (SELECT 1 FROM groups GROUP BY org_id, name_key HAVING count(*) > 1) x",
    ),
    (
        "a group member who is not an active member of the org",
        "SELECT count(*) FROM group_memberships g WHERE NOT EXISTS (SELECT 1 FROM memberships m \
         JOIN groups o ON o.org_id = m.org_id WHERE o.id = g.group_id AND m.org_id = g.org_id \
         AND m.user_id = g.user_id AND m.status = 'active')",
    ),
    (
        "a group of more than 150 users",
        "SELECT count(*) FROM (SELECT 1 FROM group_memberships GROUP BY group_id HAVING count(*) > 150) x",
    ),
    (
        "an event",
        "SELECT count(*) FROM events WHERE entity <> 'token'",
    ),
];

async fn keeps_the_rules(app: &TestApp) {
    for (what, sql) in NEVER {
        assert_eq!(app.count(sql).await, 0, "{what}");
    }
}

async fn large_directory_follows_all_rules(app: TestApp) {
    filled(app.app.db(), 4_000, 60, 120, 3).await;
    keeps_the_rules(&app).await;
}

async fn small_directories_follow_all_rules(app: TestApp) {
    for (users, orgs, groups) in [
        (0, 0, 0),
        (0, 3, 4),
        (1, 0, 0),
        (1, 3, 2),
        (2, 5, 0),
        (7, 1, 90),
        (40, 60, 3),
    ] {
        let rows = filled(app.app.db(), users, orgs, groups, 5).await;
        assert_eq!((rows.users, rows.orgs, rows.groups), (users, orgs, groups));
        keeps_the_rules(&app).await;
        empty(&app).await;
    }
}

async fn directory_contains_every_kind_of_row(app: TestApp) {
    let users = 4_000;
    let rows = filled(app.app.db(), users, 60, 120, 3).await;
    for what in [
        "users WHERE status = 'suspended'",
        "users WHERE mobile_key IS NOT NULL",
        "users WHERE timezone IS NOT NULL",
        "users WHERE display_name_is_custom",
        "users WHERE last_name = '-'",
        "users WHERE length(display_name) > 150",
        "orgs WHERE status = 'retired'",
        "orgs o WHERE status = 'retired' AND EXISTS (SELECT 1 FROM orgs n WHERE n.name_key = o.name_key AND n.id <> o.id)",
        "memberships WHERE status = 'retired'",
        "memberships WHERE default_reason = 'only'",
        "memberships WHERE default_reason = 'alphabetical'",
        "memberships WHERE default_reason = 'promoted'",
        "memberships WHERE default_reason = 'explicit'",
        "users u WHERE NOT EXISTS (SELECT 1 FROM memberships m WHERE m.user_id = u.id)",
    ] {
        let found = app.count(&format!("SELECT count(*) FROM {what}")).await;
        assert!(found > 0, "{what}");
    }
    for letter in ["é", "в", "ω", "م", "ש", "र", "ก", "王", "さ", "ハ", "김"] {
        let sql = format!("SELECT count(*) FROM users WHERE display_name LIKE '%{letter}%'");
        assert!(app.count(&sql).await > 0, "{letter}");
    }
    let each = rows.memberships as f64 / users as f64;
    assert!((1.8..2.2).contains(&each), "{each} memberships a user");
    let external = app
        .count("SELECT count(*) FROM memberships WHERE external_id IS NOT NULL")
        .await;
    assert!(external as usize * 2 > rows.memberships);
    let largest = "SELECT max(n) FROM (SELECT count(*) AS n FROM memberships GROUP BY org_id) x";
    assert!(app.count(largest).await as usize * 10 >= users);
}

async fn derived_columns_equal_those_of_the_operations(app: TestApp) {
    filled(app.app.db(), 2_000, 40, 60, 3).await;
    let directory = Directory::of(app.app.db()).await;
    for user in &directory.users {
        let email = Email::parse("email", &user.email).expect("an address");
        assert_eq!(email.key(), user.email_key);
        let key = user.mobile.as_ref().map(|mobile| {
            let mobile = Mobile::parse("mobile", mobile).expect("a number");
            mobile.key(None)
        });
        assert_eq!(key, user.mobile_key);
        assert_eq!(normalize::key(&user.display_name), user.display_name_key);
        assert_eq!(
            normalize::search_lines(&user.display_name, &user.first_name, &user.last_name),
            user.search_text
        );
    }
    for org in &directory.orgs {
        assert_eq!(normalize::key(&org.name), org.name_key);
    }
    for group in &directory.groups {
        assert_eq!(normalize::key(&group.name), group.name_key);
    }
}

async fn ids_contain_the_creation_times(app: TestApp) {
    filled(app.app.db(), 500, 40, 60, 3).await;
    let of = Directory::of(app.app.db()).await;
    let mut times = Vec::new();
    times.extend(
        of.users
            .iter()
            .map(|row| (row.id.0, row.created_at, row.updated_at)),
    );
    times.extend(
        of.orgs
            .iter()
            .map(|row| (row.id.0, row.created_at, row.updated_at)),
    );
    times.extend(
        of.memberships
            .iter()
            .map(|row| (row.id.0, row.created_at, row.updated_at)),
    );
    times.extend(
        of.groups
            .iter()
            .map(|row| (row.id.0, row.created_at, row.updated_at)),
    );
    times.extend(
        of.group_memberships
            .iter()
            .map(|row| (row.id.0, row.created_at, row.updated_at)),
    );
    let end: DateTime<Utc> = "2026-01-01T00:00:00Z".parse().expect("a time");
    for (id, created_at, updated_at) in times {
        assert_eq!(millis(id), created_at.timestamp_millis(), "{id}");
        assert!(created_at <= updated_at && updated_at <= end, "{id}");
    }
}

fn millis(id: Uuid) -> i64 {
    let (seconds, nanos) = id.get_timestamp().expect("a time").to_unix();
    i64::try_from(seconds * 1_000 + u64::from(nanos) / 1_000_000).expect("a number")
}

async fn users_are_found_by_a_part_of_their_name(app: TestApp) {
    filled(app.app.db(), 1_000, 10, 10, 1).await;
    let directory = Directory::of(app.app.db()).await;
    let mut looked_for = 0;
    for user in directory.users.iter().step_by(50) {
        let letters: Vec<char> = user.display_name.chars().collect();
        if normalize::search(&user.display_name).chars().count() < 4 {
            continue;
        }
        let part: String = letters[1..].iter().collect();
        if normalize::search(&part).chars().count() < 3 {
            continue;
        }
        looked_for += 1;
        let find = format!(
            "findUserBy(name: {}, email: {}) {{ name }}",
            json!(part),
            json!(user.email)
        );
        let found = app.read(ROOT, &find).await;
        assert_eq!(found, json!([{ "name": user.display_name }]));
    }
    assert!(looked_for > 5);
}

async fn database_with_users_or_orgs_is_rejected(app: TestApp) {
    app.org("Acme").await;
    let before = app.row_counts().await;
    let demo = Demo::new(10, 2, 2, 1).expect("within bounds");
    let error = fill(app.app.db(), demo, |_| {}).await.expect_err("refused");
    assert!(error.message().contains("has users or orgs"), "{error}");
    assert_eq!(app.row_counts().await, before);
    // The database still accepts changes.
    app.org("Beta").await;
}

async fn interrupted_load_leaves_no_rows_and_can_be_repeated(app: TestApp) {
    let db = app.app.db().clone();
    let interrupted = tokio::spawn(async move {
        let demo = Demo::new(9_000, 10, 10, 1).expect("within bounds");
        let stop = |progress| match progress {
            Progress::Writing(rows, _) if rows > 5_000 => panic!("interrupted"),
            _ => {}
        };
        fill(&db, demo, stop).await
    });
    assert!(interrupted.await.expect_err("a panic").is_panic());
    assert_eq!(app.row_counts().await[..5], [0; 5]);
    filled(app.app.db(), 100, 5, 5, 1).await;
}

async fn progress_is_reported(app: TestApp) {
    let mut seen = Vec::new();
    let demo = Demo::new(5_000, 10, 0, 1).expect("within bounds");
    let rows = fill(app.app.db(), demo, |progress| seen.push(progress))
        .await
        .expect("a directory");
    let written: Vec<_> = seen
        .iter()
        .filter_map(|progress| match progress {
            Progress::Writing(done, of) => Some((*done, *of)),
            _ => None,
        })
        .collect();
    assert!(written.is_sorted() && written.len() > 2, "{written:?}");
    assert_eq!(written.last(), Some(&(rows.total(), rows.total())));
    assert_eq!(
        seen[seen.len() - 2..],
        [Progress::Keeping, Progress::Analyzing]
    );
}

/// After the load, the planner has statistics of the tables.
async fn load_updates_the_planner_statistics(app: TestApp) {
    filled(app.app.db(), 2_000, 10, 10, 1).await;
    let (known, rows) = match app.app.db().engine() {
        // The statistics of SQLite are constants that do not depend on the rows.
        "sqlite" => (
            "SELECT max(CAST(substr(stat, 1, instr(stat, ' ') - 1) AS INTEGER)) FROM sqlite_stat1 WHERE tbl = 'users'",
            1_000_000,
        ),
        _ => (
            "SELECT reltuples::bigint FROM pg_class WHERE relname = 'users'",
            2_000,
        ),
    };
    let conn = app.app.db().writer();
    let statement = Statement::from_string(conn.get_database_backend(), known);
    let row = conn
        .query_one_raw(statement)
        .await
        .expect(known)
        .expect("a row");
    assert_eq!(row.try_get_by_index::<i64>(0).expect("a number"), rows);
}

#[test]
fn out_of_bounds_numbers_are_rejected_by_field() {
    for (users, orgs, groups, field) in [
        (MAX_USERS + 1, 1, 0, "users"),
        (1, MAX_ORGS + 1, 0, "orgs"),
        (1, 1, MAX_GROUPS + 1, "groups"),
        (1, 0, 1, "groups"),
    ] {
        let error = Demo::new(users, orgs, groups, 1).expect_err(field);
        assert_eq!(error.field(), Some(field));
    }
    assert!(Demo::new(MAX_USERS, MAX_ORGS, MAX_GROUPS, u64::MAX).is_ok());
}

on_both_engines! {
    equal_seeds_create_equal_directories_on_every_engine,
    different_seeds_create_different_users,
    large_directory_follows_all_rules,
    small_directories_follow_all_rules,
    directory_contains_every_kind_of_row,
    derived_columns_equal_those_of_the_operations,
    ids_contain_the_creation_times,
    users_are_found_by_a_part_of_their_name,
    database_with_users_or_orgs_is_rejected,
    interrupted_load_leaves_no_rows_and_can_be_repeated,
    progress_is_reported,
    load_updates_the_planner_statistics,
}
