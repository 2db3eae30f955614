//! `POST /sync`.
