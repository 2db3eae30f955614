//! Reverting applied runs.
