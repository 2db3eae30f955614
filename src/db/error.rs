//! What a database error means to us.

use sea_orm::{DbErr, RuntimeErr, SqlErr, sqlx};

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
        Fault::Conflict => Error::busy(error).again(),
        Fault::Away => Error::busy(error),
        Fault::Other => Error::internal(error),
    }
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

enum Fault {
    /// Two transactions met; one of them has to start again.
    Conflict,
    /// The database does not answer, or has no room.
    Away,
    Other,
}

fn fault(error: &DbErr) -> Fault {
    let is_about_connecting = matches!(error, DbErr::Conn(_));
    let (DbErr::Conn(RuntimeErr::SqlxError(error))
    | DbErr::Exec(RuntimeErr::SqlxError(error))
    | DbErr::Query(RuntimeErr::SqlxError(error))) = error
    else {
        return match error {
            DbErr::ConnectionAcquire(_) => Fault::Away,
            _ => Fault::Other,
        };
    };
    if is_about_connecting {
        // Whatever the reason, there was nobody to ask.
        return Fault::Away;
    }
    match &**error {
        sqlx::Error::Database(error) => match error.code().as_deref() {
            // PostgreSQL: serialization failure, deadlock, a lock that did not come in time.
            Some("40001" | "40P01" | "55P03") => Fault::Conflict,
            // PostgreSQL: no room, shutting down, starting up.
            Some("53300" | "57P01" | "57P02" | "57P03") => Fault::Away,
            // SQLite: busy, also while recovering, in a snapshot, on time-out; locked.
            Some("5" | "261" | "517" | "773" | "6" | "262") => Fault::Conflict,
            // The tables changed in between; the connection will prepare its statements anew.
            Some(code) if is_of_stale_statements(code) => Fault::Conflict,
            _ => Fault::Other,
        },
        sqlx::Error::Io(_)
        | sqlx::Error::PoolTimedOut
        | sqlx::Error::PoolClosed
        | sqlx::Error::WorkerCrashed
        | sqlx::Error::Tls(_) => Fault::Away,
        _ => Fault::Other,
    }
}
