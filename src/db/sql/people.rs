//! Pages of the people of many parents, such as the members of orgs or groups, sorted by a column
//! of the user or limited to users that are known.

use sea_orm::DbBackend;

use crate::page::{Order, PageRequest};

use super::Sql;

/// A table whose rows each put the user in `user_id` into a parent, such as `memberships`.
#[derive(Debug, Clone, Copy)]
pub struct People<'a> {
    /// The columns of the result, by name. They may name `users AS u`.
    pub columns: &'a str,
    /// The table.
    pub table: &'static str,
    /// The alias of the table.
    pub alias: &'static str,
    /// The columns of the table that the statement names, with the alias `x`.
    pub table_columns: &'a str,
    /// The column with the id of the parent.
    pub parent: &'static str,
    /// Further tables to join, or an empty text.
    pub joins: &'static str,
}

impl Sql {
    /// Selects for each `parent.id` of `parents` a page of its people in an order of `users AS u`.
    /// Reads users in that order and looks each of them up among the people of the parent, which is
    /// cheaper than sorting if the parent has many of all users.
    pub fn people_by_user<T>(
        &mut self,
        people: People<'_>,
        parents: impl FnOnce(&mut Self),
        conditions: impl FnOnce(&mut Self),
        (order, page): (&Order<T>, &PageRequest),
    ) -> &mut Self {
        let People {
            columns,
            table,
            alias,
            table_columns,
            parent,
            joins,
        } = people;
        match self.backend {
            DbBackend::Sqlite => {
                self.push(&format!("SELECT parent.id AS parent, {columns} FROM ("));
                parents(self);
                self.push(&format!(
                    ") AS parent CROSS JOIN {table} {alias}{joins} JOIN users u ON u.id = {alias}.user_id \
                     WHERE {alias}.id IN (SELECT {alias}.id FROM users u CROSS JOIN {table} {alias}{joins} \
                     WHERE {alias}.{parent} = parent.id AND {alias}.user_id = u.id"
                ));
            }
            _ => {
                self.push("SELECT parent.id AS parent, child.* FROM (");
                parents(self);
                // The offset keeps the planner from another order of the joins.
                self.push(&format!(
                    ") AS parent CROSS JOIN LATERAL (SELECT {columns} FROM users u CROSS JOIN LATERAL \
                     (SELECT {table_columns} FROM {table} x WHERE x.{parent} = parent.id \
                     AND x.user_id = u.id OFFSET 0) {alias}{joins} WHERE TRUE"
                ));
            }
        }
        conditions(self);
        self.page(order, page);
        self.push(match self.backend {
            DbBackend::Sqlite => ")",
            _ => ") AS child",
        })
    }

    /// Selects for each parent a page of those people whose `column` is one of the few ids that
    /// `ids` selects (as `id`). The conditions limit the parents. The parent's id is returned as
    /// `parent`.
    pub fn people_among<T>(
        &mut self,
        people: People<'_>,
        (column, ids): (&str, impl FnOnce(&mut Self)),
        conditions: impl FnOnce(&mut Self),
        (order, page): (&Order<T>, &PageRequest),
    ) -> &mut Self {
        let People {
            columns,
            table,
            alias,
            parent,
            joins,
            ..
        } = people;
        let joins = format!("{joins} JOIN users u ON u.id = {alias}.user_id");
        self.push(&format!(
            "SELECT {alias}.{parent} AS parent, {columns} FROM "
        ));
        self.from_ids_of(table, alias, "id", &joins, |sql| {
            sql.push(&format!(
                "SELECT ranked.id FROM (SELECT {alias}.id, row_number() OVER (PARTITION BY {alias}.{parent} ORDER BY "
            ));
            sql.sorted_by(order, page);
            sql.push(") AS place FROM ");
            sql.from_ids_of(table, alias, column, &joins, ids);
            conditions(sql);
            sql.within(order, page);
            sql.push(") AS ranked WHERE ranked.place <= ")
                .push(&page.limit().to_string());
        })
    }
}
