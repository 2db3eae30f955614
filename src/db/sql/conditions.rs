//! Conditions on rows, as each engine finds them fastest.

use sea_orm::DbBackend;

use super::Sql;

impl Sql {
    /// Adds the condition that a name of the user in `users AS {user}` contains `part` (normalized,
    /// at least three characters), found by index.
    pub fn name_contains(&mut self, user: &str, part: &str) -> &mut Self {
        match self.backend {
            DbBackend::Sqlite => self
                .push(user)
                .push(".seq IN (SELECT rowid FROM users_search WHERE users_search MATCH ")
                .bind(phrase(part))
                .push(")"),
            _ => self
                .push(user)
                .push(".search_text LIKE ")
                .bind(pattern(part)),
        }
    }

    /// Adds the condition that `column` of the user in `users AS {user}` contains `part` (normalized,
    /// at least three characters), found by index. The column is `search_text`, `email_key` or
    /// `mobile_key`. At most `most` users are found. SQLite reads all matches of the index before
    /// the first user, so the limit must be in this condition; on PostgreSQL the statement has it.
    pub fn some_contain(&mut self, user: &str, column: &str, part: &str, most: u32) -> &mut Self {
        match self.backend {
            DbBackend::Sqlite => {
                let index = match column {
                    "search_text" => "users_search",
                    _ => "contacts_search",
                };
                self.push(user)
                    .push(&format!(
                        ".seq IN (SELECT rowid FROM {index} WHERE {index} MATCH "
                    ))
                    .bind(format!("{column} : {}", phrase(part)))
                    .limit(most)
                    .push(")")
            }
            _ => {
                // The index of addresses and numbers is on expressions, so that the engine does not
                // use it for equality.
                let text = match column {
                    "search_text" => format!("{user}.search_text"),
                    _ => format!("({user}.{column} || '')"),
                };
                self.push(&text).push(" LIKE ").bind(pattern(part))
            }
        }
    }

    /// Adds the condition that the text in `column`, which is compared by bytes, begins with
    /// `prefix`, as a range of an index on the column.
    pub fn begins_with(&mut self, column: &str, prefix: &str) -> &mut Self {
        self.push(column)
            .push(" >= ")
            .bind(prefix)
            .push(" AND ")
            .push(column)
            .push(" < ")
            .bind(format!("{prefix}{}", char::MAX))
    }

    /// Adds the condition that the text in `column` begins with `prefix`, checked row by row.
    pub fn has_prefix(&mut self, column: &str, prefix: &str) -> &mut Self {
        let length = prefix.chars().count();
        self.push(&format!("substr({column}, 1, {length}) = "))
            .bind(prefix)
    }

    /// Adds the condition that a name of the user in `users AS {user}` contains `part`
    /// (normalized), checked row by row: for cases where the index would return too many rows, or
    /// few users are checked.
    pub fn name_has(&mut self, user: &str, part: &str) -> &mut Self {
        self.has(&format!("{user}.search_text"), part)
    }

    /// Adds the condition that the text in `column` contains `part`, checked row by row.
    pub fn has(&mut self, column: &str, part: &str) -> &mut Self {
        let position = match self.backend {
            DbBackend::Sqlite => "instr(",
            _ => "strpos(",
        };
        self.push(position)
            .push(column)
            .push(", ")
            .bind(part)
            .push(") > 0")
    }

    /// Returns the text in `column` with small letters instead of the capital letters A to Z.
    #[must_use]
    pub fn lower_ascii(&self, column: &str) -> String {
        match self.backend {
            DbBackend::Sqlite => format!("lower({column})"),
            _ => format!("lower({column} COLLATE \"C\")"),
        }
    }

    /// Adds the id in `column` as 32 hexadecimal digits.
    pub fn digits_of_id(&mut self, column: &str) -> &mut Self {
        match self.backend {
            DbBackend::Sqlite => self.push("lower(hex(").push(column).push("))"),
            _ => self.push("replace(").push(column).push("::text, '-', '')"),
        }
    }

    /// Adds the condition that a range in `column` contains `address`, or that the column has no
    /// list. An unknown address is in no range. Ranges are pairs of first and last, all texts of
    /// one length, compared byte by byte.
    pub fn is_open_to(&mut self, column: &str, address: Option<&str>) -> &mut Self {
        let Some(address) = address else {
            return self.push(column).push(" IS NULL");
        };
        self.push("(").push(column).push(" IS NULL OR EXISTS (");
        match self.backend {
            DbBackend::Sqlite => self
                .push("SELECT 1 FROM json_each(")
                .push(column)
                .push(") AS span WHERE ")
                .bind(address)
                .push(" BETWEEN span.value ->> 0 AND span.value ->> 1))"),
            _ => self
                .push("SELECT 1 FROM jsonb_array_elements(")
                .push(column)
                .push(") AS span WHERE ")
                .bind(address)
                .push(" COLLATE \"C\" BETWEEN span ->> 0 AND span ->> 1))"),
        }
    }

    /// Adds the condition that `column` is one of the ids that `ids` selects. PostgreSQL plans the
    /// condition without knowing the ids: knowing that an org is large, the planner may read all
    /// its members instead of the few that other conditions leave.
    pub fn is_among(&mut self, column: &str, ids: impl FnOnce(&mut Self)) -> &mut Self {
        let (begin, end) = match self.backend {
            DbBackend::Sqlite => (" IN (", ")"),
            _ => (" = ANY (ARRAY(", "))"),
        };
        self.push(column).push(begin);
        ids(self);
        self.push(end)
    }

    /// Adds the condition that `rows` selects a row. It names columns of the current row and is
    /// checked row by row. PostgreSQL would otherwise read the rows of all candidates: 200,000
    /// members of an org for a page of fifty.
    pub fn has_any(&mut self, rows: impl FnOnce(&mut Self)) -> &mut Self {
        self.push("EXISTS (");
        rows(self);
        self.push(match self.backend {
            DbBackend::Sqlite => ")",
            // The offset keeps the planner from turning the subquery into a join or a hash table.
            _ => " OFFSET 0)",
        })
    }
}

/// Returns the text as a phrase of a full-text query of SQLite.
fn phrase(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

/// Returns the `LIKE` pattern for texts that contain `part`.
fn pattern(part: &str) -> String {
    let part = part
        .replace('\\', "\\\\")
        .replace('%', "\\%")
        .replace('_', "\\_");
    format!("%{part}%")
}
