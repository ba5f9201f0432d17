//! What was used of this month.

use crate::http::{CanRead, Problem};
use app::ports::{Usage, UsagePort};
use axum::{Json, extract::State};
use std::sync::Arc;

/// Read what was used of this month
#[utoipa::path(get, path = "/usage", operation_id = "getUsage", tag = "Account", security(("key" = ["read"]), ("session" = ["read"])),
    responses((status = 200, description = "Places and money", body = Usage)))]
pub async fn usage(
    State(usage): State<Arc<dyn UsagePort>>,
    CanRead(account): CanRead,
) -> Result<Json<Usage>, Problem> {
    Ok(Json(usage.usage(&account).await?))
}
