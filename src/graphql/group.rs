//! Groups.

use std::collections::HashMap;

use async_graphql::{Context, MaybeUndefined, Object};

use crate::{
    domain::{
        Reader,
        field::{ExternalId, Name},
        group::{self, AddGroupMember, CreateGroup, DeleteGroup, RemoveGroupMember, UpdateGroup},
    },
    entity::{group::Model, membership},
    error::{Code, Result},
    id::OrgId,
    page::{Order, Page, PageRequest},
};

use super::{
    connection::{Connection, Listed, nested},
    context,
    enums::MemberStatus,
    loaders::Nested,
    org::{self, Org},
    result::{MutationResult, mutate},
    scalar::{DateTime, Uuid},
    user::{self, User, patch},
};

pub(super) struct Group(pub(super) Model);

/// A group of an org. It holds only members of that org.
#[Object]
impl Group {
    /// The group's id.
    async fn id(&self) -> Uuid {
        self.0.id.into()
    }

    /// The org that the group belongs to.
    async fn org(&self, ctx: &Context<'_>) -> Result<Org> {
        org::get(ctx, self.0.org_id).await
    }

    /// Unique in the org, without regard to case.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// What another system calls the group.
    async fn external_id(&self) -> Option<&str> {
        self.0.external_id.as_deref()
    }

    /// When the group was made.
    async fn created_at(&self) -> DateTime {
        DateTime(self.0.created_at)
    }

    /// When the group's own fields last changed.
    async fn updated_at(&self) -> DateTime {
        DateTime(self.0.updated_at)
    }

    /// The number of times that the row was written. State it as `ifVersion` to change the group only as you have read it.
    async fn version(&self) -> i32 {
        i32::try_from(self.0.version).unwrap_or(i32::MAX)
    }

    /// Who is in the group, retired members too, by user id.
    ///
    /// Errors: `INVALID_VALUE`, `INVALID_CURSOR`.
    async fn members(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only those whose membership in the org is in this state.")]
        status: Option<MemberStatus>,
        #[graphql(desc = "Rows at the most: 50 when absent, 1,000 at most.")] first: Option<i32>,
        #[graphql(desc = "The cursor after which the page begins.")] after: Option<String>,
    ) -> Result<Connection<GroupMember>> {
        let list = GroupMembers(status.map(Into::into));
        nested(ctx, self.0.id, list, first, after).await
    }
}

impl Listed for Group {
    const CONNECTION: &'static str = "GroupConnection";
    const EDGE: &'static str = "GroupEdge";
}

/// The groups of an org.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct GroupsOfOrg;

impl Nested for GroupsOfOrg {
    type Row = Model;
    type Node = Group;
    const ORDER: Order<Model> = group::BY_NAME;

    fn node(row: Model) -> Group {
        Group(row)
    }

    async fn pages(
        &self,
        reader: &Reader,
        orgs: &[uuid::Uuid],
        page: &PageRequest,
    ) -> Result<HashMap<uuid::Uuid, Page<Model>>> {
        group::of_orgs(reader, orgs, page).await
    }

    async fn counts(
        &self,
        reader: &Reader,
        orgs: &[uuid::Uuid],
    ) -> Result<HashMap<uuid::Uuid, i64>> {
        group::count_of_orgs(reader, orgs).await
    }
}

/// The groups that a user is in, of one org or of all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct GroupsOfUser(pub(super) Option<OrgId>);

impl Nested for GroupsOfUser {
    type Row = Model;
    type Node = Group;
    const ORDER: Order<Model> = group::BY_NAME;

    fn node(row: Model) -> Group {
        Group(row)
    }

    async fn pages(
        &self,
        reader: &Reader,
        users: &[uuid::Uuid],
        page: &PageRequest,
    ) -> Result<HashMap<uuid::Uuid, Page<Model>>> {
        group::of_users(reader, users, self.0, page).await
    }

    async fn counts(
        &self,
        reader: &Reader,
        users: &[uuid::Uuid],
    ) -> Result<HashMap<uuid::Uuid, i64>> {
        group::count_of_users(reader, users, self.0).await
    }
}

