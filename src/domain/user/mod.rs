//! Operations and queries on users.

pub(super) mod alias;
mod create;
mod delete;
mod email;
pub mod erase;
mod filter;
mod find;
mod get;
mod list;
mod lookup_batcher;
mod lookup_key;
mod merge;
mod mobile;
mod name;
pub(super) mod reference;
pub(super) mod rules;
mod search;
mod timezone;
mod update;
mod upsert;
mod upsert_many;

pub(super) use create::names;
pub use create::{CreateUser, new};
pub use delete::DeleteUser;
pub use email::Email;
pub(super) use filter::only_platform;
pub use filter::{MAX_IDS, UserFilter};
pub use find::{FindUserBy, MAX_FOUND, find_by, find_by_each_sql, find_by_sql};
pub use get::{find, find_by_email, find_by_external_ids, find_many, find_named};
pub use list::{BY_CREATED_AT, BY_EMAIL, BY_ID, BY_NAME, BY_UPDATED_AT, count, list, list_sql};
pub(crate) use lookup_batcher::LookupBatcher;
pub use lookup_key::LookupKind;
pub use merge::MergeUsers;
pub use mobile::{Mobile, is_region, set as set_mobile};
pub(super) use name::show_made as show_made_name;
pub use reference::UserRef;
pub use rules::HELD_BY_SUSPENDED;
pub use search::SearchText;
pub use timezone::TimeZone;
pub use update::UpdateUser;
pub use upsert::{Upsert, UpsertUser};
pub use upsert_many::UpsertUsers;

use serde_json::json;
use uuid::Uuid;

use crate::{
    entity::user::{ActiveModel, Model},
    error::Error,
    id::{OrgId, UserId},
    normalize,
};

use super::{
    Settings,
    event::{AuditFields, Audited, facts},
    field::Name,
};

/// Recalculates the normalized keys of a user from the typed values.
pub(super) fn rekey(user: &mut Model, settings: &Settings) {
    user.email_key = normalize::email(&user.email);
    let display_name = std::mem::take(&mut user.display_name);
    name::show_as(user, display_name);
    mobile::rekey(user, settings.default_region.as_deref());
}

/// Returns the validation error that the user's stored texts would cause if a client sent them
/// back. Stored names may predate the rule that a user needs a name.
pub(super) fn refused(user: &Model) -> Option<Error> {
    let mobile = user.mobile.as_deref();
    Email::parse("email", &user.email)
        .err()
        .or_else(|| Name::optional("first", &user.first_name).err())
        .or_else(|| Name::optional("last", &user.last_name).err())
        .or_else(|| Name::optional("name", &user.display_name).err())
        .or_else(|| Mobile::parse("mobile", mobile?).err())
}

impl Audited for Model {
    type Row = ActiveModel;

    const ENTITY: &'static str = "user";

    fn id(&self) -> Uuid {
        self.id.into()
    }

    fn org(&self) -> Option<OrgId> {
        None
    }

    fn user(&self) -> Option<UserId> {
        Some(self.id)
    }

    fn facts(&self) -> AuditFields {
        facts(json!({
            "email": self.email,
            "first": self.first_name,
            "last": self.last_name,
            "name": self.display_name,
            // The schema does not have this field. Without the field, events would not show how a
            // later change of names affects the display name.
            "nameIsCustom": self.display_name_is_custom,
            "mobile": self.mobile,
            "timezone": self.timezone,
            "status": self.status,
            "externalId": self.external_id,
            "ownedBy": self.owned_by,
        }))
    }

    fn version(&self) -> i64 {
        self.version
    }

    fn set_version(&mut self, version: i64) {
        self.version = version;
    }

    fn label(&self) -> Option<&str> {
        Some(&self.display_name)
    }
}
