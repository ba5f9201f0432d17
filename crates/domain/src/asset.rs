//! Assets: pictures that people bring.

use crate::{AssetId, Timestamp};
use serde::{Deserialize, Serialize};

/// An uploaded picture, decoded, cleaned of metadata and kept by us.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Asset {
    pub id: AssetId,
    /// Unguessable address, no session needed.
    pub url: String,
    pub width: u32,
    pub height: u32,
    pub content_type: String,
    pub bytes: u64,
    pub created_at: Timestamp,
}
