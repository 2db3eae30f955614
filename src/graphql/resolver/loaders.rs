//! Batched loading of nested objects: one statement for all objects of one kind that a level of the
//! response needs. `level` decides when loads begin.

use std::{collections::HashMap, hash::Hash, sync::Arc, time::Duration};

use async_graphql::dataloader::{DataLoader, Loader};
use uuid::Uuid;

use crate::{
    access::Grant,
    domain::{Reader, event, group, job, membership, org, role, sync, token, user, viewer},
    entity,
    error::{Error, Result},
    id::{EventId, GroupId, JobId, MembershipId, OrgId, RoleId, SyncRunId, TokenId, UserId},
    page::{Page, PageRequest},
};

use super::{level::Level, list::Nested};

/// A loader that reads through the request's reader. Objects that the actor may not see are not
/// found.
pub(crate) struct Loaders(Reader);

/// The key of a user's default membership.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct DefaultOf(pub(crate) UserId);

/// The user whom an argument names. The former id of a merged user names the user who was kept. Ids in
/// rows are no former ids: they are loaded as `UserId`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct NamedUser(pub(crate) UserId);

/// The key of an org's own roles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct RolesOf(pub(crate) OrgId);

/// The key of the orgs that a sync run does not touch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct UntouchedBy(pub(crate) SyncRunId);

/// The key of what the caller holds in an org.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct GrantIn(pub(crate) OrgId);

/// The key of whether a token is a platform token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct OfPlatform(pub(crate) TokenId);

/// The key of the number of an org's members with a status, or with any.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct MemberCountOf(
    pub(crate) OrgId,
    pub(crate) Option<entity::membership::MemberStatus>,
);

/// The key of an org's owners.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct OwnersOf(pub(crate) OrgId);

/// The key of the number of members who have a role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct RoleCountOf(pub(crate) RoleId);

/// The key of the number of a group's members.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct GroupCountOf(pub(crate) GroupId);

impl Loaders {
    pub(crate) fn new(reader: Reader, level: &Level) -> DataLoader<Self> {
        let level = level.clone();
        DataLoader::new(Self(reader), move |load| level.push(load))
            .delay(Duration::ZERO)
            .max_batch_size(usize::MAX)
    }
}

/// The key of a page of a parent's list.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct PageOf<L> {
    pub(crate) parent: Uuid,
    pub(crate) list: L,
    pub(crate) page: PageRequest,
}

/// The key of the length of a parent's list.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct CountOf<L> {
    pub(crate) parent: Uuid,
    pub(crate) list: L,
}

/// Groups the parents of lists whose arguments are equal.
fn alike<K, A: Hash + Eq>(keys: &[K], of: impl Fn(&K) -> (A, Uuid)) -> HashMap<A, Vec<Uuid>> {
    let mut alike = HashMap::<_, Vec<_>>::new();
    for key in keys {
        let (arguments, parent) = of(key);
        alike.entry(arguments).or_default().push(parent);
    }
    alike
}

impl<L: Nested> Loader<PageOf<L>> for Loaders {
    type Value = Arc<Page<L::Node>>;
    type Error = Error;

    async fn load(&self, keys: &[PageOf<L>]) -> Result<HashMap<PageOf<L>, Self::Value>> {
        let mut loaded = HashMap::with_capacity(keys.len());
        let lists = alike(keys, |key| {
            ((key.list.clone(), key.page.clone()), key.parent)
        });
        for ((list, page), parents) in lists {
            for (parent, found) in list.pages(&self.0, &parents, &page).await? {
                let (list, page) = (list.clone(), page.clone());
                let found = Arc::new(found.map(L::node));
                loaded.insert(PageOf { parent, list, page }, found);
            }
        }
        Ok(loaded)
    }
}

impl<L: Nested> Loader<CountOf<L>> for Loaders {
    type Value = i64;
    type Error = Error;

    async fn load(&self, keys: &[CountOf<L>]) -> Result<HashMap<CountOf<L>, i64>> {
        let mut loaded = HashMap::with_capacity(keys.len());
        for (list, parents) in alike(keys, |key| (key.list.clone(), key.parent)) {
            for (parent, count) in list.counts(&self.0, &parents).await? {
                let list = list.clone();
                loaded.insert(CountOf { parent, list }, count);
            }
        }
        Ok(loaded)
    }
}

