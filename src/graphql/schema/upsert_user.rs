//! The GraphQL mutations that create or change users together with their orgs.

use async_graphql::{Context, InputObject, MaybeUndefined, Object};

use crate::{
    domain::{
        batch::Parsed,
        field::{ExternalId, Name},
        job::{JobRow, QueueJob},
        membership::{UserMembership, UserOrgs},
        user::{Email, Mobile, TimeZone, Upsert, UpsertUser, UpsertUsers},
    },
    entity::job::JobKind,
    error::Result,
    graphql::resolver::{
        input::{ArgumentLiteral, patch_at},
        input_errors::{InputErrors, both},
        result::{MutationResult, mutate, queue},
    },
};

use super::{
    batch::{BatchMode, BatchResult, batch_of},
    membership::input::{
        OrgRef, SetMode, UserMembershipInput, UserRef, default_org, user_memberships,
    },
};

/// A user and the orgs that they belong to. An absent field stays unchanged; null clears a field
/// that may be empty. For other fields null means absent.
#[derive(InputObject)]
pub(super) struct UpsertUserInput {
    /// The user to change. If absent, the user is found by `email` or `externalId`.
    #[graphql(name = "match")]
    by: Option<UserRef>,
    /// The e-mail address. Unique in the whole system, without regard to case. Required for a new
    /// user. Without `match`, the address finds the user, and the stored spelling stays.
    email: Option<String>,
    /// First name. For a new user without any name, the part of the e-mail address before the @ is
    /// used.
    first: Option<String>,
    /// Last name. An empty string clears it.
    last: Option<String>,
    /// Display name. Once set, it no longer follows the first and last name.
    name: Option<String>,
    /// Mobile number, stored as typed.
    mobile: MaybeUndefined<String>,
    /// Time zone, an IANA name like Europe/Berlin.
    timezone: MaybeUndefined<String>,
    /// The user's id in another system, 1 to 255 bytes, stored unchanged. Should be unique, but
    /// need not be. A membership has an external id of its own.
    external_id: MaybeUndefined<String>,
    /// The orgs, each with the fields of the membership. At most 10,000. If absent, the user's orgs
    /// stay unchanged.
    organizations: Option<Vec<UserMembershipInput>>,
    /// How the listed orgs change the user's memberships. Default: `ADD`.
    mode: Option<SetMode>,
    /// The user's default org. It must be one of the user's orgs after the change. If absent, the
    /// current default stays if possible; otherwise the first org by name becomes the default.
    default: Option<OrgRef>,
}

impl UpsertUserInput {
    fn operation(self, literal: ArgumentLiteral<'_>) -> Result<UpsertUser> {
        let name =
            |field, name: Option<String>| name.map(|name| Name::parse(field, &name)).transpose();
        let rows = self.organizations.map(|rows| {
            let literal = literal.field("organizations");
            user_memberships("organizations", rows, literal)
        });
        let by = self.by.map(UserRef::parse).transpose();
        let email = self.email.map(|email| Email::parse("email", &email));
        let last = self.last.map(|last| Name::optional("last", &last));
        let mut errors = InputErrors::default();
        let operation = UpsertUser {
            by: errors.take(by.map_err(|error| error.at("match"))),
            how: Upsert::Either,
            email: errors.take(email.transpose()),
            first: errors.take(name("first", self.first)),
            last: errors.take(last.transpose()),
            name: errors.take(name("name", self.name)),
            mobile: errors.take(patch_at(
                literal.field("mobile"),
                self.mobile,
                |mobile: String| Mobile::parse("mobile", &mobile),
            )),
            timezone: errors.take(patch_at(
                literal.field("timezone"),
                self.timezone,
                |timezone: String| TimeZone::parse("timezone", &timezone),
            )),
            external_id: errors.take(patch_at(
                literal.field("externalId"),
                self.external_id,
                |id: String| ExternalId::parse("externalId", &id),
            )),
            status: None,
            orgs: errors.take(orgs(rows, self.mode, self.default)),
            if_version: None,
        };
        errors.end().map(|()| operation)
    }
}

