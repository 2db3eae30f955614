//! The batches of an erasure. Each batch processes a page of rows and returns the last row if the
//! page was full.

use serde_json::Value as Json;

use crate::{
    db::Sql,
    domain::Tx,
    entity::{event, idempotency_key, job::JobKind, job_row},
    error::{Code, Result},
    id::UserId,
};

use super::{After, MARKER, traces::Traces};

/// The number of rows in a page.
pub(super) const PAGE: u32 = 500;

/// The event fields that contain personal data, by entity.
const FIELDS: [(&str, &[&str]); 3] = [
    (
        "user",
        &[
            "email",
            "first",
            "last",
            "name",
            "mobile",
            "timezone",
            "externalId",
        ],
    ),
    ("membership", &["externalId", "allowedIps", "holdReason"]),
    ("token", &["name", "prefix", "allowedIps"]),
];

fn is_full(rows: usize) -> bool {
    rows >= PAGE as usize
}

/// Erases the operation, reference and error of job rows that name the user. A row that has not run
/// yet fails, because running the row would create the user again.
pub(super) async fn job_rows(tx: &Tx, user: UserId, after: Option<After>) -> Result<Option<After>> {
    let mut sql = Sql::select::<job_row::Model>(
        tx.conn(),
        "r",
        " JOIN jobs j ON j.id = r.job_id WHERE j.kind <> ",
    );
    sql.bind(JobKind::EraseUser);
    if let Some(After::JobRow(job, number)) = after {
        sql.push(" AND (r.job_id, r.number) > (").bind(job);
        sql.push(", ").bind(number).push(")");
    }
    sql.push(" ORDER BY r.job_id, r.number").limit(PAGE);
    let rows: Vec<job_row::Model> = sql.all(tx.conn()).await?;
    let traces = Traces::of(tx, user).await?;
    for row in &rows {
        let is_over = row.result.is_some();
        let operation = row.operation.as_deref();
        let operation: Option<Json> = operation.and_then(|text| serde_json::from_str(text).ok());
        let has = |text: &Option<String>| {
            let text = text.as_deref().unwrap_or_default();
            traces.has_email(text) || (is_over && traces.is_other(text))
        };
        let is_of_user = operation.is_some_and(|operation| traces.are_in(&operation, is_over))
            || traces.has_id(row.id)
            || traces.has_id(row.existing_id)
            || has(&row.reference)
            || has(&row.error);
        if is_of_user {
            erase_row(tx, row, is_over).await?;
        }
    }
    let last = rows.last().map(|row| After::JobRow(row.job_id, row.number));
    Ok(last.filter(|_| is_full(rows.len())))
}

async fn erase_row(tx: &Tx, row: &job_row::Model, is_over: bool) -> Result<()> {
    let marker = |text: &Option<String>| text.as_ref().map(|_| MARKER.to_owned());
    let mut sql = Sql::new(tx.conn(), "UPDATE job_rows SET operation = NULL, ref = ");
    sql.bind(marker(&row.reference)).push(", error = ");
    match is_over || row.code.is_some() {
        true => sql.bind(marker(&row.error)),
        false => sql
            .bind("The user was erased.")
            .push(", code = ")
            .bind(Code::UserNotFound.as_str()),
    };
    sql.push(" WHERE job_id = ").bind(row.job_id);
    sql.push(" AND number = ").bind(row.number);
    sql.execute(tx.conn()).await.map(drop)
}

/// Erases the addresses from which the user queued jobs. The jobs can no longer run, because the
/// user's tokens are deleted.
pub(super) async fn jobs(tx: &Tx, user: UserId) -> Result<Option<After>> {
    let mut sql = Sql::new(tx.conn(), "UPDATE jobs SET address = NULL WHERE user_id = ");
    sql.bind(user);
    sql.execute(tx.conn()).await?;
    Ok(None)
}

