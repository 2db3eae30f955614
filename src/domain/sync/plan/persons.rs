//! Plans persons, in the order of their first lines. A step reads some lines and plans the persons
//! whose first lines these are, with all their rows.

use std::collections::{BTreeSet, HashMap};

use crate::{
    db::Sql,
    domain::{
        Tx,
        sync::{
            Field,
            change::{self, Item},
            run::RunContext,
        },
    },
    entity::{
        sync_item::SyncAction,
        sync_row::{Column, Model as Row},
    },
    error::{Code, Result},
    id::{OrgId, SyncRunId},
};

use super::{
    known::Terms,
    ledger::{Ledger, item_of},
    load::{self, MAX_ROWS},
    person::{Draft, Person},
    progress::{Phase, Progress},
    staged::{Fault, StagedRow, person_of_line, rows_of},
};

/// The maximum number of times that the items of a person are decided again, because the item that
/// had the user's own fields was refused.
const MAX_ATTEMPTS: usize = 4;

/// Plans the next persons.
pub(super) async fn step(
    tx: &Tx,
    context: &RunContext,
    given: Option<OrgId>,
    progress: &mut Progress,
) -> Result<()> {
    if let Some((person, after)) = progress.crowd.take() {
        return crowd(tx, context.id, person, after, progress).await;
    }
    let mut lines = lines(tx, context.id, progress).await?;
    if lines.is_empty() {
        let mut ledger = Ledger::new(context.id, progress);
        ledger.end_unchanged()?;
        ledger.write(tx).await?;
        progress.enter(Phase::Members);
        return Ok(());
    }
    let mut more = more_rows(tx, context.id, &lines).await?;
    if lines.len() + more.len() > MAX_ROWS as usize && lines.len() > 1 {
        lines.truncate(1);
        more = more_rows(tx, context.id, &lines).await?;
    }
    // With the row of the line itself, these are too many.
    if more.len() >= MAX_ROWS as usize {
        progress.crowd = more.pop().map(|row| (row.person, 0));
        return Ok(());
    }
    let verdicts: Vec<Line> = lines.iter().map(Line::of).collect();
    let new = lines.into_iter().filter(|row| row.is_unchanged.is_none());
    let mut rows: Vec<StagedRow> = new.map(StagedRow::of).collect::<Result<_>>()?;
    rows.append(&mut more);
    rows.sort_by(|one, other| (&one.person, one.line).cmp(&(&other.person, other.line)));
    let terms = terms(tx, context);
    let known = load::known(tx, context, &terms, given, &rows).await?;
    let mut persons: Vec<Planned<'_>> = rows
        .chunk_by(|one, other| one.person == other.person)
        .map(|rows| Planned::new(Person::new(terms, &known, rows), rows))
        .collect();
    decide(tx, context, &mut persons).await?;
    write(tx, context.id, progress, &verdicts, &mut persons).await
}

/// Returns the rules of the run.
pub(super) fn terms<'a>(tx: &Tx, context: &'a RunContext) -> Terms<'a> {
    Terms {
        source: &context.source,
        mode: context.mode,
        take_over: context.options.take_over,
        create_groups: context.options.create_groups,
        default_role: context.options.default_role,
        acting: tx.actor().user(),
    }
}

/// A line of the file.
#[derive(Debug)]
struct Line {
    line: i32,
    /// Whether the line is unchanged. `None`: its person is planned in this step.
    is_unchanged: Option<bool>,
}

impl Line {
    fn of(row: &Row) -> Self {
        Self {
            line: row.line,
            is_unchanged: row.is_unchanged,
        }
    }
}

/// Returns the rows of the next lines.
async fn lines(tx: &Tx, run: SyncRunId, progress: &Progress) -> Result<Vec<Row>> {
    let mut sql = Sql::select::<Row>(tx.conn(), "r", " WHERE r.run_id = ");
    sql.bind(run)
        .push(" AND r.line > ")
        .bind(progress.line)
        .push(" ORDER BY r.line")
        .limit(progress.size);
    sql.all(tx.conn()).await
}

