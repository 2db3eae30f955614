//! Extractors for paths and bodies of limited size.

use std::{fmt, marker::PhantomData};

use axum::{
    body::Bytes,
    extract::{FromRequest, FromRequestParts, RawPathParams, Request},
    http::request::Parts,
};
use serde::{
    Deserialize, Deserializer,
    de::{DeserializeOwned, MapAccess, Visitor, value::MapAccessDeserializer},
};
use serde_json::Value as Json;

use crate::{
    access::target::not_found,
    body,
    error::{Code, Error},
};

use super::rest_error::RestError;

/// The variable segments of a path, without the suffix `.json` that some clients append to the last
/// one.
pub(super) struct Segments<const N: usize>(pub(super) [String; N]);

impl<const N: usize, S: Send + Sync> FromRequestParts<S> for Segments<N> {
    type Rejection = RestError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, RestError> {
        // A segment that is not UTF-8 is not an id.
        let params = RawPathParams::from_request_parts(parts, state).await;
        let params = params.map_err(|_| not_found(Code::MembershipNotFound))?;
        let segments = params.iter().map(|(_, value)| {
            let value = value.strip_suffix(".json").unwrap_or(value);
            value.to_owned()
        });
        let segments: Vec<String> = segments.collect();
        let segments = segments.try_into();
        segments
            .map(Self)
            .map_err(|_| Error::internal("a route with other variables than its handler").into())
    }
}

/// A JSON body.
pub(super) struct Body<T>(pub(super) T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Body<T> {
    type Rejection = RestError;

    async fn from_request(request: Request, state: &S) -> Result<Self, RestError> {
        // The middleware has read the body, so its size is limited.
        let bytes = Bytes::from_request(request, state).await;
        let bytes = bytes.map_err(Error::internal)?;
        let bytes = body::without_mark(&bytes);
        // serde would accept an array as an object whose fields are in order.
        if bytes
            .trim_ascii_start()
            .first()
            .is_some_and(|first| *first != b'{')
        {
            return Err(RestError::malformed("The body must be a JSON object."));
        }
        if bytes.is_empty() {
            return Err(RestError::malformed(
                "The body is empty; send a JSON object.",
            ));
        }
        // serde checks the encoding only of the fields that it keeps.
        let text = str::from_utf8(bytes)
            .map_err(|error| RestError::malformed(format!("The body is not UTF-8: {error}.")))?;
        let mut json = serde_json::Deserializer::from_str(text);
        let read = serde_path_to_error::deserialize(&mut json);
        let value = read.map_err(|error| {
            let (path, error) = (error.path().to_string(), error.into_inner());
            match error.is_data() {
                true => Error::new(
                    Code::InvalidRequest,
                    format!("`{path}` of the body: {error}."),
                ),
                false => Error::new(
                    Code::InvalidRequest,
                    format!("The body is not valid JSON: {error}."),
                ),
            }
        })?;
        json.end().map_err(|error| {
            RestError::malformed(format!("The body has text after its JSON: {error}."))
        })?;
        Ok(Self(value))
    }
}

/// A JSON object. Unlike `T`, this type rejects an array with the fields in order.
#[derive(Debug, Clone, Default)]
pub(super) struct Object<T>(pub(super) T);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Object<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct OfMap<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for OfMap<T> {
            type Value = Object<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Object<T>, A::Error> {
                T::deserialize(MapAccessDeserializer::new(map)).map(Object)
            }
        }
        deserializer.deserialize_map(OfMap(PhantomData))
    }
}

/// An entry of a list that is parsed separately, so that an invalid entry does not affect the
/// others.
#[derive(Debug)]
pub(super) struct Row<T>(pub(super) Result<T, Error>);

impl<T> Row<T> {
    /// Returns the entry if it is valid.
    pub(super) fn read(&self) -> Option<&T> {
        self.0.as_ref().ok()
    }
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for Row<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let read = serde_path_to_error::deserialize(Json::deserialize(deserializer)?);
        Ok(Self(read.map(|Object(row)| row).map_err(|error| {
            let message = format!("`{}` of the row: {}.", error.path(), error.inner());
            Error::new(Code::InvalidValue, message)
        })))
    }
}

/// Deserializes a field whose null differs from an absent field.
pub(super) fn stated<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    deserializer: D,
) -> Result<Option<Option<T>>, D::Error> {
    Option::deserialize(deserializer).map(Some)
}
