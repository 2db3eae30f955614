//! The GraphQL lists of groups and of the members of groups.

use std::collections::HashMap;

use async_graphql::{Context, InputObject, Object};
use futures_util::FutureExt;

use crate::{
    domain::{
        Reader,
        field::{ExternalId, NameSearch},
        group::{self, GroupMemberFilter},
        user::SearchText,
    },
    entity::group::Model,
    error::Result,
    graphql::resolver::{
        connection::{Connection, wanted},
        context,
        enums::{Direction, GroupOrder, MemberOrder, MemberStatus},
        input::name_search,
        list::{Listed, Nested},
        objects::{self, Group, User},
        rows::Row,
        scalar::{DateTime, Uuid},
    },
    id::OrgId,
    page::{Order, Page, PageRequest},
};

/// The groups of an org.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct GroupsOfOrg(pub(super) Option<NameSearch>);

impl Nested for GroupsOfOrg {
    type Row = Model;
    type Node = Group;

    fn order(&self) -> &'static Order<Model> {
        &group::BY_NAME
    }

    fn node(row: Model) -> Group {
        Group(row)
    }

    async fn pages(
        &self,
        reader: &Reader,
        orgs: &[uuid::Uuid],
        page: &PageRequest,
    ) -> Result<HashMap<uuid::Uuid, Page<Model>>> {
        group::of_orgs(reader, orgs, self.0.as_ref(), page).await
    }

    async fn counts(
        &self,
        reader: &Reader,
        orgs: &[uuid::Uuid],
    ) -> Result<HashMap<uuid::Uuid, i64>> {
        group::count_of_orgs(reader, orgs, self.0.as_ref()).await
    }
}

/// The groups that contain a user, in one org or in all orgs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct GroupsOfUser(pub(super) Option<OrgId>);

impl Nested for GroupsOfUser {
    type Row = Model;
    type Node = Group;

    fn order(&self) -> &'static Order<Model> {
        &group::BY_NAME
    }

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

/// A member of a group.
#[Object]
impl GroupMember {
    /// The id of the group membership.
    async fn id(&self) -> Uuid {
        self.0.id.into()
    }

    /// The member.
    async fn user(&self, ctx: &Context<'_>) -> Result<Row<User>> {
        objects::user(ctx, self.0.user_id).await
    }

    /// The status of the membership in the group's org.
    async fn status(&self) -> MemberStatus {
        self.0.status.into()
    }

    /// When the member was added to the group.
    async fn added_at(&self) -> DateTime {
        DateTime(self.0.added_at)
    }
}

impl Listed for GroupMember {
    const CONNECTION: &'static str = "GroupMemberConnection";
    const EDGE: &'static str = "GroupMemberEdge";
}

/// The members of a group.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct GroupMembers {
    filter: GroupMemberFilter,
    order: Option<MemberOrder>,
}

impl GroupMembers {
    /// Parses the arguments of the list.
    ///
    /// # Errors
    ///
    /// `INVALID_VALUE` for an invalid search text.
    pub(super) fn parse(
        status: Option<MemberStatus>,
        search: Option<&str>,
        order: Option<MemberOrder>,
    ) -> Result<Self> {
        let search = match search {
            Some(text) => SearchText::parse("search", text)?,
            None => None,
        };
        let filter = GroupMemberFilter {
            status: status.map(Into::into),
            search,
            // The cursors of this order contain addresses.
            only_visible: order == Some(MemberOrder::Email),
        };
        Ok(Self { filter, order })
    }
}

impl Nested for GroupMembers {
    type Row = group::GroupMember;
    type Node = GroupMember;

    fn order(&self) -> &'static Order<group::GroupMember> {
        match self.order {
            None => &group::BY_USER,
            Some(MemberOrder::Joined) => &group::BY_ADDED,
            Some(MemberOrder::Name) => &group::MEMBERS_BY_NAME,
            Some(MemberOrder::Email) => &group::MEMBERS_BY_EMAIL,
        }
    }

    fn node(row: group::GroupMember) -> GroupMember {
        GroupMember(row)
    }

    async fn pages(
        &self,
        reader: &Reader,
        groups: &[uuid::Uuid],
        page: &PageRequest,
    ) -> Result<HashMap<uuid::Uuid, Page<group::GroupMember>>> {
        group::members(reader, groups, &self.filter, self.order(), page).await
    }

    async fn counts(
        &self,
        reader: &Reader,
        groups: &[uuid::Uuid],
    ) -> Result<HashMap<uuid::Uuid, i64>> {
        group::count_members(reader, groups, &self.filter).await
    }
}

/// Selects groups. A group must match all the given fields; null means absent.
#[derive(InputObject)]
pub(super) struct GroupFilter {
    /// The id of the org. The list is empty if this token may not read groups of the org.
    org: Option<Uuid>,
    /// A text that finds the group: a part of the name, or the whole external id. A text of fewer
    /// than 3 characters matches only the beginning of the name. A blank text is ignored.
    search: Option<String>,
    /// The group's id in another system, matched exactly. Several groups may have it.
    external_id: Option<String>,
}

impl GroupFilter {
    fn parse(self) -> Result<group::GroupFilter> {
        Ok(group::GroupFilter {
            org: self.org.map(|org| org.0.into()),
            search: name_search(self.search.as_deref())?,
            external_id: self
                .external_id
                .map(|id| ExternalId::parse("externalId", &id))
                .transpose()?,
        })
    }
}

#[derive(Default)]
pub(super) struct GroupListQuery;

#[Object]
impl GroupListQuery {
    /// Returns the groups that this token may read.
    ///
    /// Permission: `groups:read` in the org of each group.
    ///
    /// Errors: `INVALID_VALUE`, `INVALID_CURSOR`, `LIMIT_EXCEEDED` (`orderBy: MEMBERS`, and the
    /// filter matches more than 1,000 groups).
    async fn groups(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Returns only groups that match this filter.")] filter: Option<
            GroupFilter,
        >,
        #[graphql(desc = "The order of the groups. Default: by name.")] order_by: Option<
            GroupOrder,
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
    ) -> Result<Option<Connection<Group>>> {
        let filter = filter.map(GroupFilter::parse).transpose()?;
        let filter = filter.unwrap_or_default();
        let reader = &context::of(ctx).reader;
        let wanted = Direction::apply(direction, wanted(first, &after, last, &before));
        let order = match order_by.unwrap_or(GroupOrder::Name) {
            GroupOrder::Name => Some(&group::BY_NAME),
            GroupOrder::CreatedAt => Some(&group::BY_CREATED_AT),
            GroupOrder::Members => None,
        };
        let page = match order {
            Some(order) => {
                let wanted = PageRequest::parse(order, wanted)?;
                group::list(reader, &filter, order, &wanted).await?
            }
            None => {
                let wanted = PageRequest::parse(&group::BY_MEMBERS, wanted)?;
                let page = group::list_by_members(reader, &filter, &wanted).await?;
                page.map(|group| group.row)
            }
        };
        let list = Connection::new(page.map(Group), move |request| {
            let filter = filter.clone();
            async move { group::count(&request.reader, &filter).await }.boxed()
        });
        Ok(Some(list))
    }
}
