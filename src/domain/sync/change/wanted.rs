//! The changes of an item as typed values.

use std::str::FromStr;

use crate::{
    domain::{
        Settings,
        field::{ExternalId, Name},
        membership::MembershipFields,
        sync::{Field, FieldChange, run::RunContext},
        user::{self, Email, Mobile, TimeZone, UpdateUser},
    },
    entity::{
        membership::{MemberRole, MemberStatus},
        sync_item::SyncAction,
        user::Model as User,
    },
    error::{Code, Error, Result},
    id::UserId,
};

use super::Item;

/// The changes that an item writes.
#[derive(Debug)]
pub(super) struct Wanted {
    /// The address under which the file names the user, for items of a user whom the run creates.
    pub(super) address: Option<Email>,
    /// The user's own fields. The user is set when the change is decided.
    own: UpdateUser,
    /// Whether the display name follows first and last name again.
    is_name_made: bool,
    /// The owner of the user. `Some(None)`: nobody.
    pub(super) user_owner: Option<Option<String>>,
    /// The fields of the membership.
    pub(super) fields: MembershipFields,
    /// The owner of the membership. `Some(None)`: nobody.
    pub(super) owner: Option<Option<String>>,
}

impl Wanted {
    pub(super) fn of(item: &Item, run: &RunContext) -> Result<Self> {
        let mut wanted = Self {
            address: None,
            own: UpdateUser::nothing(UserId::from(uuid::Uuid::nil())),
            is_name_made: false,
            user_owner: None,
            fields: MembershipFields::default(),
            owner: None,
        };
        for change in item.changes.written() {
            if !item.writes(change.field) {
                continue;
            }
            let is_known = item.row.user_id.is_some();
            match change.field {
                // The address only names the user.
                Field::Email if !is_known || change.before.is_none() => {
                    wanted.address = parsed(change, |text| email(run, text))?;
                }
                _ => wanted.set(run, change)?,
            }
        }
        match item.row.action {
            SyncAction::Retire => wanted.fields.status = Some(MemberStatus::Retired),
            SyncAction::Reactivate => wanted.fields.status = Some(MemberStatus::Active),
            _ => {}
        }
        Ok(wanted)
    }

    fn set(&mut self, run: &RunContext, change: &FieldChange) -> Result<()> {
        let own = &mut self.own;
        match change.field {
            Field::Email => own.email = parsed(change, |text| email(run, text))?,
            Field::First => own.first = Some(part_of_name(run, "first", change)?),
            Field::Last => own.last = Some(part_of_name(run, "last", change)?),
            Field::Name => {
                own.name = parsed(change, |text| name(run, "name", text))?;
                self.is_name_made = own.name.is_none();
            }
            Field::Mobile => own.mobile = Some(parsed(change, |text| mobile(run, text))?),
            Field::Timezone => {
                let timezone = parsed(change, |text| TimeZone::parse("timezone", text))?;
                own.timezone = Some(timezone);
            }
            Field::UserExternalId => {
                let id = |text: &str| external_id(run, "user_external_id", text);
                own.external_id = Some(parsed(change, id)?);
            }
            Field::UserOwnedBy => self.user_owner = Some(change.after.clone()),
            Field::Role => {
                self.fields.role = parsed(change, word::<MemberRole>(Code::InvalidRole))?
            }
            Field::Status => {
                let status = word::<MemberStatus>(Code::InvalidStatus);
                self.fields.status = parsed(change, status)?;
            }
            Field::ExternalId => {
                let id = |text: &str| external_id(run, "external_id", text);
                self.fields.external_id = Some(parsed(change, id)?);
            }
            Field::IsDefault => {
                let is_default = change.after.as_deref() == Some("true");
                self.fields.is_default = (is_default && !run.is_revert).then_some(true);
            }
            Field::OwnedBy => self.owner = Some(change.after.clone()),
            // What a revert gives back is in `Changes::default`.
            Field::Groups | Field::DefaultReason => {}
        }
        Ok(())
    }

