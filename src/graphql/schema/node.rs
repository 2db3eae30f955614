//! The GraphQL interface `Node`, and the queries that read any object by its id.

use async_graphql::{Context, Interface, Object};
use futures_util::future::{try_join, try_join4, try_join5};

use crate::{
    error::{Code, Error, Result},
    graphql::resolver::{
        context,
        loaders::NamedUser,
        objects::{Event, Group, Job, Membership, Org, Role, SyncRun, Token, User},
        scalar::Uuid,
    },
    id::{EventId, GroupId, JobId, MembershipId, OrgId, RoleId, SyncRunId, TokenId},
};

/// The maximum number of ids of `nodes`.
const MAX_IDS: usize = 200;

/// An object with an id that is unique among the objects of all types.
#[derive(Interface)]
#[graphql(field(name = "id", ty = "Uuid", desc = "The object's id."))]
pub(super) enum Node {
    User(User),
    Org(Org),
    Membership(Membership),
    Group(Group),
    Role(Role),
    Token(Token),
    Job(Job),
    Event(Event),
    SyncRun(SyncRun),
}

#[derive(Default)]
pub(super) struct NodeQuery;

#[Object]
impl NodeQuery {
    /// Returns the object with this id: a user, org, membership, group, role, token, job, audit
    /// event or sync run. Null if there is no such object or this token may not see it.
    ///
    /// Permission: as for the query of the object's type, such as `group`.
    async fn node(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The object's id.")] id: Uuid,
    ) -> Result<Option<Node>> {
        Ok(find(ctx, &[id.0]).await?.pop().flatten())
    }

    /// Returns the objects with these ids, in the order of the ids. An item is null if there is no
    /// such object or this token may not see it.
    ///
    /// Permission: as for `node`.
    ///
    /// Errors: `LIMIT_EXCEEDED`.
    async fn nodes(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The ids of the objects, at most 200.")] ids: Vec<Uuid>,
    ) -> Result<Option<Vec<Option<Node>>>> {
        if ids.len() > MAX_IDS {
            let message = format!(
                "`ids` has {} ids; at most {MAX_IDS} are allowed.",
                ids.len()
            );
            return Err(Error::new(Code::LimitExceeded, message).at("ids"));
        }
        let ids: Vec<_> = ids.into_iter().map(|id| id.0).collect();
        Ok(Some(find(ctx, &ids).await?))
    }
}

/// Loads the object with each id. An id does not state the type of its object, so the objects of
/// each type are loaded by all ids, with one statement for each type.
async fn find(ctx: &Context<'_>, ids: &[uuid::Uuid]) -> Result<Vec<Option<Node>>> {
    let all = || ids.iter().copied();
    let directory = try_join4(
        context::find_many(ctx, all().map(|id| NamedUser(id.into()))),
        context::find_many(ctx, all().map(OrgId::from)),
        context::find_many(ctx, all().map(MembershipId::from)),
        context::find_many(ctx, all().map(GroupId::from)),
    );
    let others = try_join5(
        context::find_many(ctx, all().map(RoleId::from)),
        context::find_many(ctx, all().map(TokenId::from)),
        context::find_many(ctx, all().map(JobId::from)),
        context::find_many(ctx, all().map(EventId::from)),
        context::find_many(ctx, all().map(SyncRunId::from)),
    );
    let ((users, orgs, memberships, groups), (roles, tokens, jobs, events, runs)) =
        try_join(directory, others).await?;
    let node = |id: uuid::Uuid| {
        let user = || {
            Some(Node::User(User::from(
                users.get(&NamedUser(id.into()))?.clone(),
            )))
        };
        let org = || Some(Node::Org(Org(orgs.get(&id.into())?.clone())));
        let membership = || {
            let row = memberships.get(&id.into())?.clone();
            Some(Node::Membership(row.into()))
        };
        let group = || Some(Node::Group(Group(groups.get(&id.into())?.clone())));
        let role = || Some(Node::Role(Role(roles.get(&id.into())?.clone())));
        let token = || Some(Node::Token(Token(tokens.get(&id.into())?.clone())));
        let job = || Some(Node::Job(Job(jobs.get(&id.into())?.clone())));
        let event = || Some(Node::Event(Event(events.get(&id.into())?.clone())));
        let run = || Some(Node::SyncRun(SyncRun(runs.get(&id.into())?.clone())));
        user()
            .or_else(org)
            .or_else(membership)
            .or_else(group)
            .or_else(role)
            .or_else(token)
            .or_else(job)
            .or_else(event)
            .or_else(run)
    };
    Ok(all().map(node).collect())
}
