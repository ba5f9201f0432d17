//! What was used of this month.

use crate::http::{Caller, Problem};
use app::ports::{Usage, UsagePort};
use axum::{Json, extract::State};
use std::sync::Arc;

pub async fn usage(
    State(usage): State<Arc<dyn UsagePort>>,
    Caller(account): Caller,
) -> Result<Json<Usage>, Problem> {
    Ok(Json(usage.usage(&account).await?))
}
