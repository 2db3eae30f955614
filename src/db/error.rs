//! What a database error means to us.

use sea_orm::{
    DbErr, RuntimeErr, SqlErr,
    sqlx::{
        self,
        error::DatabaseError,
        postgres::{PgDatabaseError, PgSeverity},
    },
};

use crate::error::Error;

/// The error as the rest of the house knows it. Another transaction in the way makes it worth another try, and so does a
/// violated constraint: whoever came first has committed, so the rule's own look-up will meet him and say it properly.
#[must_use]
pub fn from_db(error: DbErr) -> Error {
    if matches!(
        error.sql_err(),
        Some(SqlErr::UniqueConstraintViolation(_) | SqlErr::ForeignKeyConstraintViolation(_))
    ) {
        return Error::internal(error).again();
    }
    match fault(&error) {
        // The next connection may be to the server that took over.
        Fault::Conflict | Fault::ReadOnly => Error::busy(error).again(),
        Fault::Away | Fault::Full => Error::busy(error),
        Fault::Other => Error::internal(error),
    }
}

/// What the operator can do about a failure; nothing where trying again may help, or the fault is the program's.
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

/// Whether the database has replied that there is no room, to a commit also. Then nothing was kept.
#[must_use]
pub fn found_no_room(error: &Error) -> bool {
    cause(error).is_some_and(|cause| fault(cause) == Fault::Full)
}

fn cause(error: &Error) -> Option<&DbErr> {
    std::error::Error::source(error)?.downcast_ref()
}

impl From<DbErr> for Error {
    fn from(error: DbErr) -> Self {
        from_db(error)
    }
}

/// Whether the connection has prepared statements for tables that have changed since (`cached plan must not change result
/// type`), or that the server has forgotten.
pub(super) fn are_statements_stale(error: &sqlx::Error) -> bool {
    let error = error.as_database_error();
    let code = error.and_then(|error| error.code());
    code.is_some_and(|code| is_of_stale_statements(&code))
}

fn is_of_stale_statements(code: &str) -> bool {
    matches!(code, "0A000" | "26000")
}

/// What went wrong, as far as somebody can do something about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    /// Two transactions met; one of them has to start again.
    Conflict,
    /// The database can be read alone: it is a standby, or its files may not be written.
    ReadOnly,
    /// The database's disk is full.
    Full,
    /// The database does not answer, or has no connection left.
    Away,
    Other,
}

fn fault(error: &DbErr) -> Fault {
    match error {
        // Whatever the reason, there was nobody to ask.
        DbErr::Conn(_) | DbErr::ConnectionAcquire(_) => Fault::Away,
        DbErr::Exec(RuntimeErr::SqlxError(error)) | DbErr::Query(RuntimeErr::SqlxError(error)) => {
            fault_of(error)
        }
        _ => Fault::Other,
    }
}

/// What an error of the driver means.
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
        // Serialization failure, deadlock, a lock that did not come in time.
        Some("40001" | "40P01" | "55P03") => Fault::Conflict,
        // The tables changed in between; the connection will prepare its statements anew.
        Some(code) if is_of_stale_statements(code) => Fault::Conflict,
        Some("25006") => Fault::ReadOnly,
        Some("53100") => Fault::Full,
        // No memory, no connection left, an I/O error.
        Some("53200" | "53300" | "58030") => Fault::Away,
        // The server has ended the connection: it shuts down, starts up, or was told to.
        _ if is_fatal(error) => Fault::Away,
        _ => Fault::Other,
    }
}

/// Primary codes; the extended ones say where it happened.
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

/// SQLite's primary result code; none for an error of PostgreSQL's.
pub(super) fn sqlite_code(error: &dyn DatabaseError) -> Option<u32> {
    if error.try_downcast_ref::<PgDatabaseError>().is_some() {
        return None;
    }
    let extended: u32 = error.code()?.parse().ok()?;
    Some(extended & 0xff)
}

/// Whether the server has ended the connection with this error.
pub(super) fn is_fatal(error: &dyn DatabaseError) -> bool {
    error
        .try_downcast_ref::<PgDatabaseError>()
        .is_some_and(|error| matches!(error.severity(), PgSeverity::Fatal | PgSeverity::Panic))
}

/// Whether a connection is of no use after this error: it has ended, or another one may do what it cannot.
pub(super) fn ends_connection(fault: Fault) -> bool {
    matches!(fault, Fault::ReadOnly | Fault::Full | Fault::Away)
}
