//! One statement with its values, run on whichever database the connection is to.

use super::{
    Dialect,
    transaction::{Connection, OnConnection},
    value::Value,
};
use crate::StoreError;
use sqlx::{
    AssertSqlSafe, FromRow, Postgres, SqlSafeStr, SqlStr, Sqlite,
    postgres::{PgArguments, PgRow},
    sqlite::{SqliteArguments, SqliteRow},
};

/// Anything that a row of either database can be read as.
pub(in crate::sql) trait Record:
    for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin
{
}

impl<T> Record for T where T: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin {}

/// A statement and its values.
pub(in crate::sql) struct Query {
    text: SqlStr,
    values: Vec<Value>,
}

/// A statement that stands in the source.
pub(in crate::sql) fn sql(text: &'static str) -> Query {
    Query { text: text.into_sql_str(), values: Vec::new() }
}

/// A statement put together from pieces that stand in the source; what comes from outside is always bound.
pub(in crate::sql) fn sql_of(text: String) -> Query {
    Query { text: AssertSqlSafe(text).into_sql_str(), values: Vec::new() }
}

/// The type of a column of rows that are given to a statement.
#[derive(Clone, Copy)]
pub(in crate::sql) enum Column {
    Int,
    Float,
    Text,
}

/// A statement to which rows are given as one value. In its text, `{given}` is where they stand, under the
/// name `given`, and `{now}` what gives the moment; the text is the same for any number of them.
pub(in crate::sql) fn with_rows(
    dialect: Dialect,
    statement: &str,
    columns: &[(&str, Column)],
    rows: Vec<Vec<Value>>,
) -> Result<Query, StoreError> {
    let names = columns.iter().enumerate().map(|(place, (name, column))| {
        let value = dialect.json_place("value", place, *column);
        format!("{value} AS {name}")
    });
    let names: Vec<String> = names.collect();
    let given = format!("(SELECT {} FROM {}) AS given", names.join(", "), dialect.json_values("$1"));
    let rows: Vec<Vec<serde_json::Value>> =
        rows.into_iter().map(|row| row.into_iter().map(|value| json(dialect, value)).collect()).collect();
    let text = statement.replace("{given}", &given).replace("{now}", dialect.now());
    Ok(sql_of(text).bind(serde_json::to_string(&rows)?))
}

fn json(dialect: Dialect, value: Value) -> serde_json::Value {
    match value {
        Value::Int(value) => value.into(),
        Value::Float(value) => value.into(),
        Value::Bool(value) => value.into(),
        Value::Text(value) if dialect == Dialect::Postgres => value.map(without_zeros).into(),
        Value::Text(value) => value.into(),
        Value::Bytes(value) => value.into(),
    }
}

/// Several writes as one statement, with the values of all of them. SQLite does one after the other; PostgreSQL does all
/// at one moment, so no two of them may write the same row, or read what another one writes.
pub(in crate::sql) fn together(dialect: Dialect, writes: Vec<Query>) -> Query {
    let mut all = sql("");
    let mut texts = Vec::with_capacity(writes.len());
    for write in writes {
        texts.push(shifted(write.text.as_str(), all.values.len()));
        all.values.extend(write.values);
    }
    let text = match (dialect, texts.pop()) {
        (Dialect::Postgres, Some(last)) if !texts.is_empty() => {
            let named = texts.iter().enumerate().map(|(place, text)| format!("put_{place} AS ({text})"));
            format!("WITH {} {last}", named.collect::<Vec<_>>().join(", "))
        }
        (_, last) => {
            texts.extend(last);
            texts.join("; ")
        }
    };
    Query { values: all.values, ..sql_of(text) }
}

/// The statement with every `$1` so many places further on.
fn shifted(text: &str, by: usize) -> String {
    let mut pieces = text.split('$');
    let mut shifted = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let (number, rest) = piece.split_at(piece.bytes().take_while(u8::is_ascii_digit).count());
        match number.parse::<usize>() {
            Ok(place) => shifted.push_str(&format!("${}{rest}", place + by)),
            Err(_) => shifted.push_str(&format!("${piece}")),
        }
    }
    shifted
}

impl Query {
    /// The next value: the first one is `$1`.
    pub fn bind(mut self, value: impl Into<Value>) -> Query {
        self.values.push(value.into());
        self
    }

    /// How many rows it changed.
    pub async fn execute(self, on: &mut impl OnConnection) -> Result<u64, StoreError> {
        let Query { text, values } = self;
        match on.connection()? {
            Connection::Sqlite(connection) => {
                let done = sqlx::query_with::<Sqlite, _>(text, sqlite(values)?).execute(connection).await?;
                Ok(done.rows_affected())
            }
            Connection::Postgres(connection) => {
                let done =
                    sqlx::query_with::<Postgres, _>(text, postgres(values)?).execute(connection).await?;
                Ok(done.rows_affected())
            }
        }
    }

    pub async fn fetch_all<T: Record>(self, on: &mut impl OnConnection) -> Result<Vec<T>, StoreError> {
        let Query { text, values } = self;
        let rows = match on.connection()? {
            Connection::Sqlite(connection) => {
                sqlx::query_as_with::<Sqlite, T, _>(text, sqlite(values)?).fetch_all(connection).await
            }
            Connection::Postgres(connection) => {
                sqlx::query_as_with::<Postgres, T, _>(text, postgres(values)?).fetch_all(connection).await
            }
        };
        Ok(rows?)
    }