/// Returns the rows behind these lines of the persons who are not planned yet. The persons of rows
/// before these lines are planned. If there are too many rows, only [`MAX_ROWS`] are returned.
async fn more_rows(tx: &Tx, run: SyncRunId, lines: &[Row]) -> Result<Vec<StagedRow>> {
    let new = lines.iter().filter(|line| line.is_unchanged.is_none());
    let persons: BTreeSet<&str> = new.map(|line| line.person.as_str()).collect();
    let (Some(last), false) = (lines.last(), persons.is_empty()) else {
        return Ok(Vec::new());
    };
    let persons: Vec<&str> = persons.into_iter().collect();
    rows_of(tx, run, &persons, last.line, MAX_ROWS).await
}

/// Marks some rows of a person who has more rows than can be planned together. Each of them becomes
/// a conflict.
async fn crowd(
    tx: &Tx,
    run: SyncRunId,
    person: String,
    after: i32,
    progress: &mut Progress,
) -> Result<()> {
    let mut sql = Sql::select::<Row>(tx.conn(), "r", " WHERE r.run_id = ");
    sql.bind(run)
        .push(" AND r.person = ")
        .bind(person.as_str())
        .push(" AND r.line > ")
        .bind(after)
        .push(" ORDER BY r.line")
        .limit(progress.size);
    let mut rows: Vec<Row> = sql.all(tx.conn()).await?;
    let Some(last) = rows.last() else {
        return Ok(());
    };
    progress.crowd = Some((person, last.line));
    let message =
        format!("The file has more than {MAX_ROWS} rows of one person, which is the maximum.");
    for (place, row) in rows.iter_mut().enumerate() {
        // The first row still names the person, who is not retired.
        if after > 0 || place > 0 {
            row.person = person_of_line(row.line);
        }
        row.code = Some(Code::LimitExceeded.as_str().to_owned());
        row.reason = Some(message.clone());
    }
    let columns = [
        Column::RunId,
        Column::Line,
        Column::Person,
        Column::Code,
        Column::Reason,
    ];
    let mut sql = Sql::new(
        tx.conn(),
        "UPDATE sync_rows AS t SET person = r.person, code = r.code, reason = r.reason FROM ",
    );
    sql.rows_like("r", &columns, &rows.iter().collect::<Vec<_>>());
    sql.push(" WHERE t.run_id = r.run_id AND t.line = r.line");
    sql.execute(tx.conn()).await.map(drop)
}

/// A person and their items.
#[derive(Debug)]
struct Planned<'a> {
    person: Person<'a>,
    rows: &'a [StagedRow],
    /// The items of the rows.
    drafts: Vec<Draft>,
    retirements: Vec<Draft>,
}

impl<'a> Planned<'a> {
    fn new(mut person: Person<'a>, rows: &'a [StagedRow]) -> Self {
        let drafts = person.drafts();
        let retirements = person.retirements();
        Self {
            person,
            rows,
            drafts,
            retirements,
        }
    }
}

