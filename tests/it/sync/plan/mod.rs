//! Plans of sync runs.
//!
//! * `people`: what the rows of a file do, action by action.
//! * `keys`: whom rows find, and rows that contradict each other.
//! * `protected`: owners, holds, other sources, and users whom the token may not see.
//! * `groups`: rows in groups.
//! * `guard`: limits, retirements, and orgs that the file does not name.
//! * `statements`: query plans.
//! * `job`: the job of a run: pieces, order, interruption and cancellation.

mod groups;
mod guard;
mod job;
mod keys;
mod people;
mod protected;
mod statements;

use sea_orm_migration::sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use serde_json::{Value as Json, json};
use tenantry::{
    access::{Actor, Origin},
    domain::{
        org::OrgRef,
        sync::{
            AddSyncPiece, BeginSyncUpload, Changes, Counts, EndSyncUpload, GroupAction, Guard,
            Options, PlanSync, file::Piece,
        },
    },
    entity::{
        membership::MemberRole,
        sync_item,
        sync_run::{self, SyncMode, SyncStatus},
        sync_upload::FileFormat,
    },
    error::Result,
    id::{SyncRunId, SyncUploadId},
    runner::{Worker, WorkerStep},
};
use uuid::Uuid;

use crate::support::{ROOT, TestApp};

/// A file, and how it is planned.
#[derive(Debug, Clone)]
pub(super) struct Ask {
    pub(super) token: String,
    pub(super) org: Option<Uuid>,
    pub(super) source: &'static str,
    pub(super) mode: SyncMode,
    pub(super) options: Options,
    /// The rows, with the names of native columns.
    pub(super) rows: Vec<Json>,
    /// The number of rows in a piece.
    pub(super) piece: usize,
}

/// Returns a plan in mode `add` of these rows, by the root token, for the source `hr`.
pub(super) fn ask(org: Option<Uuid>, rows: impl Into<Vec<Json>>) -> Ask {
    Ask {
        token: ROOT.to_owned(),
        org,
        source: "hr",
        mode: SyncMode::Add,
        options: Options {
            preset: "native".to_owned(),
            map: None,
            empty_clears: false,
            create_groups: false,
            take_over: false,
            default_role: MemberRole::User,
        },
        rows: rows.into(),
        piece: 1_000,
    }
}

impl Ask {
    pub(super) fn replacing(mut self) -> Self {
        self.mode = SyncMode::Replace;
        self
    }

    pub(super) fn taking_over(mut self) -> Self {
        self.options.take_over = true;
        self
    }

    pub(super) fn creating_groups(mut self) -> Self {
        self.options.create_groups = true;
        self
    }

    pub(super) fn by(mut self, token: &str) -> Self {
        self.token = token.to_owned();
        self
    }

    /// Uploads the rows and queues the plan.
    pub(super) async fn queue(&self, app: &TestApp) -> Result<Uuid> {
        let actor = actor(app, &self.token).await;
        let upload = upload(app, &actor, &self.rows, self.piece).await?;
        let plan = PlanSync {
            upload,
            org: self.org.map(|org| OrgRef::Id(org.into())),
            source: self.source.to_owned(),
            mode: self.mode,
            options: self.options.clone(),
        };
        let done = app.app.execute(&actor, plan).await?;
        assert_eq!(done.records, 0);
        Ok(done.output.id.expect("a run"))
    }

    /// Plans, and returns the plan.
    pub(super) async fn plan(&self, app: &TestApp) -> Plan {
        let run = self.queue(app).await.expect("queued");
        work(app).await;
        plan_of(app, run).await
    }
}

/// Returns the actor of this token.
pub(super) async fn actor(app: &TestApp, token: &str) -> Actor {
    let authenticated = app.app.authenticate(token, &Origin::default()).await;
    authenticated.expect("a valid token")
}

/// Uploads rows in pieces.
pub(super) async fn upload(
    app: &TestApp,
    actor: &Actor,
    rows: &[Json],
    piece: usize,
) -> Result<SyncUploadId> {
    let format = FileFormat::Jsonl;
    let begin = BeginSyncUpload { format };
    let upload = app.app.execute(actor, begin).await?.output;
    let records: Vec<String> = (1..)
        .zip(rows)
        .map(|(line, row)| json!([line, row]).to_string())
        .collect();
    for (number, records) in (0..).zip(records.chunks(piece)) {
        let piece = Piece {
            rows: i32::try_from(records.len()).expect("few"),
            records: records.join("\n") + "\n",
        };
        let add = AddSyncPiece {
            upload,
            number,
            piece,
        };
        app.app.execute(actor, add).await?;
    }
    let end = EndSyncUpload {
        upload,
        columns: None,
        dropped_columns: Vec::new(),
        rows: i32::try_from(rows.len()).expect("few"),
        bytes: 1_000,
        sha256: "ab".repeat(32),
    };
    app.app.execute(actor, end).await?;
    Ok(upload)
}