    pub async fn fetch_optional<T: Record>(
        self,
        on: &mut impl OnConnection,
    ) -> Result<Option<T>, StoreError> {
        let Query { text, values } = self;
        let row = match on.connection()? {
            Connection::Sqlite(connection) => {
                sqlx::query_as_with::<Sqlite, T, _>(text, sqlite(values)?).fetch_optional(connection).await
            }
            Connection::Postgres(connection) => {
                sqlx::query_as_with::<Postgres, T, _>(text, postgres(values)?)
                    .fetch_optional(connection)
                    .await
            }
        };
        Ok(row?)
    }

    /// The row, or `NotFound`.
    pub async fn fetch_one<T: Record>(self, on: &mut impl OnConnection) -> Result<T, StoreError> {
        self.fetch_optional(on).await?.ok_or(StoreError::NotFound)
    }

    /// The only column of the only row.
    pub async fn scalar<T>(self, on: &mut impl OnConnection) -> Result<T, StoreError>
    where
        (T,): Record,
    {
        let (value,) = self.fetch_one(on).await?;
        Ok(value)
    }

    /// The only column of every row.
    pub async fn scalars<T>(self, on: &mut impl OnConnection) -> Result<Vec<T>, StoreError>
    where
        (T,): Record,
    {
        let rows: Vec<(T,)> = self.fetch_all(on).await?;
        Ok(rows.into_iter().map(|(value,)| value).collect())
    }
}

fn sqlite(values: Vec<Value>) -> Result<SqliteArguments, StoreError> {
    use sqlx::Arguments;
    let mut arguments = SqliteArguments::default();
    for value in values {
        let added = match value {
            Value::Int(value) => arguments.add(value),
            Value::Float(value) => arguments.add(value),
            Value::Bool(value) => arguments.add(value),
            Value::Text(value) => arguments.add(value),
            Value::Bytes(value) => arguments.add(value),
        };
        added.map_err(StoreError::broken)?;
    }
    Ok(arguments)
}

fn postgres(values: Vec<Value>) -> Result<PgArguments, StoreError> {
    use sqlx::Arguments;
    let mut arguments = PgArguments::default();
    for value in values {
        let added = match value {
            Value::Int(value) => arguments.add(value),
            Value::Float(value) => arguments.add(value),
            Value::Bool(value) => arguments.add(value),
            Value::Text(value) => arguments.add(value.map(without_zeros)),
            Value::Bytes(value) => arguments.add(value),
        };
        added.map_err(StoreError::broken)?;
    }
    Ok(arguments)
}

/// PostgreSQL keeps no zero characters, and none that JSON writes as `\u0000`.
fn without_zeros(text: String) -> String {
    if !text.contains('\0') && !text.contains(r"\u0000") {
        return text;
    }
    let mut kept = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(char) = chars.next() {
        match char {
            '\0' => {}
            '\\' => match chars.as_str().strip_prefix("u0000") {
                Some(after) => chars = after.chars(),
                // An escaped backslash is taken whole, so that what follows it is not taken for an escape.
                None => {
                    kept.push(char);
                    kept.extend(chars.next().filter(|next| *next != '\0'));
                }
            },
            other => kept.push(other),
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::{Dialect, shifted, sql, together, without_zeros};

    #[test]
    fn writes_go_together_in_the_words_of_each_database() {
        let writes =
            || vec![sql("UPDATE t SET a = $1").bind(1_i64), sql("INSERT INTO u VALUES ($1)").bind("b")];
        let text = |dialect| together(dialect, writes()).text.as_str().to_owned();
        assert_eq!(text(Dialect::Sqlite), "UPDATE t SET a = $1; INSERT INTO u VALUES ($2)");
        assert_eq!(text(Dialect::Postgres), "WITH put_0 AS (UPDATE t SET a = $1) INSERT INTO u VALUES ($2)");
        assert_eq!(together(Dialect::Postgres, writes()).values.len(), 2);
    }

    #[test]
    fn places_are_shifted_and_nothing_else_is() {
        let text = "UPDATE t SET a = $1, b = b + $12 WHERE c = $2 AND d <> '$' AND e ->> '$.x' = $1";
        let after = "UPDATE t SET a = $4, b = b + $15 WHERE c = $5 AND d <> '$' AND e ->> '$.x' = $4";
        assert_eq!(shifted(text, 3), after);
    }

    #[test]
    fn zeros_go_however_they_are_written() {
        for (text, kept) in [
            ("a warm mug", "a warm mug"),
            ("a\0 mug\0", "a mug"),
            (r#"{"topic":"a\u0000 mug\n"}"#, r#"{"topic":"a mug\n"}"#),
            (r#"{"topic":"C:\\u0000"}"#, r#"{"topic":"C:\\u0000"}"#),
            (r#"{"topic":"\\\u0000é\u0000"}"#, r#"{"topic":"\\é"}"#),
            ("\0\\\0", "\\"),
        ] {
            assert_eq!(without_zeros(text.to_owned()), kept, "{text:?}");
        }
    }
}
