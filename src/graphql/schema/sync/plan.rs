//! The GraphQL mutations that plan, apply and revert sync runs.

use async_graphql::{Context, InputObject, Object};
use serde_json::Value as Json;

use crate::{
    domain::{
        field::Name,
        sync::{ApplySync, Options, PlanSync, RevertSync},
    },
    entity::{membership, sync_run},
    error::{Error, Result},
    graphql::{
        resolver::{
            enums::MemberRole,
            input_errors::{both, within},
            result::{MutationResult, mutate},
            scalar::Uuid,
        },
        schema::membership::input::{OrgRef, SetMode},
    },
};

/// What to plan.
#[derive(InputObject)]
pub(super) struct PlanSyncInput {
    /// The upload that POST /sync returned. Only the token that sent the file may plan it, once,
    /// within 24 hours.
    upload: Uuid,
    /// The org of all rows. If absent, the rows name their orgs.
    org: Option<OrgRef>,
    /// The name of the system whose people these are: 1 to 255 characters. What the run creates
    /// belongs to this source. A token with a source may name only its own.
    source: String,
    /// What happens to members of the source whom the file does not name: with `ADD` they stay,
    /// with `REPLACE` they are retired. Default: `ADD`.
    mode: Option<SetMode>,
    /// Whether the run takes over memberships and users of other sources, or of none. Otherwise
    /// their rows are conflicts if they differ.
    take_over: Option<bool>,
    /// The kind of file: "auto", "native", "zendesk", "google", "entra", "m365" or "okta". Default:
    /// "auto".
    preset: Option<String>,
    /// The names of the file and ours: an object with any of `columns`, `roles`, `status` and
    /// `orgs`, each an object from their names to ours.
    map: Option<Json>,
    /// Whether an empty cell clears its field. Otherwise an empty cell leaves the field unchanged.
    empty_clears: Option<bool>,
    /// Whether the run creates groups that do not exist. Otherwise rows that name them are
    /// conflicts.
    create_groups: Option<bool>,
    /// The role of new members whose rows state none. Default: `USER`.
    default_role: Option<MemberRole>,
}

impl PlanSyncInput {
    fn operation(self) -> Result<PlanSync> {
        let org = self.org.map(OrgRef::parse).transpose();
        let source = Name::parse("source", &self.source);
        let mode = match self.mode {
            None | Some(SetMode::Add) => Ok(sync_run::SyncMode::Add),
            Some(SetMode::Replace) => Ok(sync_run::SyncMode::Replace),
            Some(SetMode::Remove) => Err(Error::invalid("mode", "must be `ADD` or `REPLACE`")),
        };
        let (org, (source, mode)) = both(within("org", org), both(source, mode))?;
        Ok(PlanSync {
            upload: self.upload.0.into(),
            org,
            source: source.as_str().to_owned(),
            mode,
            options: Options {
                preset: self.preset.unwrap_or_else(|| "auto".to_owned()),
                map: self.map.filter(|map| !map.is_null()),
                empty_clears: self.empty_clears.unwrap_or_default(),
                create_groups: self.create_groups.unwrap_or_default(),
                take_over: self.take_over.unwrap_or_default(),
                default_role: self
                    .default_role
                    .map_or(membership::MemberRole::User, Into::into),
            },
        })
    }
}

#[derive(Default)]
pub(in crate::graphql::schema) struct SyncMutation;

#[Object]
impl SyncMutation {
    /// Plans a sync run from an uploaded file, in the background. The plan changes nothing: read it
    /// with `syncRun`, and apply it with `applySync`. The result is "queued"; its `id` is the id of
    /// the run, and its `job` makes the plan.
    ///
    /// Permission: `sync:write` in `org`, or without `org` in any org. In orgs that the rows name,
    /// rows without this permission are conflicts.
    ///
    /// Errors: `INVALID_VALUE`, `ORG_NOT_FOUND`, `AMBIGUOUS_MATCH`, `ORG_RETIRED`, `FORBIDDEN`.
    async fn plan_sync(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to plan.")] input: PlanSyncInput,
    ) -> MutationResult {
        mutate(ctx, input.operation()).await
    }

    /// Applies a planned sync run, in the background and at most once. A row that has changed since
    /// planning is not applied, and its item has the code `PLAN_STALE`. The result is "queued"; its
    /// `id` is the id of the run, and its `job` applies the plan.
    ///
    /// Permission: `sync:write` in every org of the run, and for each change the permission that
    /// the change by hand requires. They are checked when the change is made.
    ///
    /// Errors: `SYNC_RUN_NOT_FOUND`, `GUARD_TRIPPED` (without `expectRemovals`: the guard tripped;
    /// with it: the number of removals differs), `PLAN_STALE` (the run was applied before, or its
    /// plan has expired), `SYNC_RUNNING`, `INVALID_VALUE`, `FORBIDDEN`.
    async fn apply_sync(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The run's id.")] id: Uuid,
        #[graphql(
            desc = "The exact number of removals that the plan has: `guard.removals`. Required if the guard tripped."
        )]
        expect_removals: Option<i32>,
    ) -> MutationResult {
        let expected = match expect_removals {
            Some(number) if number < 0 => {
                Err(Error::invalid("expectRemovals", "must not be negative"))
            }
            number => Ok(number.map(i64::from)),
        };
        let operation = expected.map(|expect_removals| ApplySync {
            run: id.0.into(),
            expect_removals,
        });
        mutate(ctx, operation).await
    }

    /// Plans the inverse of a sync run, in the background, as a new run. The plan changes nothing:
    /// read it with `syncRun`, and apply it with `applySync`. Values that were changed since the
    /// run are conflicts, and stay. The result is "queued"; its `id` is the id of the new run, and
    /// its `job` makes the plan.
    ///
    /// Permission: `sync:write` in every org of the run.
    ///
    /// Errors: `SYNC_RUN_NOT_FOUND`, `SYNC_RUNNING`, `INVALID_VALUE` (the run was not applied, or
    /// reverts another one), `FORBIDDEN`.
    async fn revert_sync(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The id of the run to revert.")] id: Uuid,
    ) -> MutationResult {
        let run = id.0.into();
        mutate(ctx, Ok(RevertSync { run })).await
    }
}
