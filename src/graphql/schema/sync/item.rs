//! The GraphQL types of the items of a plan.

use async_graphql::{Context, Object, SimpleObject};

use crate::{
    domain::sync,
    error::{Code, Result},
    graphql::resolver::{
        context,
        enums::SyncAction,
        error_code::ErrorCode,
        list::Listed,
        objects::{Org, User},
    },
};

pub(super) struct SyncItem(pub(super) sync::SyncItem);

/// What a sync run does with one row of the file, or with one member whom the file does not name.
#[Object]
impl SyncItem {
    /// The line of the file. Null for a member whom the file does not name. For several unchanged
    /// lines, the first one: `reason` has all.
    async fn line(&self) -> Option<i32> {
        self.0.line
    }

    /// What the run does.
    async fn action(&self) -> SyncAction {
        self.0.action.into()
    }

    /// The user. Null for a new user, for a user whom the planning token could not see, and if this
    /// token may not see the user.
    async fn user(&self, ctx: &Context<'_>) -> Result<Option<User>> {
        match self.0.user {
            Some(user) => Ok(context::find(ctx, user).await?.map(User::from)),
            None => Ok(None),
        }
    }

    /// The org. Null if the row names none, and if this token may not see the org.
    async fn org(&self, ctx: &Context<'_>) -> Result<Option<Org>> {
        match self.0.org {
            Some(org) => Ok(context::find(ctx, org).await?.map(Org)),
            None => Ok(None),
        }
    }

    /// Why the item is not applied, or why it was not, for programs. The item keeps its action.
    async fn code(&self) -> Option<ErrorCode> {
        code(self.0.code.as_deref())
    }

    /// What there is to know about the item, for people.
    async fn reason(&self) -> Option<&str> {
        self.0.reason.as_deref()
    }

    /// The fields that change. New rows list the fields that they set.
    async fn fields(&self, ctx: &Context<'_>) -> Result<Vec<SyncField>> {
        let fields = self.0.fields.iter();
        let is_shown = match self.0.user {
            // What is stored of a user whom this token may not see stays hidden. The platform also
            // sees values of users that are deleted by now.
            Some(user) => {
                let request = context::of(ctx);
                request.reader.scope().is_unlimited() || context::find(ctx, user).await?.is_some()
            }
            None => true,
        };
        let fields = fields.map(|field| SyncField {
            name: field.field.name(),
            before: field.before.clone().filter(|_| is_shown),
            after: field.after.clone(),
            code: field.kept.filter(|_| is_shown).map(ErrorCode::from),
        });
        Ok(fields.collect())
    }
}

/// Returns the error code with this name.
pub(super) fn code(name: Option<&str>) -> Option<ErrorCode> {
    name.and_then(Code::named).map(ErrorCode::from)
}

impl Listed for SyncItem {
    const CONNECTION: &'static str = "SyncItemConnection";
    const EDGE: &'static str = "SyncItemEdge";
}

/// A field of a row.
#[derive(SimpleObject)]
pub(super) struct SyncField {
    /// The name of the field's column, like `external_id`.
    name: &'static str,
    /// The value at planning. Null if there was none. For `groups`, the names of the groups that
    /// the member leaves, separated by `;`.
    before: Option<String>,
    /// The value in the file. Null to clear the field. For `groups`, the names of the groups that
    /// the member joins, separated by `;`.
    after: Option<String>,
    /// Why the field is shown and not written: `OTHER_SOURCE` if the user belongs to another
    /// source, `FORBIDDEN` if the token may not update the user. Null if the field is written.
    code: Option<ErrorCode>,
}
