//! A user's names and the fields that are derived from them.

use crate::{entity::user::Model, normalize};

/// Returns the display name that consists of first and last name. One of them may be empty.
pub(super) fn made_of(first: &str, last: &str) -> String {
    format!("{first} {last}").trim().to_owned()
}

/// Sets the display name to first and last name, which it follows from now on.
pub(in crate::domain) fn show_made(user: &mut Model) {
    user.display_name_is_custom = false;
    let made = made_of(&user.first_name, &user.last_name);
    show_as(user, made);
}

/// Sets the display name and all fields that are derived from the three names.
pub(super) fn show_as(user: &mut Model, display_name: String) {
    user.display_name_key = normalize::key(&display_name);
    user.search_text = normalize::search_lines(&display_name, &user.first_name, &user.last_name);
    user.display_name = display_name;
}
