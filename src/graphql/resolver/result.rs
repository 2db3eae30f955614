//! `MutationResult`, the GraphQL result of every mutation that changes one thing.

use async_graphql::{Context, Object, SimpleObject};

use crate::{
    domain::{
        Change, Operation, Outcome,
        job::{self, QueueJob},
    },
    error::{Error, Result},
    id::{GroupId, MembershipId, OrgId, RoleId, UserId},
};

use super::{
    context::{self, RequestContext},
    enums,
    error_code::ErrorCode,
    loaders,
    objects::{Group, Job, Membership, Org, Role, User},
    scalar::Uuid,
};

pub(crate) struct MutationResult(pub(crate) Result<Outcome<Change>, Failure>);

/// A failure with the message that the client receives.
pub(crate) struct Failure {
    pub(crate) error: Error,
    pub(crate) message: String,
}

/// One error of a call.
#[derive(SimpleObject)]
pub(crate) struct Problem {
    /// The position in the call's list, from 0. Null if the call has no list.
    index: Option<i32>,
    /// The name of the argument, or the path to it.
    path: Option<String>,
    /// The error code, for programs.
    code: ErrorCode,
    /// The error message, for people.
    message: String,
    /// The id of the conflicting object.
    existing_id: Option<Uuid>,
}

impl MutationResult {
    fn change(&self) -> Option<&Change> {
        self.0.as_ref().ok().map(|outcome| &outcome.output)
    }

    fn failure(&self) -> Option<&Failure> {
        self.0.as_ref().err()
    }
}

/// Executes the operation parsed from a field's arguments, or reports the parse error.
pub(crate) async fn execute<O>(
    ctx: &Context<'_>,
    operation: Result<O>,
) -> Result<Outcome<O::Output>, Failure>
where
    O: Operation + 'static,
    O::Output: 'static,
{
    let request = context::of(ctx);
    let (session, path) = (&request.session, request.path(ctx));
    let done = match operation {
        Ok(operation) => session.execute(&path, operation).await,
        Err(error) => Err(session.refuse(&path, error)),
    };
    done.map_err(|error| failure(ctx, request, error))
}

fn failure(ctx: &Context<'_>, request: &RequestContext, error: Error) -> Failure {
    let message = match request.session.is_atomic() {
        // An atomic request reports the failure once, for the whole response, and logs and counts
        // it then.
        true => error.message().to_owned(),
        false => {
            let field = &ctx.item.node.name.node;
            request.actor.entry.failed(field, error.code());
            error.client_message(request.request_id())
        }
    };
    Failure { error, message }
}

/// Queues a job and returns its result.
pub(crate) async fn queue(ctx: &Context<'_>, job: QueueJob) -> MutationResult {
    let request = context::of(ctx);
    let done = request.session.queue(&request.path(ctx), job).await;
    MutationResult(done.map_err(|error| failure(ctx, request, error)))
}

