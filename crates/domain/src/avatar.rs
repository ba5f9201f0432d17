//! Avatars: who presents the ad.

use crate::{AvatarId, Gender};
use serde::{Deserialize, Serialize};

/// Somebody who can present an ad.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Avatar {
    pub id: AvatarId,
    pub name: String,
    /// Who draws it: `studio` for the built-in presenters.
    pub provider: String,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub gender: Option<Gender>,
    /// A picture of the avatar, moving where the provider has one.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub preview_url: Option<String>,
}