/// Runs a worker until no job is left.
pub(super) async fn work(app: &TestApp) {
    let mut worker = Worker::new(&app.app);
    while worker.step().await.expect("a step") != WorkerStep::Idle {}
}

/// A plan as tests compare it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Plan {
    pub(super) run: Uuid,
    pub(super) status: SyncStatus,
    pub(super) error: Option<String>,
    pub(super) counts: Counts,
    pub(super) guard: Guard,
    /// The items as shown, such as `3 update first:Ann>Anna +Sales`.
    pub(super) items: Vec<String>,
    /// The stored items.
    pub(super) rows: Vec<sync_item::Model>,
}

impl Plan {
    /// Returns the items, which must be the whole plan.
    pub(super) fn shown(&self) -> Vec<&str> {
        assert_eq!(self.status, SyncStatus::Planned, "{self:#?}");
        self.items.iter().map(String::as_str).collect()
    }

    /// Returns the code of the item of this line.
    pub(super) fn code(&self, line: i32) -> Option<&str> {
        let mut rows = self.rows.iter();
        let row = rows.find(|row| row.line == Some(line)).expect("an item");
        row.code.as_deref()
    }

    /// Returns the reason of the item of this line.
    pub(super) fn reason(&self, line: i32) -> &str {
        let mut rows = self.rows.iter();
        let row = rows.find(|row| row.line == Some(line)).expect("an item");
        row.reason.as_deref().unwrap_or_default()
    }
}

/// Returns the plan of a run.
pub(super) async fn plan_of(app: &TestApp, run: Uuid) -> Plan {
    let conn = app.app.db().writer();
    let model = sync_run::Entity::find_by_id(SyncRunId(run))
        .one(&conn)
        .await
        .expect("a query")
        .expect("a run");
    let rows = sync_item::Entity::find()
        .filter(sync_item::Column::RunId.eq(run))
        .order_by_asc(sync_item::Column::Position)
        .all(&conn)
        .await
        .expect("items");
    Plan {
        run,
        status: model.status,
        error: model.error_code,
        counts: serde_json::from_value(model.counts).expect("counts"),
        guard: serde_json::from_value(model.guard).expect("a verdict"),
        items: rows.iter().map(show).collect(),
        rows,
    }
}

/// Returns an item as the plan shows it.
fn show(item: &sync_item::Model) -> String {
    let changes: Changes = serde_json::from_str(&item.changes).expect("changes");
    let mut words = vec![match item.line {
        Some(line) if item.lines > 1 => format!("{line}-{}", line + item.lines - 1),
        Some(line) => line.to_string(),
        None => "-".to_owned(),
    }];
    words.push(item.action.to_string());
    words.extend(item.code.clone());
    for change in changes.fields {
        let name = serde_json::to_value(change.field).expect("a name");
        let name = name.as_str().expect("a name").to_owned();
        let before = change.before.filter(|_| !item.is_hidden);
        let after = change.after.unwrap_or_else(|| "-".to_owned());
        let kept = change.kept.filter(|_| !item.is_hidden);
        let kept = kept.map_or_else(String::new, |code| format!("({})", code.as_str()));
        words.push(match before {
            Some(before) => format!("{name}:{before}>{after}{kept}"),
            None => format!("{name}={after}{kept}"),
        });
    }
    for group in changes.groups {
        let sign = match group.action {
            GroupAction::Join => '+',
            GroupAction::Leave => '-',
            GroupAction::Own => '=',
        };
        words.push(format!("{sign}{}", group.name));
    }
    words.join(" ")
}

/// Creates a member `<name>@example.com` whose user and membership the source `hr` owns, with the
/// external id of the name.
pub(super) async fn owned(app: &TestApp, org: Uuid, name: &str) -> Uuid {
    let user = app.user(org, name).await;
    app.state(org, user, &format!("externalId: \"{name}\""))
        .await;
    own(app, "users", "id", user).await;
    own(app, "memberships", "user_id", user).await;
    user
}

/// Gives rows of a user to the source `hr`.
pub(super) async fn own(app: &TestApp, table: &str, column: &str, user: Uuid) {
    let user = app.id(user);
    let sql = format!("UPDATE {table} SET owned_by = 'hr' WHERE {column} = {user}");
    app.sql(&sql).await;
}
