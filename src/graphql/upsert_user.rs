//! Stating a user, and the orgs that he belongs to.

use async_graphql::{Context, InputObject, MaybeUndefined, Object};

use crate::{
    domain::{
        field::{ExternalId, Name},
        membership::{UserMembership, UserOrgs},
        user::{Email, Mobile, TimeZone, Upsert, UpsertUser},
    },
    error::{Error, Result},
};

use super::{
    context::ArgumentLiteral,
    input_errors::{InputErrors, both},
    membership_input::{
        OrgRef, SetMode, UserMembershipInput, UserRef, default_org, user_memberships,
    },
    result::{MutationResult, mutate},
    user::patch_at,
};

/// A user, and the orgs that he belongs to. What is absent stays; null clears what can be empty, and is the same as absent
/// where nothing can be.
#[derive(InputObject)]
pub(super) struct UpsertUserInput {
    /// Who it is. Absent: whoever has the e-mail address or the external id.
    #[graphql(name = "match")]
    by: Option<UserRef>,
    /// Unique in the whole system, without regard to case. A new user has to have one. Without `match` it finds the user, whose
    /// address keeps its spelling.
    email: Option<String>,
    /// First name. A new user without any name is called by the part of his address before the @.
    first: Option<String>,
    /// Last name. An empty text clears it.
    last: Option<String>,
    /// Display name. Once it was set, it no longer follows first and last name.
    name: Option<String>,
    /// Mobile number, kept as it is typed.
    mobile: MaybeUndefined<String>,
    /// Time zone, an IANA name like Europe/Berlin.
    timezone: MaybeUndefined<String>,
    /// What another system calls the user, 1 to 255 bytes, kept exactly. Should be unique, need not be. A membership has one
    /// of its own.
    external_id: MaybeUndefined<String>,
    /// Orgs, each with what is stated of the membership. 10,000 at most. Absent: they stay as they are.
    organizations: Option<Vec<UserMembershipInput>>,
    /// What it means that an org is named, or not. `ADD` when absent.
    mode: Option<SetMode>,
    /// The user's default org, which must be among those that he then belongs to. Absent: the default stays where it is if it
    /// can, else it is the first by name.
    default: Option<OrgRef>,
}

impl UpsertUserInput {
    fn operation(self, written: ArgumentLiteral<'_>) -> Result<UpsertUser> {
        let name =
            |field, name: Option<String>| name.map(|name| Name::parse(field, &name)).transpose();
        let rows = self.organizations.map(|rows| {
            let written = written.field("organizations");
            user_memberships("organizations", rows, written)
        });
        let by = self.by.map(UserRef::parse).transpose();
        let email = self.email.map(|email| Email::parse("email", &email));
        let last = self.last.map(|last| Name::optional("last", &last));
        let mut wrong = InputErrors::default();
        let operation = UpsertUser {
            by: wrong.take(by.map_err(|error| error.at("match"))),
            how: Upsert::Either,
            email: wrong.take(email.transpose()),
            first: wrong.take(name("first", self.first)),
            last: wrong.take(last.transpose()),
            name: wrong.take(name("name", self.name)),
            mobile: wrong.take(patch_at(
                written.field("mobile"),
                self.mobile,
                |mobile: String| Mobile::parse("mobile", &mobile),
            )),
            timezone: wrong.take(patch_at(
                written.field("timezone"),
                self.timezone,
                |timezone: String| TimeZone::parse("timezone", &timezone),
            )),
            external_id: wrong.take(patch_at(
                written.field("externalId"),
                self.external_id,
                |id: String| ExternalId::parse("externalId", &id),
            )),
            status: None,
            orgs: wrong.take(orgs(rows, self.mode, self.default)),
            if_version: None,
        };
        wrong.end().map(|()| operation)
    }
}

fn orgs(
    rows: Option<Result<Vec<UserMembership>>>,
    mode: Option<SetMode>,
    default: Option<OrgRef>,
) -> Result<Option<UserOrgs>> {
    if rows.is_none() && mode.is_some() {
        return Err(Error::invalid(
            "mode",
            "says what `organizations` means, and there is none",
        ));
    }
    if rows.is_none() && default.is_none() {
        return Ok(None);
    }
    let rows = rows.unwrap_or_else(|| Ok(Vec::new()));
    let (memberships, default) = both(rows, default_org(default))?;
    Ok(Some(UserOrgs {
        memberships,
        mode: mode.map(Into::into).unwrap_or_default(),
        default,
        leaves_default: false,
    }))
}

#[derive(Default)]
pub(super) struct UpsertUserMutation;

#[Object]
impl UpsertUserMutation {
    /// States a user and his orgs, in one step: makes him when nobody matches ("created"), else changes what is given
    /// ("updated", or "unchanged"). What the input does not name stays. Orgs are named as in `setUserMemberships`.
    /// If something is wrong nothing changes, and all that is wrong with the orgs is in `problems`, each with its position.
    ///
    /// Permission: to make a user, `members:grant` in all orgs that he is to belong to; without any, a platform token. To
    /// change his own fields, what `updateUser` takes, and for `externalId` what `email` takes. A token that may add him to
    /// the orgs and may not change him leaves his own fields as they are. For his memberships, what `setUserMemberships`
    /// takes.
    ///
    /// Errors: `AMBIGUOUS_MATCH` (e-mail address and external id are two users', or several have the external id; `matches`
    /// has their ids), `USER_NOT_FOUND`, `EMAIL_TAKEN`, those of `setUserMemberships`, `INVALID_VALUE`, `FORBIDDEN`.
    async fn upsert_user(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The user, and the orgs that he belongs to.")] input: UpsertUserInput,
    ) -> MutationResult {
        mutate(
            ctx,
            input.operation(ArgumentLiteral::argument(ctx, "input")),
        )
        .await
    }
}
