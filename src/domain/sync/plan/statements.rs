//! The statements of planning whose cost must not grow with the directory or with the file, for
//! inspecting their query plans.

use chrono::{DateTime, Utc};
use serde_json::json;
use uuid::Uuid;

use crate::{
    db::Sql,
    domain::{
        Reader,
        sync::{Options, run::RunContext},
    },
    entity::{membership::MemberRole, sync_run::SyncMode},
    id::{OrgId, SyncRunId},
};

use super::{end, load, matches, members, staged};

/// Returns statements of the plan of a run, each with its name.
#[must_use]
pub fn planning_sql(reader: &Reader, run: SyncRunId, now: DateTime<Utc>) -> Vec<(&str, Sql)> {
    let conn = &reader.conn;
    let context = RunContext {
        id: run,
        source: "hr".to_owned(),
        mode: SyncMode::Replace,
        options: Options {
            preset: "native".to_owned(),
            map: None,
            empty_clears: false,
            create_groups: false,
            take_over: false,
            default_role: MemberRole::User,
        },
        is_revert: false,
    };
    let source = context.source.as_str();
    let (org, user) = (Uuid::from_u128(1), Uuid::from_u128(2));
    let member = [json!({ "org_id": org.simple().to_string(), "external_id": "7" })];
    let claim = [json!({ "email_key": "a@b.c", "person": "e:a@b.c" })];
    let piece = members::MembersOf {
        source,
        org: OrgId(org),
        after: Some(user),
        to: Some(user),
    };
    vec![
        (
            "rows of persons",
            staged::rows_sql(conn, run, &["e:a@b.c"], 0, 10),
        ),
        (
            "external ids of members",
            matches::members_sql(conn, source, &member),
        ),
        (
            "external ids of users",
            matches::users_sql(conn, source, run, &["7"]),
        ),
        (
            "members",
            load::named_members_sql(conn, now, &[(org, user)]),
        ),
        (
            "other members",
            load::owned_members_sql(conn, now, &context, &[user]),
        ),
        ("claims", load::claims_sql(conn, run, &claim)),
        ("last of some members", piece.last_sql(conn, 10)),
        ("number of some members", piece.count_sql(conn)),
        ("absent members", piece.absent_sql(conn, now, run)),
        (
            "users found otherwise",
            members::found_sql(conn, run, &[user]),
        ),
        (
            "orgs of a source",
            end::owning_sql(conn, source, Some(OrgId(org))),
        ),
    ]
}