pub(super) struct GroupMember(group::GroupMember);

/// A member of an org, in one of its groups.
#[Object]
impl GroupMember {
    /// The member.
    async fn user(&self, ctx: &Context<'_>) -> Result<User> {
        user::get(ctx, self.0.user_id).await
    }

    /// Of the membership in the group's org.
    async fn status(&self) -> MemberStatus {
        self.0.status.into()
    }

    /// When the member was put into the group.
    async fn added_at(&self) -> DateTime {
        DateTime(self.0.added_at)
    }
}

impl Listed for GroupMember {
    const CONNECTION: &'static str = "GroupMemberConnection";
    const EDGE: &'static str = "GroupMemberEdge";
}

/// Who is in a group, in one state or in any.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct GroupMembers(Option<membership::MemberStatus>);

impl Nested for GroupMembers {
    type Row = group::GroupMember;
    type Node = GroupMember;
    const ORDER: Order<group::GroupMember> = group::BY_USER;

    fn node(row: group::GroupMember) -> GroupMember {
        GroupMember(row)
    }

    async fn pages(
        &self,
        reader: &Reader,
        groups: &[uuid::Uuid],
        page: &PageRequest,
    ) -> Result<HashMap<uuid::Uuid, Page<group::GroupMember>>> {
        group::members(reader, groups, self.0, page).await
    }

    async fn counts(
        &self,
        reader: &Reader,
        groups: &[uuid::Uuid],
    ) -> Result<HashMap<uuid::Uuid, i64>> {
        group::count_members(reader, groups, self.0).await
    }
}

pub(super) struct GroupUser(group::GroupUser);

/// A member in a group.
#[Object]
impl GroupUser {
    /// The member.
    async fn user_id(&self) -> Uuid {
        self.0.user_id.into()
    }

    /// The group.
    async fn group_id(&self) -> Uuid {
        self.0.group_id.into()
    }

    /// "active" or "retired": the status of the membership in the group's org.
    async fn status(&self) -> &'static str {
        self.0.status.as_str()
    }

    /// Display name of the member.
    async fn user_name(&self) -> &str {
        &self.0.user_name
    }

    /// The member, to go on from here.
    async fn user(&self, ctx: &Context<'_>) -> Result<User> {
        user::get(ctx, self.0.user_id).await
    }

    /// The group, to go on from here.
    async fn group(&self, ctx: &Context<'_>) -> Result<Group> {
        context::get(ctx, self.0.group_id, Code::GroupNotFound)
            .await
            .map(Group)
    }
}

#[derive(Default)]
pub(super) struct GroupQuery;

#[Object]
impl GroupQuery {
    /// Who is in which group of the org, retired members too, by group id and user id. Permission: `groups:read` in the org.
    ///
    /// With neither group nor user: at most 500 rows. With one of them: all rows; more than 10,000 (configurable) are
    /// `LIMIT_EXCEEDED`, never a list cut in silence.
    ///
    /// Errors: `ORG_NOT_FOUND`, `GROUP_NOT_FOUND`, `GROUP_NOT_IN_ORG`, `USER_NOT_FOUND`, `LIMIT_EXCEEDED`, `FORBIDDEN`.
    async fn group_users(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The org whose groups are meant.")] org: Uuid,
        #[graphql(desc = "Only this group.")] group_id: Option<Uuid>,
        #[graphql(desc = "Only this user.")] user_id: Option<Uuid>,
    ) -> Result<Vec<GroupUser>> {
        let (group, user) = (
            group_id.map(|id| id.0.into()),
            user_id.map(|id| id.0.into()),
        );
        let rows = group::group_users(&context::of(ctx).reader, org.0.into(), group, user).await?;
        Ok(rows.into_iter().map(GroupUser).collect())
    }

    /// One group. Null when there is none whose org's groups this token may read (`groups:read`).
    async fn group(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The group's id.")] id: Uuid,
    ) -> Result<Option<Group>> {
        Ok(group::find(&context::of(ctx).reader, id.0.into())
            .await?
            .map(Group))
    }
}

#[derive(Default)]
pub(super) struct GroupMutation;