    /// Returns the update of the user's own fields.
    pub(super) fn own(&self, user: UserId) -> UpdateUser {
        UpdateUser {
            user,
            ..self.own.clone()
        }
    }

    /// Returns whether the item states any of the user's own fields.
    pub(super) fn has_own(&self) -> bool {
        self.own.names_details() || self.is_name_made || self.user_owner.is_some()
    }

    /// Returns whether the item changes the user's address.
    pub(super) fn email(&self) -> Option<&Email> {
        self.own.email.as_ref()
    }

    /// Returns whether the item states any field of the membership.
    pub(super) fn has_fields(&self) -> bool {
        self.fields != MembershipFields::default()
    }

    /// Returns the user with the own fields of the item.
    pub(super) fn applied(&self, user: User, settings: &Settings) -> User {
        let mut user = self.own(user.id).applied(user, settings);
        if self.is_name_made {
            user::show_made_name(&mut user);
        }
        if let Some(owner) = &self.user_owner {
            user.owned_by.clone_from(owner);
        }
        user
    }

    /// Returns a new user, who has names already, with the other own fields of the item.
    pub(super) fn applied_to_new(&self, user: User, settings: &Settings) -> User {
        let others = UpdateUser {
            first: None,
            last: None,
            name: None,
            ..self.own(user.id)
        };
        others.applied(user, settings)
    }

    /// Returns the first, last and display name of a new user.
    pub(super) fn names(&self, email: &Email) -> (String, String, Option<&Name>) {
        let display = self.own.name.as_ref();
        let (first, last) = (self.own.first.as_ref(), self.own.last.as_ref());
        let (first, last) = user::names(email, first, last, display);
        (first, last, display)
    }
}

impl Item {
    /// Returns whether the item writes the field if it states it. A held membership keeps its fields.
    pub(super) fn writes(&self, field: Field) -> bool {
        match self.row.action {
            SyncAction::Unchanged | SyncAction::Conflict => false,
            // The fields of what is deleted are only compared.
            SyncAction::Remove | SyncAction::Delete => false,
            SyncAction::Held => field.is_own(),
            _ => true,
        }
    }
}

/// Parses the value that the field gets. `None`: no value.
fn parsed<T>(change: &FieldChange, parse: impl Fn(&str) -> Result<T>) -> Result<Option<T>> {
    change.after.as_deref().map(parse).transpose()
}

fn part_of_name(run: &RunContext, field: &'static str, change: &FieldChange) -> Result<Name> {
    let text = change.after.as_deref().unwrap_or_default();
    match run.is_revert {
        true => Ok(Name::stored(text)),
        false => Name::optional(field, text),
    }
}

// A revert restores texts of rows, which may predate the rules for new texts.

fn name(run: &RunContext, field: &'static str, text: &str) -> Result<Name> {
    match run.is_revert {
        true => Ok(Name::stored(text)),
        false => Name::parse(field, text),
    }
}

fn email(run: &RunContext, text: &str) -> Result<Email> {
    match run.is_revert {
        true => Ok(Email::stored(text)),
        false => Email::parse("email", text),
    }
}

fn mobile(run: &RunContext, text: &str) -> Result<Mobile> {
    match run.is_revert {
        true => Ok(Mobile::stored(text)),
        false => Mobile::parse("mobile", text),
    }
}

fn external_id(run: &RunContext, field: &'static str, text: &str) -> Result<ExternalId> {
    match run.is_revert {
        true => Ok(ExternalId::stored(text)),
        false => ExternalId::parse(field, text),
    }
}

/// Returns a parser of the words of a column.
fn word<T: FromStr>(code: Code) -> impl Fn(&str) -> Result<T> {
    move |text| {
        let unknown = |_| Error::new(code, format!("`{text}` is not a known value."));
        text.parse().map_err(unknown)
    }
}
