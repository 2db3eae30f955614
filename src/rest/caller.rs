//! The context of a request, as handlers use it.

use std::{collections::HashMap, num::IntErrorKind, sync::Arc};

use axum::{
    extract::FromRequestParts,
    http::{Uri, request::Parts},
};
use url::form_urlencoded;
use uuid::Uuid;

use crate::{
    access::{Actor, Permission},
    app::Session,
    domain::{
        Change, Operation, Outcome, Reader,
        integer_id::{self, AssignIntegerIds, IntegerIdOwner},
        job::QueueJob,
        version::Expected,
    },
    error::{Error, Result},
};

use super::{base_url::BaseUrl, item, rest_error::RestError};

/// The authenticated caller and the parameters of a request. Cheap to clone.
#[derive(Clone)]
pub(super) struct Caller(Arc<Inner>);

pub(super) struct Inner {
    session: Session,
    base_url: BaseUrl,
    path: String,
    parameters: Vec<(String, String)>,
    expected: Option<Expected>,
}

impl std::ops::Deref for Caller {
    type Target = Inner;

    fn deref(&self) -> &Inner {
        &self.0
    }
}

impl Caller {
    pub(super) fn new(
        session: Session,
        base_url: BaseUrl,
        uri: &Uri,
        expected: Option<Expected>,
    ) -> Self {
        let query = uri.query().unwrap_or_default();
        Self(Arc::new(Inner {
            session,
            base_url,
            path: uri.path().to_owned(),
            parameters: form_urlencoded::parse(query.as_bytes())
                .into_owned()
                .collect(),
            expected,
        }))
    }
}

impl Inner {
    /// Returns the actor of the request.
    pub(super) fn actor(&self) -> &Actor {
        self.session.actor()
    }

    /// Returns the reader for the actor.
    pub(super) fn reader(&self) -> &Reader {
        self.session.reader()
    }

    /// Executes a change. A request makes one change, or several with different response names.
    ///
    /// # Errors
    /// As for [`Session::execute`]. `INVALID_REQUEST` if the request has `If-Match` or
    /// `If-None-Match`, which only [`change`](Self::change) checks.
    pub(super) async fn execute<O>(&self, operation: O) -> Result<Outcome<O::Output>>
    where
        O: Operation + 'static,
        O::Output: 'static,
    {
        item::must_be_unconditional(self.expected.as_ref())?;
        self.session.execute(O::NAME, operation).await
    }

    /// Executes a change of the one item that the URL names. `operation` receives the version that
    /// the request expects of the item, and checks it.
    ///
    /// # Errors
    /// As for [`Session::execute`].
    pub(super) async fn change<O>(
        &self,
        operation: impl FnOnce(Option<Expected>) -> O,
    ) -> Result<Outcome<O::Output>>
    where
        O: Operation + 'static,
        O::Output: 'static,
    {
        let operation = operation(self.expected.clone());
        self.session.execute(O::NAME, operation).await
    }

    /// Returns an item that this request has written, or `None` if the token may not read the item.
    ///
    /// # Errors
    /// As for the read. A token that may read members gets an error if the item no longer exists:
    /// with an idempotency key the item may have been written long ago.
    pub(super) fn unless_hidden<T>(&self, read: Result<T>) -> Result<Option<T>> {
        let scopes = self.reader().scope().scopes();
        let may_read = scopes.contains(Permission::MembersRead);
        match read {
            Err(error) if error.is_not_found() && (!may_read || !self.session.is_replay()) => {
                Ok(None)
            }
            read => read.map(Some),
        }
    }

    /// Queues a job. A dry run queues a job that is itself a dry run, and keeps the job.
    ///
    /// # Errors
    /// As for [`execute`](Self::execute).
    pub(super) async fn queue(&self, job: QueueJob) -> Result<Outcome<Change>> {
        item::must_be_unconditional(self.expected.as_ref())?;
        self.session.queue(QueueJob::NAME, job).await
    }

    /// Returns the first query parameter with this name whose value is not empty.
    pub(super) fn parameter(&self, name: &str) -> Option<&str> {
        self.parameters(name).find(|value| !value.is_empty())
    }

    /// Returns the values of all query parameters with this name.
    pub(super) fn parameters(&self, name: &str) -> impl Iterator<Item = &str> {
        let of_name = self.parameters.iter().filter(move |(key, _)| key == name);
        of_name.map(|(_, value)| value.as_str())
    }

    /// Returns a query parameter as a number. A number that is too large becomes the largest
    /// number. Any other value counts as absent.
    pub(super) fn number(&self, name: &str) -> Option<u32> {
        match self.parameter(name)?.parse() {
            Ok(number) => Some(number),
            Err(error) => (*error.kind() == IntErrorKind::PosOverflow).then_some(u32::MAX),
        }
    }

    /// Returns the URL of a path of this server.
    pub(super) fn url(&self, path: &str) -> String {
        self.base_url.url(path)
    }

    /// Returns the URL of this request, with `parameters` instead of the parameters that `replaced`
    /// names.
    pub(super) fn url_with(&self, replaced: &[&str], parameters: &[(&str, &str)]) -> String {
        let kept = self.parameters.iter();
        let kept = kept.filter(|(name, _)| !replaced.contains(&name.as_str()));
        let query = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(kept)
            .extend_pairs(parameters)
            .finish();
        self.base_url.url(&format!("{}?{query}", self.path))
    }

    /// Returns the integer ids of the rows that have one. Executes one statement.
    pub(super) async fn known_numbers(&self, ids: &[Uuid]) -> Result<IntegerIds> {
        Ok(IntegerIds(integer_id::of(self.reader(), ids).await?))
    }

    /// Returns the integer ids of all rows, and assigns missing ones. Executes one statement, or
    /// two if ids are missing.
    pub(super) async fn numbers(&self, things: Vec<IntegerIdOwner>) -> Result<IntegerIds> {
        let ids: Vec<Uuid> = things.iter().map(|thing| thing.id).collect();
        let mut numbers = integer_id::of(self.reader(), &ids).await?;
        let mut things = things;
        things.retain(|thing| !numbers.contains_key(&thing.id));
        if !things.is_empty() {
            numbers.extend(
                self.session
                    .execute_for_reply(AssignIntegerIds { things })
                    .await?,
            );
        }
        Ok(IntegerIds(numbers))
    }
}

/// Integer ids by row id.
#[derive(Debug, Default)]
pub(super) struct IntegerIds(HashMap<Uuid, i64>);

impl IntegerIds {
    /// Adds other integer ids.
    pub(super) fn extend(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    pub(super) fn find(&self, id: impl Into<Uuid>) -> Option<i64> {
        self.0.get(&id.into()).copied()
    }

    /// Returns the integer id of a row that was looked up, or 0.
    pub(super) fn of(&self, id: impl Into<Uuid>) -> i64 {
        self.find(id).unwrap_or_default()
    }
}

impl<S: Sync> FromRequestParts<S> for Caller {
    type Rejection = RestError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, RestError> {
        let caller = parts.extensions.get::<Self>().cloned();
        caller.ok_or_else(|| Error::internal("a route outside of its API").into())
    }
}
