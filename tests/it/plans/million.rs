//! A directory of a million users, inserted by statements that generate all rows of a table at
//! once.
//!
//! Indexes, triggers and foreign keys are dropped before and recreated afterwards, which takes much
//! less time than to maintain them for each row.

use sea_orm_migration::sea_orm::ConnectionTrait;
use uuid::Uuid;

use crate::support::{Engine, TestApp};

/// The org of every fifth user.
pub(super) const LARGE: Uuid = Uuid::from_u128(1);
/// An org with 111,111 members, of whom the first 100,000 are retired.
pub(super) const LEFT_BEHIND: Uuid = Uuid::from_u128(2);
/// The group of all members of [`LARGE`].
pub(super) const LARGE_GROUP: Uuid = Uuid::from_u128(1);
/// An admin of [`LARGE`].
pub(super) const LARGE_ADMIN: Uuid = Uuid::from_u128(485);
/// An admin of an org with fewer than 300 members.
pub(super) const SMALL_ADMIN: Uuid = Uuid::from_u128(97);
/// A member of [`LARGE`] whom a custom role permits to read members and groups, but only from some
/// IP addresses.
pub(super) const READER: Uuid = Uuid::from_u128(10);
/// A member of two orgs without rights over other users.
pub(super) const PLAIN: Uuid = Uuid::from_u128(1);
/// The org of [`SMALL_ADMIN`].
pub(super) const SMALL: Uuid = Uuid::from_u128(97 + 11);

pub(super) const TABLES: [&str; 9] = [
    "users",
    "users_without_org",
    "orgs",
    "memberships",
    "groups",
    "group_memberships",
    "roles",
    "membership_roles",
    "events",
];