/// Erases personal data in stored outcomes. Outcomes keep their structure, so they can still be
/// replayed. If the key or path contains personal data, the row is deleted.
pub(super) async fn outcomes(tx: &Tx, user: UserId, after: Option<After>) -> Result<Option<After>> {
    let mut sql = Sql::select::<idempotency_key::Model>(tx.conn(), "k", "");
    if let Some(After::Expiry(at)) = after {
        sql.push(" WHERE k.expires_at > ").bind(at);
    }
    sql.push(" ORDER BY k.expires_at").limit(PAGE);
    let mut rows: Vec<idempotency_key::Model> = sql.all(tx.conn()).await?;
    let last = rows.last().map(|row| row.expires_at);
    let last = last.filter(|_| is_full(rows.len()));
    if let Some(at) = last {
        // A page may end between rows with equal expiry times.
        rows.retain(|row| row.expires_at != at);
        let mut sql =
            Sql::select::<idempotency_key::Model>(tx.conn(), "k", " WHERE k.expires_at = ");
        sql.bind(at);
        rows.extend(sql.all::<idempotency_key::Model>(tx.conn()).await?);
    }
    let traces = Traces::of(tx, user).await?;
    for row in &rows {
        erase_outcome(tx, &traces, row).await?;
    }
    Ok(last.map(After::Expiry))
}

async fn erase_outcome(tx: &Tx, traces: &Traces, row: &idempotency_key::Model) -> Result<()> {
    let is_personal = [&row.key, &row.path]
        .into_iter()
        .any(|text| traces.has_email(text) || traces.is_other(text));
    let outcome = row.outcome.as_deref().unwrap_or_default();
    let mut outcome: Json = serde_json::from_str(outcome).unwrap_or_default();
    let mut sql = if is_personal {
        Sql::new(tx.conn(), "DELETE FROM idempotency_keys")
    } else if traces.erase_in(&mut outcome) {
        let mut sql = Sql::new(tx.conn(), "UPDATE idempotency_keys SET outcome = ");
        sql.bind(outcome.to_string());
        sql
    } else {
        return Ok(());
    };
    sql.push(" WHERE token_id = ").bind(row.token_id);
    sql.push(" AND key = ").bind(row.key.as_str());
    sql.push(" AND path = ").bind(row.path.as_str());
    sql.execute(tx.conn()).await.map(drop)
}

/// Erases field values and names of the user in events. Events keep which fields changed, when and
/// by whom. The user's name is erased both as the subject and as the actor of changes to other
/// users.
pub(super) async fn events(tx: &Tx, user: UserId, after: Option<After>) -> Result<Option<After>> {
    let mut sql = Sql::select::<event::Model>(tx.conn(), "e", " WHERE e.id IN (");
    // Each subquery uses its own index and reads at most one page.
    for (place, column) in ["user_id", "actor_user_id"].into_iter().enumerate() {
        sql.push(if place == 0 { "" } else { " UNION ALL " })
            .push("SELECT id FROM (SELECT x.id FROM events x WHERE x.")
            .push(column)
            .push(" = ")
            .bind(user);
        if let Some(After::Event(event)) = after {
            sql.push(" AND x.id > ").bind(event);
        }
        sql.push(" ORDER BY x.id").limit(PAGE);
        sql.push(") AS part");
    }
    sql.push(") ORDER BY e.id").limit(PAGE);
    let rows: Vec<event::Model> = sql.all(tx.conn()).await?;
    let last = rows.last().map(|event| After::Event(event.id.into()));
    let last = last.filter(|_| is_full(rows.len()));
    for mut event in rows {
        erase_event(user, &mut event);
        let mut sql = Sql::new(tx.conn(), "UPDATE events SET before = ");
        sql.bind(event.before).push(", after = ").bind(event.after);
        sql.push(", label = ").bind(event.label);
        sql.push(", actor_label = ").bind(event.actor_label);
        sql.push(" WHERE id = ").bind(event.id);
        sql.execute(tx.conn()).await?;
    }
    Ok(last)
}

fn erase_event(user: UserId, event: &mut event::Model) {
    let marker = |name: &mut String| *name = MARKER.to_owned();
    if event.actor_user_id == Some(user) {
        event.actor_label.as_mut().map(marker);
    }
    if event.user_id != Some(user) {
        return;
    }
    event.label.as_mut().map(marker);
    let fields = FIELDS.iter().find(|(entity, _)| event.entity == *entity);
    let Some((_, fields)) = fields else {
        return;
    };
    for facts in [&mut event.before, &mut event.after].into_iter().flatten() {
        for field in *fields {
            if let Some(value) = facts.get_mut(field).filter(|value| !value.is_null()) {
                *value = Json::from(MARKER);
            }
        }
    }
}
