//! Re-keying: a new version of the program rewrites keys, such as normalized names, that an older
//! version has written.
//!
//! Rows of other tables that are derived from a row, which older versions may not write, are written
//! with the row's keys.
//!
//! Rows are rewritten in the order of their ids, one batch in each transaction, which also records
//! the progress. So an interruption loses nothing, and when several servers start at once, each
//! batch is written by one of them. Re-keying raises no row version and records no event, because
//! the texts of the rows stay as they are.
//!
//! Two rows may get the same new key although their old keys differed. The older row gets the key.
//! The other row gives way, and so does a role that would get the key of a built-in role: it gets a
//! placeholder key that no input matches, is found by its id only, and `tenantry check`
//! (`check_keys.rs`) lists it until its address or name is changed.

use std::collections::{HashMap, HashSet};

use uuid::Uuid;

use crate::{
    db::{Conn, Sql, many},
    domain::{Settings, event::Audited},
    entity::{group, org, role, user},
    error::{Code, Error, Result},
    normalize,
};

use super::{
    aliases,
    holders::holders,
    keyed::Keyed,
    row::{Row, Unique},
    write::id_column,
};

/// Maximum number of rows of a batch.
pub(super) const PIECE: u32 = 1_000;

/// The tables with keys, in the order in which they are re-keyed.
const TABLES: [&str; 5] = [ORGS, GROUPS, ROLES, USERS, ALIASES];
pub(super) const ORGS: &str = "orgs";
pub(super) const GROUPS: &str = "groups";
pub(super) const ROLES: &str = "roles";
pub(super) const USERS: &str = "users";
pub(super) const ALIASES: &str = "user_aliases";

/// The result of one batch.
#[derive(Debug, Clone, Copy)]
pub struct Rekeyed {
    /// The name of the table.
    pub table: &'static str,
    /// The number of rows that were checked.
    pub rows: usize,
    /// The number of rows whose keys changed, and of changed rows that are derived from them.
    pub changed: usize,
}

/// A position in the sequence of all rows with keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct RekeyCursor {
    /// The index of the table in [`TABLES`].
    table: usize,
    /// The last row of the table that is done, if any.
    after: Option<Uuid>,
}

impl RekeyCursor {
    pub(crate) const START: Self = Self {
        table: 0,
        after: None,
    };

    /// Returns the position after this row of the first table.
    #[cfg(test)]
    pub(crate) fn behind(row: Uuid) -> Self {
        Self {
            after: Some(row),
            ..Self::START
        }
    }

    pub(super) fn table(self) -> &'static str {
        TABLES[self.table]
    }

    pub(super) fn after(self) -> Option<Uuid> {
        self.after
    }

    /// Returns the position after a batch: after its last row, or in the next table if the table
    /// has no more rows. `None` after the last table.
    pub(super) fn next<R: Keyed>(self, piece: &[R]) -> Option<Self> {
        self.after_piece(piece.len(), piece.last().map(Audited::id))
    }

    /// Returns the position after a batch of this number of rows, the last of which has this id.
    pub(super) fn after_piece(self, rows: usize, last: Option<Uuid>) -> Option<Self> {
        let is_whole = rows == PIECE as usize;
        let last = last.filter(|_| is_whole);
        match last {
            Some(_) => Some(Self {
                after: last,
                ..self
            }),
            None => Some(Self {
                table: self.table + 1,
                after: None,
            })
            .filter(|next| next.table < TABLES.len()),
        }
    }
}

/// The progress of the re-keying.
#[derive(Debug)]
struct RekeyProgress {
    version: i32,
    /// The next position. `None` when all tables are done.
    at: Option<RekeyCursor>,
}

impl RekeyProgress {
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
        let number = |place: String| TABLES.iter().position(|name| *name == place);
        let at = match version < normalize::KEYS_VERSION {
            // A newer version starts over, even if an older one was not done.
            true => Some(RekeyCursor::START),
            false => place
                .and_then(number)
                .map(|table| RekeyCursor { table, after }),
        };
        Ok(Self { version, at })
    }

    fn must_not_be_newer(&self) -> Result<()> {
        if self.version <= normalize::KEYS_VERSION {
            return Ok(());
        }
        Err(Error::new(
            Code::InvalidValue,
            format!(
                "The keys of the database were written by a newer tenantry (version {}; this one writes version {}). Use the newer one.",
                self.version,
                normalize::KEYS_VERSION
            ),
        ))
    }

    async fn write(&self, conn: &Conn) -> Result<()> {
        let mut sql = Sql::new(conn, "UPDATE key_version SET version = ");
        sql.bind(self.version).push(", place = ");
        sql.bind(self.at.map(RekeyCursor::table))
            .push(", after_id = ");
        sql.bind(self.at.and_then(RekeyCursor::after));
        sql.execute(conn).await.map(drop)
    }
}

/// Returns the next position of the re-keying. `None` when all keys are those of this version.
///
/// # Errors
/// `INVALID_VALUE` if a newer version has written the keys; `BUSY` or `INTERNAL` when the database
/// fails.
pub(crate) async fn how_far(conn: &Conn) -> Result<Option<RekeyCursor>> {
    let state = RekeyProgress::read(conn, false).await?;
    state.must_not_be_newer()?;
    Ok(state.at)
}

/// Checks that the keys are those of this version.
///
/// # Errors
/// `INVALID_VALUE` if they are those of another version; `BUSY` or `INTERNAL` when the database
/// fails.
pub(crate) async fn must_not_be_due(conn: &Conn) -> Result<()> {
    match how_far(conn).await? {
        Some(_) => Err(Error::new(
            Code::InvalidValue,
            "Some keys were written by an older tenantry. Run `tenantry migrate up`.",
        )),
        None => Ok(()),
    }
}

