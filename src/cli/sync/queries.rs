//! The GraphQL documents of the command, and the parts of their responses that it reads.

use serde::{Deserialize, de::DeserializeOwned};
use serde_json::{Value as Json, json};
use uuid::Uuid;

use crate::{
    error::{Code, Error, Result},
    id::JobId,
};

use super::client::{self, Client};

/// The number of items of a page.
const PAGE: usize = 500;

macro_rules! run_fields {
    () => {
        "id source mode status sha256 total applied failed partial code error preset ignoredColumns \
         createdAt plannedAt appliedAt org { id name } revertOf { id } untouchedOrgs { id name } \
         counts { created joined updated reactivated retired removed deleted unchanged held \
         conflicts clearedFields groupsCreated groupsAdded groupsRemoved } \
         guard { removals limit tripped reasons } job { id kind status message }"
    };
}

const RUN: &str = concat!(
    "query($id: Uuid!) { syncRun(id: $id) { ",
    run_fields!(),
    " } }"
);
const RUNS: &str = concat!(
    "query($after: String) { syncRuns(first: 100, after: $after) { nodes { ",
    run_fields!(),
    " } pageInfo { hasNextPage endCursor } } }"
);
const PROGRESS: &str = "query($id: Uuid!) { syncRun(id: $id) { status total applied failed \
     counts { created joined updated reactivated retired removed deleted unchanged held conflicts \
     } job { id kind status message } } }";
const ITEMS: &str = "query($id: Uuid!, $action: SyncAction, $first: Int!, $after: String) { \
     syncRun(id: $id) { plan { items(action: $action, first: $first, after: $after) { nodes { \
     line action code reason user { id email } org { id name } fields { name before after code } \
     } pageInfo { hasNextPage endCursor } } } } }";
const PLAN: &str =
    "mutation($input: PlanSyncInput!) { done: planSync(input: $input) { id code error } }";
const APPLY: &str = "mutation($id: Uuid!, $expectRemovals: Int) { \
     done: applySync(id: $id, expectRemovals: $expectRemovals) { id code error } }";
const REVERT: &str = "mutation($id: Uuid!) { done: revertSync(id: $id) { id code error } }";
const ORG: &str = "query($text: String!) { \
     name: org(name: $text) { id } externalId: org(externalId: $text) { id } }";

/// A run.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Run {
    pub(super) id: Uuid,
    pub(super) source: String,
    pub(super) mode: String,
    pub(super) status: Status,
    pub(super) sha256: Option<String>,
    pub(super) applied: i64,
    pub(super) failed: i64,
    pub(super) partial: i64,
    pub(super) code: Option<String>,
    pub(super) error: Option<String>,
    pub(super) preset: Option<String>,
    pub(super) ignored_columns: Vec<String>,
    pub(super) created_at: String,
    pub(super) org: Option<Org>,
    pub(super) revert_of: Option<Reference>,
    pub(super) untouched_orgs: Vec<Org>,
    pub(super) counts: Counts,
    pub(super) guard: Guard,
    pub(super) job: Option<Job>,
    /// The run as the API returns it.
    #[serde(skip)]
    pub(super) json: Json,
}

