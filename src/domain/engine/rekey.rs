//! Re-keying: a newer program writes the keys anew that an older one has written, such as normalized names.
//!
//! Rows are walked in the order of their ids, a piece in each transaction, which also notes how far it has come. So an
//! interruption loses nothing, and of several servers that start at once each piece is written by one. A re-keyed row has
//! neither a new version nor an event: what was typed stays.
//!
//! Two rows may get one key although they had two. The older row takes the key. The other row gives way, and so does a role
//! that gets the key of a built-in role: it gets a key that nobody can type, is found by its id, and is listed by
//! `tenantry check` (`check_keys.rs`) until its address or name is stated anew.

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
    answers::holders,
    keyed::Keyed,
    row::{Row, Unique},
    write::id_column,
};

/// Rows of a piece.
const PIECE: u32 = 1_000;

/// The tables with keys, in the order in which they are re-keyed.
const TABLES: [&str; 4] = [ORGS, GROUPS, ROLES, USERS];
pub(super) const ORGS: &str = "orgs";
pub(super) const GROUPS: &str = "groups";
pub(super) const ROLES: &str = "roles";
pub(super) const USERS: &str = "users";

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

/// A place in the walk through all rows with keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct RekeyCursor {
    /// The number of the table among [`TABLES`].
    table: usize,
    /// The last row of the table that is done.
    after: Option<Uuid>,
}

impl RekeyCursor {
    pub(crate) const START: Self = Self {
        table: 0,
        after: None,
    };

    /// Behind this row of the first table.
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

    /// The place behind a piece: behind its last row, or in the next table where the table has no other rows. `None` at the
    /// end of the walk.
    pub(super) fn next<R: Keyed>(self, piece: &[R]) -> Option<Self> {
        let is_whole = piece.len() == PIECE as usize;
        let last = piece.last().filter(|_| is_whole).map(Audited::id);
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

/// How far the keys have come.
#[derive(Debug)]
struct RekeyProgress {
    version: i32,
    /// `None` when all is done.
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
            // What an older program has begun is begun again.
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
                "The keys of the database are those of a newer tenantry (version {}, this one writes {}); use that one.",
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

/// How far the re-keying has come; `None` when all keys are those of this program.
///
/// # Errors
/// When a newer program has written the keys, or the database cannot be read.
pub(crate) async fn how_far(conn: &Conn) -> Result<Option<RekeyCursor>> {
    let state = RekeyProgress::read(conn, false).await?;
    state.must_not_be_newer()?;
    Ok(state.at)
}

/// Passes when the keys are those of this program.
///
/// # Errors
/// When they are not, or the database cannot be read.
pub(crate) async fn must_not_be_due(conn: &Conn) -> Result<()> {
    match how_far(conn).await? {
        Some(_) => Err(Error::new(
            Code::InvalidValue,
            "Some keys are those of an older tenantry; run `tenantry migrate up`.",
        )),
        None => Ok(()),
    }
}

/// Raises the version before the first piece, so that servers of older versions see it and stop writing keys. Returns whether
/// they may need time for that. `conn` is in a transaction.
///
/// # Errors
/// When a newer program has written the keys, or the database fails.
pub(crate) async fn announce(conn: &Conn) -> Result<bool> {
    let RekeyProgress { version, at } = state_for_writing(conn).await?;
    // Programs from before keys had a version do not look at it.
    let is_looked_at = version > 0;
    if is_looked_at && version < normalize::KEYS_VERSION {
        let version = normalize::KEYS_VERSION;
        RekeyProgress { version, at }.write(conn).await?;
    }
    Ok(is_looked_at && at == Some(RekeyCursor::START))
}

/// Re-keys the next piece; `None` when all is done. `conn` is in a transaction.
///
/// # Errors
/// When a newer program has written the keys, or the database fails.
pub(crate) async fn rekey_piece(conn: &Conn, settings: &Settings) -> Result<Option<Rekeyed>> {
    let Some(place) = state_for_writing(conn).await?.at else {
        return Ok(None);
    };
    let (done, at) = rekey_at(conn, settings, place).await?;
    let version = normalize::KEYS_VERSION;
    RekeyProgress { version, at }.write(conn).await?;
    Ok(Some(done))
}

/// Re-keys the piece at `place`, although the walk is done, and returns the next place. `conn` is in a transaction.
///
/// # Errors
/// When a newer program has written the keys, or the database fails.
pub(crate) async fn rekey_again(
    conn: &Conn,
    settings: &Settings,
    place: RekeyCursor,
) -> Result<(Rekeyed, Option<RekeyCursor>)> {
    state_for_writing(conn).await?;
    rekey_at(conn, settings, place).await
}

/// The state, which no other program changes until the transaction ends.
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
        _ => piece_of::<user::Model>(conn, settings, place).await,
    }
}

/// The rows of the piece at `place`.
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
    let done = Rekeyed {
        table: place.table(),
        rows: before.len(),
        changed: changed.len(),
    };
    Ok((done, place.next(&before)))
}

/// Makes rows give way. Of rows that want one key the oldest gets it. The others give way, and so do rows that want a
/// reserved key. A row that has the key now and is written later gives way too, so that the key is free when it is written.
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