#[Object]
impl GroupMutation {
    /// Puts a member into a group; "unchanged" if he is in it. Permission: `groups:write` in the org.
    ///
    /// Errors: `ORG_NOT_FOUND`, `ORG_RETIRED`, `GROUP_NOT_FOUND`, `GROUP_NOT_IN_ORG`, `USER_NOT_FOUND`, `NOT_A_MEMBER`,
    /// `MEMBER_RETIRED`, `FORBIDDEN`.
    async fn add_group_membership(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The group's org.")] org: Uuid,
        #[graphql(desc = "Whom.")] user_id: Uuid,
        #[graphql(desc = "Into which group.")] group_id: Uuid,
    ) -> MutationResult {
        let operation = AddGroupMember {
            org: org.0.into(),
            user: user_id.0.into(),
            group: group_id.0.into(),
        };
        mutate(ctx, Ok(operation)).await
    }

    /// Takes a member out of a group; "unchanged" if he is not in it. Permission: `groups:write` in the org.
    ///
    /// Errors: `ORG_NOT_FOUND`, `ORG_RETIRED`, `GROUP_NOT_FOUND`, `GROUP_NOT_IN_ORG`, `USER_NOT_FOUND`, `FORBIDDEN`.
    async fn remove_group_membership(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The group's org.")] org: Uuid,
        #[graphql(desc = "Whom.")] user_id: Uuid,
        #[graphql(desc = "From which group.")] group_id: Uuid,
    ) -> MutationResult {
        let operation = RemoveGroupMember {
            org: org.0.into(),
            user: user_id.0.into(),
            group: group_id.0.into(),
        };
        mutate(ctx, Ok(operation)).await
    }

    /// Makes an empty group. Permission: `groups:write` in the org.
    ///
    /// Errors: `ORG_NOT_FOUND`, `ORG_RETIRED`, `NAME_TAKEN`, `INVALID_VALUE`, `FORBIDDEN`.
    async fn create_group(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whose.")] org: Uuid,
        #[graphql(desc = "1 to 255 characters, unique in the org without regard to case.")]
        name: String,
        #[graphql(desc = "What another system calls the group, 1 to 255 bytes.")]
        external_id: Option<String>,
    ) -> MutationResult {
        let operation = || {
            Ok(CreateGroup {
                org: org.0.into(),
                name: Name::parse("name", &name)?,
                external_id: external_id
                    .map(|id| ExternalId::parse("externalId", &id))
                    .transpose()?,
            })
        };
        mutate(ctx, operation()).await
    }

    /// Changes a group: what is absent stays, null clears the external id. Permission: `groups:write` in the org.
    ///
    /// Errors: `GROUP_NOT_FOUND`, `ORG_RETIRED`, `NAME_TAKEN`, `INVALID_VALUE`, `VERSION_MISMATCH`,
    /// `FORBIDDEN`.
    async fn update_group(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] group_id: Uuid,
        #[graphql(desc = "1 to 255 characters, unique in the org without regard to case.")]
        name: Option<String>,
        #[graphql(desc = "What another system calls the group, 1 to 255 bytes.")]
        external_id: MaybeUndefined<String>,
        #[graphql(
            desc = "The version that the group must have: another one is `VERSION_MISMATCH`."
        )]
        if_version: Option<i32>,
    ) -> MutationResult {
        let operation = || {
            Ok(UpdateGroup {
                group: group_id.0.into(),
                name: name.map(|name| Name::parse("name", &name)).transpose()?,
                external_id: patch(ctx, "externalId", external_id, ExternalId::parse)?,
                if_version: if_version.map(Into::into),
            })
        };
        mutate(ctx, operation()).await
    }

    /// Deletes a group and takes everybody out of it; they stay members of the org. Permission: `groups:write` in the org.
    ///
    /// Errors: `GROUP_NOT_FOUND`, `ORG_RETIRED`, `FORBIDDEN`.
    async fn delete_group(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] group_id: Uuid,
    ) -> MutationResult {
        mutate(
            ctx,
            Ok(DeleteGroup {
                group: group_id.0.into(),
            }),
        )
        .await
    }
}