/// Decides the items by the rules of single changes. An item that they refuse is a conflict.
async fn decide(tx: &Tx, context: &RunContext, persons: &mut [Planned<'_>]) -> Result<()> {
    let mut waiting: Vec<usize> = (0..persons.len()).collect();
    for attempt in 1..=MAX_ATTEMPTS {
        let (mut items, mut places) = (Vec::new(), Vec::new());
        for index in &waiting {
            let planned = &persons[*index];
            let drafts = planned.drafts.iter().chain(&planned.retirements);
            for (place, draft) in drafts.enumerate().filter(|(_, draft)| writes(draft)) {
                items.push(preview_item(context.id, draft)?);
                places.push((*index, place));
            }
        }
        if items.is_empty() {
            return Ok(());
        }
        let decided = change::preview(tx, context, &items).await?;
        let mut refused = BTreeSet::new();
        for ((index, place), result) in places.into_iter().zip(decided) {
            let Err(error) = result else { continue };
            if error.is_worth_another_try() || error.internals().is_some() {
                return Err(error);
            }
            let planned = &mut persons[index];
            match place.checked_sub(planned.drafts.len()) {
                Some(place) => {
                    let draft = &mut planned.retirements[place];
                    let user = draft.user;
                    *draft = Draft::conflict(None, draft.org, Fault::from(&error));
                    draft.user = user;
                }
                None => {
                    planned.person.fail(place, Fault::from(&error));
                    refused.insert(index);
                }
            }
        }
        for index in &refused {
            let planned = &mut persons[*index];
            planned.drafts = planned.person.drafts();
            planned.retirements = planned.person.retirements();
            if attempt == MAX_ATTEMPTS {
                // The remaining rows of the person depend on a row that is refused.
                fail_rest(planned);
            }
        }
        waiting = refused.into_iter().collect();
    }
    Ok(())
}

/// Returns whether the item writes something.
fn writes(draft: &Draft) -> bool {
    !matches!(draft.action, SyncAction::Unchanged | SyncAction::Conflict)
}

/// Makes all rows of a person conflicts.
fn fail_rest(planned: &mut Planned<'_>) {
    let message = "Other rows of the same person cannot be applied.";
    for place in 0..planned.drafts.len() {
        let fault = Fault::new(Code::Forbidden, message);
        planned.person.fail(place, fault);
    }
    planned.drafts = planned.person.drafts();
    planned.retirements = planned.person.retirements();
}

/// Returns the item to decide. Where a user whom the actor may not see has the address, another
/// address takes its place, which nobody has.
fn preview_item(run: SyncRunId, draft: &Draft) -> Result<Item> {
    let mut changes = draft.changes.clone();
    if draft.is_masked {
        let fields = changes.fields.iter_mut();
        for change in fields.filter(|change| change.field == Field::Email) {
            let person = change.after.as_deref().unwrap_or_default();
            let person = mask(person);
            change.after = Some(format!("{person}@{}.invalid", run.0.simple()));
        }
    }
    Ok(Item {
        row: item_of(run, draft)?,
        changes,
    })
}

/// Returns the part before the `@` of an address that stands for another address.
fn mask(address: &str) -> String {
    use sha2::{Digest, Sha256};
    let hash = Sha256::digest(crate::normalize::email(address));
    hash.iter()
        .take(16)
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// Writes the items of a step in the order of lines, and marks the lines behind the step whose
/// persons are planned.
async fn write(
    tx: &Tx,
    run: SyncRunId,
    progress: &mut Progress,
    lines: &[Line],
    persons: &mut [Planned<'_>],
) -> Result<()> {
    let last = lines.last().map_or(progress.line, |line| line.line);
    let mut verdicts = HashMap::new();
    let mut later = Vec::new();
    let mut by_first_line = HashMap::new();
    for (index, planned) in persons.iter_mut().enumerate() {
        for (row, draft) in planned.rows.iter().zip(&mut planned.drafts) {
            planned.person.bind(draft);
            let is_unchanged = draft.is_plain();
            verdicts.insert(row.line, is_unchanged);
            if row.line > last {
                later.push((row.line, is_unchanged));
            }
        }
        if let Some(first) = planned.rows.first() {
            by_first_line.insert(first.line, index);
        }
    }
    let mut ledger = Ledger::new(run, progress);
    for line in lines {
        let verdict = line
            .is_unchanged
            .or_else(|| verdicts.get(&line.line).copied());
        match verdict {
            Some(true) => ledger.unchanged(line.line)?,
            _ => ledger.end_unchanged()?,
        }
        let Some(index) = by_first_line.get(&line.line) else {
            continue;
        };
        let planned = &persons[*index];
        let drafts = planned.drafts.iter().filter(|draft| !draft.is_plain());
        for draft in drafts.chain(&planned.retirements) {
            ledger.end_unchanged()?;
            ledger.add(draft)?;
        }
    }
    ledger.write(tx).await?;
    progress.line = last;
    mark(tx, run, &later).await
}

/// Marks lines as planned.
async fn mark(tx: &Tx, run: SyncRunId, lines: &[(i32, bool)]) -> Result<()> {
    for verdict in [true, false] {
        let some = lines.iter().filter(|(_, unchanged)| *unchanged == verdict);
        let some: Vec<i64> = some.map(|(line, _)| i64::from(*line)).collect();
        if some.is_empty() {
            continue;
        }
        let mut sql = Sql::new(tx.conn(), "UPDATE sync_rows SET is_unchanged = ");
        sql.bind(verdict)
            .push(" WHERE run_id = ")
            .bind(run)
            .push(" AND ")
            .is_one_of_numbers("line", &some);
        sql.execute(tx.conn()).await?;
    }
    Ok(())
}
