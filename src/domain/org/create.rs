//! The operation that creates an org.

use crate::{
    access::{Permission, target},
    domain::{
        Change, Done, Operation,
        engine::{Decide, Decision, Keys, Stop, Unique, World},
        field::{ExternalId, Name},
        membership,
    },
    entity::org::{Model, OrgStatus},
    error::Code,
    id::UserId,
};

use super::{change, rules};

/// Creates an org, optionally with its first owner. Only platform tokens can administer an org
/// without an owner.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub struct CreateOrg {
    /// Unique among active orgs, ignoring case.
    pub name: Name,
    /// The id of the org in another system.
    pub external_id: Option<ExternalId>,
    /// The user who becomes the first member and owner.
    pub owner: Option<UserId>,
}

impl Operation for CreateOrg {
    type Output = Change;

    const NAME: &'static str = "CreateOrg";

    fn change(&self) -> Option<&dyn Decide<Output = Change>> {
        Some(self)
    }
}

impl Decide for CreateOrg {
    type Output = Change;

    fn reads(&self, _: &World, keys: &mut Keys) {
        keys.unique(Unique::OrgName(self.name.key()));
        if let Some(owner) = self.owner {
            keys.default_of(owner);
        }
    }

    fn decide(&self, world: &mut World) -> Decision<Change> {
        world.require_platform(Permission::OrgsCreate)?;
        let key = self.name.key();
        rules::name_is_free(world, &key, None)?;
        let org = world.make(Model {
            id: world.id(),
            name: self.name.as_str().to_owned(),
            name_key: key,
            external_id: self.external_id.clone().map(String::from),
            status: OrgStatus::Active,
            created_at: world.now(),
            updated_at: world.now(),
            version: 1,
        })?;
        let change = change(Done::Created, org.id);
        let Some(owner) = self.owner else {
            return Ok(change);
        };
        let owner = world.followed(owner)?;
        if world.user_status(owner)?.is_none() || !world.sees(owner)? {
            let error = target::not_found(Code::UserNotFound).at("owner");
            return Err(error.into());
        }
        let member = membership::rules::new_owner(world, org.id, owner);
        membership::rules::must_be_able_to_own(world, &member).map_err(at_owner)?;
        world.may_grant(None, &member)?;
        let member = world.put(member)?;
        Ok(change.of_user(owner).of_membership(member.id))
    }
}

/// Reports the error at the `owner` argument.
fn at_owner(stop: Stop) -> Stop {
    match stop {
        Stop::Refused(error) => error.at("owner").into(),
        needs => needs,
    }
}