/// The progress of a run.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Progress {
    pub(super) status: Status,
    pub(super) total: i64,
    pub(super) applied: i64,
    pub(super) counts: Counts,
    pub(super) job: Option<Job>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub(super) enum Status {
    Planning,
    Planned,
    Applying,
    Applied,
    Failed,
    Cancelled,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct Org {
    pub(super) name: String,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct Reference {
    pub(super) id: Uuid,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct Counts {
    pub(super) created: i64,
    pub(super) joined: i64,
    pub(super) updated: i64,
    pub(super) reactivated: i64,
    pub(super) retired: i64,
    pub(super) removed: i64,
    pub(super) deleted: i64,
    pub(super) unchanged: i64,
    pub(super) held: i64,
    pub(super) conflicts: i64,
    pub(super) cleared_fields: i64,
    pub(super) groups_created: i64,
    pub(super) groups_added: i64,
    pub(super) groups_removed: i64,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct Guard {
    pub(super) removals: i64,
    pub(super) limit: i64,
    pub(super) tripped: bool,
    pub(super) reasons: Vec<String>,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct Job {
    pub(super) id: JobId,
    pub(super) kind: String,
    pub(super) status: String,
}

/// An item of a plan.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Item {
    pub(super) line: Option<i64>,
    pub(super) action: String,
    pub(super) code: Option<String>,
    pub(super) reason: Option<String>,
    pub(super) user: Option<ItemUser>,
    pub(super) org: Option<Org>,
    pub(super) fields: Vec<ItemField>,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct ItemUser {
    pub(super) email: String,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct ItemField {
    pub(super) name: String,
    pub(super) before: Option<String>,
    pub(super) after: Option<String>,
    pub(super) code: Option<String>,
}

impl Counts {
    /// Returns the number of rows that the plan changes.
    pub(super) fn changes(&self) -> i64 {
        self.created
            + self.joined
            + self.updated
            + self.reactivated
            + self.retired
            + self.removed
            + self.deleted
    }

    /// Returns the number of rows that have been planned.
    pub(super) fn rows(&self) -> i64 {
        self.changes() + self.unchanged + self.held + self.conflicts
    }
}

impl Job {
    /// Returns whether the job has not ended.
    pub(super) fn is_live(&self) -> bool {
        matches!(self.status.as_str(), "QUEUED" | "WORKING")
    }

    /// Returns whether the job applies a plan.
    pub(super) fn applies(&self) -> bool {
        self.kind == "applySync"
    }
}

fn parse<T: DeserializeOwned>(json: Json) -> Result<T> {
    serde_json::from_value(json).map_err(Error::internal)
}

fn no_run() -> Error {
    Error::new(
        Code::SyncRunNotFound,
        "The sync run does not exist, or this token may not see it.",
    )
}

/// Returns a run.
pub(super) async fn run(client: &Client, id: Uuid) -> Result<Run> {
    let mut data = client.execute(RUN, json!({ "id": id })).await?;
    match data.get_mut("syncRun").map(Json::take) {
        None | Some(Json::Null) => Err(no_run()),
        Some(json) => parse_run(json),
    }
}

fn parse_run(json: Json) -> Result<Run> {
    let mut run: Run = parse(json.clone())?;
    run.json = json;
    Ok(run)
}

/// Returns the progress of a run.
pub(super) async fn progress(client: &Client, id: Uuid) -> Result<Progress> {
    let mut data = client.execute(PROGRESS, json!({ "id": id })).await?;
    match data.get_mut("syncRun").map(Json::take) {
        None | Some(Json::Null) => Err(no_run()),
        Some(json) => parse(json),
    }
}

/// A page of a list.
pub(super) struct Page {
    pub(super) nodes: Vec<Json>,
    /// The cursor after which the next page begins.
    pub(super) next: Option<String>,
}

#[derive(Deserialize)]
struct Connection {
    nodes: Vec<Json>,
    #[serde(rename = "pageInfo")]
    page_info: PageInfo,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct PageInfo {
    has_next_page: bool,
    end_cursor: Option<String>,
}

fn page(json: Option<&mut Json>) -> Result<Page> {
    let json = json.map(Json::take).unwrap_or_default();
    let Connection { nodes, page_info } = parse(json)?;
    Ok(Page {
        nodes,
        next: page_info.end_cursor.filter(|_| page_info.has_next_page),
    })
}

/// Returns a page of the runs, newest first.
pub(super) async fn runs(client: &Client, after: Option<&str>) -> Result<Page> {
    let mut data = client.execute(RUNS, json!({ "after": after })).await?;
    page(data.get_mut("syncRuns"))
}

/// Returns the run of a list.
pub(super) fn listed(node: &Json) -> Result<Run> {
    parse_run(node.clone())
}

/// Returns a page of the items of a run, optionally only of those with this action.
pub(super) async fn items(
    client: &Client,
    id: Uuid,
    action: Option<&str>,
    first: Option<usize>,
    after: Option<&str>,
) -> Result<Page> {
    let variables = json!({
        "id": id, "action": action, "first": first.unwrap_or(PAGE), "after": after,
    });
    let mut data = client.execute(ITEMS, variables).await?;
    match data.pointer_mut("/syncRun/plan/items") {
        None | Some(Json::Null) => Ok(Page {
            nodes: Vec::new(),
            next: None,
        }),
        items => page(items),
    }
}

/// Returns the item of a page.
pub(super) fn item(node: &Json) -> Result<Item> {
    parse(node.clone())
}

/// Executes a mutation, and returns the id of the run.
async fn mutate(client: &Client, mutation: &str, variables: Json) -> Result<Uuid> {
    let data = client.execute(mutation, variables).await?;
    let done = data.get("done").cloned().unwrap_or_default();
    if done.get("error").is_some_and(|error| !error.is_null()) {
        return Err(client::error(done.get("code"), done.get("error")));
    }
    parse(done.get("id").cloned().unwrap_or_default())
}

/// Begins to plan a run. `input` is a `PlanSyncInput`.
pub(super) async fn plan(client: &Client, input: Json) -> Result<Uuid> {
    mutate(client, PLAN, json!({ "input": input })).await
}

/// Begins to apply a run.
pub(super) async fn apply(client: &Client, id: Uuid, expect_removals: Option<i64>) -> Result<Uuid> {
    let variables = json!({ "id": id, "expectRemovals": expect_removals });
    mutate(client, APPLY, variables).await
}

/// Begins to plan the inverse of a run.
pub(super) async fn revert(client: &Client, id: Uuid) -> Result<Uuid> {
    mutate(client, REVERT, json!({ "id": id })).await
}

/// Finds an org by id, name or external id, as cells of a file do.
///
/// # Errors
/// `ORG_NOT_FOUND`. `AMBIGUOUS_MATCH` if the text is the name of one org and the external id of
/// another one.
pub(super) async fn org(client: &Client, text: &str) -> Result<Uuid> {
    if let Ok(id) = text.trim().parse() {
        return Ok(id);
    }
    let data = client.execute(ORG, json!({ "text": text })).await?;
    let id = |field: &str| {
        let id = data.get(field).and_then(|org| org.get("id")?.as_str());
        id.and_then(|id| id.parse::<Uuid>().ok())
    };
    match (id("name"), id("externalId")) {
        (Some(one), Some(other)) if one != other => Err(Error::new(
            Code::AmbiguousMatch,
            "`org` is the name of one org and the external id of another. Name the org by its id.",
        )),
        (Some(org), _) | (None, Some(org)) => Ok(org),
        (None, None) => Err(Error::new(
            Code::OrgNotFound,
            format!(
                "There is no org `{text}`. Give the name or external id of an active org, or an id."
            ),
        )),
    }
}
