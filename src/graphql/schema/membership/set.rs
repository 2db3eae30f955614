//! The GraphQL mutations that upsert a membership, set the memberships of a user or an org, and
//! choose the default.

use async_graphql::{Context, Object};

use crate::{
    domain::membership::{
        MakeDefault, MembershipFields, SetOrgMembers, SetUserMemberships, UpsertMembership,
        UserOrgs,
    },
    graphql::resolver::{
        input::ArgumentLiteral,
        input_errors::both,
        result::{MutationResult, mutate},
        scalar::Uuid,
    },
};

use super::input::{
    MembershipInput, OrgMemberInput, OrgRef, SetMode, UserMembershipInput, UserRef, default_org,
    expected_removals, org_members, user_memberships,
};

#[derive(Default)]
pub(in crate::graphql::schema) struct MembershipSetMutation;

#[Object]
impl MembershipSetMutation {
    /// Creates or changes a membership. The result is "created" for a new membership and
    /// "reactivated" if a retired member becomes active. An absent field stays unchanged, or gets
    /// its default in a new membership; null clears a field that may be empty.
    ///
    /// Permission: `members:grant` in the org to add a member or to reactivate a retired one,
    /// `members:write` to change a membership, and the rights that the membership is given. A
    /// membership that is or becomes an owner's also requires `owners:write`.
    ///
    /// Errors: `ORG_NOT_FOUND`, `ORG_RETIRED`, `USER_NOT_FOUND`, `ROLE_NOT_FOUND`,
    /// `DEFAULT_REQUIRED` (`isDefault: false` on the default of a user who also belongs to other
    /// orgs), `MEMBER_RETIRED` (a default and an owner must be active), `USER_SUSPENDED` (a
    /// suspended user cannot become an owner), `LAST_OWNER`, `GUARD_TRIPPED` (an owner's own
    /// `allowedIps` would exclude the address of the request; see `force`), `EMPTY_ALLOWED_IPS`,
    /// `INVALID_IP`, `INVALID_VALUE`, `VERSION_MISMATCH`, `FORBIDDEN`.
    async fn upsert_membership(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The id of the org.")] org: Uuid,
        #[graphql(desc = "The id of the user.")] user_id: Uuid,
        #[graphql(desc = "The fields of the membership.")] input: MembershipInput,
        #[graphql(
            desc = "The version that the membership must have, or 0 if the membership must not exist. If the version differs, the call fails with `VERSION_MISMATCH`."
        )]
        if_version: Option<i32>,
        #[graphql(
            desc = "Whether an owner's own `allowedIps` may exclude the address from which the owner sends the request."
        )]
        force: Option<bool>,
    ) -> MutationResult {
        let fields = input.parse(ArgumentLiteral::argument(ctx, "input"));
        let operation = fields.map(|fields| UpsertMembership {
            org: org.0.into(),
            user: user_id.0.into(),
            fields: MembershipFields {
                force: force == Some(true),
                ..fields
            },
            if_version: if_version.map(Into::into),
        });
        mutate(ctx, operation).await
    }

    /// Sets a user's orgs in one transaction. A retired member whose org is listed is reactivated.
    /// Order and repeated entries do not matter. `REPLACE` removes active memberships that are not
    /// listed if this token may see them and their org is active; retired memberships stay. At most
    /// 10,000 memberships change in one call. If any entry is invalid, nothing changes; `problems`
    /// lists all errors, each with its position.
    ///
    /// The result is "updated" or "unchanged", for the user.
    ///
    /// Permission: `members:grant` in the orgs to which the user is added, `members:write` in the
    /// orgs where the membership changes or is removed, and the rights that the memberships are
    /// given. An owner's membership also requires `owners:write`, and `groups` requires
    /// `groups:write`.
    ///
    /// Errors: `USER_NOT_FOUND`, `ORG_NOT_FOUND`, `AMBIGUOUS_MATCH`, `ORG_RETIRED`,
    /// `ROLE_NOT_FOUND`, `GROUP_NOT_FOUND`, `DEFAULT_NOT_IN_SET`, `DEFAULT_REQUIRED`, `MEMBER_RETIRED`, `LAST_OWNER`,
    /// `LIMIT_EXCEEDED`, `EMPTY_ALLOWED_IPS`, `INVALID_IP`, `INVALID_VALUE`, `FORBIDDEN`.
    async fn set_user_memberships(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The user.")] user: UserRef,
        #[graphql(desc = "The orgs, each with the fields of the membership. At most 10,000.")]
        memberships: Vec<UserMembershipInput>,
        #[graphql(desc = "How the listed orgs change the user's memberships.")] mode: SetMode,
        #[graphql(
            desc = "The user's default org. It must be one of the user's orgs after the change. If absent, the current default stays if possible; otherwise the first org by name becomes the default."
        )]
        default: Option<OrgRef>,
    ) -> MutationResult {
        let operation = || {
            let literal = ArgumentLiteral::argument(ctx, "memberships");
            let user = user.parse().map_err(|error| error.at("user"));
            let memberships = user_memberships("memberships", memberships, literal);
            let (user, (memberships, default)) =
                both(user, both(memberships, default_org(default)))?;
            Ok(SetUserMemberships {
                user,
                orgs: UserOrgs {
                    memberships,
                    mode: mode.into(),
                    default,
                    leaves_default: false,
                },
            })
        };
        mutate(ctx, operation()).await
    }

    /// Sets an org's members in one transaction. A retired member who is listed is reactivated.
    /// `REPLACE` removes active members who are not listed, with their group memberships in the
    /// org; retired members stay. At most 10,000 memberships change in one call. If any entry is
    /// invalid, nothing changes; `problems` lists all errors, each with its position.
    ///
    /// The result is "updated" or "unchanged", for the org.
    ///
    /// Permission: `members:grant` in the org to add a member, `members:write` to change or remove
    /// a member, and the rights that the memberships are given. An owner's membership also requires
    /// `owners:write`.
    ///
    /// Errors: `ORG_NOT_FOUND`, `ORG_RETIRED`, `USER_NOT_FOUND`, `AMBIGUOUS_MATCH`,
    /// `ROLE_NOT_FOUND`, `DEFAULT_REQUIRED`, `MEMBER_RETIRED`, `LAST_OWNER`, `GUARD_TRIPPED`
    /// (without `expectRemoved`: `REPLACE` would remove more than 20 members and more than 5 % of
    /// them, or the list is empty; with it: the number of removed members differs),
    /// `LIMIT_EXCEEDED`, `EMPTY_ALLOWED_IPS`, `INVALID_IP`, `INVALID_VALUE`, `FORBIDDEN`.
    async fn set_org_members(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The id of the org.")] org: Uuid,
        #[graphql(desc = "The members, each with the fields of the membership. At most 10,000.")]
        members: Vec<OrgMemberInput>,
        #[graphql(desc = "How the listed users change the org's memberships.")] mode: SetMode,
        #[graphql(
            desc = "The exact number of members that the call must remove. If the number differs, nothing changes."
        )]
        expect_removed: Option<i32>,
    ) -> MutationResult {
        let operation = || {
            let literal = ArgumentLiteral::argument(ctx, "members");
            let (members, expect_removed) = both(
                org_members("members", members, literal),
                expected_removals(expect_removed),
            )?;
            Ok(SetOrgMembers {
                org: org.0.into(),
                members,
                mode: mode.into(),
                expect_removed,
            })
        };
        mutate(ctx, operation()).await
    }

    /// Makes an org the user's default, with the reason `EXPLICIT`; the previous default is unset.
    /// The result contains the membership; select `user { memberships }` for the user's whole list,
    /// with the default first.
    ///
    /// Permission: users choose their own default with a token that is not bound to one org. For
    /// another user, `members:write` in the org; for an owner, `owners:write` as well.
    ///
    /// Errors: `ORG_NOT_FOUND`, `ORG_RETIRED`, `USER_NOT_FOUND`, `NOT_A_MEMBER`, `MEMBER_RETIRED`,
    /// `FORBIDDEN`.
    async fn make_default(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The id of the org.")] org: Uuid,
        #[graphql(desc = "The id of the user.")] user_id: Uuid,
    ) -> MutationResult {
        let operation = MakeDefault {
            org: org.0.into(),
            user: user_id.0.into(),
            if_version: None,
        };
        mutate(ctx, Ok(operation)).await
    }
}
