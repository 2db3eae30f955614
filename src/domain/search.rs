//! The search for users, orgs and groups together, for a search box.

use crate::{
    domain::{
        Reader,
        field::NameSearch,
        group::{self, GroupFilter},
        org::{self, OrgFilter},
        user::{self, SearchText, UserFilter},
    },
    entity,
    error::{Error, Result},
    page::{Page, PageRequest},
};

/// The maximum number of hits.
pub const MAX_HITS: u32 = 20;
/// The default number of hits.
const DEFAULT_HITS: u32 = 10;

/// The hits of a search, each kind sorted by name.
#[derive(Debug, Clone, Default)]
pub struct Hits {
    /// Users.
    pub users: Vec<entity::user::Model>,
    /// Orgs.
    pub orgs: Vec<entity::org::Model>,
    /// Groups.
    pub groups: Vec<entity::group::Model>,
}

/// Returns the users, orgs and groups that the text finds and that the actor may see: `first` in
/// all. If there are more, each kind gets an equal share, and what one kind does not need goes to
/// the others. Executes one statement for each kind, and a counting statement before that for users.
///
/// # Errors
/// `INVALID_VALUE` if `first` is out of range or the text is invalid. `BUSY` or `INTERNAL` when the
/// database fails.
pub async fn search(reader: &Reader, text: &str, first: Option<i32>) -> Result<Hits> {
    let most = match first {
        None => DEFAULT_HITS,
        Some(first) => u32::try_from(first)
            .ok()
            .filter(|first| *first <= MAX_HITS)
            .ok_or_else(|| {
                let message = format!("must be between 0 and {MAX_HITS}, not {first}");
                Error::invalid("first", message)
            })?,
    };
    let (Some(people), Some(names)) = (
        SearchText::parse("text", text)?,
        NameSearch::parse("text", text)?,
    ) else {
        return Ok(Hits::default());
    };
    let page = PageRequest::counted(0, most)?;
    let users = UserFilter::default().searching(Some(people));
    let users = user::list(reader, &users, &user::BY_NAME, &page).await?;
    let orgs = OrgFilter::default().searching(Some(names.clone()), None);
    let orgs = org::list(reader, &orgs, &org::BY_NAME, &page).await?;
    let groups = GroupFilter {
        search: Some(names),
        ..GroupFilter::default()
    };
    let groups = group::list(reader, &groups, &group::BY_NAME, &page).await?;
    let found = [users.items.len(), orgs.items.len(), groups.items.len()];
    let [of_users, of_orgs, of_groups] = shares(found, most as usize);
    Ok(Hits {
        users: rows(users, of_users),
        orgs: rows(orgs, of_orgs),
        groups: rows(groups, of_groups),
    })
}

/// Divides `most` places among kinds with these numbers of hits.
fn shares(found: [usize; 3], most: usize) -> [usize; 3] {
    let mut shares = [0; 3];
    let mut left = most;
    while left > 0 && shares != found {
        for (share, found) in shares.iter_mut().zip(found) {
            if left > 0 && *share < found {
                *share += 1;
                left -= 1;
            }
        }
    }
    shares
}

fn rows<T>(page: Page<T>, most: usize) -> Vec<T> {
    let rows = page.items.into_iter().map(|(_, row)| row);
    rows.take(most).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_gets_its_share() {
        assert_eq!(shares([10, 10, 10], 10), [4, 3, 3]);
        assert_eq!(shares([10, 0, 1], 10), [9, 0, 1]);
        assert_eq!(shares([1, 2, 0], 10), [1, 2, 0]);
        assert_eq!(shares([5, 5, 5], 0), [0, 0, 0]);
    }
}
