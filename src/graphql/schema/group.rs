//! The GraphQL types, queries and mutations of groups.

use async_graphql::{Context, MaybeUndefined, Object};

use crate::{
    domain::{
        field::{ExternalId, Name},
        group::{
            self, AddGroupMember, CreateGroup, DeleteGroup, RemoveGroupMember, SetGroupMembers,
            UpdateGroup,
        },
    },
    error::{Code, Result},
    graphql::resolver::{
        connection::{Connection, nested, wanted},
        context,
        enums::{Direction, MemberOrder, MemberStatus},
        input::patch,
        input_errors::{both, each},
        list::{Listed, count},
        loaders::GroupCountOf,
        objects::{self, Group, Org, User},
        result::{MutationResult, mutate},
        rows::{Row, Rows},
        scalar::{DateTime, Uuid},
    },
};

use super::{
    group_list::{GroupMember, GroupMembers},
    membership::input::{SetMode, UserRef, expected_removals},
};

/// A group of an org. A group contains only members of that org.
#[Object]
impl Group {
    /// The group's id.
    pub(super) async fn id(&self) -> Uuid {
        self.0.id.into()
    }

    /// The org that the group belongs to.
    async fn org(&self, ctx: &Context<'_>) -> Result<Row<Org>> {
        objects::org(ctx, self.0.org_id).await
    }

    /// The group's name. Unique in the org, without regard to case.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// The group's id in another system.
    async fn external_id(&self) -> Option<&str> {
        self.0.external_id.as_deref()
    }

    /// When the group was created.
    async fn created_at(&self) -> DateTime {
        DateTime(self.0.created_at)
    }

    /// When the group's own fields last changed.
    async fn updated_at(&self) -> DateTime {
        DateTime(self.0.updated_at)
    }

    /// The number of times that the row was written. Pass it as `ifVersion` to change the group
    /// only if nobody else has changed it since you read it.
    async fn version(&self) -> i32 {
        i32::try_from(self.0.version).unwrap_or(i32::MAX)
    }

    /// The number of the group's members, retired members included.
    async fn member_count(&self, ctx: &Context<'_>) -> Result<i32> {
        let found = context::find(ctx, GroupCountOf(self.0.id)).await?;
        Ok(count(found.unwrap_or_default()))
    }

    /// The group's members, retired members included, by user id unless `orderBy` is given. With
    /// `search` or `orderBy: EMAIL`, the list omits users whom this token may not see.
    ///
    /// Errors: `INVALID_VALUE`, `INVALID_CURSOR`.
    async fn members(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Returns only members whose membership in the org has this status.")]
        status: Option<MemberStatus>,
        #[graphql(
            desc = "Returns only members whom this text finds: a part of a name, e-mail address or mobile number, or a whole external id. A text of fewer than 3 characters matches only the beginning of the display name, e-mail address or mobile number. A blank text is ignored."
        )]
        search: Option<String>,
        #[graphql(desc = "The order of the members. Default: by user id.")] order_by: Option<
            MemberOrder,
        >,
        #[graphql(desc = "The direction of the list. Default: ASC.")] direction: Option<Direction>,
        #[graphql(
            desc = "The maximum number of rows from the start of the list: 0 to 1,000. Default: 50."
        )]
        first: Option<i32>,
        #[graphql(desc = "The cursor after which the page begins.")] after: Option<String>,
        #[graphql(
            desc = "The maximum number of rows from the end of the list, instead of `first`."
        )]
        last: Option<i32>,
        #[graphql(desc = "The cursor before which the page ends.")] before: Option<String>,
    ) -> Result<Connection<GroupMember>> {
        let list = GroupMembers::parse(status, search.as_deref(), order_by)?;
        let wanted = Direction::apply(direction, wanted(first, &after, last, &before));
        nested(ctx, self.0.id, list, wanted).await
    }
}

impl Listed for Group {
    const CONNECTION: &'static str = "GroupConnection";
    const EDGE: &'static str = "GroupEdge";
}

pub(super) struct GroupUser(group::GroupUser);

/// A user in a group, as returned by `groupUsers`.
#[Object]
impl GroupUser {
    /// The id of the member.
    async fn user_id(&self) -> Uuid {
        self.0.user_id.into()
    }

    /// The id of the group.
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

    /// The member as a full user object.
    async fn user(&self, ctx: &Context<'_>) -> Result<Row<User>> {
        objects::user(ctx, self.0.user_id).await
    }

    /// The full group object.
    async fn group(&self, ctx: &Context<'_>) -> Result<Row<Group>> {
        let group = context::get(ctx, self.0.group_id, Code::GroupNotFound).await?;
        Ok(Row(Group(group)))
    }
}

#[derive(Default)]
pub(super) struct GroupQuery;

#[Object]
impl GroupQuery {
    /// Returns the group memberships of an org, retired members included, by group id and user id.
    ///
    /// Without `groupId` and `userId`, the query returns at most 500 rows. With either, it returns
    /// all rows; if there are more than 10,000 (configurable), the query fails with
    /// `LIMIT_EXCEEDED`. The list is never truncated silently in that case.
    ///
    /// Permission: `groups:read` in the org.
    ///
    /// Errors: `ORG_NOT_FOUND`, `GROUP_NOT_FOUND`, `GROUP_NOT_IN_ORG`, `USER_NOT_FOUND`,
    /// `LIMIT_EXCEEDED`, `FORBIDDEN`.
    async fn group_users(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The id of the org.")] org: Uuid,
        #[graphql(desc = "Returns only rows of this group.")] group_id: Option<Uuid>,
        #[graphql(desc = "Returns only rows of this user.")] user_id: Option<Uuid>,
    ) -> Result<Option<Rows<GroupUser>>> {
        let (group, user) = (
            group_id.map(|id| id.0.into()),
            user_id.map(|id| id.0.into()),
        );
        let rows = group::group_users(&context::of(ctx).reader, org.0.into(), group, user).await?;
        let rows = rows.into_iter().map(GroupUser).collect();
        Ok(Some(Rows(rows)))
    }

