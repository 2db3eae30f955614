//! Lists of values, and tables of rows, that are bound to a statement.

use sea_orm::DbBackend;
use uuid::Uuid;

use super::{Kind, Sql};

impl Sql {
    /// Adds the condition that `column` is one of these ids.
    pub fn is_one_of(&mut self, column: &str, ids: &[Uuid]) -> &mut Self {
        self.push(column);
        match self.backend {
            DbBackend::Sqlite => self
                .push(" IN (SELECT unhex(value) FROM json_each(")
                .bind(hex(ids))
                .push("))"),
            _ => self.push(" = ANY (").bind(ids.to_vec()).push(")"),
        }
    }

    /// Adds the condition that `column` is none of these ids.
    pub fn is_none_of(&mut self, column: &str, ids: &[Uuid]) -> &mut Self {
        match self.backend {
            DbBackend::Sqlite => self.push("NOT ").is_one_of(column, ids),
            // `NOT IN` checks each row against a hash table. `<> ALL` with a list that is unknown
            // to the planner would scan the whole list for each row.
            _ => self
                .push(column)
                .push(" NOT IN (SELECT unnest(")
                .bind(ids.to_vec())
                .push("))"),
        }
    }

    /// Adds the condition that `column` is one of these texts.
    pub fn is_one_of_texts(&mut self, column: &str, texts: &[&str]) -> &mut Self {
        self.push(column);
        match self.backend {
            DbBackend::Sqlite => self
                .push(" IN (SELECT value FROM json_each(")
                .bind(json(texts))
                .push("))"),
            _ => self.push(" = ANY (").bind(owned(texts)).push(")"),
        }
    }

    /// Adds the condition that `column` is one of these numbers.
    pub fn is_one_of_numbers(&mut self, column: &str, numbers: &[i64]) -> &mut Self {
        self.push(column);
        match self.backend {
            DbBackend::Sqlite => self
                .push(" IN (SELECT value FROM json_each(")
                .bind(json(numbers))
                .push("))"),
            _ => self.push(" = ANY (").bind(numbers.to_vec()).push(")"),
        }
    }

    /// Appends a table of ids, with the column `id`.
    pub fn ids(&mut self, ids: &[Uuid]) -> &mut Self {
        match self.backend {
            DbBackend::Sqlite => self
                .push("SELECT unhex(value) AS id FROM json_each(")
                .bind(hex(ids))
                .push(")"),
            _ => self
                .push("SELECT unnest(")
                .bind(ids.to_vec())
                .push("::uuid[]) AS id"),
        }
    }

    /// Appends a table of one row: the number of the ids that `rows` selects (as `id`), counted up to
    /// one more than `most`, and with `has_ids` also the list of the ids, which is null if there are
    /// more than `most`. [`Sql::lists_of_ids`] reads such tables.
    pub fn ids_up_to(
        &mut self,
        most: u32,
        has_ids: bool,
        rows: impl FnOnce(&mut Self),
    ) -> &mut Self {
        self.push("(SELECT count(*) AS total");
        if has_ids {
            let list = match self.backend {
                DbBackend::Sqlite => "json_group_array(hex(few.id))",
                _ => "array_agg(few.id)",
            };
            self.push(&format!(
                ", CASE WHEN count(*) <= {most} THEN {list} END AS ids"
            ));
        }
        self.push(" FROM (");
        rows(self);
        self.limit(most + 1).push(") few)")
    }

    /// Appends a table of texts, with the column `id`.
    pub fn texts(&mut self, texts: &[&str]) -> &mut Self {
        match self.backend {
            DbBackend::Sqlite => self
                .push("SELECT value AS id FROM json_each(")
                .bind(json(texts))
                .push(")"),
            _ => self
                .push("SELECT unnest(")
                .bind(owned(texts))
                .push("::text[]) AS id"),
        }
    }

    /// Appends a table of pairs of ids, with the alias `alias` and the columns `columns`.
    pub fn pairs(
        &mut self,
        alias: &str,
        columns: (&str, &str),
        pairs: &[(Uuid, Uuid)],
    ) -> &mut Self {
        let (first, second) = columns;
        match self.backend {
            DbBackend::Sqlite => {
                let simple = |id: &Uuid| id.simple().to_string();
                let list: Vec<_> = pairs.iter().map(|(a, b)| [simple(a), simple(b)]).collect();
                let each = format!(
                    "(SELECT unhex(value ->> 0) AS {first}, unhex(value ->> 1) AS {second} FROM json_each("
                );
                self.push(&each).bind(serde_json::json!(list).to_string());
                self.push(")) AS ").push(alias)
            }
            _ => {
                let (a, b): (Vec<Uuid>, Vec<Uuid>) = pairs.iter().copied().unzip();
                self.push("unnest(").bind(a).push("::uuid[], ").bind(b);
                self.push(&format!("::uuid[]) AS {alias}({first}, {second})"))
            }
        }
    }

    /// Appends a table of rows, with the alias `alias`. The rows are bound as a JSON array of
    /// objects whose keys are the names of the columns.
    pub fn rows_of(
        &mut self,
        alias: &str,
        columns: &[(&str, Kind)],
        rows: &[serde_json::Value],
    ) -> &mut Self {
        let json = serde_json::Value::from(rows.to_vec()).to_string();
        let list = |column: &dyn Fn(&str, Kind) -> String| {
            columns
                .iter()
                .map(|(name, kind)| column(name, *kind))
                .collect::<Vec<_>>()
                .join(", ")
        };
        match self.backend {
            DbBackend::Sqlite => {
                let columns = list(&|name, kind| match kind {
                    Kind::Id => format!("unhex(value ->> '{name}', '-') AS {name}"),
                    Kind::Text => format!("value ->> '{name}' AS {name}"),
                    // For a JSON null, `->` returns the text `null` and `->>` returns the SQL null.
                    Kind::Json => format!("nullif(value -> '{name}', 'null') AS {name}"),
                });
                self.push(&format!("(SELECT {columns} FROM json_each("))
                    .bind(json);
                self.push(&format!(")) AS {alias}"))
            }
            _ => {
                let columns = list(&|name, kind| match kind {
                    Kind::Id => format!("{name} uuid"),
                    Kind::Text => format!("{name} text"),
                    Kind::Json => format!("{name} jsonb"),
                });
                self.push("jsonb_to_recordset(").bind(json);
                self.push(&format!("::jsonb) AS {alias}({columns})"))
            }
        }
    }

    /// Appends a subquery that returns the values of `value` in all rows of `rows`, which begins
    /// with `FROM`: a JSON list of numbers, as text.
    pub fn list_of(&mut self, value: &str, rows: &str) -> &mut Self {
        let (aggregate, end) = match self.backend {
            DbBackend::Sqlite => ("json_group_array(", ") "),
            _ => ("json_agg(", ")::text "),
        };
        self.push("(SELECT ").push(aggregate).push(value).push(end);
        self.push(rows).push(")")
    }
}

/// Returns ids as a JSON list, without hyphens.
fn hex(ids: &[Uuid]) -> String {
    let ids: Vec<_> = ids.iter().map(|id| id.simple().to_string()).collect();
    serde_json::Value::from(ids).to_string()
}

/// Returns texts or numbers as a JSON list.
fn json<T: Copy + Into<serde_json::Value>>(values: &[T]) -> String {
    serde_json::Value::from(values.to_vec()).to_string()
}

fn owned(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|&text| text.to_owned()).collect()
}
