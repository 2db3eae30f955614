//! The harness: an app of its own for each test, on both engines, with a clock that stands still and ids that repeat.
//!
//! A test is an `async fn(app: TestApp)`, named after the rule that it holds, and is listed in its file's
//! [`on_both_engines!`]. What it needs it makes through the API with the builders of [`TestApp`]; what the API cannot make
//! yet, with [`TestApp::sql`].

mod app;
mod browser;
mod pooler;
mod postgres;
mod program;
mod relay;
mod rest;
mod served;
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
pub(crate) use stranger::{Stranger, database_of};
pub(crate) use wire::{With, get, post, post_json, unreadable};

/// The engine that a test runs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Engine {
    /// A file of its own.
    Sqlite,
    /// A database of its own, on a server that the harness started or the environment names.
    Postgres,
}

/// Runs a test on an app of its own. Without any PostgreSQL server the tests for it say so once and pass, unless
/// `TENANTRY_TEST_REQUIRE_POSTGRES` is set.
pub(crate) fn run<F: Future<Output = ()>>(engine: Engine, test: impl FnOnce(TestApp) -> F) {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .expect("a runtime");
    runtime.block_on(on_new_database(engine, test));
}

/// As [`run`], for a test that needs one more app.
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

/// Makes each test run on both engines.
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