/// Executes an operation that changes one thing.
pub(crate) async fn mutate<O>(ctx: &Context<'_>, operation: Result<O>) -> MutationResult
where
    O: Operation<Output = Change> + 'static,
{
    MutationResult(execute(ctx, operation).await)
}

/// The result of a mutation. A mutation does not fail as a GraphQL error: check `result`; if it is
/// "error", see `error` and `code`. Only in an atomic request (`Tenantry-Atomic: true`) is a
/// failure reported for the whole response.
#[Object]
impl MutationResult {
    /// The id of the changed object: the user, org, membership, group, group membership, role,
    /// token or job. Null if there is none.
    async fn id(&self) -> Option<Uuid> {
        self.change().and_then(|change| change.id).map(Uuid)
    }

    /// The id of the changed object, equal to `id`. Caches of clients take an `id` for the key of
    /// the result itself; select `targetId` instead.
    async fn target_id(&self) -> Option<Uuid> {
        self.change().and_then(|change| change.id).map(Uuid)
    }

    /// What the mutation did.
    async fn outcome(&self) -> enums::Outcome {
        let change = self.change();
        change.map_or(enums::Outcome::Error, |change| change.done.into())
    }

    /// "created", "updated", "reactivated", "unchanged", "removed", "queued" or "error". `outcome`
    /// has the value as an enum.
    async fn result(&self) -> &'static str {
        self.change().map_or("error", |change| change.done.as_str())
    }

    /// The number of changed directory rows, which is the number of audit events written: 3 for a
    /// new user with a membership and a group, 0 for "unchanged" and on error.
    async fn records(&self) -> i32 {
        self.0.as_ref().map_or(0, |outcome| {
            i32::try_from(outcome.records).unwrap_or(i32::MAX)
        })
    }

    /// The error message, for people. Null on success.
    async fn error(&self) -> Option<&str> {
        self.failure().map(|failure| failure.message.as_str())
    }

    /// The error code, for programs. Null on success.
    async fn code(&self) -> Option<ErrorCode> {
        self.failure().map(|failure| failure.error.code().into())
    }

    /// The name of the invalid argument.
    async fn field(&self) -> Option<&'static str> {
        self.failure().and_then(|failure| failure.error.field())
    }

    /// The id of the conflicting object, such as the existing membership.
    async fn existing_id(&self) -> Option<Uuid> {
        self.failure()
            .and_then(|failure| failure.error.existing_id())
            .map(Uuid)
    }

    /// All errors of the call. Empty on success.
    async fn problems(&self) -> Vec<Problem> {
        let Some(Failure { error, message }) = self.failure() else {
            return Vec::new();
        };
        let problem =
            |index: Option<usize>, path: Option<String>, error: &Error, message| Problem {
                index: index.and_then(|index| index.try_into().ok()),
                path: path.or_else(|| error.field().map(str::to_owned)),
                code: error.code().into(),
                message,
                existing_id: error.existing_id().map(Uuid),
            };
        if error.problems().is_empty() {
            return vec![problem(None, None, error, message.clone())];
        }
        let several = error.problems().iter();
        several
            .map(|one| {
                let message = one.error.message().to_owned();
                problem(one.index, one.path.clone(), &one.error, message)
            })
            .collect()
    }

    /// The ids of the candidates of an `AMBIGUOUS_MATCH`.
    async fn matches(&self) -> Vec<Uuid> {
        self.failure()
            .map(|failure| failure.error.matches())
            .unwrap_or_default()
            .iter()
            .copied()
            .map(Uuid)
            .collect()
    }

    /// Whether the request was a dry run, whose changes are rolled back.
    async fn dry_run(&self, ctx: &Context<'_>) -> bool {
        context::of(ctx).session.is_dry_run()
    }

    /// The affected user in their current state.
    async fn user(&self, ctx: &Context<'_>) -> Result<Option<User>> {
        load::<UserId, _, _>(
            ctx,
            self.change().and_then(|change| change.user),
            User::from,
        )
        .await
    }

    /// The affected org in its current state.
    async fn org(&self, ctx: &Context<'_>) -> Result<Option<Org>> {
        load::<OrgId, _, _>(ctx, self.change().and_then(|change| change.org), Org).await
    }

    /// The affected membership in its current state. Null if it was removed.
    async fn membership(&self, ctx: &Context<'_>) -> Result<Option<Membership>> {
        load::<MembershipId, _, _>(
            ctx,
            self.change().and_then(|change| change.membership),
            Membership::from,
        )
        .await
    }

    /// The affected job in its current state.
    async fn job(&self, ctx: &Context<'_>) -> Result<Option<Job>> {
        let Some(job) = self.change().and_then(|change| change.job) else {
            return Ok(None);
        };
        let found = job::find(&context::of(ctx).reader, job).await?;
        Ok(found.map(Job))
    }

    /// The affected group in its current state. Null if it was deleted.
    async fn group(&self, ctx: &Context<'_>) -> Result<Option<Group>> {
        load::<GroupId, _, _>(ctx, self.change().and_then(|change| change.group), Group).await
    }

    /// The affected role of the org in its current state. Null if it was deleted.
    async fn role(&self, ctx: &Context<'_>) -> Result<Option<Role>> {
        load::<RoleId, _, _>(ctx, self.change().and_then(|change| change.role), Role).await
    }
}

async fn load<K, T, W>(ctx: &Context<'_>, key: Option<K>, wrap: W) -> Result<Option<T>>
where
    K: Send + Sync + std::hash::Hash + Eq + Clone + 'static,
    loaders::Loaders: async_graphql::dataloader::Loader<K, Error = Error>,
    W: FnOnce(<loaders::Loaders as async_graphql::dataloader::Loader<K>>::Value) -> T,
{
    match key {
        None => Ok(None),
        Some(key) => Ok(context::find(ctx, key).await?.map(wrap)),
    }
}
