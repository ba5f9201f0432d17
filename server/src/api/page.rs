//! `?limit=` and `?cursor=`: parts of lists.

use crate::http::Problem;
use app::ports::{LIMIT_MAX, Paging};
use axum::{
    extract::{FromRequestParts, Query},
    http::request::Parts,
};
use serde::Deserialize;

/// Which part of a list is asked for.
pub struct Page(pub Paging);

/// `?limit=` and `?cursor=`.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct PageQuery {
    /// How many items at most; 50 where nothing is said.
    #[param(minimum = 1, maximum = 100, value_type = Option<u32>)]
    limit: Option<String>,
    /// `nextCursor` of the part before.
    cursor: Option<String>,
}

impl PageQuery {
    /// The part that is meant, or what is wrong with it.
    pub fn paging(self) -> Result<Paging, Problem> {
        let sentence = format!("A limit is a whole number from 1 to {LIMIT_MAX}.");
        let limit = match self.limit.as_deref().map(str::parse::<u32>) {
            None => Paging::default().limit,
            Some(Ok(limit)) if (1..=LIMIT_MAX).contains(&limit) => limit,
            Some(_) => return Err(Problem::field("limit", sentence)),
        };
        Ok(Paging { limit, cursor: self.cursor.filter(|cursor| !cursor.is_empty()) })
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Page {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let query = Query::<PageQuery>::from_request_parts(parts, state).await;
        let Query(query) = query.map_err(|_| Problem::field("", "This query cannot be read."))?;
        query.paging().map(Page)
    }
}
