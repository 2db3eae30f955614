//! Conditions on rows, as each engine finds them fastest.

use sea_orm::DbBackend;

use super::Sql;

impl Sql {
    /// The user in `users AS {user}` has `part` (folded, three characters at least) somewhere in his names, found by index.
    pub fn name_contains(&mut self, user: &str, part: &str) -> &mut Self {
        match self.backend {
            DbBackend::Sqlite => {
                let phrase = format!("\"{}\"", part.replace('"', "\"\""));
                self.push(user)
                    .push(".seq IN (SELECT rowid FROM users_search WHERE users_search MATCH ")
                    .bind(phrase)
                    .push(")")
            }
            _ => {
                let pattern = part
                    .replace('\\', "\\\\")
                    .replace('%', "\\%")
                    .replace('_', "\\_");
                self.push(user)
                    .push(".search_text LIKE ")
                    .bind(format!("%{pattern}%"))
            }
        }
    }

    /// The user in `users AS {user}` has `part` (folded) somewhere in his names, looked at row by row: where the
    /// index would give too many, or the users to look at are few.
    pub fn name_has(&mut self, user: &str, part: &str) -> &mut Self {
        self.has(&format!("{user}.search_text"), part)
    }

    /// The text in `column` has `part` somewhere, looked at row by row.
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

    /// The list of ranges in `column` has one that `address` lies in, or there is no list. An address that is not known lies
    /// in none. Ranges are pairs of first and last, and all are texts of one length, compared byte by byte.
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

    /// There is a row of what `rows` selects, which names columns of the row at hand: a condition that is looked at row by
    /// row. PostgreSQL would rather read all that any row could ask for, 200,000 members of an org for a page of fifty.
    pub fn has_any(&mut self, rows: impl FnOnce(&mut Self)) -> &mut Self {
        self.push("EXISTS (");
        rows(self);
        self.push(match self.backend {
            DbBackend::Sqlite => ")",
            // With this it is never made into a join, nor into a table to look things up in.
            _ => " OFFSET 0)",
        })
    }
}
