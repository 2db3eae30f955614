//! `GET /export`.
