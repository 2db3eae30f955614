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
    error::{Error, Result},
    id::{OrgId, RoleId},
};

use super::{MembershipFields, roles};

/// Roles that one membership may have.
const MAX_ROLES: usize = 256;

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

    fn stated(&self, mut membership: Model, fields: &MembershipFields) -> Result<Model> {
        if let Some(role) = fields.role {
            membership.role = role;
        }
        if let Some(status) = fields.status {
            membership.status = status;
        }
        if let Some(is_owner) = fields.is_owner {
            membership.is_owner = is_owner;
        }
        if let Some(external_id) = &fields.external_id {
            membership.external_id = external_id.clone().map(String::from);
        }
        if let Some(permissions) = &fields.permissions {
            let list = permissions.as_ref().filter(|list| !list.names().is_empty());
            membership.permissions = list.map(|list| list.names().into());
            let rights = list.map(|list| list.grant().rights());
            membership.rights = rights.unwrap_or_default().bits();
        }
        if let Some(allowed_ips) = &fields.allowed_ips {
            let list = allowed_ips.as_ref();
            membership.allowed_ips = list.map(|list| list.entries().into());
            membership.ip_ranges = list.map(|list| serde_json::json!(list.ranges()));
        }
        if let Some(given) = &fields.roles {
            let given: BTreeSet<RoleId> = given.iter().copied().collect();
            if given.len() > MAX_ROLES {
                return Err(Error::invalid(
                    "roleIds",
                    format!("has {} roles; {MAX_ROLES} at most", given.len()),
                ));
            }
            for role in &given {
                self.of_role(membership.org_id, *role)?;
            }
            roles::keep(&mut membership, &given);
        }
        Ok(membership)
    }
}
