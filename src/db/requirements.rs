//! What migrations need of a PostgreSQL database before they run: where to make tables, and
//! `pg_trgm`.

use sea_orm::{ConnectionTrait, DbErr, FromQueryResult, Statement};

use crate::error::{Code, Error, Result};

use super::{Db, pool::Target};

const FIND: &str = "
SELECT current_database()::text AS database, current_user::text AS username, current_schema()::text AS schema,
  COALESCE(has_schema_privilege(current_schema(), 'CREATE'), false) AS may_create_tables,
  has_database_privilege(current_database(), 'CREATE') AS may_create_extension,
  EXISTS (SELECT FROM pg_available_extensions WHERE name = 'pg_trgm') AS is_available,
  (SELECT nspname::text FROM pg_extension JOIN pg_namespace ON pg_namespace.oid = extnamespace
    WHERE extname = 'pg_trgm') AS installed_in,
  EXISTS (SELECT FROM pg_extension JOIN pg_namespace ON pg_namespace.oid = extnamespace
    WHERE extname = 'pg_trgm' AND nspname = ANY (current_schemas(true))) AS is_found";

/// What a database has of it.
#[derive(Debug, Clone, FromQueryResult)]
struct Found {
    database: String,
    username: String,
    /// Where tables are made.
    schema: Option<String>,
    may_create_tables: bool,
    may_create_extension: bool,
    is_available: bool,
    installed_in: Option<String>,
    /// Whether the extension is in the search path.
    is_found: bool,
}

impl Db {
    /// # Errors
    /// `INVALID_VALUE` with what is missing and how to get it.
    pub(super) async fn check_requirements(&self) -> Result<()> {
        if matches!(self.write.endpoint().target, Target::Sqlite(_)) {
            return Ok(());
        }
        let conn = self.writer();
        let find = Statement::from_string(conn.get_database_backend(), FIND);
        let row = conn.query_one_raw(find).await?;
        let row = row.ok_or_else(|| DbErr::RecordNotFound(FIND.to_owned()))?;
        match missing(&Found::from_query_result(&row, "")?) {
            Some(message) => Err(Error::new(Code::InvalidValue, message)),
            None => Ok(()),
        }
    }
}

fn missing(found: &Found) -> Option<String> {
    let (database, user) = (&found.database, &found.username);
    let Some(schema) = &found.schema else {
        return Some(format!(
            "The database \"{database}\" has no schema for tables: no schema of the search path \
             exists. Create the schema, or correct the user's `search_path`: ALTER ROLE \
             \"{user}\" IN DATABASE \"{database}\" RESET search_path."
        ));
    };
    if !found.may_create_tables {
        return Some(format!(
            "The user \"{user}\" may not create tables in the schema \"{schema}\" of the database \
             \"{database}\". Make the user the owner: ALTER DATABASE \"{database}\" OWNER TO \
             \"{user}\"."
        ));
    }
    if found.is_found {
        return None;
    }
    if let Some(elsewhere) = &found.installed_in {
        return Some(format!(
            "The extension `pg_trgm` is in the schema \"{elsewhere}\" of the database \"{database}\", which is not in the search \
             path. Move it: ALTER EXTENSION pg_trgm SET SCHEMA \"{schema}\". Or add its schema: ALTER ROLE \"{user}\" IN \
             DATABASE \"{database}\" SET search_path = \"{schema}\", \"{elsewhere}\"."
        ));
    }
    if !found.is_available {
        return Some(
            "The PostgreSQL server does not have the extension `pg_trgm`, which the search by name needs. Install PostgreSQL's \
             contrib modules on the server; on Red Hat that is `dnf install postgresql-contrib`."
                .to_owned(),
        );
    }
    (!found.may_create_extension).then(|| {
        format!(
            "The user \"{user}\" may not create the extension `pg_trgm` in the database \"{database}\". Let a superuser run \
             there: CREATE EXTENSION pg_trgm. Or make the user the owner: ALTER DATABASE \"{database}\" OWNER TO \"{user}\"."
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_is_told_with_the_statement_that_mends_it() {
        let ready = Found {
            database: "directory".into(),
            username: "ann".into(),
            schema: Some("public".into()),
            may_create_tables: true,
            may_create_extension: true,
            is_available: true,
            installed_in: None,
            is_found: false,
        };
        assert_eq!(missing(&ready), None);
        let installed = Found {
            installed_in: Some("public".into()),
            is_found: true,
            may_create_extension: false,
            is_available: false,
            ..ready.clone()
        };
        assert_eq!(missing(&installed), None);
        for (found, words) in [
            (
                Found {
                    schema: None,
                    ..ready.clone()
                },
                "RESET search_path",
            ),
            (
                Found {
                    may_create_tables: false,
                    ..ready.clone()
                },
                "ALTER DATABASE \"directory\" OWNER TO \"ann\"",
            ),
            (
                Found {
                    installed_in: Some("tools".into()),
                    ..ready.clone()
                },
                "ALTER EXTENSION pg_trgm SET SCHEMA \"public\"",
            ),
            (
                Found {
                    is_available: false,
                    ..ready.clone()
                },
                "contrib",
            ),
            (
                Found {
                    may_create_extension: false,
                    ..ready.clone()
                },
                "CREATE EXTENSION pg_trgm",
            ),
        ] {
            let message = missing(&found).expect(words);
            assert!(message.contains(words), "{message}");
        }
    }
}