fn orgs(
    rows: Option<Result<Vec<UserMembership>>>,
    mode: Option<SetMode>,
    default: Option<OrgRef>,
) -> Result<Option<UserOrgs>> {
    let (rows, default) = both(rows.transpose(), default_org(default))?;
    UserOrgs::stated(rows, mode.map(Into::into), default)
}

#[derive(Default)]
pub(super) struct UpsertUserMutation;

#[Object]
impl UpsertUserMutation {
    /// Creates or changes a user and their orgs in one transaction. If no user matches, a user is
    /// created ("created"); otherwise the stated fields are changed ("updated" or "unchanged"). An
    /// absent field stays unchanged. Orgs are listed as in `setUserMemberships`. If any value is
    /// invalid, nothing changes; `problems` lists all errors of the orgs, each with its position.
    ///
    /// Permission: to create a user, `members:grant` in all the orgs that the user will belong to;
    /// without orgs, a platform token. To change the user's own fields, the permissions of
    /// `updateUser`; `externalId` requires what `email` requires. A token that may add the user to
    /// the orgs but may not change the user leaves the user's own fields unchanged. To change
    /// memberships, the permissions of `setUserMemberships`.
    ///
    /// Errors: `AMBIGUOUS_MATCH` (the e-mail address and the external id belong to two users, or
    /// several users have the external id; `matches` has their ids), `USER_NOT_FOUND`,
    /// `EMAIL_TAKEN`, the errors of `setUserMemberships`, `INVALID_VALUE`, `FORBIDDEN`.
    async fn upsert_user(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The user and the orgs that they belong to.")] input: UpsertUserInput,
    ) -> MutationResult {
        mutate(
            ctx,
            input.operation(ArgumentLiteral::argument(ctx, "input")),
        )
        .await
    }

    /// Creates or changes up to 10,000 users with their orgs and groups, in one transaction, each
    /// row as `upsertUser` does. A row sees the changes of the rows before it. The `user` of a
    /// row's result is the user as they now stand.
    ///
    /// Permission: for each row that of `upsertUser`. A row without permission fails; the other
    /// rows still run unless `mode` is `ATOMIC`.
    ///
    /// Errors: `INVALID_VALUE` for an empty list, `LIMIT_EXCEEDED`. Errors of rows: those of
    /// `upsertUser`.
    async fn upsert_users(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The users and the orgs that they belong to: 1 to 10,000 rows.")]
        rows: Vec<UpsertUserInput>,
        #[graphql(desc = "What happens to the other rows when a row fails. Default: `PARTIAL`.")]
        mode: Option<BatchMode>,
    ) -> BatchResult {
        let mode = mode.map(Into::into).unwrap_or_default();
        let parsed = UpsertUsers::check_size(rows.len()).and_then(|()| {
            let literal = ArgumentLiteral::argument(ctx, "rows");
            let rows = rows.into_iter().enumerate();
            Parsed::new(
                mode,
                rows.map(|(index, row)| (None, row.operation(literal.item(index)))),
            )
        });
        let operation = |rows| UpsertUsers { rows, mode };
        batch_of(ctx, Vec::new(), parsed, operation).await
    }

    /// Queues a job that creates or changes users with their orgs and groups in the background,
    /// each row as `upsertUser` does. The result's `id` is the id of the job. A call takes up to
    /// 10,000 rows; upload more rows to POST /jobs/users. With `Tenantry-Dry-Run: true`, the job is
    /// a dry run: the job and its results are kept, the changes of its rows are not.
    ///
    /// Permission: `jobs:write` in any org. The permissions of a row are checked when the row runs;
    /// a row without permission fails, and the other rows still run.
    ///
    /// Errors: `INVALID_VALUE` for an empty list, `LIMIT_EXCEEDED`, `FORBIDDEN`.
    async fn queue_users(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The users and the orgs that they belong to: 1 to 10,000 rows.")]
        rows: Vec<UpsertUserInput>,
    ) -> MutationResult {
        let literal = ArgumentLiteral::argument(ctx, "rows");
        let rows = rows.into_iter().enumerate();
        let job = QueueJob {
            kind: JobKind::UpsertUser,
            rows: rows
                .map(|(index, row)| JobRow::user(None, row.operation(literal.item(index))))
                .collect(),
            dry_run: false,
            id: None,
        };
        queue(ctx, job).await
    }
}
