//! Stating the fields of memberships, and who may state them: nobody grants more than he holds.
//!
//! A [`Grantor`] is read once, for as many memberships as a call has, and then judges each without a statement.

use std::collections::{BTreeSet, HashMap};

use uuid::Uuid;

use crate::{
    access::{Grant, Permission, held::Held},
    db::Sql,
    domain::Tx,
    entity::{
        membership::{MemberStatus, Model},
        role,
    },
    error::Result,
    id::{OrgId, RoleId},
};

use super::{MembershipFields, roles};

/// What the actor holds in some orgs, and what their own roles grant.
pub(in crate::domain) struct Grantor {
    tx: Tx,
    held: Held,
    roles: HashMap<RoleId, (OrgId, Grant)>,
}

impl Grantor {
    /// What the actor holds in the orgs: no statement for the platform, one for others. What the roles grant: one statement
    /// if there are any, and they stay as they are until the transaction ends.
    ///
    /// `calls` are what is to be stated: of the membership, if it is there, and in which org.
    pub(in crate::domain) async fn read(
        tx: &Tx,
        calls: &[(OrgId, Option<&Model>, &MembershipFields)],
    ) -> Result<Self> {
        let mut orgs = BTreeSet::new();
        let mut ids = BTreeSet::<Uuid>::new();
        for (org, before, fields) in calls {
            if !fields.may_grant() {
                continue;
            }
            orgs.insert(*org);
            ids.extend(fields.roles.iter().flatten().copied().map(Uuid::from));
            // Whoever comes back is given all that he has.
            let returning = before.filter(|before| before.status == MemberStatus::Retired);
            if let Some(before) = returning {
                ids.extend(roles::ids(before)?.into_iter().map(Uuid::from));
            }
        }
        let orgs: Vec<OrgId> = orgs.into_iter().collect();
        let mut known = HashMap::with_capacity(ids.len());
        if !ids.is_empty() {
            let ids: Vec<Uuid> = ids.into_iter().collect();
            let mut sql = Sql::select::<role::Model>(tx.conn(), "r", " WHERE ");
            sql.is_one_of("r.id", &ids)
                .push(" ORDER BY r.id")
                .locked("SHARE", "r");
            for role in sql.all::<role::Model>(tx.conn()).await? {
                known.insert(role.id, (role.org_id, Grant::of_role(&role)?));
            }
        }
        Ok(Self {
            tx: tx.clone(),
            held: tx.held(&orgs).await?,
            roles: known,
        })
    }

    /// A new membership, which `new` is without the fields: as it is to be written.
    ///
    /// It is for the caller to see that the actor may add people, and to settle which membership is the default.
    ///
    /// # Errors
    /// `ROLE_NOT_FOUND`, `INVALID_VALUE`, `FORBIDDEN`.
    pub(in crate::domain) fn begin(&self, new: Model, fields: &MembershipFields) -> Result<Model> {
        let after = self.stated(new, fields)?;
        self.may_have(None, &after)?;
        Ok(after)
    }

    /// A membership that is there, with the fields: as it is to be written. What is not given stays, and so do
    /// `updated_at`, the default and its reason: those are for the caller, and so is the last owner.
    ///
    /// # Errors
    /// `ROLE_NOT_FOUND`, `INVALID_VALUE`, `FORBIDDEN`.
    pub(in crate::domain) fn change(
        &self,
        before: &Model,
        fields: &MembershipFields,
    ) -> Result<Model> {
        let after = self.stated(before.clone(), fields)?;
        self.may_have(Some(before), &after)?;
        Ok(after)
    }

    /// Passes when the actor may make of the membership, if it was there, what it is to be. Each thing that it is given
    /// counts: the role, being an owner, a permission, one of the org's own roles. What it keeps is free, unless it was
    /// retired and comes back: then it is given all that it has.
    ///
    /// # Errors
    /// `FORBIDDEN`.
    fn may_have(&self, before: Option<&Model>, after: &Model) -> Result<()> {
        let held = self.held.in_org(after.org_id);
        let comes_back = before.is_some_and(|before| before.status == MemberStatus::Retired)
            && after.status == MemberStatus::Active;
        let kept = before.filter(|_| !comes_back);
        let was_owner = before.is_some_and(|before| before.is_owner);
        if was_owner != after.is_owner {
            self.tx
                .must_hold(&self.held, after.org_id, Permission::OwnersWrite)?;
        }
        let mut given = Grant::default();
        if kept.is_none_or(|kept| kept.role != after.role) {
            given = given.or(Grant::of_built_in(after.role));
        }
        if after.is_owner && kept.is_none_or(|kept| !kept.is_owner) {
            given = given.or(Grant::of_owner());
        }
        let permissions = Grant::of_kept(after.permissions.as_ref())?;
        let had = Grant::of_kept(kept.and_then(|kept| kept.permissions.as_ref()))?;
        given = given.or(permissions.without(&had));
        let had = kept.map(roles::ids).transpose()?.unwrap_or_default();
        for role in roles::ids(after)?.difference(&had) {
            given = given.or(self.of_role(after.org_id, *role)?.clone());
        }
        given.must_be_within(held)
    }

    fn of_role(&self, org: OrgId, role: RoleId) -> Result<&Grant> {
        match self.roles.get(&role) {
            Some((its_org, grant)) if *its_org == org => Ok(grant),
            _ => Err(roles::absent()),
        }
    }

    fn stated(&self, membership: Model, fields: &MembershipFields) -> Result<Model> {
        let membership = fields.applied(membership)?;
        for role in fields.roles.iter().flatten() {
            self.of_role(membership.org_id, *role)?;
        }
        Ok(membership)
    }
}
