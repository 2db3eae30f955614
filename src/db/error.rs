//! The mapping from database errors to the application's errors.

use sea_orm::{
    DbErr, RuntimeErr, SqlErr,
    sqlx::{
        self,
        error::DatabaseError,
        postgres::{PgDatabaseError, PgSeverity},
    },
};

use crate::error::Error;

/// Maps a database error to an [`Error`]. A conflict with another transaction is worth a retry, and
/// so is a violated constraint: the other transaction has committed, so the rule's own lookup finds
/// its row and reports the proper error.
#[must_use]
pub fn from_db(error: DbErr) -> Error {
    if matches!(
        error.sql_err(),
        Some(SqlErr::UniqueConstraintViolation(_) | SqlErr::ForeignKeyConstraintViolation(_))
    ) {
        return Error::internal(error).again();
    }
    match fault(&error) {
        // The next connection may reach the server that took over.
        Fault::Conflict | Fault::ReadOnly => Error::busy(error).again(),
        Fault::Away | Fault::Full => Error::busy(error),
        Fault::Other => Error::internal(error),
    }
}

/// Returns what the operator can do about a failure. `None` if a retry may help, or the fault is
/// the program's.
#[must_use]
pub fn advice(error: &Error) -> Option<&'static str> {
    match fault(cause(error)?) {
        Fault::ReadOnly => Some(
            "The database is read-only. SQLite: give the user who runs tenantry write permission on the file and its folder, \
             and leave out `mode=ro`. PostgreSQL: connect to the primary server, and see `default_transaction_read_only`.",
        ),
        Fault::Full => Some("The database's disk is full. Make room."),
        Fault::Conflict | Fault::Away | Fault::Other => None,
    }
}

/// Returns whether the database has reported a full disk, also for a commit. Nothing was written
/// then.
#[must_use]
pub fn found_no_room(error: &Error) -> bool {
    cause(error).is_some_and(|cause| fault(cause) == Fault::Full)
}

fn cause(error: &Error) -> Option<&DbErr> {
    error.internals()?.downcast_ref()
}

impl From<DbErr> for Error {
    fn from(error: DbErr) -> Self {
        from_db(error)
    }
}

/// Returns whether the connection's prepared statements are stale: their tables have changed
/// (`cached plan must not change result type`), or the server has lost the statements.
pub(super) fn are_statements_stale(error: &sqlx::Error) -> bool {
    let error = error.as_database_error();
    let code = error.and_then(|error| error.code());
    code.is_some_and(|code| is_of_stale_statements(&code))
}

fn is_of_stale_statements(code: &str) -> bool {
    matches!(code, "0A000" | "26000")
}

/// The kinds of failure that a caller or an operator can act on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    /// Two transactions conflict. One of them must start again.
    Conflict,
    /// The database is read-only: it is a standby, or its files are not writable.
    ReadOnly,
    /// The database's disk is full.
    Full,
    /// The database does not answer, or has no free connection.
    Away,
    Other,
}

fn fault(error: &DbErr) -> Fault {
    match error {
        // No connection was made, whatever the reason.
        DbErr::Conn(_) | DbErr::ConnectionAcquire(_) => Fault::Away,
        DbErr::Exec(RuntimeErr::SqlxError(error)) | DbErr::Query(RuntimeErr::SqlxError(error)) => {
            fault_of(error)
        }
        _ => Fault::Other,
    }
}

/// Returns the fault of a driver error.
pub(super) fn fault_of(error: &sqlx::Error) -> Fault {
    match error {
        sqlx::Error::Database(error) => match sqlite_code(&**error) {
            Some(code) => of_sqlite(code),
            None => of_postgres(&**error),
        },
        sqlx::Error::Io(_)
        | sqlx::Error::PoolTimedOut
        | sqlx::Error::PoolClosed
        | sqlx::Error::WorkerCrashed
        | sqlx::Error::Tls(_) => Fault::Away,
        _ => Fault::Other,
    }
}

fn of_postgres(error: &dyn DatabaseError) -> Fault {
    match error.code().as_deref() {
        // Serialization failure, deadlock, lock timeout.
        Some("40001" | "40P01" | "55P03") => Fault::Conflict,
        // The tables have changed. The connection prepares its statements again.
        Some(code) if is_of_stale_statements(code) => Fault::Conflict,
        Some("25006") => Fault::ReadOnly,
        Some("53100") => Fault::Full,
        // Out of memory, too many connections, I/O error.
        Some("53200" | "53300" | "58030") => Fault::Away,
        // The server has ended the connection: it shuts down, starts up, or was asked to end it.
        _ if is_fatal(error) => Fault::Away,
        _ => Fault::Other,
    }
}

/// Maps a primary result code. Extended codes only say where the error occurred.
fn of_sqlite(code: u32) -> Fault {
    match code {
        // Busy, locked.
        5 | 6 => Fault::Conflict,
        8 => Fault::ReadOnly,
        13 => Fault::Full,
        // An I/O error, a file that cannot be opened.
        10 | 14 => Fault::Away,
        _ => Fault::Other,
    }
}

/// Returns SQLite's primary result code, or `None` for a PostgreSQL error.
pub(super) fn sqlite_code(error: &dyn DatabaseError) -> Option<u32> {
    if error.try_downcast_ref::<PgDatabaseError>().is_some() {
        return None;
    }
    let extended: u32 = error.code()?.parse().ok()?;
    Some(extended & 0xff)
}

/// Returns whether the server has ended the connection with this error.
pub(super) fn is_fatal(error: &dyn DatabaseError) -> bool {
    error
        .try_downcast_ref::<PgDatabaseError>()
        .is_some_and(|error| matches!(error.severity(), PgSeverity::Fatal | PgSeverity::Panic))
}

/// Returns whether the connection cannot be used after this fault: it has ended, or another
/// connection may succeed.
pub(super) fn ends_connection(fault: Fault) -> bool {
    matches!(fault, Fault::ReadOnly | Fault::Full | Fault::Away)
}
