//! A second client of a test's database, which holds locks and changes or drops the database.

use sea_orm_migration::sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseConnection, Statement,
};

use super::{Engine, TestApp};

/// A connection that does not belong to the application.
pub(crate) struct Stranger {
    connection: DatabaseConnection,
    engine: Engine,
}

impl Stranger {
    /// Connects to the application's database.
    pub(crate) async fn on(app: &TestApp) -> Self {
        Self::at(app.engine, &app.config.database_url).await
    }

    /// Connects to another database of the same PostgreSQL server.
    pub(crate) async fn beside(app: &TestApp) -> Self {
        let (server, _) = app.config.database_url.rsplit_once('/').expect("a name");
        Self::at(app.engine, &format!("{server}/postgres")).await
    }

    /// Connects to this URL.
    pub(crate) async fn at(engine: Engine, url: &str) -> Self {
        let mut options = ConnectOptions::new(url);
        options.max_connections(1).sqlx_logging(false);
        let connection = Database::connect(options).await.expect("a connection");
        Self { connection, engine }
    }

    /// Runs a statement.
    pub(crate) async fn sql(&self, sql: &str) {
        self.connection.execute_unprepared(sql).await.expect(sql);
    }

    /// Returns the number that a statement selects.
    pub(crate) async fn number(&self, sql: &str) -> i64 {
        let statement = Statement::from_string(self.connection.get_database_backend(), sql);
        let row = self.connection.query_one_raw(statement).await.expect(sql);
        row.expect("a row").try_get_by_index(0).expect("a number")
    }

    /// Blocks every write to the table. On PostgreSQL, blocks reads too.
    pub(crate) async fn lock(&self, table: &str) {
        match self.engine {
            Engine::Sqlite => self.sql("BEGIN IMMEDIATE").await,
            Engine::Postgres => {
                self.sql("BEGIN").await;
                self.sql(&format!("LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE"))
                    .await;
            }
        }
    }

    /// Releases the lock of [`Stranger::lock`].
    pub(crate) async fn let_go(&self) {
        self.sql("ROLLBACK").await;
    }
}

/// Returns the database name in the application's PostgreSQL URL.
pub(crate) fn database_of(app: &TestApp) -> &str {
    app.config
        .database_url
        .rsplit_once('/')
        .map_or("", |(_, name)| name)
}
