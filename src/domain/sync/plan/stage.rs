//! Stages the rows of a file: interprets records, and finds the orgs and users that rows name.

use std::collections::BTreeSet;

use uuid::Uuid;

use crate::{
    db::{Sql, many},
    domain::{
        Tx,
        sync::{
            Options,
            file::{Interpreter, Row, RowProblem},
            run::{RunContext, to_json},
        },
    },
    entity::{
        sync_piece, sync_row,
        sync_run::{Model as Run, SyncMode},
        sync_upload,
    },
    error::{Code, Error, Result},
    id::{OrgId, SyncRunId, UserId},
};

use super::{
    matches,
    orgs::{self, Orgs},
    progress::{Phase, Progress},
    staged::{Content, Fault, person_of_line},
};

/// The number of staged rows above which their table is analyzed: the statements of the next phases
/// are planned then, and the run before has left the table empty.
const ANALYZED_ROWS: i64 = 1_000;

/// Stages the next rows.
pub(super) async fn step(
    tx: &Tx,
    run: &Run,
    context: &RunContext,
    progress: &mut Progress,
) -> Result<()> {
    let id = run.upload_id.ok_or_else(gone)?;
    let mut sql = Sql::select::<sync_upload::Model>(tx.conn(), "u", " WHERE u.id = ");
    sql.bind(id);
    let upload: sync_upload::Model = sql.one(tx.conn()).await?.ok_or_else(gone)?;
    let columns = upload.columns.clone().map(serde_json::from_value);
    let columns: Option<Vec<String>> = columns.transpose().map_err(Error::internal)?;
    let mut sql = Sql::select::<sync_piece::Model>(tx.conn(), "p", " WHERE p.upload_id = ");
    sql.bind(id).push(" AND p.number = ").bind(progress.piece);
    let piece: Option<sync_piece::Model> = sql.one(tx.conn()).await?;
    let mut interpreter = match (&piece, &columns) {
        // A file without anything to interpret.
        (None, None) => None,
        _ => Some(Interpreter::new(
            upload.format,
            columns.as_deref(),
            &context.options,
            run.org_id.is_some(),
        )?),
    };
    let (Some(piece), Some(interpreter)) = (piece, &mut interpreter) else {
        if let Some(interpreter) = interpreter {
            keep(tx, run, context, &interpreter).await?;
        }
        return end(tx, run, context, progress).await;
    };
    let size = progress.size as usize;
    let mut records = piece.records.split_terminator('\n').skip(progress.record);
    let text: Vec<&str> = records.by_ref().take(size).collect();
    let is_last = records.next().is_none();
    let read = interpreter.read(&text.join("\n"))?;
    keep(tx, run, context, interpreter).await?;
    progress.rows += i64::try_from(read.len()).map_err(Error::internal)?;
    progress.has_user_ids |= write(tx, run, context, read).await?;
    progress.record += text.len();
    if is_last {
        let mut sql = Sql::new(tx.conn(), "DELETE FROM sync_pieces WHERE upload_id = ");
        sql.bind(id).push(" AND number = ").bind(progress.piece);
        sql.execute(tx.conn()).await?;
        progress.piece += 1;
        progress.record = 0;
    }
    Ok(())
}

fn gone() -> Error {
    Error::new(
        Code::InvalidValue,
        "The upload was deleted while the run was planned. Upload the file again.",
    )
}

/// Ends the stage: the upload is used up.
async fn end(tx: &Tx, run: &Run, context: &RunContext, progress: &mut Progress) -> Result<()> {
    if progress.rows == 0 && context.mode == SyncMode::Replace {
        let message = "The file has no rows, and the run would retire all members of the source. Check the file.";
        return Err(Error::new(Code::EmptyInput, message));
    }
    let mut sql = Sql::new(tx.conn(), "DELETE FROM sync_uploads WHERE id = ");
    sql.bind(run.upload_id);
    sql.execute(tx.conn()).await?;
    if progress.rows > ANALYZED_ROWS {
        tx.conn().analyze("sync_rows").await?;
    }
    // With one org for all rows, the users were matched while the rows were staged.
    progress.enter(match progress.has_user_ids && run.org_id.is_none() {
        true => Phase::Link,
        false => Phase::Persons,
    });
    Ok(())
}

