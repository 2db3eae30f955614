//! tenantry: an administration server for users, orgs, memberships and groups. The place that knows who belongs where.
//!
//! This page is the architecture. To run the program, read README.md; to operate the program, read docs/. To embed the server, see [`server::router`].
//!
//! # One idea
//!
//! A **door** turns a request into an **operation**. The **app** executes it: it checks permission, runs it in one
//! transaction, records what changed, and commits. Doors know protocols. Operations know rules. Nothing else knows either.
//!
//! So a rule stands in one place, whoever asks and by whichever way: a resolver that needs an `if` about what the directory
//! means is in the wrong room.
//!
//! # The house
//!
//! | room | what is in it |
//! |---|---|
//! | [`cli`] | the command line, a file for each command |
//! | [`server`] | the HTTP server: connections, doors, health, metrics, what surrounds a request |
//! | [`graphql`] | the GraphQL door: protocol, schema, resolvers, loaders |
//! | [`rest`] | the REST doors: uploads of rows and their results; other systems' protocols, for their own clients |
//! | [`playground`] | the page to type queries in, and its files |
//! | [`runner`] | what runs jobs behind the callers' backs |
//! | [`body`] | what a request's body may be, for every door |
//! | [`app`] | the executor: begins, commits, rolls back, retries; a request's changes one by one or in one unit; admits tokens |
//! | [`domain`] | operations and reads, a folder for each noun, a file for each verb |
//! | [`access`] | who may do what: actors, the table of rights, decisions, scopes, tokens, addresses |
//! | [`entity`] | tables as Rust; no rules |
//! | [`demo`] | made-up directories, for trying things out and for measuring |
//! | [`db`] | opening a database, connections, what its errors mean, the pieces of SQL in which the engines differ |
//! | [`config`], [`error`], [`page`], [`fold`], [`clock`], [`id`] | settings; failures and their codes; pages and cursors; text made equal; time; ids |
//!
//! The tables themselves are in the workspace's `migration` package.
//!
//! Which operations and reads the routes of a door for other systems' clients call, stands in a table on top of that door:
//! `rest/zendesk/mod.rs`, `rest/rebilly/mod.rs`.
//!
//! # Direction
//!
//! `main → cli → {server, runner} → {graphql, rest, playground} → {app, body} → config → domain → access → entity → {db, page, fold,
//! error, id, clock}`. What stands further right never names what stands further left, and tests see to it. `demo` stands
//! between `cli` and `domain`, and no door names another:
//!
//! 1. `domain`, `access`, `entity` and `db` name no web framework and no GraphQL library. `domain` does not name the app
//!    either: it sees [`domain::Tx`] when it writes and [`domain::Reader`] when it reads.
//! 2. A door never begins a transaction and holds no SQL.
//! 3. Transactions begin in [`app`] alone, by way of [`db`], but for a load of very many rows ([`db::Load`]); time is read in
//!    [`clock`] alone and ids are minted in [`id`] alone (clippy holds that), so a test can hold both in its hand.
//! 4. What a client is told of a failure is decided in the door's `error.rs`, for each [`error::Code`] there is.
//! 5. Which engine it is, is asked in [`db`] and in the migrations.
//! 6. Nothing is read without an [`access::Scope`], which a query takes in as a condition.
//! 7. Directory rows are written by the engine alone ([`domain::engine`]), each with its audit event; a test reads the sources
//!    for it. Demo data has no audit events.
//!
//! # How a change runs
//!
//! A change is decided by the engine ([`domain::engine`]): the rows that it depends on are read and locked, a plain function of
//! these rows decides, permissions included, and what it did to the rows is written as a set, each row with its event and a
//! raised version: on PostgreSQL rows and events in one statement. A row that the function asks for and that was not read is
//! read, and the change decided again; one that turns out to need an earlier lock begins its transaction again with it.
//!
//! Keys, such as normalized names, are written by [`fold`] alone. When a new version folds otherwise, the engine writes those of
//! all rows anew before the version serves (`domain/engine/rekey.rs`), piece by piece.
//!
//! What holds after every change stands in one place (`domain/membership/uphold.rs`): the default of each user whose
//! memberships changed, and an owner for each org that had one. So a single change, a row of a batch and a set of many
//! memberships have the same rules: a batch is a list of changes decided one after the other in one world, a set is one change
//! with many parts, and both are written in a number of statements that does not grow with the rows.
//!
//! A reference, such as an e-mail address or a name, is a question to the world (`domain/engine/named.rs`), which answers as of
//! the changes so far. What references lead to is known before the first lock is taken.
//!
//! [`app::App::execute`] runs a change together with others that arrive while transactions are in flight (`app/gather.rs`):
//! each keeps its actor, idempotency key, outcome, failure, events and span. A change that may write many rows, and an
//! operation that does more than to change the directory, runs in a transaction of its own, in a task of its own, so that a
//! caller who leaves drops no statement half-way. When another transaction was in the way (serialization
//! failure, deadlock, busy, or a unique key that somebody else took first) a change starts again: at most five
//! attempts, and besides them a new beginning each time that it turns out to need more locks (`app/attempts.rs`).
//! `Tx::now` is fixed for an attempt. What must happen only once the change is kept, such as forgetting a cached token, is an
//! [`domain::AfterCommit`].
//!
//! A request says how its changes are made ([`app::Options`], read from headers for every door), and a door makes all of them
//! through the [`app::Session`] that [`app::App::serve`] gives it. Plainly, each change is a unit of its own. A dry run, or all
//! or nothing, is one unit for the whole request: it runs in a task of its own, everything is read through it, it is not
//! tried again, and it is closed when the reply is made. In a dry run each change is a part that may fail alone.
//!
//! The outcome of a change under an idempotency key ([`domain::idempotency`]) is a row of the engine's world, read under a lock
//! for which equal keys wait, and written with the rows and events of the change.
//!
//! A job ([`domain::job`]) is rows of operations as data, queued in the caller's unit. [`runner`] claims it with a lease and
//! runs it a chunk at a time: a chunk is one operation, executed as whoever queued the job, that writes what its rows did,
//! their results and the job's progress in one transaction, and asks there whether the lease still holds. So nothing is
//! lost or repeated when a server dies. The rows of a chunk are changes of their own: rows that follow each other and change
//! the directory are decided in one world, and any other row has a savepoint of its own.
//!
//! PostgreSQL runs READ COMMITTED, which by itself protects neither "one default org" nor "one owner stays". So what a rule
//! depends on is locked first, in one order everywhere: idempotency keys, orgs, groups, users, memberships, rows in groups,
//! roles, tokens, each by id. SQLite has one writing connection that takes the write lock from the start, and several reading
//! ones.
//!
//! # How a read runs
//!
//! A read function takes a [`domain::Reader`]: a connection, and the actor whose scope it is cut to. Nested objects are
//! loaded level by level ([`graphql`]'s loaders): one statement for all of a kind, however many rows, and for a page of the
//! children of each of many parents ([`db::Sql::first_per_parent`]).
//!
//! Look-ups of single users, by what scripts know of them, that come while others are under way wait for those and go
//! together, for each scope in one statement (`domain/user/lookup_batcher.rs`); one that comes alone waits for nothing.
//!
//! A list has an order, whose columns an index has ([`page::Order`]), and begins where a cursor says ([`page`]); nothing is
//! ever skipped by counting. What narrows a list to few rows is begun with ([`db::Sql::from_ids`]); where it leaves many, the
//! list is read in its order and each row is looked at (`domain/user/list.rs`).
//!
//! Protocols whose clients know but integers get numbers ([`domain::integer_id`]): a page's are read in one statement, and those
//! that are missing are given in one more, beside the request's own changes and outside of its idempotency key. Their pages are
//! counted where the protocol wants it ([`page::PageRequest::counted`]), for the first 10,000 rows.
//!
//! No statement is planned by what its tables once were: on SQLite the planner's statistics are fixed, on PostgreSQL a table
//! that has doubled is analyzed (`db/statistics.rs`). No statement says `*`, which means other columns once a table has more.
//! A read whose request has ended is interrupted on SQLite (`db/sqlite.rs`); on PostgreSQL `statement_timeout` ends it.
//!
//! A GraphQL document is read and validated the first time that it comes (`graphql/document.rs`), by another library than the
//! one that executes it. What is executed is the operation with each response key once, fragments written out
//! (`graphql/collect.rs`); an operation with `@skip` or `@include` is written out for each request, all others once. The
//! values of variables are checked each time, and so is what the operation would cost (`graphql/cost.rs`).
//!
//! # To add
//!
//! * an operation: see [`domain`]
//! * a permission, or a kind of target: see [`access`]
//! * a field of the schema: see [`graphql`]
//! * a table: see [`entity`] and the `migration` package
//! * a piece of SQL that differs between the engines: see [`db`]
//! * a setting: see [`config`]
//! * a code: see [`error`]

pub mod access;
pub mod app;
pub mod body;
pub mod cli;
pub mod clock;
pub mod config;
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
