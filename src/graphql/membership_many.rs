//! Many memberships in one call: added, removed.

use async_graphql::{Context, InputObject, Object};

use crate::{
    domain::{
        batch::Parsed,
        field::ExternalId,
        job::JobRow,
        membership::{self, CreateMemberships, DeleteMemberships, MembershipFields},
    },
    error::Result,
};

use super::{
    batch::{BatchMode, BatchResult, batch, batch_of},
    context::ArgumentLiteral,
    membership_input::{MembershipInput, OrgRef, UserRef},
    scalar::Uuid,
};

/// A user to be added to an org.
#[derive(InputObject)]
pub(super) struct MembershipRow {
    /// What you call the row, 1 to 255 bytes: it comes back with what became of it.
    #[graphql(name = "ref")]
    reference: Option<String>,
    /// To which org.
    org: OrgRef,
    /// Whom. An e-mail address finds anybody; otherwise a user whom this token may see, or a member of the org.
    user: UserRef,
    /// As what: of a membership that is new or comes back. Absent: nothing is stated.
    membership: Option<MembershipInput>,
}

impl MembershipRow {
    /// As a row of a job, where one that is wrong fails alone.
    pub(super) fn job_row(self, written: ArgumentLiteral<'_>) -> JobRow {
        JobRow::membership(self.reference.clone(), self.parse(written))
    }

    fn parse(self, written: ArgumentLiteral<'_>) -> Result<membership::MembershipRow> {
        let reference = self.reference.as_deref();
        let reference = reference.map(|text| ExternalId::parse("ref", text));
        let input = self.membership;
        Ok(membership::MembershipRow {
            reference: reference.transpose()?.map(String::from),
            org: self.org.parse().map_err(|error| error.at("org"))?,
            user: self.user.parse().map_err(|error| error.at("user"))?,
            membership: input.map_or(Ok(MembershipFields::default()), |input| {
                input.parse(written.field("membership"))
            })?,
        })
    }
}

#[derive(Default)]
pub(super) struct MembershipManyMutation;

#[Object]
impl MembershipManyMutation {
    /// Adds up to 10,000 users to orgs, each as `addOrgMember` would; one call, one transaction. "reactivated" for a retired
    /// member; an active one is left alone: "unchanged", or `ALREADY_MEMBER` when something that is stated would change. No
    /// user is made. A row sees what the rows before it did.
    /// Permission: `members:grant` in the org of each, and the rights that the membership is given; of an owner's membership
    /// also `owners:write`; a row that is denied fails alone.
    ///
    /// Errors: `INVALID_VALUE` for an empty list, `LIMIT_EXCEEDED`. Of rows: `ORG_NOT_FOUND`, `ORG_RETIRED`, `USER_NOT_FOUND`,
    /// `AMBIGUOUS_MATCH`, `ALREADY_MEMBER`, `ROLE_NOT_FOUND`, `EMPTY_ALLOWED_IPS`, `INVALID_IP`, `INVALID_VALUE`, `FORBIDDEN`.
    async fn create_memberships(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whom to add, where and as what: 1 to 10,000.")] rows: Vec<MembershipRow>,
        #[graphql(desc = "What a row that fails means for the others; PARTIAL when absent.")]
        mode: Option<BatchMode>,
    ) -> BatchResult {
        let mode = mode.map(Into::into).unwrap_or_default();
        let references = rows.iter().map(|row| row.reference.clone()).collect();
        let parsed = CreateMemberships::check_size(rows.len()).and_then(|()| {
            let written = ArgumentLiteral::argument(ctx, "rows");
            let rows = rows.into_iter().enumerate();
            let rows = rows.map(|(index, row)| {
                let reference = row.reference.clone();
                (reference, row.parse(written.item(index)))
            });
            Parsed::new(mode, rows)
        });
        let operation = |rows| CreateMemberships { rows, mode };
        batch_of(ctx, references, parsed, operation).await
    }

    /// Removes up to 10,000 memberships, each as `removeOrgMember` would; one call, one transaction. Permission: as there, in
    /// the org of each; a row that is denied fails alone.
    ///
    /// Errors: `INVALID_VALUE` for an empty list, `LIMIT_EXCEEDED`. Of rows: `MEMBERSHIP_NOT_FOUND` (also for the second of
    /// two equal ids), `ORG_RETIRED`, `LAST_OWNER`, `FORBIDDEN`.
    async fn delete_memberships(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which, 1 to 10,000.")] ids: Vec<Uuid>,
        #[graphql(desc = "What a row that fails means for the others; PARTIAL when absent.")]
        mode: Option<BatchMode>,
    ) -> BatchResult {
        let operation = DeleteMemberships {
            ids: ids.into_iter().map(|id| id.0.into()).collect(),
            mode: mode.map(Into::into).unwrap_or_default(),
        };
        batch(ctx, operation).await
    }
}