/// Stores in the run how its file is read: the preset, and the names of ignored columns.
async fn keep(tx: &Tx, run: &Run, context: &RunContext, interpreter: &Interpreter) -> Result<()> {
    let columns = interpreter.ignored_columns();
    let options = Options {
        preset: interpreter.preset().to_owned(),
        ..context.options.clone()
    };
    let known = serde_json::from_value(run.ignored_columns.clone());
    let known: Vec<String> = known.map_err(Error::internal)?;
    let mut all = known.clone();
    all.extend(columns.iter().filter(|name| !known.contains(name)).cloned());
    if all == known && options == context.options {
        return Ok(());
    }
    let mut sql = Sql::new(tx.conn(), "UPDATE sync_runs SET ignored_columns = ");
    sql.bind(to_json(&all)?)
        .push(", options = ")
        .bind(to_json(&options)?)
        .push(" WHERE id = ")
        .bind(run.id);
    sql.execute(tx.conn()).await.map(drop)
}

/// Writes the rows. Returns whether a row states an external id of its user.
async fn write(
    tx: &Tx,
    run: &Run,
    context: &RunContext,
    read: Vec<Result<Row, RowProblem>>,
) -> Result<bool> {
    let rows = read.iter().filter_map(|row| match row {
        Ok(row) => Some(row),
        Err(problem) => problem.named.as_deref(),
    });
    let names = rows.filter_map(|row| row.org.as_deref());
    let names: BTreeSet<&str> = names.collect();
    let orgs = Orgs::find(tx, run.org_id, &names).await?;
    let mut rows = Vec::with_capacity(read.len());
    let mut contents: Vec<(Option<OrgId>, Content)> = Vec::with_capacity(read.len());
    let mut touched = BTreeSet::new();
    for row in read {
        let mut staged = sync_row::Model {
            run_id: run.id,
            line: 0,
            person: String::new(),
            org_id: None,
            user_id: None,
            email_key: None,
            content: None,
            code: None,
            reason: None,
            is_unchanged: None,
        };
        let row = match row {
            Ok(row) => Some(row),
            // The row cannot be applied. Whom it names is known, so that nobody is retired for it.
            Err(problem) => {
                staged.line = problem.line;
                staged.person = person_of_line(problem.line);
                set_fault(&mut staged, Fault::new(problem.code, problem.reason));
                problem.named.map(|row| *row)
            }
        };
        if let Some(row) = row {
            staged.line = row.line;
            match orgs.of_row(row.org.as_deref()) {
                Ok(org) => {
                    touched.insert(org);
                    staged.org_id = Some(org);
                }
                Err(fault) if staged.code.is_none() => set_fault(&mut staged, fault),
                Err(_) => {}
            }
            contents.push((staged.org_id, Content::of(row)));
        }
        rows.push(staged);
    }
    if run.org_id.is_none() {
        orgs::touch(tx, run.id, &touched).await?;
    }
    matches::find_members(tx, context, &mut contents).await?;
    matches::find_holders(tx, &mut contents).await?;
    let has_user_ids = contents
        .iter()
        .any(|(_, content)| content.user_external_id().is_some());
    if run.org_id.is_some() && has_user_ids {
        let contents = contents.iter_mut().map(|(_, content)| content);
        matches::find_users(tx, context, contents.collect()).await?;
    }
    let mut ambiguous = BTreeSet::new();
    let mut contents = contents.into_iter().map(|(_, content)| content).peekable();
    for row in &mut rows {
        if let Some(content) = contents.next_if(|content| content.row.line == row.line) {
            row.person = content.person();
            row.user_id = content.user();
            row.email_key = content.searched_email_key().map(str::to_owned);
            row.content = Some(content.to_text()?);
            ambiguous.extend(content.ambiguous());
        }
    }
    many::insert(tx.conn(), &rows.iter().collect::<Vec<_>>()).await?;
    note_ambiguous(tx, run.id, &ambiguous).await?;
    Ok(has_user_ids)
}

/// Stores users whom ambiguous rows find, so that none of them is retired.
pub(super) async fn note_ambiguous(
    tx: &Tx,
    run: SyncRunId,
    users: &BTreeSet<UserId>,
) -> Result<()> {
    if users.is_empty() {
        return Ok(());
    }
    let users: Vec<Uuid> = users.iter().copied().map(Uuid::from).collect();
    let mut sql = Sql::new(
        tx.conn(),
        "INSERT INTO sync_ambiguous (run_id, user_id) SELECT ",
    );
    sql.bind(run)
        .push(", found.id FROM (")
        .ids(&users)
        .push(") AS found WHERE TRUE ON CONFLICT DO NOTHING");
    sql.execute(tx.conn()).await.map(drop)
}

fn set_fault(row: &mut sync_row::Model, fault: Fault) {
    row.code = Some(fault.code.as_str().to_owned());
    row.reason = Some(fault.reason);
}
