//! The words in which the two databases differ.

use super::query::Column;

/// Which database a statement runs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::sql) enum Dialect {
    Sqlite,
    Postgres,
}

impl Dialect {
    /// A statement that gives the database's clock in milliseconds since 1970.
    pub fn now(self) -> &'static str {
        match self {
            Dialect::Sqlite => "SELECT CAST(unixepoch('subsec') * 1000 AS INTEGER)",
            Dialect::Postgres => "SELECT CAST(extract(epoch FROM clock_timestamp()) * 1000 AS BIGINT)",
        }
    }

    /// Begins several reads of one moment.
    pub fn begin_read(self) -> &'static str {
        match self {
            Dialect::Sqlite => "BEGIN",
            Dialect::Postgres => "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
        }
    }

    /// Behind a select: the rows stay as they are until this transaction ends. SQLite has one writer anyway. Rows that
    /// name a locked one can still be written, since keys never change: `FOR UPDATE` would hold these up as well, in
    /// an order that nobody chose.
    pub fn for_update(self) -> &'static str {
        match self {
            Dialect::Sqlite => "",
            Dialect::Postgres => " FOR NO KEY UPDATE",
        }
    }

    /// The same of the rows of one table only.
    pub fn for_update_of(self, table: &str) -> String {
        match self {
            Dialect::Sqlite => String::new(),
            Dialect::Postgres => format!(" FOR NO KEY UPDATE OF {table}"),
        }
    }

    /// Behind a select of rows called `table`: locks them, and passes over those that somebody else holds.
    pub fn skip_locked(self, table: &str) -> String {
        match self {
            Dialect::Sqlite => String::new(),
            Dialect::Postgres => format!(" FOR NO KEY UPDATE OF {table} SKIP LOCKED"),
        }
    }

    /// The texts of a JSON list, one a row, in a column `value`, as a select in parentheses: `IN` or `FROM` this.
    pub fn list(self, place: &str) -> String {
        match self {
            Dialect::Sqlite => format!("(SELECT value FROM json_each({place}))"),
            Dialect::Postgres => {
                format!("(SELECT value FROM jsonb_array_elements_text(CAST({place} AS jsonb)))")
            }
        }
    }

    /// The rows of a select as one JSON list with a list for each row, in a text; null or an empty list where there are
    /// none.
    pub fn json_rows(self, columns: &[&str], from: &str, order: &str) -> String {
        let (rows, row) = match self {
            Dialect::Sqlite => ("json_group_array", "json_array"),
            Dialect::Postgres => ("json_agg", "json_build_array"),
        };
        let columns = columns.join(", ");
        format!("(SELECT CAST({rows}({row}({columns}) ORDER BY {order}) AS TEXT) FROM {from})")
    }

    /// The entries of a JSON list, one a row, in a column `value`.
    pub fn json_values(self, place: &str) -> String {
        match self {
            Dialect::Sqlite => format!("json_each({place})"),
            Dialect::Postgres => format!("jsonb_array_elements(CAST({place} AS jsonb))"),
        }
    }

    /// What stands at a place of a JSON list.
    pub fn json_place(self, list: &str, place: usize, column: Column) -> String {
        match (self, column) {
            (Dialect::Postgres, Column::Int) => format!("CAST({list} ->> {place} AS BIGINT)"),
            (Dialect::Postgres, Column::Float) => format!("CAST({list} ->> {place} AS DOUBLE PRECISION)"),
            _ => format!("({list} ->> {place})"),
        }
    }

    /// The text under a key of a JSON object in a text column.
    pub fn json_text(self, column: &str, key: &str) -> String {
        match self {
            Dialect::Sqlite => format!("({column} ->> '{key}')"),
            Dialect::Postgres => format!("(CAST({column} AS jsonb) ->> '{key}')"),
        }
    }

    /// The host of a web address, with its port, as it is written there.
    pub fn host_of(self, url: &str) -> String {
        let after_scheme = format!("replace(substr({url}, {} + 2), '?', '/')", self.position(url, "'//'"));
        let end = self.position(&format!("{after_scheme} || '/'"), "'/'");
        format!("lower(substr({after_scheme}, 1, {end} - 1))")
    }

    /// Where `needle` is in `hay`, 0 for nowhere.
    pub fn position(self, hay: &str, needle: &str) -> String {
        match self {
            Dialect::Sqlite => format!("instr({hay}, {needle})"),
            Dialect::Postgres => format!("strpos({hay}, {needle})"),
        }
    }
}
