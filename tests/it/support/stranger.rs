//! Somebody else on a test's database: holds locks, and takes the database away.

use sea_orm_migration::sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseConnection, Statement,
};

use super::{Engine, TestApp};

/// One connection that is not the app's.
pub(crate) struct Stranger {
    connection: DatabaseConnection,
    engine: Engine,
}

impl Stranger {
    /// Somebody on the same database.
    pub(crate) async fn on(app: &TestApp) -> Self {
        Self::at(app.engine, &app.config.database_url).await
    }

    /// Somebody on the same PostgreSQL server, in another database.
    pub(crate) async fn beside(app: &TestApp) -> Self {
        let (server, _) = app.config.database_url.rsplit_once('/').expect("a name");
        Self::at(app.engine, &format!("{server}/postgres")).await
    }

    /// Somebody at this URL.
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

    /// A number that a statement gives.
    pub(crate) async fn number(&self, sql: &str) -> i64 {
        let statement = Statement::from_string(self.connection.get_database_backend(), sql);
        let row = self.connection.query_one_raw(statement).await.expect(sql);
        row.expect("a row").try_get_by_index(0).expect("a number")
    }

    /// Keeps every change to the table waiting; on PostgreSQL reads as well.
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

    /// Lets go of what [`Stranger::lock`] holds.
    pub(crate) async fn let_go(&self) {
        self.sql("ROLLBACK").await;
    }
}

/// The last part of a PostgreSQL URL.
pub(crate) fn database_of(app: &TestApp) -> &str {
    app.config
        .database_url
        .rsplit_once('/')
        .map_or("", |(_, name)| name)
}