fn uuids<K: Copy + Into<Uuid>>(keys: &[K]) -> Vec<Uuid> {
    keys.iter().map(|key| (*key).into()).collect()
}

fn by<K: Hash + Eq, V>(rows: Vec<V>, key: impl Fn(&V) -> K) -> HashMap<K, V> {
    rows.into_iter().map(|row| (key(&row), row)).collect()
}

impl Loader<UserId> for Loaders {
    type Value = entity::user::Model;
    type Error = Error;

    async fn load(&self, keys: &[UserId]) -> Result<HashMap<UserId, Self::Value>> {
        Ok(by(user::find_many(&self.0, &uuids(keys)).await?, |row| {
            row.id
        }))
    }
}

impl Loader<NamedUser> for Loaders {
    type Value = entity::user::Model;
    type Error = Error;

    async fn load(&self, keys: &[NamedUser]) -> Result<HashMap<NamedUser, Self::Value>> {
        let ids: Vec<Uuid> = keys.iter().map(|NamedUser(user)| (*user).into()).collect();
        let found = user::find_named(&self.0, &ids).await?.into_iter();
        Ok(found.map(|(id, row)| (NamedUser(id.into()), row)).collect())
    }
}

impl Loader<OrgId> for Loaders {
    type Value = entity::org::Model;
    type Error = Error;

    async fn load(&self, keys: &[OrgId]) -> Result<HashMap<OrgId, Self::Value>> {
        Ok(by(org::find_many(&self.0, &uuids(keys)).await?, |row| {
            row.id
        }))
    }
}

impl Loader<GroupId> for Loaders {
    type Value = entity::group::Model;
    type Error = Error;

    async fn load(&self, keys: &[GroupId]) -> Result<HashMap<GroupId, Self::Value>> {
        Ok(by(group::find_many(&self.0, &uuids(keys)).await?, |row| {
            row.id
        }))
    }
}

impl Loader<MembershipId> for Loaders {
    type Value = entity::membership::Model;
    type Error = Error;

    async fn load(&self, keys: &[MembershipId]) -> Result<HashMap<MembershipId, Self::Value>> {
        Ok(by(
            membership::find_many(&self.0, &uuids(keys)).await?,
            |row| row.id,
        ))
    }
}

impl Loader<RoleId> for Loaders {
    type Value = entity::role::Model;
    type Error = Error;

    async fn load(&self, keys: &[RoleId]) -> Result<HashMap<RoleId, Self::Value>> {
        Ok(by(role::find_many(&self.0, &uuids(keys)).await?, |row| {
            row.id
        }))
    }
}

impl Loader<TokenId> for Loaders {
    type Value = entity::token::Model;
    type Error = Error;

    async fn load(&self, keys: &[TokenId]) -> Result<HashMap<TokenId, Self::Value>> {
        Ok(by(token::find_many(&self.0, &uuids(keys)).await?, |row| {
            row.id
        }))
    }
}

impl Loader<OfPlatform> for Loaders {
    type Value = ();
    type Error = Error;

    async fn load(&self, keys: &[OfPlatform]) -> Result<HashMap<OfPlatform, ()>> {
        let tokens: Vec<Uuid> = keys.iter().map(|key| key.0.into()).collect();
        let tokens = token::of_platform(&self.0, &tokens).await?.into_iter();
        Ok(tokens.map(|token| (OfPlatform(token), ())).collect())
    }
}

impl Loader<JobId> for Loaders {
    type Value = entity::job::Model;
    type Error = Error;

    async fn load(&self, keys: &[JobId]) -> Result<HashMap<JobId, Self::Value>> {
        Ok(by(job::find_many(&self.0, &uuids(keys)).await?, |row| {
            row.id
        }))
    }
}

impl Loader<SyncRunId> for Loaders {
    type Value = entity::sync_run::Model;
    type Error = Error;

    async fn load(&self, keys: &[SyncRunId]) -> Result<HashMap<SyncRunId, Self::Value>> {
        Ok(by(sync::find_many(&self.0, &uuids(keys)).await?, |row| {
            row.id
        }))
    }
}

impl Loader<EventId> for Loaders {
    type Value = entity::event::Model;
    type Error = Error;

    async fn load(&self, keys: &[EventId]) -> Result<HashMap<EventId, Self::Value>> {
        Ok(by(event::find_many(&self.0, &uuids(keys)).await?, |row| {
            row.id
        }))
    }
}

