//! tenantry: an administration server for users, orgs, memberships and groups.
//!
//! This page explains the architecture. To run the program, read README.md. To operate it, read
//! docs/. To embed the server, see [`server::router`].
//!
//! # Overview
//!
//! A **door** is a module that serves one kind of API: [`graphql`] and the modules of [`rest`]. A
//! door turns a request into an **operation**. The **app** executes the operation: it runs the
//! operation in one transaction, records what changed, and commits. The operation checks the
//! permissions of the caller. Doors know protocols, operations know rules, and nothing else knows
//! either.
//!
//! So each rule is implemented once, for all callers and all protocols. A resolver that needs an
//! `if` about the meaning of the directory is the wrong place for it.
//!
//! # Modules
//!
//! | module | content |
//! |---|---|
//! | [`cli`] | the command line, one file for each command |
//! | [`server`] | the HTTP server: connections, routes, health checks, metrics, middleware |
//! | [`graphql`] | the GraphQL door: protocol, schema, resolvers, loaders |
//! | [`rest`] | the REST doors: uploads of rows and their results, routes for other systems |
//! | [`console`] | the pages of the console, and their files |
//! | [`playground`] | the page to write queries in, and its files |
//! | [`runner`] | the workers that run jobs in the background |
//! | [`body`] | checks of request bodies, for all doors |
//! | [`app`] | the executor: transactions, retries, changes of a request; authenticates tokens |
//! | [`domain`] | operations and queries, one folder for each noun, one file for each verb |
//! | [`access`] | access control: actors, permissions, scopes, tokens, addresses |
//! | [`entity`] | the tables as Rust types, without rules |
//! | [`demo`] | generated directories for trials and measurements |
//! | [`db`] | the database: connections, error mapping, SQL that differs between the engines |
//! | [`config`] | settings |
//! | [`error`] | errors and their codes |
//! | [`page`] | pages and cursors |
//! | [`normalize`] | normalized keys for comparing text |
//! | [`clock`] | the time |
//! | [`id`] | ids |
//!
//! The tables themselves are defined in the workspace's `migration` package.
//!
//! Doors for clients of other systems have a table of their routes, with the operations and queries
//! that each route calls, at the top of `rest/zendesk/mod.rs` and `rest/rebilly/mod.rs`.
//!
//! # Dependencies
//!
//! `main → cli → {server, runner} → {graphql, rest, console, playground} → {app, body} → config →
//! domain → access → entity → {db, page, normalize, error, id, clock}`. A module never names a module
//! to its left, and tests check this. `demo` stands between `cli` and `domain`, and no door names
//! another door. The files of `console` and `playground` are served by the module `asset`:
//!
//! 1. `domain`, `access`, `entity` and `db` name no web framework and no GraphQL library. `domain`
//!    does not name the app either: it writes through [`domain::Tx`] and reads through
//!    [`domain::Reader`].
//! 2. A door never begins a transaction and contains no SQL.
//! 3. Only [`app`] begins transactions, through [`db`]. The exception is a load of very many rows
//!    ([`db::Load`]). Only [`clock`] reads the time and only [`id`] creates ids, so that a test can
//!    control both; clippy checks this.
//! 4. The `error.rs` of a door decides how clients see an error, for each [`error::Code`].
//! 5. Only [`db`] and the migrations check which engine is in use.
//! 6. Nothing is read without an [`access::Scope`], which a query uses as a condition.
//! 7. Only the engine ([`domain::engine`]) writes directory rows, each with its audit event. A test
//!    checks this in the source files. Demo data has no audit events.
//!
//! # One request, file by file
//!
//! Paths are below `src`, with the function to look for. A test checks them.
//!
//! A change, such as the mutation `addOrgMember`:
//!
//! 1. `server/connections.rs` accepts the connection, and `server/middleware.rs` gives the request an
//!    id and limits.
//! 2. `graphql/http/handler.rs` authenticates the token ([`app::App::authenticate`]), and reads the
//!    document and its variables.
//! 3. `graphql/execution/prepare.rs: prepare` parses and validates the document, and checks variables
//!    and cost.
//! 4. `graphql/execution/execute.rs: execute` runs the resolvers in a session ([`app::App::serve`]).
//! 5. `graphql/schema/membership/mod.rs: add_org_member` parses the arguments into a
//!    [`domain::membership::AddMember`].
//! 6. [`app::Session::execute`] adds the idempotency key and the place in the request.
//! 7. `app/mod.rs: choose_transaction` lets the change share a transaction with others
//!    (`app/gather/mod.rs: gather`) or gives it one of its own.
//! 8. `app/retry.rs: retry` repeats the attempt when another transaction conflicts.
//! 9. `app/transaction.rs: run_once` begins the transaction, and commits or rolls back.
//! 10. `domain/idempotency.rs: execute` replays the outcome of a known idempotency key; in a shared
//!     transaction, `domain/idempotency.rs: decide` does.
//! 11. `domain/engine/run.rs: run` reads and locks the rows that the change depends on
//!     (`domain/engine/read.rs: read`).
//! 12. `domain/membership/add.rs: decide` decides by `domain/membership/rules.rs: add`, with the
//!     permissions of `domain/engine/rights.rs`.
//! 13. `domain/membership/uphold.rs: uphold` moves defaults and keeps an owner in each org: this file
//!     decides whether an owner may be demoted.
//! 14. `domain/engine/write.rs: write` writes the rows and their events.
//! 15. `graphql/resolver/result.rs` makes the payload, and `graphql/http/media.rs: reply` the response.
//!
//! A read, such as `{ user(id: ...) { orgs { nodes { name } } } }`:
//!
//! 1. Steps 1 to 4 are those of a change.
//! 2. `graphql/schema/user.rs` calls a read function, such as [`domain::user::find`].
//! 3. The function takes a [`domain::Reader`], whose [`access::Scope`] limits the rows.
//! 4. `domain/user/lookup_batcher.rs` combines lookups of several requests.
//! 5. [`db::Sql`] builds the statement, and a connection of `db/pool.rs` runs it.
//! 6. [`entity::user::Model`] is the row.
//! 7. `graphql/resolver/loaders.rs` loads the nested `orgs` of all users in one statement.
//! 8. [`page::PageRequest`] limits the list, and [`page::Page`] has its cursors.
//! 9. `graphql/execution/complete.rs: complete` puts nulls where fields failed.
//! 10. `graphql/http/media.rs: reply` makes the response.
//!
//! # How a change runs
//!
//! The engine ([`domain::engine`]) decides a change in three steps. It reads and locks the rows
//! that the change depends on. A plain function of these rows decides the change, including the
//! permissions. The engine then writes the changed rows as a set, each with its event and a higher
//! version; on PostgreSQL one statement writes both rows and events. If the function asks for a row
//! that is not loaded, the engine reads the row and decides the change again. If that row needs an
//! earlier lock, the transaction starts again with the lock.
//!
//! Keys, such as normalized names, are computed only by [`normalize`]. If a new version of the
//! program computes keys differently, the engine rewrites the keys of all rows in batches before
//! the new version serves requests (`domain/engine/rekey.rs`), and with them the list of users
//! without an org, which older versions do not write.
//!
//! The rules that hold after every change are in one file (`domain/membership/uphold.rs`): the
//! default org of each user whose memberships changed, and an owner for each org that had one. So
//! single changes, rows of a batch and sets of memberships follow the same rules. A batch is a list
//! of changes that are decided one after another in one world. A set is one change with many parts.
//! Both are written with a number of statements that does not grow with the number of rows.
//!
//! A reference, such as an e-mail address or a name, is a question to the world
//! (`domain/engine/named.rs`). The answer includes the changes made so far. All references are
//! looked up before the first lock is taken.
//!
//! [`app::App::execute`] runs a change together with other changes that arrive while transactions
//! are in flight (`app/gather/mod.rs`). Each change keeps its own actor, idempotency key, outcome,
//! error, events and span. A change that may write many rows, and an operation that does more than
//! change the directory, runs in its own transaction and its own task. So a client that disconnects
//! does not interrupt a statement. After a conflict with another transaction (a serialization
//! failure, a deadlock, a busy database, or a unique key that another transaction took first) the
//! change is tried again, at most five times. Restarts that add locks do not count as attempts
//! (`app/retry.rs`). `Tx::now` is fixed for an attempt. Effects that must wait for the commit,
//! such as forgetting a cached token, are [`domain::AfterCommit`] values.
//!
//! A request states in its headers how its changes are executed ([`app::Options`]); the headers are
//! the same for all doors. A door executes all changes through the [`app::Session`] that
//! [`app::App::serve`] passes to it. By default, each change has its own transaction. A dry run, or
//! an all-or-nothing request, has one transaction for the whole request. It runs in its own task,
//! all reads go through it, it is not retried, and it ends when the response is complete. In a dry
//! run each change has a savepoint, so that it can fail without the others.
//!
//! The outcome of a change under an idempotency key ([`domain::idempotency`]) is a row of the
//! engine's world. The row is read under a lock, so concurrent requests with one key wait for each
//! other, and is written with the rows and events of the change.
//!
//! A job ([`domain::job`]) is a list of operations as data, queued in the caller's transaction. A
//! worker of [`runner`] claims the job with a lease and runs it in chunks. A chunk is one
//! operation, executed as the creator of the job. It writes the changes of its rows, their results
//! and the progress of the job in one transaction, and checks the lease in that transaction. So
//! nothing is lost or repeated if a server dies. Each row of a chunk is a change of its own. Rows
//! that change one object are decided together in one world, within a savepoint. If the database
//! rejects what they write, each row gets a savepoint of its own. Steps of larger operations, such
//! as the erasure of a user, run one by one.
//!
//! A sync run ([`domain::sync`]) brings the members of orgs into the state of a file. A job stages all
//! rows of the file, compares each person with the directory, and stores what would change as
//! items. It decides the items with the rules of the nouns, without locks and without writing
//! (`domain/engine/run.rs: preview`). Another job applies the items in chunks: each item is a
//! change of its own (`domain/sync/change/mod.rs`), which is refused if the row is no longer as it
//! was planned. On PostgreSQL, the command line begins a chunk before the previous one is committed
//! (`domain/sync/apply/step.rs`). An undo plans the inverse of a run from its events.
//!
//! PostgreSQL runs at READ COMMITTED, which alone guarantees neither "one default org" nor "an
//! owner remains". So the rows that a rule depends on are locked first, everywhere in one order:
//! idempotency keys, orgs, groups, users, memberships, rows in groups, roles, tokens, each by id.
//! SQLite has one connection for writing, which takes the write lock at the start of a transaction,
//! and several connections for reading.
//!
//! # How a read runs
//!
//! A query takes a [`domain::Reader`]: a connection, and the actor whose scope limits the query.
//! Nested objects are loaded level by level (the loaders of [`graphql`]): one statement for all
//! objects of a kind, whatever the number of rows. One statement also loads a page of children for
//! each of many parents ([`db::Sql::first_per_parent`]). Rows of lists are read by the positions of
//! their columns ([`entity::FromColumns`]), and of the members of orgs and of users
//! found by name only a summary if the selection needs no more ([`entity::Columns`]). The fields of rows that do not wait for a loader are
//! resolved without a task for each field (`graphql/resolver/rows.rs`).
//!
//! Lookups of single users, such as by e-mail address, that arrive while other lookups are in
//! flight wait and are then batched, one statement for each scope
//! (`domain/user/lookup_batcher.rs`). A lookup that arrives alone does not wait.
//!
//! A list has an order whose columns have an index ([`page::Order`]), and a page begins at a cursor
//! ([`page`]), so no rows are skipped by counting. If a filter leaves few rows (`domain/few.rs`), the
//! query starts from these rows ([`db::Sql::from_ids`]). If it leaves many rows, the query reads the
//! list in its order and checks each row. A search text finds users by trigram indexes of names, and
//! of addresses and numbers (`domain/user/search.rs`). Users without an org have a table
//! (`domain/engine/without_org.rs`). Lists of members sorted by a column of the user read the users
//! in that order, if the org has too many members to sort (`domain/membership/members.rs`). Lists sorted by a number of members are counted and sorted in
//! memory, and are limited to few rows (`domain/ranked.rs`).
//!
//! Objects get integer ids for protocols whose clients support only integers
//! ([`domain::integer_id`]). The integer ids of a page are read in one statement. Missing integer
//! ids are assigned in one more statement, outside the changes of the request and its idempotency
//! key. If the protocol requires numbered pages, rows are skipped by counting
//! ([`page::PageRequest::counted`]), within the first 10,000 rows.
//!
//! Query plans do not depend on outdated table sizes. On SQLite the planner's statistics are fixed.
//! On PostgreSQL a table that has doubled is analyzed (`db/statistics.rs`). No statement selects
//! the columns of a table with `*`, whose meaning changes when the table gets another column. On
//! SQLite a query is interrupted when its request ends (`db/sqlite.rs`); on PostgreSQL
//! `statement_timeout` ends it.
//!
//! A GraphQL document is parsed and validated only when it arrives for the first time
//! (`graphql/execution/document.rs`), by a different library than the one that executes it. The
//! executed operation contains each response key once, with fragments expanded
//! (`graphql/execution/collect.rs`). An operation with `@skip` or `@include` is expanded for each
//! request, and any other operation once. The values of variables and the cost of the operation
//! (`graphql/execution/cost.rs`) are checked for each request.
//!
//! # Extending
//!
//! * an operation: see [`domain`]
//! * a permission, or a kind of target: see [`access`]
//! * a field of the schema: see [`graphql`]
//! * a table: see [`entity`] and the `migration` package
//! * SQL that differs between the engines: see [`db`]
//! * a setting: see [`config`]
//! * an error code: see [`error`]

pub mod access;
pub mod app;
mod asset;
pub mod body;
pub mod cli;
pub mod clock;
pub mod config;
pub mod console;
pub mod db;
pub mod demo;
pub mod domain;
pub mod entity;
pub mod error;
mod etag;
pub mod graphql;
pub mod id;
pub mod normalize;
pub mod page;
pub mod playground;
pub mod rest;
pub mod runner;
pub mod server;