/// Raises the version before the first batch, so that servers of older versions notice it and stop
/// writing keys. Returns whether they may still need time to notice it. `conn` must be in a
/// transaction.
///
/// # Errors
/// `INVALID_VALUE` if a newer version has written the keys; `BUSY` or `INTERNAL` when the database
/// fails.
pub(crate) async fn announce(conn: &Conn) -> Result<bool> {
    let RekeyProgress { version, at } = state_for_writing(conn).await?;
    // Versions of the program from before keys had a version do not check it.
    let is_looked_at = version > 0;
    if is_looked_at && version < normalize::KEYS_VERSION {
        let version = normalize::KEYS_VERSION;
        RekeyProgress { version, at }.write(conn).await?;
    }
    Ok(is_looked_at && at == Some(RekeyCursor::START))
}

/// Re-keys the next batch. Returns `None` when all tables are done. `conn` must be in a
/// transaction.
///
/// # Errors
/// `INVALID_VALUE` if a newer version has written the keys; `BUSY` or `INTERNAL` when the database
/// fails.
pub(crate) async fn rekey_piece(conn: &Conn, settings: &Settings) -> Result<Option<Rekeyed>> {
    let Some(place) = state_for_writing(conn).await?.at else {
        return Ok(None);
    };
    let (done, at) = rekey_at(conn, settings, place).await?;
    let version = normalize::KEYS_VERSION;
    RekeyProgress { version, at }.write(conn).await?;
    Ok(Some(done))
}

/// Re-keys the batch at `place` even if the re-keying is done, and returns the next position.
/// `conn` must be in a transaction.
///
/// # Errors
/// `INVALID_VALUE` if a newer version has written the keys; `BUSY` or `INTERNAL` when the database
/// fails.
pub(crate) async fn rekey_again(
    conn: &Conn,
    settings: &Settings,
    place: RekeyCursor,
) -> Result<(Rekeyed, Option<RekeyCursor>)> {
    state_for_writing(conn).await?;
    rekey_at(conn, settings, place).await
}

/// Reads the progress, and locks it until the transaction ends.
async fn state_for_writing(conn: &Conn) -> Result<RekeyProgress> {
    let state = RekeyProgress::read(conn, true).await?;
    state.must_not_be_newer()?;
    Ok(state)
}

async fn rekey_at(
    conn: &Conn,
    settings: &Settings,
    place: RekeyCursor,
) -> Result<(Rekeyed, Option<RekeyCursor>)> {
    match place.table() {
        ORGS => piece_of::<org::Model>(conn, settings, place).await,
        GROUPS => piece_of::<group::Model>(conn, settings, place).await,
        ROLES => piece_of::<role::Model>(conn, settings, place).await,
        USERS => piece_of::<user::Model>(conn, settings, place).await,
        _ => aliases::rekey_piece(conn, place).await,
    }
}

/// Reads the rows of the batch at `place`.
pub(super) async fn read_piece<R: Keyed>(
    conn: &Conn,
    place: RekeyCursor,
    lock: bool,
) -> Result<Vec<R>> {
    let mut sql = Sql::select::<R>(conn, "r", " WHERE ");
    match place.after {
        Some(after) => sql.push("r.id > ").bind(after),
        None => sql.push("TRUE"),
    };
    sql.push(" ORDER BY r.id").limit(PIECE);
    if lock {
        sql.locked("UPDATE", "r");
    }
    sql.all(conn).await
}

async fn piece_of<R: Keyed>(
    conn: &Conn,
    settings: &Settings,
    place: RekeyCursor,
) -> Result<(Rekeyed, Option<RekeyCursor>)> {
    let before: Vec<R> = read_piece(conn, place, true).await?;
    let mut after = before.clone();
    for row in &mut after {
        row.rekey(settings);
    }
    make_room(conn, &before, &mut after).await?;
    let pairs: Vec<(&R, &R)> = before.iter().zip(&after).collect();
    let changed: Vec<(&R, &R)> = pairs.into_iter().filter(|(was, is)| was != is).collect();
    write(conn, &changed).await?;
    let derived = R::derive_rows(conn, &after).await?;
    let done = Rekeyed {
        table: place.table(),
        rows: before.len(),
        changed: changed.len() + derived,
    };
    Ok((done, place.next(&before)))
}

/// Resolves conflicts between keys. Of several rows that get one key, the oldest keeps it. The
/// others give way, and so do rows that get a reserved key. A row that has the key now and is
/// re-keyed later gives way first, so that the key is free when it is written.
async fn make_room<R: Keyed>(conn: &Conn, before: &[R], after: &mut [R]) -> Result<()> {
    let own: HashSet<Uuid> = before.iter().map(Audited::id).collect();
    let wanted: Vec<Unique> = after.iter().filter_map(Row::unique).collect();
    let found = holders(conn, &wanted.iter().collect::<Vec<_>>()).await?;
    let mut others: HashMap<Unique, Uuid> = found.into_iter().collect();
    others.retain(|_, holder| !own.contains(holder));
    let (mut taken, mut later) = (HashSet::new(), Vec::new());
    for row in after.iter_mut() {
        let Some(value) = row.unique() else { continue };
        let holder = others.get(&value);
        let is_older = holder.is_some_and(|holder| *holder < Audited::id(row));
        if is_older || taken.contains(&value) || row.is_reserved() {
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

/// Writes the columns that changed.
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