    /// Returns one group. Null if there is no such group or this token may not read groups in its
    /// org.
    ///
    /// Permission: `groups:read` in the org.
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
    /// Adds a member to a group. The result is "unchanged" if the member is already in the group.
    ///
    /// Permission: `groups:write` in the org.
    ///
    /// Errors: `ORG_NOT_FOUND`, `ORG_RETIRED`, `GROUP_NOT_FOUND`, `GROUP_NOT_IN_ORG`,
    /// `USER_NOT_FOUND`, `NOT_A_MEMBER`, `MEMBER_RETIRED`, `FORBIDDEN`.
    async fn add_group_membership(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The id of the group's org.")] org: Uuid,
        #[graphql(desc = "The id of the user.")] user_id: Uuid,
        #[graphql(desc = "The id of the group.")] group_id: Uuid,
    ) -> MutationResult {
        let operation = AddGroupMember {
            org: org.0.into(),
            user: user_id.0.into(),
            group: group_id.0.into(),
        };
        mutate(ctx, Ok(operation)).await
    }

    /// Removes a member from a group. The result is "unchanged" if the member is not in the group.
    ///
    /// Permission: `groups:write` in the org.
    ///
    /// Errors: `ORG_NOT_FOUND`, `ORG_RETIRED`, `GROUP_NOT_FOUND`, `GROUP_NOT_IN_ORG`,
    /// `USER_NOT_FOUND`, `FORBIDDEN`.
    async fn remove_group_membership(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The id of the group's org.")] org: Uuid,
        #[graphql(desc = "The id of the user.")] user_id: Uuid,
        #[graphql(desc = "The id of the group.")] group_id: Uuid,
    ) -> MutationResult {
        let operation = RemoveGroupMember {
            org: org.0.into(),
            user: user_id.0.into(),
            group: group_id.0.into(),
        };
        mutate(ctx, Ok(operation)).await
    }

    /// Sets a group's members in one transaction. Order and repeated entries do not matter.
    /// `REPLACE` removes active members who are not listed; retired members stay in the group.
    /// `REMOVE` removes retired members too. At most 10,000 group memberships change in one call.
    /// If any entry is invalid, nothing changes; `problems` lists all errors, each with its
    /// position.
    ///
    /// The result is "updated" or "unchanged", for the group. Each change has an audit event.
    ///
    /// Permission: `groups:write` in the org, and `members:read` to find members by e-mail address
    /// or external id.
    ///
    /// Errors: `GROUP_NOT_FOUND`, `ORG_RETIRED`, `USER_NOT_FOUND` (also for a user who is not a
    /// member of the org), `AMBIGUOUS_MATCH`, `MEMBER_RETIRED`, `GUARD_TRIPPED` (without
    /// `expectRemoved`: `REPLACE` would remove more than 20 members and more than 5 % of them, or
    /// the list is empty; with it: the number of removed members differs), `LIMIT_EXCEEDED`,
    /// `INVALID_VALUE`, `FORBIDDEN`.
    async fn set_group_members(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The id of the group.")] group_id: Uuid,
        #[graphql(desc = "The members. At most 10,000.")] members: Vec<UserRef>,
        #[graphql(desc = "How the listed users change the group's members.")] mode: SetMode,
        #[graphql(
            desc = "The exact number of members that the call must remove. If the number differs, nothing changes."
        )]
        expect_removed: Option<i32>,
    ) -> MutationResult {
        let operation = || {
            let (members, expect_removed) = both(
                each("members", members, |_, member| member.parse()),
                expected_removals(expect_removed),
            )?;
            Ok(SetGroupMembers {
                group: group_id.0.into(),
                members,
                mode: mode.into(),
                expect_removed,
            })
        };
        mutate(ctx, operation()).await
    }

    /// Creates an empty group.
    ///
    /// Permission: `groups:write` in the org.
    ///
    /// Errors: `ORG_NOT_FOUND`, `ORG_RETIRED`, `NAME_TAKEN`, `INVALID_VALUE`, `FORBIDDEN`.
    async fn create_group(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The id of the org.")] org: Uuid,
        #[graphql(
            desc = "The name, 1 to 255 characters, unique in the org without regard to case."
        )]
        name: String,
        #[graphql(desc = "The group's id in another system, 1 to 255 bytes.")] external_id: Option<
            String,
        >,
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

    /// Changes a group. An absent argument leaves its field unchanged; null clears the external id.
    ///
    /// Permission: `groups:write` in the org.
    ///
    /// Errors: `GROUP_NOT_FOUND`, `ORG_RETIRED`, `NAME_TAKEN`, `INVALID_VALUE`, `VERSION_MISMATCH`,
    /// `FORBIDDEN`.
    async fn update_group(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The id of the group.")] group_id: Uuid,
        #[graphql(
            desc = "The name, 1 to 255 characters, unique in the org without regard to case."
        )]
        name: Option<String>,
        #[graphql(desc = "The group's id in another system, 1 to 255 bytes.")]
        external_id: MaybeUndefined<String>,
        #[graphql(
            desc = "The version that the group must have. If the version differs, the call fails with `VERSION_MISMATCH`."
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

    /// Deletes a group and its group memberships. Its members stay members of the org.
    ///
    /// Permission: `groups:write` in the org.
    ///
    /// Errors: `GROUP_NOT_FOUND`, `ORG_RETIRED`, `FORBIDDEN`.
    async fn delete_group(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The id of the group.")] group_id: Uuid,
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
