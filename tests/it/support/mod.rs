//! The test harness. Each test gets its own application on an empty database, on both engines, with
//! a fixed clock and reproducible ids.
//!
//! A test is an `async fn(app: TestApp)`, named after the behaviour that it checks, and listed in
//! its file's [`on_both_engines!`]. Tests create their data through the API with the builders of
//! [`TestApp`]. [`TestApp::sql`] creates what the API cannot create.

mod app;
mod browser;
mod pooler;
mod postgres;
mod program;
mod relay;
mod rest;
mod served;
mod socket;
mod sqlite;
mod stranger;
mod wire;

use std::future::Future;

pub(crate) use app::{ROOT, Reply, TestApp};
pub(crate) use browser::{Browser, Step, serve, with_browser};
pub(crate) use pooler::{ANY, KEEPS_STATEMENTS, Pooler};
pub(crate) use program::{Program, Server};
pub(crate) use relay::{Lost, Relay};
pub(crate) use rest::{HOST, Tape, membership, number_of, rest, rest_of};
pub(crate) use served::{Served, Wire, files_allowed};
pub(crate) use socket::{Socket, upgrade};
pub(crate) use stranger::{Stranger, database_of};
pub(crate) use wire::{With, get, post, post_json, unreadable};

/// The engine that a test runs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Engine {
    /// SQLite: a file for each test.
    Sqlite,
    /// PostgreSQL: a database for each test, on a server that the harness started or that the
    /// environment names.
    Postgres,
}

/// Runs a test on its own application. Without a PostgreSQL server, the tests on PostgreSQL print
/// one line and pass. If `TENANTRY_TEST_REQUIRE_POSTGRES` is set, they fail.
pub(crate) fn run<F: Future<Output = ()>>(engine: Engine, test: impl FnOnce(TestApp) -> F) {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .expect("a runtime");
    runtime.block_on(on_new_database(engine, test));
}

/// Runs `test` on a new database, like [`run`]. Serves tests that need a second application.
pub(crate) async fn on_new_database<F: Future<Output = ()>>(
    engine: Engine,
    test: impl FnOnce(TestApp) -> F,
) {
    let url = match engine {
        Engine::Sqlite => sqlite::new_database().await,
        Engine::Postgres => match postgres::new_database().await {
            Some(url) => url,
            None => return,
        },
    };
    let app = TestApp::on(engine, &url).await;
    let inner = app.app.clone();
    test(app).await;
    inner.close().await;
    match engine {
        Engine::Sqlite => sqlite::drop_database(&url),
        Engine::Postgres => postgres::drop_database(&url).await,
    }
}

/// Defines each test twice: once on SQLite and once on PostgreSQL.
macro_rules! on_both_engines {
    ($($test:ident),+ $(,)?) => {
        mod on_sqlite {
            $(#[test]
            fn $test() { crate::support::run(crate::support::Engine::Sqlite, super::$test); })+
        }
        mod on_postgres {
            $(#[test]
            fn $test() { crate::support::run(crate::support::Engine::Postgres, super::$test); })+
        }
    };
}
pub(crate) use on_both_engines;

/// Defines tests that have nothing to test on PostgreSQL.
macro_rules! on_sqlite_only {
    ($($test:ident),+ $(,)?) => {
        mod on_sqlite_only {
            $(#[test]
            fn $test() { crate::support::run(crate::support::Engine::Sqlite, super::$test); })+
        }
    };
}
pub(crate) use on_sqlite_only;

/// Defines tests that have nothing to test on SQLite.
macro_rules! on_postgres_only {
    ($($test:ident),+ $(,)?) => {
        mod on_postgres_only {
            $(#[test]
            fn $test() { crate::support::run(crate::support::Engine::Postgres, super::$test); })+
        }
    };
}
pub(crate) use on_postgres_only;
