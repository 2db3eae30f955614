//! Re-keying: a newer program writes the keys anew that an older one has written, such as folded names.
//!
//! Rows are walked in the order of their ids, a piece in each transaction, which also notes how far it has come. So an
//! interruption loses nothing, and of several servers that start at once each piece is written by one. A re-keyed row has
//! neither a new version nor an event: what was typed stays.
//!
//! Two rows may get one key although they had two. The older row takes it. The other one gets a key that nobody can type, is
//! found by its id, and is listed by `tenantry check` until its address or name is stated anew.

use std::collections::{HashMap, HashSet};

use sea_orm::{FromQueryResult, ModelTrait};
use uuid::Uuid;

use crate::{
    db::{Conn, Sql, many},
    domain::{Settings, event::Recorded, user::rekey},
    entity::{group, org, role, user},
    error::{Code, Error, Result},
    fold,
};

use super::{
    Decision, World,
    answers::holders,
    row::{Row, Unique},
    write::id_column,
};

/// Rows of a piece.
const PIECE: u32 = 1_000;

/// In the key of a row whose own key another row has. No input has control characters.
const CONFLICT: char = '\u{1}';

/// The tables with keys, in the order in which they are re-keyed.
const PLACES: [&str; 4] = [ORGS, GROUPS, ROLES, USERS];
const ORGS: &str = "orgs";
const GROUPS: &str = "groups";
const ROLES: &str = "roles";
const USERS: &str = "users";

/// A piece that was re-keyed.
#[derive(Debug, Clone, Copy)]
pub struct Rekeyed {
    /// The table.
    pub table: &'static str,
    /// The rows that were looked at.
    pub rows: usize,
    /// Those that got another key.
    pub changed: usize,
}

/// A row that is not found by its e-mail address or name, because an older row has its key.
#[derive(Debug)]
pub struct Conflict {
    /// What kind of row it is.
    pub entity: &'static str,
    /// The row.
    pub id: Uuid,
    /// Its address or name.
    pub text: String,
    /// The row that has the key, if it still exists.
    pub holder: Option<Uuid>,
}

/// How far the keys have come.
#[derive(Debug)]
struct State {
    version: i32,
    /// The place among [`PLACES`], and the last row of it that is done. `None` when all is done.
    at: Option<(usize, Option<Uuid>)>,
}

impl State {
    async fn read(conn: &Conn, lock: bool) -> Result<Self> {
        let text = "SELECT k.version, k.place, k.after_id FROM key_version k";
        let mut sql = Sql::new(conn, text);
        if lock {
            sql.locked("UPDATE", "k");
        }
        let Some(row) = sql.row(conn).await? else {
            return Err(Error::internal("the database has no version of its keys"));
        };
        let version = row.try_get("", "version")?;
        let place: Option<String> = row.try_get("", "place")?;
        let after = row.try_get("", "after_id")?;
        let number = |place: String| PLACES.iter().position(|name| *name == place);
        let at = match version < fold::KEYS_VERSION {
            // What an older program has begun is begun again.
            true => Some((0, None)),
            false => place.and_then(number).map(|number| (number, after)),
        };
        Ok(Self { version, at })
    }

    async fn write(&self, conn: &Conn) -> Result<()> {
        let (place, after) = self
            .at
            .map_or((None, None), |(place, after)| (Some(PLACES[place]), after));
        let mut sql = Sql::new(conn, "UPDATE key_version SET version = ");
        sql.bind(self.version).push(", place = ").bind(place);
        sql.push(", after_id = ").bind(after);
        sql.execute(conn).await.map(drop)
    }
}

/// A row with keys that are made of its other columns.
pub(crate) trait Keyed: Row + ModelTrait + FromQueryResult + Clone {
    /// Makes its keys.
    fn rekey(&mut self, settings: &Settings);
    /// The key that one row at most has.
    fn key(&self) -> &str;
    fn key_mut(&mut self) -> &mut String;
    /// What the key is made of.
    fn text(&self) -> &str;

    /// Gives it a key that no other row has and nobody can type.
    fn give_way(&mut self) {
        let id = Recorded::id(self);
        let key = self.key_mut();
        if !key.contains(CONFLICT) {
            key.push(CONFLICT);
            key.push_str(&id.to_string());
        }
    }
}

