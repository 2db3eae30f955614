//! The conditions, the order and the limit of a page of a list.

use std::ops::Range;

use sea_orm::DbBackend;
use uuid::Uuid;

use crate::page::{Key, Order, PageRequest};

use super::Sql;

impl Sql {
    /// Appends the conditions, the order and the limit of a page.
    pub fn page<T>(&mut self, order: &Order<T>, page: &PageRequest) -> &mut Self {
        self.within(order, page).cut(order, page)
    }

    /// Appends the conditions for the rows between a page's cursors.
    pub fn within<T>(&mut self, order: &Order<T>, page: &PageRequest) -> &mut Self {
        for (beyond, keys) in [(" > ", page.after()), (" < ", page.before())] {
            let Some(keys) = keys else { continue };
            self.push(" AND (").columns(order, "");
            self.push(")").push(beyond).push("(");
            for (index, key) in keys.iter().enumerate() {
                self.push(if index == 0 { "" } else { ", " });
                match key {
                    Key::Number(number) => self.bind(*number),
                    Key::Text(text) => self.bind(text.as_str()),
                    Key::Time(time) => self.bind(*time),
                    Key::Id(id) => self.bind(*id),
                };
            }
            self.push(")");
        }
        self
    }

    /// Appends the order of a list, from the end that the page starts at, and the limit.
    pub fn cut<T>(&mut self, order: &Order<T>, page: &PageRequest) -> &mut Self {
        self.push(" ORDER BY ").sorted_by(order, page);
        self.limit(page.limit()).skip(page)
    }

    /// Appends the columns of an order, from the end that the page starts at.
    pub fn sorted_by<T>(&mut self, order: &Order<T>, page: &PageRequest) -> &mut Self {
        let direction = if page.is_backwards() { " DESC" } else { "" };
        self.columns(order, direction)
    }

    /// Appends a limit as a literal, because a plan for a parameter assumes many rows.
    pub fn limit(&mut self, rows: u32) -> &mut Self {
        self.push(" LIMIT ").push(&rows.to_string())
    }

    /// Appends the limit and the offset of a page.
    pub fn slice(&mut self, page: &PageRequest) -> &mut Self {
        self.limit(page.size()).skip(page)
    }

    fn skip(&mut self, page: &PageRequest) -> &mut Self {
        match page.skip() {
            0 => self,
            skip => self.push(" OFFSET ").push(&skip.to_string()),
        }
    }

    fn columns<T>(&mut self, order: &Order<T>, direction: &str) -> &mut Self {
        for (index, (column, _)) in order.columns.iter().enumerate() {
            self.push(if index == 0 { "" } else { ", " })
                .push(column)
                .push(direction);
        }
        self
    }

    /// Appends conditions, an order and a limit for the rows of a page, in the order of `id`, whose
    /// `columns` have the values that `value` appends, and whose `id` is in `ids`. The conditions
    /// follow other conditions.
    ///
    /// On PostgreSQL the conditions make the planner use the index on the columns and the id.
    /// Otherwise it may scan all rows in the order of their ids, and the last million rows may
    /// contain no match.
    pub fn page_with(
        &mut self,
        columns: &[&str],
        value: impl Fn(&mut Self, usize),
        id: &str,
        ids: Range<Uuid>,
        page: &PageRequest,
    ) -> &mut Self {
        let direction = if page.is_backwards() { " DESC" } else { "" };
        match self.backend {
            DbBackend::Sqlite => {
                for (number, column) in columns.iter().enumerate() {
                    self.push(&format!(" AND {column} = "));
                    value(self, number);
                }
                self.push(&format!(" AND {id} >= ")).bind(ids.start);
                self.push(&format!(" AND {id} < ")).bind(ids.end);
                self.push(" ORDER BY ");
            }
            _ => {
                let names = columns.join(", ");
                for (beyond, bound) in [(">=", ids.start), ("<", ids.end)] {
                    self.push(&format!(" AND ({names}, {id}) {beyond} ("));
                    for number in 0..columns.len() {
                        value(self, number);
                        self.push(", ");
                    }
                    self.bind(bound).push(")");
                }
                self.push(" ORDER BY ");
                for column in columns {
                    self.push(column).push(direction).push(", ");
                }
            }
        }
        self.push(id).push(direction).limit(page.limit())
    }
}
