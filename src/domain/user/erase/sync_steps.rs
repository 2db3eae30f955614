//! The batches of an erasure in files for sync runs: in the records of uploads, in rows of which a
//! plan is being made, and in the items of plans. A record, row or item that is erased before it was
//! planned or applied becomes invalid, because it would create the user again.

use serde_json::{Value as Json, json};

use crate::{
    db::Sql,
    domain::{
        Tx,
        sync::{Changes, Field},
    },
    entity::{sync_item, sync_piece, sync_row},
    error::{Code, Error, Result},
    id::UserId,
};

use super::{After, MARKER, steps::PAGE, traces::Traces};

/// The number of pieces that one batch reads. A piece has about 256 KiB.
const PIECES: u32 = 4;
/// The reason of rows and items that are erased.
const ERASED: &str = "The user was erased.";
/// The fields that contain personal data.
const FIELDS: [Field; 8] = [
    Field::Email,
    Field::First,
    Field::Last,
    Field::Name,
    Field::Mobile,
    Field::Timezone,
    Field::UserExternalId,
    Field::ExternalId,
];

/// Erases the records of uploads that are about the user. A record keeps its line.
pub(super) async fn pieces(tx: &Tx, user: UserId, after: Option<After>) -> Result<Option<After>> {
    let mut sql = Sql::select::<sync_piece::Model>(tx.conn(), "p", "");
    if let Some(After::SyncPiece(upload, number)) = after {
        sql.push(" WHERE (p.upload_id, p.number) > (").bind(upload);
        sql.push(", ").bind(number).push(")");
    }
    sql.push(" ORDER BY p.upload_id, p.number").limit(PIECES);
    let pieces: Vec<sync_piece::Model> = sql.all(tx.conn()).await?;
    let last = pieces.last();
    let last = last.map(|piece| After::SyncPiece(piece.upload_id, piece.number));
    let is_full = pieces.len() >= PIECES as usize;
    if pieces.is_empty() {
        return Ok(None);
    }
    let traces = Traces::of(tx, user).await?;
    for piece in pieces {
        let Some(records) = erased_records(&traces, &piece.records) else {
            continue;
        };
        let mut sql = Sql::new(tx.conn(), "UPDATE sync_pieces SET records = ");
        sql.bind(records);
        sql.push(" WHERE upload_id = ").bind(piece.upload_id);
        sql.push(" AND number = ").bind(piece.number);
        sql.execute(tx.conn()).await?;
    }
    Ok(last.filter(|_| is_full))
}

/// Returns the records with those of the user erased. `None` if there are none of the user.
fn erased_records(traces: &Traces, records: &str) -> Option<String> {
    let mut is_any_erased = false;
    let mut erased = String::with_capacity(records.len());
    for line in records.lines() {
        let mut record: Json = serde_json::from_str(line).unwrap_or_default();
        match traces.are_in_record(&record) {
            false => erased.push_str(line),
            true => {
                is_any_erased = true;
                erase_strings(&mut record);
                erased.push_str(&record.to_string());
            }
        }
        erased.push('\n');
    }
    is_any_erased.then_some(erased)
}

/// Replaces all strings in the value.
fn erase_strings(value: &mut Json) {
    match value {
        Json::String(text) => MARKER.clone_into(text),
        Json::Array(values) => values.iter_mut().for_each(erase_strings),
        Json::Object(fields) => fields.values_mut().for_each(erase_strings),
        _ => {}
    }
}

