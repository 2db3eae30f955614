//! Stating an org.

use serde::{Deserialize, Serialize};

use crate::{
    domain::{
        Change, Operation, Tx,
        field::{ExternalId, Name},
    },
    error::{Code, Error, Result},
    id::OrgId,
};

use super::{CreateOrg, OrgRef, UpdateOrg, reference};

/// The org is there afterwards, with this name and external id; what is not stated stays. It is the active one that has the
/// external id, else the one that has the name, else it is made.
///
/// To make one takes what [`CreateOrg`] takes, to change one what [`UpdateOrg`] takes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UpsertOrg {
    /// What another system calls it.
    pub external_id: Option<ExternalId>,
    /// Unique among active orgs, without regard to case. A new one has to have one.
    pub name: Option<Name>,
}

impl Operation for UpsertOrg {
    type Output = Change;

    const NAME: &'static str = "UpsertOrg";

    async fn run(&self, tx: &Tx) -> Result<Change> {
        let external_id = self.external_id.as_ref();
        let external_id = external_id.map(|id| OrgRef::ExternalId(id.as_str().to_owned()));
        let name = self.name.as_ref().map(|name| OrgRef::NameKey(name.key()));
        for key in external_id.into_iter().chain(name) {
            if let Some(org) = find(tx, &key).await? {
                let update = UpdateOrg {
                    org,
                    name: self.name.clone(),
                    external_id: self.external_id.clone().map(Some),
                    if_version: None,
                };
                return tx.perform(&update).await;
            }
        }
        let Some(name) = self.name.clone() else {
            return Err(Error::invalid(
                "name",
                "is needed: there is no org with this external id, and a new one has a name",
            ));
        };
        let create = CreateOrg {
            name,
            external_id: self.external_id.clone(),
            owner: None,
        };
        tx.perform(&create).await
    }
}

async fn find(tx: &Tx, key: &OrgRef) -> Result<Option<OrgId>> {
    let mut found = reference::resolve(&tx.reader(), &[key]).await?;
    match found.pop() {
        Some(Err(error)) if error.code() != Code::OrgNotFound => Err(error.at(key.field())),
        found => Ok(found.and_then(Result::ok)),
    }
}