/// A row with a name that is its key.
macro_rules! keyed_by_name {
    ($row:ty) => {
        impl Keyed for $row {
            fn rekey(&mut self, _: &Settings) {
                self.name_key = fold::key(&self.name);
            }

            fn key(&self) -> &str {
                &self.name_key
            }

            fn key_mut(&mut self) -> &mut String {
                &mut self.name_key
            }

            fn text(&self) -> &str {
                &self.name
            }
        }
    };
}

keyed_by_name!(org::Model);
keyed_by_name!(group::Model);
keyed_by_name!(role::Model);

impl Keyed for user::Model {
    fn rekey(&mut self, settings: &Settings) {
        rekey(self, settings);
    }

    fn key(&self) -> &str {
        &self.email_key
    }

    fn key_mut(&mut self) -> &mut String {
        &mut self.email_key
    }

    fn text(&self) -> &str {
        &self.email
    }
}

impl World {
    /// Leaves the key of a row that gave way as it is where the row's own text is stated again, unless that is free by now. So
    /// a client can send back what it has read.
    pub(crate) fn give_way_again<R: Keyed>(&self, before: &R, after: &mut R) -> Decision<()> {
        let is_same = fold::spaced(before.text()) == fold::spaced(after.text());
        if !is_same || !Keyed::key(before).contains(CONFLICT) {
            return Ok(());
        }
        let Some(value) = after.unique() else {
            return Ok(());
        };
        let holder = self.holder(&value)?;
        if holder.is_some_and(|holder| holder != Recorded::id(before)) {
            Keyed::key(before).clone_into(after.key_mut());
        }
        Ok(())
    }
}

/// Whether the keys are not those of this program.
///
/// # Errors
/// When the database cannot be read.
pub(crate) async fn is_due(conn: &Conn) -> Result<bool> {
    let state = State::read(conn, false).await?;
    Ok(state.version != fold::KEYS_VERSION || state.at.is_some())
}

/// Re-keys the next piece; `None` when all is done. `conn` is in a transaction.
///
/// # Errors
/// When a newer program has written the keys, or the database fails.
pub(crate) async fn rekey_piece(conn: &Conn, settings: &Settings) -> Result<Option<Rekeyed>> {
    let state = State::read(conn, true).await?;
    if state.version > fold::KEYS_VERSION {
        return Err(Error::new(
            Code::InvalidValue,
            format!(
                "The keys of the database are those of a newer tenantry (version {}, this one writes {}); use that one.",
                state.version,
                fold::KEYS_VERSION
            ),
        ));
    }
    let Some((place, after)) = state.at else {
        return Ok(None);
    };
    let table = PLACES[place];
    let (done, last) = match table {
        ORGS => piece_of::<org::Model>(conn, settings, table, after).await?,
        GROUPS => piece_of::<group::Model>(conn, settings, table, after).await?,
        ROLES => piece_of::<role::Model>(conn, settings, table, after).await?,
        _ => piece_of::<user::Model>(conn, settings, table, after).await?,
    };
    let at = match last {
        Some(last) => Some((place, Some(last))),
        None => Some((place + 1, None)).filter(|(next, _)| *next < PLACES.len()),
    };
    let version = fold::KEYS_VERSION;
    State { version, at }.write(conn).await?;
    Ok(Some(done))
}

/// Re-keys the rows behind `after`. Returns the last of them, or none at the end of the table.
async fn piece_of<R: Keyed>(
    conn: &Conn,
    settings: &Settings,
    table: &'static str,
    after: Option<Uuid>,
) -> Result<(Rekeyed, Option<Uuid>)> {
    let mut sql = Sql::select::<R>(conn, "r", " WHERE ");
    match after {
        Some(after) => sql.push("r.id > ").bind(after),
        None => sql.push("TRUE"),
    };
    sql.push(" ORDER BY r.id")
        .limit(PIECE)
        .locked("UPDATE", "r");
    let before: Vec<R> = sql.all(conn).await?;
    let mut after = before.clone();
    for row in &mut after {
        row.rekey(settings);
    }
    make_room(conn, &before, &mut after).await?;
    let pairs: Vec<(&R, &R)> = before.iter().zip(&after).collect();
    let changed: Vec<(&R, &R)> = pairs.into_iter().filter(|(was, is)| was != is).collect();
    write(conn, &changed).await?;
    let done = Rekeyed {
        table,
        rows: before.len(),
        changed: changed.len(),
    };
    let is_whole = before.len() == PIECE as usize;
    let last = before.last().map(Recorded::id);
    Ok((done, last.filter(|_| is_whole)))
}