/// The rows, as SQL in which `{series N}`, `{id NUMBER}`, `{time SECONDS}`, `{part NUMBER}` and
/// `{json LIST}` are placeholders for the SQL of an engine.
const ROWS: [&str; 11] = [
    "INSERT INTO orgs (id, name, name_key, external_id, status, created_at, updated_at)
     SELECT {id n}, 'Org ' || (n % 100) || ' ' || n, 'org ' || (n % 100) || ' ' || n, 'o' || n,
       CASE WHEN n % 100 = 99 THEN 'retired' ELSE 'active' END, {time n}, {time n} FROM {series 10000} s",
    // Names consist of syllables of two letters, which depend on the user's number. Every seventh
    // user has the last name Anna, every two hundredth Quovad, every five thousandth Xenqur.
    "INSERT INTO users (id, email, email_key, first_name, last_name, display_name, display_name_is_custom, display_name_key,
       search_text, status, created_at, updated_at)
     SELECT {id n}, email, email, first, last, first || ' ' || last, FALSE, first || ' ' || last,
       first || ' ' || last || '\n' || first || '\n' || last,
       CASE WHEN n % 400 = 3 THEN 'suspended' ELSE 'active' END, {time n}, {time n * 7919 % 1000003}
     FROM (SELECT n, 'u' || n || '@example.com' AS email,
       substr(syllables, {part h % 32}, 2) || substr(syllables, {part h / 32 % 32}, 2) AS first,
       CASE WHEN n % 7 = 4 THEN 'anna' WHEN n % 5000 = 7 THEN 'xenqur' WHEN n % 200 = 8 THEN 'quovad' ELSE
         substr(syllables, {part h / 1024 % 32}, 2) || substr(syllables, {part h / 32768 % 32}, 2)
         || substr(syllables, {part h / 1048576 % 32}, 2) END AS last
       FROM (SELECT n, n * 48271 % 2147483647 AS h,
         'tomarilibaneko sudefagohijupowuzicabeledyfyrumysolitawehapimogitu' AS syllables FROM {series 1002000} s) numbers) names",
    // The last two thousand users have no membership.
    "INSERT INTO users_without_org (user_id) SELECT {id n + 1000000} FROM {series 2000} s",
    "INSERT INTO memberships (id, org_id, user_id, role, status, is_owner, is_default, default_reason, external_id, created_at, updated_at,
       roles, allowed_ips, ip_ranges)
     SELECT {id n}, CASE WHEN n % 5 = 0 THEN {id 1} ELSE {id n % 9900 + 11} END, {id n},
       CASE WHEN n % 97 = 0 THEN 'admin' ELSE 'user' END, CASE WHEN n % 300 = 150 THEN 'retired' ELSE 'active' END,
       n % 1000 = 1, n % 300 <> 150, CASE WHEN n % 300 <> 150 THEN 'only' END, 'x' || (n % 500000), {time n}, {time n},
       CASE WHEN n % 10 = 0 THEN {json [\"00000000-0000-0000-0000-000000000001\"]} END,
       CASE WHEN n % 10 = 0 THEN {json [\"203.0.113.0/24\"]} END,
       CASE WHEN n % 10 = 0 THEN {json [[\"00000000000000000000ffffcb007100\",\"00000000000000000000ffffcb0071ff\"]]} END
     FROM {series 1000000} s",
    "INSERT INTO memberships (id, org_id, user_id, role, status, is_owner, is_default, default_reason, created_at, updated_at)
     SELECT {id n + 1000000}, CASE WHEN n % 9 = 0 THEN {id 2} ELSE {id (n * 7 + 3) % 9900 + 11} END, {id n},
       'user', CASE WHEN n % 9 = 0 AND n <= 900000 THEN 'retired' ELSE 'active' END, FALSE, FALSE, NULL, {time n}, {time n}
     FROM {series 1000000} s",
    "INSERT INTO groups (id, org_id, name, name_key, created_at, updated_at)
     SELECT {id n}, CASE WHEN n <= 2000 THEN {id 1} ELSE {id n % 9900 + 11} END, 'Group ' || n, 'group ' || n, {time n}, {time n}
     FROM {series 20000} s",
    // All members of the large org are in its first group. Of the other users, every fourth is in a
    // group.
    "INSERT INTO group_memberships (id, group_id, org_id, user_id, created_at, updated_at)
     SELECT {id n}, CASE WHEN n % 5 = 0 THEN {id 1} ELSE {id n % 9900 + 9900} END,
       CASE WHEN n % 5 = 0 THEN {id 1} ELSE {id n % 9900 + 11} END, {id n}, {time n}, {time n}
     FROM {series 1000000} s WHERE n % 5 = 0 OR n % 4 = 1",
    // Every second member of the large org has a custom role with `members:read` and `groups:read`.
    "INSERT INTO roles (id, org_id, name, name_key, permissions, rights, created_at, updated_at)
     SELECT {id n}, {id n}, 'Reader', 'reader', {json [\"groups:read\",\"members:read\"]}, 5, {time n}, {time n} FROM {series 10000} s",
    "INSERT INTO membership_roles (membership_id, role_id, org_id)
     SELECT {id n}, {id 1}, {id 1} FROM {series 1000000} s WHERE n % 10 = 0",
    // Every user joined their first org, added by one of two users or by a token without a user. A
    // few left the org long ago.
    // Every second change was made by a job for the system `hr`, and few by a token for `crm`.
    "INSERT INTO events (id, at, actor_kind, actor_user_id, org_id, user_id, entity, entity_id, verb,
       token_id, source, job_id, request_id, group_id)
     SELECT {id n}, {time n}, CASE WHEN n % 2 = 0 THEN 'job' WHEN n % 100 = 1 THEN 'cli' ELSE 'token' END, CASE WHEN n % 2 = 0 THEN {id 485} WHEN n % 100 = 1 THEN {id 97} END,
       CASE WHEN n % 5 = 0 THEN {id 1} ELSE {id n % 9900 + 11} END, {id n}, 'membership', {id n},
       CASE WHEN n < 20000 AND n % 10 = 5 THEN 'removed' ELSE 'created' END,
       CASE WHEN n % 2 = 0 THEN {id 485} WHEN n % 100 = 1 THEN {id 97} ELSE {id n} END,
       CASE WHEN n % 2 = 0 THEN 'hr' WHEN n % 100 = 1 THEN 'crm' END,
       CASE WHEN n % 2 = 0 THEN {id n / 100000} END, 'r' || (n / 10),
       CASE WHEN n % 10 = 3 THEN {id n % 20000} END
     FROM {series 1000000} s",
    // Events without an org.
    "INSERT INTO events (id, at, actor_kind, actor_user_id, org_id, user_id, entity, entity_id, verb)
     SELECT {id n + 1000000}, {time n}, 'root', NULL, NULL, {id n}, 'user', {id n}, 'updated' FROM {series 200000} s",
];

/// Fills the database. The planner's statistics are not updated.
pub(super) async fn fill(app: &TestApp) {
    let (before, after) = match app.engine {
        Engine::Sqlite => put_aside_on_sqlite(app).await,
        Engine::Postgres => put_aside_on_postgres(app).await,
    };
    let mut script = before;
    for rows in ROWS {
        script.push(written_out(app, rows));
    }
    script.extend(after);
    let conn = app.app.db().writer();
    for statement in script {
        conn.execute_unprepared(&statement).await.expect(&statement);
    }
}

/// Replaces the placeholders in `rows` with SQL for the engine.
fn written_out(app: &TestApp, rows: &str) -> String {
    let mut sql = String::new();
    let mut rest = rows;
    while let Some((text, marked)) = rest.split_once('{') {
        let (mark, behind) = marked.split_once('}').expect("a mark's end");
        let (word, value) = mark.split_once(' ').expect("a mark of two words");
        sql.push_str(text);
        sql.push_str(&match (word, app.engine) {
            ("part", _) => format!("CAST(1 + {value} * 2 AS integer)"),
            ("id", _) => app.id_of_number(value),
            ("series", Engine::Postgres) => {
                format!("(SELECT n::bigint AS n FROM generate_series(1, {value}) n)")
            }
            ("series", Engine::Sqlite) => format!(
                "(WITH RECURSIVE count(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM count WHERE n < {value}) SELECT n FROM count)"
            ),
            ("time", Engine::Postgres) => format!("to_timestamp(1577836800 + {value})"),
            ("time", Engine::Sqlite) => {
                format!("strftime('%Y-%m-%dT%H:%M:%S+00:00', 1577836800 + {value}, 'unixepoch')")
            }
            ("json", Engine::Postgres) => format!("'{value}'::jsonb"),
            ("json", Engine::Sqlite) => format!("'{value}'"),
            _ => panic!("no such mark: {mark}"),
        });
        rest = behind;
    }
    sql + rest
}

/// Returns the statements to execute before and after the rows are inserted. The definitions of
/// indexes and constraints are read from the database.
async fn put_aside_on_postgres(app: &TestApp) -> (Vec<String>, Vec<String>) {
    let tables = TABLES
        .map(|table| format!("'{table}'::regclass"))
        .join(", ");
    let constraints = format!(
        "SELECT 'ALTER TABLE ' || conrelid::regclass || ' DROP CONSTRAINT ' || conname AS before,
           'ALTER TABLE ' || conrelid::regclass || ' ADD CONSTRAINT ' || conname || ' ' || pg_get_constraintdef(oid) AS after
         FROM pg_constraint WHERE contype IN ('p', 'u', 'f') AND (conrelid IN ({tables}) OR confrelid IN ({tables}))
         ORDER BY contype = 'f' DESC"
    );
    let indexes = format!(
        "SELECT 'DROP INDEX ' || indexrelid::regclass AS before, pg_get_indexdef(indexrelid) AS after
         FROM pg_index i WHERE indrelid IN ({tables}) AND NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conindid = i.indexrelid)"
    );
    let settings = "SET statement_timeout = 0; SET synchronous_commit = off; SET maintenance_work_mem = '256MB'";
    let (mut before, mut after) = (vec![settings.to_owned()], Vec::new());
    for query in [indexes, constraints] {
        for row in app.sql(&query).await {
            before.push(row.try_get("", "before").expect("text"));
            after.insert(0, row.try_get("", "after").expect("text"));
        }
    }
    after.push(format!("VACUUM {}", TABLES.join(", ")));
    (before, after)
}

/// Returns the statements to execute before and after the rows are inserted. The definitions of
/// indexes and triggers are read from the database.
async fn put_aside_on_sqlite(app: &TestApp) -> (Vec<String>, Vec<String>) {
    let settings = "PRAGMA foreign_keys = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -300000; PRAGMA analysis_limit = 1000; BEGIN";
    let (mut before, mut after) = (vec![settings.to_owned()], Vec::new());
    let parts = "SELECT 'DROP ' || type || ' ' || name AS before, sql AS after FROM sqlite_master
        WHERE sql IS NOT NULL AND type IN ('index', 'trigger') AND tbl_name IN (";
    let tables = TABLES.map(|table| format!("'{table}'")).join(", ");
    for row in app.sql(&format!("{parts}{tables})")).await {
        before.push(row.try_get("", "before").expect("text"));
        after.push(row.try_get("", "after").expect("text"));
    }
    for index in ["users_search", "contacts_search"] {
        after.push(format!("INSERT INTO {index} ({index}) VALUES ('rebuild')"));
    }
    after.push("COMMIT".to_owned());
    (before, after)
}
