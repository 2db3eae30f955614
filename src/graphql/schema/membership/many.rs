//! The GraphQL mutations that create or delete many memberships in one call.

use async_graphql::{Context, InputObject, Object};

use crate::{
    domain::{
        batch::Parsed,
        field::ExternalId,
        job::JobRow,
        membership::{self, CreateMemberships, DeleteMemberships, MembershipFields},
    },
    error::Result,
    graphql::{
        resolver::{input::ArgumentLiteral, scalar::Uuid},
        schema::batch::{BatchMode, BatchResult, batch, batch_of},
    },
};

use super::input::{MembershipInput, OrgRef, UserRef, groups};

/// A user to add to an org.
#[derive(InputObject)]
pub(in crate::graphql::schema) struct MembershipRow {
    /// Your own reference for the row, 1 to 255 bytes. It is returned with the row's result.
    #[graphql(name = "ref")]
    reference: Option<String>,
    /// The org.
    org: OrgRef,
    /// The user. An e-mail address finds any user; an id or external id finds only a user whom this
    /// token may see, or a member of the org.
    user: UserRef,
    /// The fields of a new or reactivated membership. If absent, no field is stated.
    membership: Option<MembershipInput>,
    /// The names or ids of groups of the org that the member joins: at most 256. A group that the
    /// org does not have is `GROUP_NOT_FOUND`; groups are never created. Requires `groups:write`.
    groups: Option<Vec<String>>,
}

impl MembershipRow {
    /// Converts the row into a row of a job. An invalid row fails when it runs; the other rows
    /// still run.
    pub(in crate::graphql::schema) fn job_row(self, literal: ArgumentLiteral<'_>) -> JobRow {
        JobRow::membership(self.reference.clone(), self.parse(literal))
    }

    fn parse(self, literal: ArgumentLiteral<'_>) -> Result<membership::MembershipRow> {
        let reference = self.reference.as_deref();
        let reference = reference.map(|text| ExternalId::parse("ref", text));
        let input = self.membership;
        Ok(membership::MembershipRow {
            reference: reference.transpose()?.map(String::from),
            org: self.org.parse().map_err(|error| error.at("org"))?,
            user: self.user.parse().map_err(|error| error.at("user"))?,
            membership: MembershipFields {
                groups: groups(self.groups)?,
                ..input.map_or(Ok(MembershipFields::default()), |input| {
                    input.parse(literal.field("membership"))
                })?
            },
        })
    }
}

#[derive(Default)]
pub(in crate::graphql::schema) struct MembershipManyMutation;

#[Object]
impl MembershipManyMutation {
    /// Adds up to 10,000 users to orgs, in one transaction, each row as `addOrgMember` does. A
    /// retired member is reactivated; the result of the row is "reactivated". An active member is
    /// not changed: the result is "unchanged", or `ALREADY_MEMBER` if a stated field would change or
    /// the member is missing from a stated group.
    /// No users are created. A row sees the changes of the rows before it.
    ///
    /// Permission: `members:grant` in the org of each row, `groups:write` for `groups`, and the
    /// rights that the membership is given. An owner's membership also requires `owners:write`. A row without permission fails;
    /// the other rows still run unless `mode` is `ATOMIC`.
    ///
    /// Errors: `INVALID_VALUE` for an empty list, `LIMIT_EXCEEDED`. Errors of rows:
    /// `ORG_NOT_FOUND`, `ORG_RETIRED`, `USER_NOT_FOUND`, `AMBIGUOUS_MATCH`, `ALREADY_MEMBER`,
    /// `ROLE_NOT_FOUND`, `GROUP_NOT_FOUND`, `EMPTY_ALLOWED_IPS`, `INVALID_IP`, `INVALID_VALUE`, `FORBIDDEN`.
    async fn create_memberships(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The memberships to add: 1 to 10,000 rows.")] rows: Vec<MembershipRow>,
        #[graphql(desc = "What happens to the other rows when a row fails. Default: `PARTIAL`.")]
        mode: Option<BatchMode>,
    ) -> BatchResult {
        let mode = mode.map(Into::into).unwrap_or_default();
        let references = rows.iter().map(|row| row.reference.clone()).collect();
        let parsed = CreateMemberships::check_size(rows.len()).and_then(|()| {
            let literal = ArgumentLiteral::argument(ctx, "rows");
            let rows = rows.into_iter().enumerate();
            let rows = rows.map(|(index, row)| {
                let reference = row.reference.clone();
                (reference, row.parse(literal.item(index)))
            });
            Parsed::new(mode, rows)
        });
        let operation = |rows| CreateMemberships { rows, mode };
        batch_of(ctx, references, parsed, operation).await
    }

    /// Removes up to 10,000 memberships, in one transaction, each row as `removeOrgMember` does.
    ///
    /// Permission: `members:write` in the org of each membership. An owner's membership also
    /// requires `owners:write`. A row without permission fails; the other rows still run unless
    /// `mode` is `ATOMIC`.
    ///
    /// Errors: `INVALID_VALUE` for an empty list, `LIMIT_EXCEEDED`. Errors of rows:
    /// `MEMBERSHIP_NOT_FOUND` (also for the second of two equal ids), `ORG_RETIRED`, `LAST_OWNER`,
    /// `FORBIDDEN`.
    async fn delete_memberships(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The ids of the memberships: 1 to 10,000.")] ids: Vec<Uuid>,
        #[graphql(desc = "What happens to the other rows when a row fails. Default: `PARTIAL`.")]
        mode: Option<BatchMode>,
    ) -> BatchResult {
        let operation = DeleteMemberships {
            ids: ids.into_iter().map(|id| id.0.into()).collect(),
            mode: mode.map(Into::into).unwrap_or_default(),
        };
        batch(ctx, operation).await
    }
}