/// Of rows that want one key the oldest gets it, and the others give way. Rows that have the key meanwhile and are written
/// later give way too, so that it is free when it is written.
async fn make_room<R: Keyed>(conn: &Conn, before: &[R], after: &mut [R]) -> Result<()> {
    let own: HashSet<Uuid> = before.iter().map(Recorded::id).collect();
    let wanted: Vec<Unique> = after.iter().filter_map(Row::unique).collect();
    let found = holders(conn, &wanted.iter().collect::<Vec<_>>()).await?;
    let mut others: HashMap<Unique, Uuid> = found.into_iter().collect();
    others.retain(|_, holder| !own.contains(holder));
    let (mut taken, mut later) = (HashSet::new(), Vec::new());
    for row in after.iter_mut() {
        let Some(value) = row.unique() else { continue };
        let holder = others.get(&value);
        let is_older = holder.is_some_and(|holder| *holder < Recorded::id(row));
        if is_older || taken.contains(&value) {
            row.give_way();
            continue;
        }
        later.extend(holder);
        taken.insert(value);
    }
    let mut aside = Vec::new();
    if !later.is_empty() {
        let mut sql = Sql::select::<R>(conn, "r", " WHERE ");
        sql.is_one_of("r.id", &later).push(" ORDER BY r.id");
        sql.locked("UPDATE", "r");
        aside = sql.all::<R>(conn).await?;
    }
    for (was, is) in before.iter().zip(&*after) {
        let value = was.unique().filter(|value| taken.contains(value));
        if value.is_some() && value != is.unique() {
            aside.push(was.clone());
        }
    }
    let mut moved = aside.clone();
    moved.iter_mut().for_each(Keyed::give_way);
    write(conn, &aside.iter().zip(&moved).collect::<Vec<_>>()).await
}

/// Writes the columns that differ.
async fn write<R: Keyed>(conn: &Conn, rows: &[(&R, &R)]) -> Result<()> {
    let columns = many::differing::<R>(rows.iter().copied());
    if columns.is_empty() {
        return Ok(());
    }
    let rows: Vec<&R> = rows.iter().map(|(_, is)| *is).collect();
    many::update(conn, id_column::<R>(), &columns, &rows)
        .await
        .map(drop)
}

/// The rows that are not found by their addresses and names: a scan of each table, for the command line.
///
/// # Errors
/// When keys are not written anew yet, or the database cannot be read.
pub(crate) async fn conflicts(conn: &Conn) -> Result<Vec<Conflict>> {
    if is_due(conn).await? {
        return Err(Error::new(
            Code::InvalidValue,
            "Some keys are those of an older tenantry; run `tenantry migrate up`.",
        ));
    }
    let mut conflicts = conflicts_of::<org::Model>(conn, "r.name_key").await?;
    conflicts.extend(conflicts_of::<group::Model>(conn, "r.name_key").await?);
    conflicts.extend(conflicts_of::<role::Model>(conn, "r.name_key").await?);
    conflicts.extend(conflicts_of::<user::Model>(conn, "r.email_key").await?);
    Ok(conflicts)
}

async fn conflicts_of<R: Keyed>(conn: &Conn, column: &str) -> Result<Vec<Conflict>> {
    let mut sql = Sql::select::<R>(conn, "r", " WHERE ");
    sql.has(column, &CONFLICT.to_string())
        .push(" ORDER BY r.id");
    let mut rows: Vec<R> = sql.all(conn).await?;
    // The key of a retired org is no reference.
    rows.retain(|row| row.unique().is_some());
    for row in &mut rows {
        let key = row.key_mut();
        let end = key.find(CONFLICT).unwrap_or(key.len());
        key.truncate(end);
    }
    let wanted: Vec<Unique> = rows.iter().filter_map(Row::unique).collect();
    let holders = holders(conn, &wanted.iter().collect::<Vec<_>>()).await?;
    let holders: HashMap<Unique, Uuid> = holders.into_iter().collect();
    let conflict = |row: &R| Conflict {
        entity: R::ENTITY,
        id: Recorded::id(row),
        text: row.text().to_owned(),
        holder: row.unique().and_then(|value| holders.get(&value).copied()),
    };
    Ok(rows.iter().map(conflict).collect())
}
