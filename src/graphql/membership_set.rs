//! Stating memberships: one, all of a user, all of an org, and which is the default.

use async_graphql::{Context, Object};

use crate::{
    domain::membership::{
        MakeDefault, MembershipFields, SetOrgMembers, SetUserMemberships, UpsertMembership,
        UserOrgs,
    },
    error::Error,
};

use super::{
    context::ArgumentLiteral,
    input_errors::both,
    membership_input::{
        MembershipInput, OrgMemberInput, OrgRef, SetMode, UserMembershipInput, UserRef,
        default_org, org_members, user_memberships,
    },
    result::{MutationResult, mutate},
    scalar::Uuid,
};

#[derive(Default)]
pub(super) struct MembershipSetMutation;

#[Object]
impl MembershipSetMutation {
    /// States a membership: makes it when there is none ("created"), else changes what is given; "reactivated" when a
    /// retired member is made active. What is absent stays, and of a new membership is the default; null clears what can be
    /// empty.
    /// Permission: `members:grant` in the org to add a member or to bring a retired one back, `members:write` to change a
    /// membership; where an owner is concerned also `owners:write`; and the rights that the membership is given.
    ///
    /// Errors: `ORG_NOT_FOUND`, `ORG_RETIRED`, `USER_NOT_FOUND`, `ROLE_NOT_FOUND`, `DEFAULT_REQUIRED` (`isDefault: false` on
    /// the default of a user who belongs to other orgs too), `MEMBER_RETIRED` (a default and an owner have to be active),
    /// `USER_SUSPENDED` (so has the user who becomes an owner), `LAST_OWNER`, `GUARD_TRIPPED` (owners who shut out
    /// themselves), `EMPTY_ALLOWED_IPS`, `INVALID_IP`, `INVALID_VALUE`, `VERSION_MISMATCH`, `FORBIDDEN`.
    async fn upsert_membership(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "In which org.")] org: Uuid,
        #[graphql(desc = "Whose membership.")] user_id: Uuid,
        #[graphql(desc = "What is stated of it.")] input: MembershipInput,
        #[graphql(
            desc = "The version that the membership must have, 0 where there must be none: another one is `VERSION_MISMATCH`."
        )]
        if_version: Option<i32>,
        #[graphql(
            desc = "True: an owner's own `allowedIps` may shut out the address from which the owner asks."
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

    /// States a user's orgs, in one step. A retired member who is named comes back; order does not matter, nor does it that
    /// the same is said twice. `REPLACE` removes the active memberships that are not named, as far as this token may see
    /// them, in orgs in use; retired ones stay. At most 10,000 memberships change in one call.
    /// If something is wrong nothing changes, and all that is wrong is in `problems`, each with its position.
    /// Permission: `members:grant` in the orgs to which the user is added, `members:write` in those where his membership
    /// changes or ends; of an owner also `owners:write`; and the rights that the memberships are given.
    ///
    /// The result is "updated" or "unchanged", of the user.
    ///
    /// Errors: `USER_NOT_FOUND`, `ORG_NOT_FOUND`, `AMBIGUOUS_MATCH`, `ORG_RETIRED`, `ROLE_NOT_FOUND`, `DEFAULT_NOT_IN_SET`,
    /// `DEFAULT_REQUIRED`, `MEMBER_RETIRED`, `LAST_OWNER`, `LIMIT_EXCEEDED`, `EMPTY_ALLOWED_IPS`, `INVALID_IP`,
    /// `INVALID_VALUE`, `FORBIDDEN`.
    async fn set_user_memberships(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whose.")] user: UserRef,
        #[graphql(desc = "The orgs, each with what is stated of the membership. 10,000 at most.")]
        memberships: Vec<UserMembershipInput>,
        #[graphql(desc = "What it means that an org is named, or not.")] mode: SetMode,
        #[graphql(
            desc = "The user's default org, which must be among those that he then belongs to. Absent: the default stays where it is if it can, else it is the first by name."
        )]
        default: Option<OrgRef>,
    ) -> MutationResult {
        let operation = || {
            let written = ArgumentLiteral::argument(ctx, "memberships");
            let user = user.parse().map_err(|error| error.at("user"));
            let memberships = user_memberships("memberships", memberships, written);
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

    /// States an org's members, in one step: the mirror of `setUserMemberships`. A retired member who is named comes back.
    /// `REPLACE` removes active members who are not named, and their rows in groups of the org; retired ones stay. At most
    /// 10,000 memberships change in one call.
    /// If something is wrong nothing changes, and all that is wrong is in `problems`, each with its position.
    /// Permission: `members:grant` in the org to add somebody, `members:write` to change or remove a member; where an owner
    /// is concerned also `owners:write`; and the rights that the memberships are given.
    ///
    /// The result is "updated" or "unchanged", of the org.
    ///
    /// Errors: `ORG_NOT_FOUND`, `ORG_RETIRED`, `USER_NOT_FOUND`, `AMBIGUOUS_MATCH`, `ROLE_NOT_FOUND`, `DEFAULT_REQUIRED`,
    /// `MEMBER_RETIRED`, `LAST_OWNER`, `GUARD_TRIPPED` (`REPLACE` would remove more than 20 members and more than 5 % of
    /// them, or names nobody; or not as many as expected), `LIMIT_EXCEEDED`, `EMPTY_ALLOWED_IPS`, `INVALID_IP`,
    /// `INVALID_VALUE`, `FORBIDDEN`.
    async fn set_org_members(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whose members.")] org: Uuid,
        #[graphql(
            desc = "The members, each with what is stated of the membership. 10,000 at most."
        )]
        members: Vec<OrgMemberInput>,
        #[graphql(desc = "What it means that somebody is named, or not.")] mode: SetMode,
        #[graphql(desc = "Exactly so many members are to be removed, or nothing is done.")]
        expect_removed: Option<i32>,
    ) -> MutationResult {
        let operation = || {
            let written = ArgumentLiteral::argument(ctx, "members");
            let expected = expect_removed.map(usize::try_from).transpose();
            let (members, expect_removed) = both(
                org_members("members", members, written),
                expected.map_err(|_| Error::invalid("expectRemoved", "is less than nothing")),
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

    /// Makes an org the user's default, for the reason `EXPLICIT`; the one before is it no more. The result is the
    /// membership; `user { memberships }` is the whole list, the default first.
    /// Permission: users choose their own, with a token that is not bound to one org; else `members:write` in the org, and
    /// `owners:write` for its owners.
    ///
    /// Errors: `ORG_NOT_FOUND`, `ORG_RETIRED`, `USER_NOT_FOUND`, `NOT_A_MEMBER`, `MEMBER_RETIRED`, `FORBIDDEN`.
    async fn make_default(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which org.")] org: Uuid,
        #[graphql(desc = "Whose default.")] user_id: Uuid,
    ) -> MutationResult {
        let operation = MakeDefault {
            org: org.0.into(),
            user: user_id.0.into(),
            if_version: None,
        };
        mutate(ctx, Ok(operation)).await
    }
}
