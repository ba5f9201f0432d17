//! One suite for both databases: a test is written once, and becomes two.

/// Makes `name::sqlite` and `name::postgres` of each `async fn name(world: World)`.
macro_rules! both {
    ($($name:ident),+ $(,)?) => { $(
        mod $name {
            use crate::world::World;

            #[tokio::test]
            async fn sqlite() {
                super::$name(World::sqlite().await).await
            }

            #[tokio::test]
            async fn postgres() {
                super::$name(World::postgres().await).await
            }
        }
    )+ };
}

pub(crate) use both;
