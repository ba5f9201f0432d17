//! `DATABASE_URL`: one SQLite file, or a PostgreSQL server. Its value may hold a password, so no error repeats it.

use super::{Environment, SettingsError};
use axum::http::Uri;
use std::{
    fmt,
    path::{Path, PathBuf},
};

/// Where tables are kept. As text it names the file, or the host and the database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DatabaseSettings {
    /// One file, for one node.
    Sqlite(PathBuf),
    /// A server that any number of nodes share.
    Postgres(PostgresUrl),
}

/// The address of a PostgreSQL database with all that it takes to log in. It shows its host and its database alone.
#[derive(Clone, PartialEq, Eq)]
pub struct PostgresUrl {
    url: String,
    host: String,
    database: String,
}

impl DatabaseSettings {
    pub(super) fn read(env: &Environment, data_dir: &Path) -> Result<Self, SettingsError> {
        let Some(url) = env.get("DATABASE_URL") else {
            return Ok(DatabaseSettings::Sqlite(data_dir.join("pitchreel.db")));
        };
        if let Some(path) = url.strip_prefix("sqlite://").or_else(|| url.strip_prefix("sqlite:")) {
            return match path {
                "" => Err(unknown("must name a file, such as sqlite://data/pitchreel.db")),
                path if path.contains(['?', '#']) => {
                    Err(unknown("must name a file and nothing else, such as sqlite://data/pitchreel.db"))
                }
                path => Ok(DatabaseSettings::Sqlite(PathBuf::from(path))),
            };
        }
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            let expected = "must be an address such as postgres://USER:PASSWORD@HOST/DATABASE that names a host; \
                            what is not a letter or a digit in the password is written as %XX";
            let read = PostgresUrl::parse(url).ok_or_else(|| unknown(expected));
            return read.map(DatabaseSettings::Postgres);
        }
        Err(unknown(
            "names a database that this build does not speak; it speaks SQLite, such as \
             sqlite://data/pitchreel.db, and PostgreSQL, such as postgres://USER:PASSWORD@HOST/DATABASE",
        ))
    }
}

impl PostgresUrl {
    /// Nothing where a careless password would be taken for a host, a port or a database, since those are shown.
    fn parse(url: &str) -> Option<Self> {
        let uri: Uri = url.parse().ok()?;
        let authority = uri.authority()?;
        let (host, port) = (authority.host(), authority.port_u16());
        let after_user = authority.as_str().rsplit('@').next()?;
        let whole = after_user == host || port.is_some_and(|port| after_user == format!("{host}:{port}"));
        let database = uri.path().trim_start_matches('/');
        let plain = !database.contains(['/', '@', ':']) && authority.as_str().matches('@').count() <= 1;
        let (host, database) = (host.to_owned(), database.to_owned());
        (!host.is_empty() && whole && plain).then(|| PostgresUrl { url: url.to_owned(), host, database })
    }

    /// The whole address, password and all, for the one place that connects.
    pub fn expose(&self) -> &str {
        &self.url
    }
}

impl fmt::Display for DatabaseSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            DatabaseSettings::Sqlite(file) => write!(f, "{}", file.display()),
            DatabaseSettings::Postgres(url) => url.fmt(f),
        }
    }
}

impl fmt::Display for PostgresUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "postgres://{}/{}", self.host, self.database)
    }
}

impl fmt::Debug for PostgresUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

fn unknown(must: &str) -> SettingsError {
    SettingsError(format!("DATABASE_URL {must}."))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(url: &str) -> Result<DatabaseSettings, SettingsError> {
        DatabaseSettings::read(&Environment::from([("DATABASE_URL", url)]), Path::new("data"))
    }

    #[test]
    fn a_file_in_the_data_folder_unless_another_is_named() {
        assert_eq!(read("").unwrap(), DatabaseSettings::Sqlite("data/pitchreel.db".into()));
        assert_eq!(read("sqlite:///srv/ads.db").unwrap(), DatabaseSettings::Sqlite("/srv/ads.db".into()));
        assert_eq!(read("sqlite:ads.db").unwrap().to_string(), "ads.db");
    }

    #[test]
    fn a_postgres_address_is_kept_whole_and_shows_no_password() {
        for url in [
            "postgres://me:hunter2@db.internal/ads",
            "postgresql://me:hunter2@db.internal:5432/ads?sslmode=require&password=hunter2",
            "postgres://me:%40hunter2%2F%3A@db.internal/ads",
            "postgres://db.internal/ads",
            "postgres://me@db.internal/ads#hunter2",
        ] {
            let DatabaseSettings::Postgres(kept) = read(url).unwrap() else { panic!("{url}") };
            assert_eq!(kept.expose(), url);
            assert_eq!(format!("{kept:?} {kept}"), "postgres://db.internal/ads postgres://db.internal/ads");
        }
        let v6 = read("postgres://me:hunter2@[::1]:5432/ads").unwrap();
        assert_eq!(v6.to_string(), "postgres://[::1]/ads");
        assert_eq!(read("postgres://postgres@127.0.0.1:6000").unwrap().to_string(), "postgres://127.0.0.1/");
    }

    #[test]
    fn what_names_no_database_of_ours_is_refused_and_not_repeated() {
        for url in [
            "sqlite://",
            "sqlite://ads.db?hunter2",
            "postgres://",
            "postgres:///hunter2",
            "postgres://me:hunter2@/ads",
            "postgres://me:hunter2@db:port/ads",
            "postgres://me:hunter2/@db/ads",
            "postgres://me:12/hunter2@db/ads",
            "postgres://me:hunter2?@db/ads",
            "postgres://me:a@hunter2@db/ads",
            "mysql://me:hunter2@db/ads",
        ] {
            let problem = read(url).unwrap_err();
            assert!(problem.0.contains("DATABASE_URL") && !problem.0.contains("hunter2"), "{url}: {problem}");
        }
    }
}
