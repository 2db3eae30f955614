//! The cost of a statement in a unit that does not depend on the machine: rows read on PostgreSQL,
//! virtual machine instructions on SQLite.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use sea_orm_migration::sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbBackend, Statement, Value,
};
use serde_json::Value as Json;

use crate::support::{Engine, TestApp};

/// A connection that measures the cost of its statements.
pub(super) struct Meter {
    connection: DatabaseConnection,
    engine: Engine,
    instructions: Arc<AtomicU64>,
}

/// The cost and the plan of a statement.
#[derive(Debug)]
pub(super) struct Work {
    /// The number of rows, or of hundreds of instructions.
    pub(super) amount: u64,
    /// The plan, which is printed if the cost is too high.
    pub(super) plan: String,
}

impl Meter {
    /// Opens a connection to the database of the app.
    pub(super) async fn on(app: &TestApp) -> Self {
        let mut options = ConnectOptions::new(&app.config.database_url);
        options.max_connections(1).sqlx_logging(false);
        let connection = Database::connect(options).await.expect("a connection");
        let instructions = Arc::new(AtomicU64::new(0));
        if app.engine == Engine::Sqlite {
            let count = instructions.clone();
            let pool = connection.get_sqlite_connection_pool();
            let mut one = pool.acquire().await.expect("the connection");
            let mut handle = one.lock_handle().await.expect("its handle");
            handle.set_progress_handler(100, move || {
                count.fetch_add(1, Ordering::Relaxed);
                true
            });
        }
        let meter = Self {
            connection,
            engine: app.engine,
            instructions,
        };
        if app.engine == Engine::Postgres {
            for (name, value) in tenantry::db::PLANNER {
                meter.run(&format!("SET {name} = '{value}'")).await;
            }
        }
        meter
    }

    /// Returns the cost of the statement with the most expensive plan that the engine may choose.
    pub(super) async fn of(&self, statement: Statement) -> Work {
        match self.engine {
            Engine::Sqlite => self.on_sqlite(statement).await,
            Engine::Postgres => self.on_postgres(statement).await,
        }
    }

    async fn on_sqlite(&self, statement: Statement) -> Work {
        let mut explain = statement.clone();
        explain.sql.insert_str(0, "EXPLAIN QUERY PLAN ");
        let rows = self
            .connection
            .query_all_raw(explain)
            .await
            .expect("a plan");
        let lines = rows
            .iter()
            .map(|row| row.try_get::<String>("", "detail").expect("a line") + "\n");
        let plan = lines.collect();
        let before = self.instructions.load(Ordering::Relaxed);
        self.connection
            .query_all_raw(statement)
            .await
            .expect("rows");
        let amount = self.instructions.load(Ordering::Relaxed) - before;
        Work { amount, plan }
    }

    /// Returns the higher cost of the custom plan, which is made for these values, and the generic
    /// plan. PostgreSQL switches to the generic plan if its estimated cost is not higher.
    async fn on_postgres(&self, statement: Statement) -> Work {
        let explain = "EXPLAIN (ANALYZE, FORMAT JSON, TIMING OFF) ";
        let mut custom = statement.clone();
        custom.sql.insert_str(0, explain);
        let custom = self.explained(custom).await;
        let values = statement.values.map(|values| values.0).unwrap_or_default();
        let (types, literals): (Vec<_>, Vec<_>) = values.iter().map(literal).unzip();
        let list = |words: &[String]| match words {
            [] => String::new(),
            _ => format!("({})", words.join(", ")),
        };
        let types: Vec<String> = types.into_iter().map(str::to_owned).collect();
        let prepare = format!("PREPARE it{} AS {}", list(&types), statement.sql);
        self.run("SET plan_cache_mode = force_generic_plan").await;
        self.run(&prepare).await;
        let execute = format!("{explain} EXECUTE it{}", list(&literals));
        let generic = self
            .explained(Statement::from_string(DbBackend::Postgres, execute))
            .await;
        self.run("DEALLOCATE it").await;
        self.run("SET plan_cache_mode = auto").await;
        match custom.amount < generic.amount {
            true => generic,
            false => custom,
        }
    }

    async fn run(&self, sql: &str) {
        self.connection.execute_unprepared(sql).await.expect(sql);
    }

    async fn explained(&self, statement: Statement) -> Work {
        let sql = statement.sql.clone();
        let row = self
            .connection
            .query_one_raw(statement)
            .await
            .expect(&sql)
            .expect("a plan");
        let json: Json = row.try_get_by_index(0).expect("JSON");
        let mut plan = String::new();
        let amount = rows_read(&json[0]["Plan"], 0, &mut plan);
        Work { amount, plan }
    }
}

/// Returns the number of rows that the scans of a plan have read in all loops.
fn rows_read(node: &Json, depth: usize, plan: &mut String) -> u64 {
    let number = |name: &str| node[name].as_f64().unwrap_or_default();
    let kind = node["Node Type"].as_str().unwrap_or_default();
    let rows = number("Actual Rows")
        + number("Rows Removed by Filter")
        + number("Rows Removed by Index Recheck");
    let read = match node["Relation Name"].is_string() || node["Index Name"].is_string() {
        true => rows * number("Actual Loops"),
        false => 0.0,
    };
    // Index entries are adjacent, so ten of them count as one row.
    let read = if kind == "Bitmap Index Scan" {
        read / 10.0
    } else {
        read
    };
    let line = [
        kind,
        node["Relation Name"].as_str().unwrap_or_default(),
        node["Index Name"].as_str().unwrap_or_default(),
    ];
    *plan += &format!("{:depth$}{} {read}\n", "", line.join(" "));
    let children = node["Plans"].as_array().into_iter().flatten();
    children.fold(read as u64, |sum, child| {
        sum + rows_read(child, depth + 2, plan)
    })
}

/// Returns the SQL type of a bound value, and the value as a literal.
fn literal(value: &Value) -> (&'static str, String) {
    match value {
        Value::Uuid(Some(id)) => ("uuid", format!("'{id}'")),
        Value::String(Some(text)) => ("text", format!("'{}'", text.replace('\'', "''"))),
        Value::BigInt(Some(number)) => ("bigint", number.to_string()),
        Value::Int(Some(number)) => ("int", number.to_string()),
        Value::ChronoDateTimeUtc(Some(time)) => ("timestamptz", format!("'{}'", time.to_rfc3339())),
        Value::Array(_, Some(items)) => {
            let (types, items): (Vec<_>, Vec<_>) = items.iter().map(literal).unzip();
            let ty = match types.first() {
                Some(&"text") => "text[]",
                _ => "uuid[]",
            };
            (ty, format!("'{{{}}}'", items.join(",").replace('\'', "")))
        }
        other => panic!("no literal for {other:?}"),
    }
}
