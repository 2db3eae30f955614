//! The lists of memberships that belong to orgs, users and roles, and the arguments that select
//! members.

use std::{collections::HashMap, sync::Arc};

use async_graphql::Context;

use crate::{
    domain::{
        Reader,
        membership::{self, Member, MemberFilter, OfOrg, OfUser, OfUserFilter},
        user::SearchText,
    },
    entity::Columns,
    error::{Code, Result},
    graphql::resolver::{
        context,
        enums::{MemberOrder, MemberRole, MemberStatus},
        list::Nested,
        objects::{Membership, User},
        scalar::Uuid,
    },
    id::{GroupId, RoleId},
    page::{Order, Page, PageRequest},
};

/// The arguments that select members.
#[derive(Default)]
pub(in crate::graphql::schema) struct MemberArguments {
    pub(in crate::graphql::schema) status: Option<MemberStatus>,
    pub(in crate::graphql::schema) role: Option<MemberRole>,
    pub(in crate::graphql::schema) is_owner: Option<bool>,
    pub(in crate::graphql::schema) role_id: Option<Uuid>,
    pub(in crate::graphql::schema) not_in_group: Option<Uuid>,
    pub(in crate::graphql::schema) search: Option<String>,
}

impl MemberArguments {
    /// Parses the arguments. The actor must see the role and the group, because the list would show
    /// who has the role and who is in the group.
    ///
    /// # Errors
    ///
    /// `ROLE_NOT_FOUND` or `GROUP_NOT_FOUND` if the actor may not see the role or the group.
    /// `INVALID_VALUE` for an invalid search text.
    pub(in crate::graphql::schema) async fn parse(self, ctx: &Context<'_>) -> Result<MemberFilter> {
        let search = match &self.search {
            Some(text) => SearchText::parse("search", text)?,
            None => None,
        };
        let role_id = self.role_id.map(|role| RoleId::from(role.0));
        let not_in_group = self.not_in_group.map(|group| GroupId::from(group.0));
        if let Some(role) = role_id {
            let found = context::get(ctx, role, Code::RoleNotFound).await;
            found.map_err(|error| error.at("roleId"))?;
        }
        if let Some(group) = not_in_group {
            let found = context::get(ctx, group, Code::GroupNotFound).await;
            found.map_err(|error| error.at("notInGroup"))?;
        }
        Ok(MemberFilter {
            status: self.status.map(Into::into),
            role: self.role.map(Into::into),
            is_owner: self.is_owner,
            role_id,
            not_in_group,
            search,
        })
    }
}

impl From<Member> for Membership {
    fn from(row: Member) -> Self {
        Self {
            user: Some(Arc::new(User(row.user))),
            ..row.membership.into()
        }
    }
}

/// The members of an org.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(in crate::graphql::schema) struct Members {
    pub(in crate::graphql::schema) filter: MemberFilter,
    pub(in crate::graphql::schema) order: MemberOrder,
    pub(in crate::graphql::schema) columns: Columns,
}

impl Nested for Members {
    type Row = Member;
    type Node = Membership;

    fn order(&self) -> &'static Order<Member> {
        match self.order {
            MemberOrder::Joined => &membership::OF_ORG,
            MemberOrder::Name => &membership::OF_ORG_BY_NAME,
            MemberOrder::Email => &membership::OF_ORG_BY_EMAIL,
        }
    }

    fn node(row: Member) -> Membership {
        row.into()
    }

    async fn pages(
        &self,
        reader: &Reader,
        orgs: &[uuid::Uuid],
        page: &PageRequest,
    ) -> Result<HashMap<uuid::Uuid, Page<Member>>> {
        membership::of_orgs(
            reader,
            orgs,
            &self.filter,
            self.columns,
            (self.order(), page),
        )
        .await
    }

    fn counted(&self) -> Self {
        Self {
            columns: Columns::Summary,
            ..self.clone()
        }
    }

    async fn counts(
        &self,
        reader: &Reader,
        orgs: &[uuid::Uuid],
    ) -> Result<HashMap<uuid::Uuid, i64>> {
        membership::count_of_orgs(reader, orgs, &self.filter).await
    }
}

/// The memberships of a user.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(in crate::graphql::schema) struct Memberships(pub(in crate::graphql::schema) OfUserFilter);

impl Nested for Memberships {
    type Row = OfUser;
    type Node = Membership;

    fn order(&self) -> &'static Order<OfUser> {
        &membership::OF_USER
    }

    fn node(row: OfUser) -> Membership {
        Membership {
            org: Some(row.org),
            ..row.membership.into()
        }
    }

    async fn pages(
        &self,
        reader: &Reader,
        users: &[uuid::Uuid],
        page: &PageRequest,
    ) -> Result<HashMap<uuid::Uuid, Page<OfUser>>> {
        membership::of_users(reader, users, self.0, page).await
    }

    async fn counts(
        &self,
        reader: &Reader,
        users: &[uuid::Uuid],
    ) -> Result<HashMap<uuid::Uuid, i64>> {
        membership::count_of_users(reader, users, self.0).await
    }
}

/// The members who have a role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(in crate::graphql::schema) struct MembersOfRole;

impl Nested for MembersOfRole {
    type Row = OfOrg;
    type Node = Membership;

    fn order(&self) -> &'static Order<OfOrg> {
        &membership::OF_ROLE
    }

    fn node(row: OfOrg) -> Membership {
        Member::from(row).into()
    }

    async fn pages(
        &self,
        reader: &Reader,
        roles: &[uuid::Uuid],
        page: &PageRequest,
    ) -> Result<HashMap<uuid::Uuid, Page<OfOrg>>> {
        membership::of_roles(reader, roles, page).await
    }

    async fn counts(
        &self,
        reader: &Reader,
        roles: &[uuid::Uuid],
    ) -> Result<HashMap<uuid::Uuid, i64>> {
        membership::count_of_roles(reader, roles).await
    }
}
