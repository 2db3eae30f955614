//! A benchmark of `createMemberships`. It compares the operation with a handwritten SQL statement
//! that inserts the same rows and events, but without references, permissions, rules or results for
//! each row.
//!
//! Run `TENANTRY_BENCH_POSTGRES_URL=... cargo bench --bench memberships` with the URL of an empty
//! database. Each round adds the same 10,000 users to a new org with the operation, and to another
//! new org with the statement. The last line prints the medians, and the median of the ratios
//! within a round, which depends less on the speed of the machine.

use std::time::{Duration, Instant};

use sea_orm::{ConnectionTrait, DbBackend, Statement, Value};
use tenantry::{
    access::Actor,
    app::App,
    clock::Clock,
    config::Config,
    db::{Db, Meter},
    demo::{self, Demo},
    domain::{
        batch::BatchMode,
        field::Name,
        membership::{CreateMemberships, MembershipFields, MembershipRow},
        org::{CreateOrg, OrgRef},
        user::UserRef,
    },
    id::Ids,
};
use uuid::Uuid;

/// The allocator of the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const ROWS: usize = 10_000;
const ROUNDS: usize = 25;

/// The handwritten statement, which inserts memberships and their events with known ids.
const BY_HAND: &str = "
WITH rows AS (
  SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::uuid[]) AS r(id, user_id, event_id)
), written AS (
  INSERT INTO memberships (id, org_id, user_id, role, status, is_owner, is_default, created_at, updated_at, rights)
  SELECT id, $4, user_id, 'user', 'active', FALSE, FALSE, $5, $5, 0 FROM rows
)
INSERT INTO events (id, at, actor_kind, org_id, user_id, entity, entity_id, verb, after)
SELECT event_id, $5, 'cli', $4, user_id, 'membership', id, 'created', jsonb_build_object('org', $4, 'user', user_id,
  'role', 'USER', 'status', 'ACTIVE', 'isOwner', FALSE, 'isDefault', FALSE)
FROM rows";

/// The app, and the users to add to orgs.
struct Bench {
    app: App,
    actor: Actor,
    users: Vec<Uuid>,
    orgs: usize,
}

impl Bench {
    async fn new(url: &str) -> Self {
        let config = Config {
            database_url: url.to_owned(),
            ..Config::default()
        };
        let db = Db::open(&config.database()).await.expect("a database");
        db.migrate().await.expect("migrated");
        let people = Demo::new(ROWS, 100, 200, 1).expect("a size");
        demo::fill(&db, people, |_| {})
            .await
            .expect("an empty database");
        let rows = db
            .reader()
            .query_all_raw(Statement::from_string(
                db.reader().get_database_backend(),
                "SELECT id FROM users ORDER BY id",
            ))
            .await
            .expect("users");
        let users = rows.iter().map(|row| row.try_get("", "id").expect("an id"));
        Self {
            users: users.collect(),
            app: App::new(db, &config),
            actor: Actor::command_line(),
            orgs: 0,
        }
    }

    /// Creates an org.
    async fn org(&mut self) -> Uuid {
        self.orgs += 1;
        let name = format!("Bench {}", self.orgs);
        let create = CreateOrg {
            name: Name::parse("name", &name).expect("a name"),
            external_id: None,
            owner: None,
        };
        let made = self.app.execute(&self.actor, create).await.expect("an org");
        made.output.id.expect("an id")
    }

    /// Measures `createMemberships` of all users in a new org.
    async fn by_operation(&mut self) -> Duration {
        let org = self.org().await;
        let rows = self.users.iter().map(|user| MembershipRow {
            reference: None,
            org: OrgRef::Id(org.into()),
            user: UserRef::Id((*user).into()),
            membership: MembershipFields::default(),
        });
        let create = CreateMemberships {
            rows: rows.collect(),
            mode: BatchMode::Partial,
        };
        let start = Instant::now();
        let done = self.app.execute(&self.actor, create).await.expect("done");
        let took = start.elapsed();
        assert_eq!((done.output.failed(), done.records), (0, ROWS));
        took
    }

    /// Measures the handwritten statement for all users in a new org.
    async fn by_hand(&mut self) -> Duration {
        let org = self.org().await;
        let (ids, now) = (Ids::random(), Clock::system().now());
        let some = || (0..ROWS).map(|_| ids.next(now)).collect::<Vec<Uuid>>();
        let values: [Value; 5] = [
            some().into(),
            self.users.clone().into(),
            some().into(),
            org.into(),
            now.into(),
        ];
        let statement = Statement::from_sql_and_values(DbBackend::Postgres, BY_HAND, values);
        let start = Instant::now();
        let conn = self.app.db().begin(&Meter::default()).await.expect("begun");
        conn.execute_raw(statement).await.expect("written");
        conn.close(true).await.expect("kept");
        start.elapsed()
    }
}

fn median(of: impl Iterator<Item = f64>) -> f64 {
    let mut all: Vec<f64> = of.collect();
    all.sort_unstable_by(f64::total_cmp);
    all[all.len() / 2]
}

#[expect(clippy::print_stdout, reason = "what a benchmark is for")]
#[tokio::main]
async fn main() {
    let Ok(url) = std::env::var("TENANTRY_BENCH_POSTGRES_URL") else {
        println!("memberships: TENANTRY_BENCH_POSTGRES_URL is not set; nothing is measured");
        return;
    };
    let mut bench = Bench::new(&url).await;
    let mut rounds = Vec::new();
    for round in 0..ROUNDS {
        let (a, b) = match round % 2 {
            0 => (bench.by_operation().await, bench.by_hand().await),
            _ => {
                let b = bench.by_hand().await;
                (bench.by_operation().await, b)
            }
        };
        println!("createMemberships {a:?}, by hand {b:?}");
        rounds.push((a.as_secs_f64(), b.as_secs_f64()));
    }
    let rate = |seconds| ROWS as f64 / seconds;
    let operation = rate(median(rounds.iter().map(|(operation, _)| *operation)));
    let hand = rate(median(rounds.iter().map(|(_, hand)| *hand)));
    let ratio = median(rounds.iter().map(|(operation, hand)| hand / operation));
    println!(
        "createMemberships {operation:.0} rows/s, by hand {hand:.0} rows/s; median ratio within a round {ratio:.2}"
    );
}
