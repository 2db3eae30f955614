//! What every mutation of one thing gives back.

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
    error::ErrorCode,
    group::Group,
    job::Job,
    loaders,
    membership::Membership,
    org::Org,
    role::Role,
    scalar::Uuid,
    user::User,
};

pub(super) struct MutationResult(pub(super) Result<Outcome<Change>, Failure>);

/// A failure as a client is told it.
pub(super) struct Failure {
    pub(super) error: Error,
    pub(super) message: String,
}

/// One thing that is wrong with a call.
#[derive(SimpleObject)]
pub(super) struct Problem {
    /// The position in the list that the call named, from 0; null when it named one thing.
    index: Option<i32>,
    /// The argument, or the path to it.
    path: Option<String>,
    /// What is wrong, for a program.
    code: ErrorCode,
    /// What is wrong, for a person.
    message: String,
    /// What stands in the way.
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

/// Executes the operation that a field's arguments made, if they made one.
pub(super) async fn execute<O>(
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
        // Told for the whole reply, and logged and counted then.
        true => error.message().to_owned(),
        false => {
            let field = &ctx.item.node.name.node;
            request.actor.entry.failed(field, error.code());
            error.told(request.request_id())
        }
    };
    Failure { error, message }
}

/// The same, for a job.
pub(super) async fn queue(ctx: &Context<'_>, job: QueueJob) -> MutationResult {
    let request = context::of(ctx);
    let done = request.session.queue(&request.path(ctx), job).await;
    MutationResult(done.map_err(|error| failure(ctx, request, error)))
}

/// The same, for an operation on one thing.
pub(super) async fn mutate<O>(ctx: &Context<'_>, operation: Result<O>) -> MutationResult
where
    O: Operation<Output = Change> + 'static,
{
    MutationResult(execute(ctx, operation).await)
}

/// What a mutation did. It never fails as a GraphQL error: look at `result`, and at `error` and `code` when it is "error".
/// Only where all is kept or nothing (`Tenantry-Atomic: true`) a failure is the whole reply's.
#[Object]
impl MutationResult {
    /// What was acted on: the user, org, membership, group, group membership, role, token or job. Null where there was nothing.
    async fn id(&self) -> Option<Uuid> {
        self.change().and_then(|change| change.id).map(Uuid)
    }

    /// "created", "updated", "reactivated", "unchanged", "removed", "queued" or "error".
    async fn result(&self) -> &'static str {
        self.change().map_or("error", |change| change.done.as_str())
    }

    /// Directory rows changed, which is the number of audit events written: 3 for a new user with a membership and a group,
    /// 0 when everything was as wished already, and on error.
    async fn records(&self) -> i32 {
        self.0.as_ref().map_or(0, |outcome| {
            i32::try_from(outcome.records).unwrap_or(i32::MAX)
        })
    }

    /// What went wrong, for a person. Null when all is well.
    async fn error(&self) -> Option<&str> {
        self.failure().map(|failure| failure.message.as_str())
    }

    /// What went wrong, for a program. Null when all is well.
    async fn code(&self) -> Option<ErrorCode> {
        self.failure().map(|failure| failure.error.code().into())
    }

    /// The argument that is at fault.
    async fn field(&self) -> Option<&'static str> {
        self.failure().and_then(|failure| failure.error.field())
    }

    /// The id of what stands in the way, such as the member who is there already.
    async fn existing_id(&self) -> Option<Uuid> {
        self.failure()
            .and_then(|failure| failure.error.existing_id())
            .map(Uuid)
    }

    /// Everything that is wrong. Empty when all is well.
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

    /// The ids between which an `AMBIGUOUS_MATCH` could not choose.
    async fn matches(&self) -> Vec<Uuid> {
        self.failure()
            .map(|failure| failure.error.matches())
            .unwrap_or_default()
            .iter()
            .copied()
            .map(Uuid)
            .collect()
    }

    /// Whether this was a dry run, of which nothing was kept.
    async fn dry_run(&self, ctx: &Context<'_>) -> bool {
        context::of(ctx).session.is_dry_run()
    }

    /// The user concerned, as he now stands.
    async fn user(&self, ctx: &Context<'_>) -> Result<Option<User>> {
        load::<UserId, _, _>(ctx, self.change().and_then(|change| change.user), User).await
    }

    /// The org concerned, as it now stands.
    async fn org(&self, ctx: &Context<'_>) -> Result<Option<Org>> {
        load::<OrgId, _, _>(ctx, self.change().and_then(|change| change.org), Org).await
    }

    /// The membership concerned, as it now stands. Null when it was removed.
    async fn membership(&self, ctx: &Context<'_>) -> Result<Option<Membership>> {
        load::<MembershipId, _, _>(
            ctx,
            self.change().and_then(|change| change.membership),
            Membership::from,
        )
        .await
    }

    /// The job concerned, as it now stands.
    async fn job(&self, ctx: &Context<'_>) -> Result<Option<Job>> {
        let Some(job) = self.change().and_then(|change| change.job) else {
            return Ok(None);
        };
        let found = job::find(&context::of(ctx).reader, job).await?;
        Ok(found.map(Job))
    }

    /// The group concerned, as it now stands. Null when it was removed.
    async fn group(&self, ctx: &Context<'_>) -> Result<Option<Group>> {
        load::<GroupId, _, _>(ctx, self.change().and_then(|change| change.group), Group).await
    }

    /// The org's own role concerned, as it now stands. Null when it was removed.
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
