//! One suite for both databases: a test is written once, and becomes two.

/// Makes `name::sqlite` and `name::postgres` of each `async fn name(on: On)`.
macro_rules! both {
    ($($name:ident),+ $(,)?) => { $(
        mod $name {
            use crate::database::On;

            #[tokio::test]
            async fn sqlite() {
                super::$name(On::Sqlite).await
            }

            #[tokio::test]
            async fn postgres() {
                super::$name(On::Postgres).await
            }
        }
    )+ };
}

pub(crate) use both;