/// Erases the rows of files that are about the user. A plan that is being made shows them as
/// conflicts.
pub(super) async fn rows(tx: &Tx, user: UserId, after: Option<After>) -> Result<Option<After>> {
    let mut sql = Sql::select::<sync_row::Model>(tx.conn(), "r", "");
    if let Some(After::SyncRow(run, line)) = after {
        sql.push(" WHERE (r.run_id, r.line) > (").bind(run);
        sql.push(", ").bind(line).push(")");
    }
    sql.push(" ORDER BY r.run_id, r.line").limit(PAGE);
    let rows: Vec<sync_row::Model> = sql.all(tx.conn()).await?;
    let last = rows.last().map(|row| After::SyncRow(row.run_id, row.line));
    let is_full = rows.len() >= PAGE as usize;
    if rows.is_empty() {
        return Ok(None);
    }
    let traces = Traces::of(tx, user).await?;
    for row in &rows {
        let content = row.content.as_deref();
        let content: Json = content
            .and_then(|text| serde_json::from_str(text).ok())
            .unwrap_or_default();
        let has = |text: &str| traces.has_email(text);
        let is_of_user = row.user_id == Some(user)
            || traces.are_in_record(&content)
            || has(&row.person)
            || row.email_key.as_deref().is_some_and(has)
            || row.reason.as_deref().is_some_and(has);
        if !is_of_user {
            continue;
        }
        let mut sql = Sql::new(
            tx.conn(),
            "UPDATE sync_rows SET user_id = NULL, email_key = NULL, content = NULL, person = ",
        );
        // The key of a row that names nobody.
        sql.bind(format!("l:{}", row.line))
            .push(", code = ")
            .bind(Code::UserNotFound.as_str())
            .push(", reason = ")
            .bind(ERASED);
        sql.push(" WHERE run_id = ").bind(row.run_id);
        sql.push(" AND line = ").bind(row.line);
        sql.execute(tx.conn()).await?;
    }
    Ok(last.filter(|_| is_full))
}

/// Erases the values and reasons of items that are about the user.
pub(super) async fn items(tx: &Tx, user: UserId, after: Option<After>) -> Result<Option<After>> {
    let mut sql = Sql::select::<sync_item::Model>(tx.conn(), "i", "");
    if let Some(After::SyncItem(run, position)) = after {
        sql.push(" WHERE (i.run_id, i.position) > (").bind(run);
        sql.push(", ").bind(position).push(")");
    }
    sql.push(" ORDER BY i.run_id, i.position").limit(PAGE);
    let items: Vec<sync_item::Model> = sql.all(tx.conn()).await?;
    let last = items.last();
    let last = last.map(|item| After::SyncItem(item.run_id, item.position));
    let is_full = items.len() >= PAGE as usize;
    if items.is_empty() {
        return Ok(None);
    }
    let traces = Traces::of(tx, user).await?;
    for item in &items {
        let mut changes: Changes = serde_json::from_str(&item.changes).map_err(Error::internal)?;
        let values = changes.fields.iter();
        let values = values.flat_map(|field| [&field.before, &field.after]);
        let values = json!(values.flatten().collect::<Vec<_>>());
        let is_of_user = item.user_id == Some(user) || traces.are_in_record(&values);
        let is_named = |reason: &str| is_of_user || traces.has_email(reason);
        if !is_of_user && !item.reason.as_deref().is_some_and(is_named) {
            continue;
        }
        if is_of_user {
            erase_fields(&mut changes);
        }
        let changes = serde_json::to_string(&changes).map_err(Error::internal)?;
        let mut sql = Sql::new(tx.conn(), "UPDATE sync_items SET changes = ");
        sql.bind(changes)
            .push(", reason = ")
            .bind(item.reason.as_ref().map(|_| MARKER));
        sql.push(" WHERE run_id = ").bind(item.run_id);
        sql.push(" AND position = ").bind(item.position);
        sql.execute(tx.conn()).await?;
    }
    Ok(last.filter(|_| is_full))
}

fn erase_fields(changes: &mut Changes) {
    let fields = changes.fields.iter_mut();
    for field in fields.filter(|field| FIELDS.contains(&field.field)) {
        for value in [&mut field.before, &mut field.after].into_iter().flatten() {
            MARKER.clone_into(value);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn erased_record_keeps_its_line_and_the_others_stay() {
        let traces = Traces::by_hand("ann@example.com");
        let records = "[2,\"bob@example.com\",\"Bob\"]\n[3,\"Ann@example.com\",\"Ann\"]\n";
        let erased = erased_records(&traces, records).expect("erased");
        assert_eq!(
            erased,
            "[2,\"bob@example.com\",\"Bob\"]\n[3,\"[erased]\",\"[erased]\"]\n"
        );
        assert_eq!(erased_records(&traces, "[2,\"bob@example.com\"]\n"), None);
    }
}