impl Loader<UntouchedBy> for Loaders {
    type Value = Vec<entity::org::Model>;
    type Error = Error;

    async fn load(&self, keys: &[UntouchedBy]) -> Result<HashMap<UntouchedBy, Self::Value>> {
        let runs: Vec<Uuid> = keys.iter().map(|key| key.0.into()).collect();
        let orgs = sync::untouched_orgs(&self.0, &runs).await?;
        Ok(orgs
            .into_iter()
            .map(|(run, orgs)| (UntouchedBy(run), orgs))
            .collect())
    }
}

impl Loader<RolesOf> for Loaders {
    type Value = Vec<entity::role::Model>;
    type Error = Error;

    async fn load(&self, keys: &[RolesOf]) -> Result<HashMap<RolesOf, Self::Value>> {
        let orgs: Vec<Uuid> = keys.iter().map(|key| key.0.into()).collect();
        let mut of = HashMap::<RolesOf, Self::Value>::new();
        for role in role::of_orgs(&self.0, &orgs).await? {
            of.entry(RolesOf(role.org_id)).or_default().push(role);
        }
        Ok(of)
    }
}

impl Loader<DefaultOf> for Loaders {
    type Value = entity::membership::Model;
    type Error = Error;

    async fn load(&self, keys: &[DefaultOf]) -> Result<HashMap<DefaultOf, Self::Value>> {
        let users: Vec<Uuid> = keys.iter().map(|key| key.0.into()).collect();
        Ok(by(
            membership::find_defaults(&self.0, &users).await?,
            |row| DefaultOf(row.user_id),
        ))
    }
}

impl Loader<GrantIn> for Loaders {
    type Value = Grant;
    type Error = Error;

    async fn load(&self, keys: &[GrantIn]) -> Result<HashMap<GrantIn, Grant>> {
        let orgs: Vec<Uuid> = keys.iter().map(|key| key.0.into()).collect();
        let grants = viewer::grants(&self.0, &orgs).await?.into_iter();
        Ok(grants.map(|(org, grant)| (GrantIn(org), grant)).collect())
    }
}

impl Loader<MemberCountOf> for Loaders {
    type Value = i64;
    type Error = Error;

    async fn load(&self, keys: &[MemberCountOf]) -> Result<HashMap<MemberCountOf, i64>> {
        let mut loaded = HashMap::with_capacity(keys.len());
        for (status, orgs) in alike(keys, |key| (key.1, key.0.into())) {
            let counts = membership::member_counts(&self.0, &orgs, status).await?;
            let counts = counts.into_iter();
            loaded.extend(counts.map(|(org, count)| (MemberCountOf(org.into(), status), count)));
        }
        Ok(loaded)
    }
}

impl Loader<OwnersOf> for Loaders {
    type Value = Vec<membership::OfOrg>;
    type Error = Error;

    async fn load(&self, keys: &[OwnersOf]) -> Result<HashMap<OwnersOf, Self::Value>> {
        let orgs: Vec<Uuid> = keys.iter().map(|key| key.0.into()).collect();
        let owners = membership::owners_of_orgs(&self.0, &orgs)
            .await?
            .into_iter();
        Ok(owners
            .map(|(org, rows)| (OwnersOf(org.into()), rows))
            .collect())
    }
}

impl Loader<RoleCountOf> for Loaders {
    type Value = i64;
    type Error = Error;

    async fn load(&self, keys: &[RoleCountOf]) -> Result<HashMap<RoleCountOf, i64>> {
        let roles: Vec<Uuid> = keys.iter().map(|key| key.0.into()).collect();
        let counts = membership::count_of_roles(&self.0, &roles)
            .await?
            .into_iter();
        Ok(counts
            .map(|(role, count)| (RoleCountOf(role.into()), count))
            .collect())
    }
}

impl Loader<GroupCountOf> for Loaders {
    type Value = i64;
    type Error = Error;

    async fn load(&self, keys: &[GroupCountOf]) -> Result<HashMap<GroupCountOf, i64>> {
        let groups: Vec<Uuid> = keys.iter().map(|key| key.0.into()).collect();
        let all = group::GroupMemberFilter::default();
        let counts = group::count_members(&self.0, &groups, &all)
            .await?
            .into_iter();
        Ok(counts
            .map(|(group, count)| (GroupCountOf(group.into()), count))
            .collect())
    }
}
