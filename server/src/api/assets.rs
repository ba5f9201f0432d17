//! Uploads: one picture as the multipart field `file`.

use super::{
    body::List,
    page::{Page, PageQuery},
    path::Id,
};
use crate::http::{CanRead, CanWrite, Fresh, Problem};
use app::ports::AssetsPort;
use axum::{
    Json,
    extract::{
        Multipart, State,
        multipart::{MultipartError, MultipartRejection},
    },
    http::StatusCode,
};
use domain::{Asset, AssetId};
use std::sync::Arc;

type Assets = State<Arc<dyn AssetsPort>>;

/// A form with one picture.
#[derive(utoipa::ToSchema)]
#[expect(dead_code, reason = "it describes the form, which is read part by part")]
pub struct PictureForm {
    /// PNG, JPEG or WebP of at most 20 MiB.
    #[schema(value_type = String, format = Binary, content_media_type = "application/octet-stream")]
    file: Vec<u8>,
}

/// Take a picture as a background
#[utoipa::path(post, path = "/assets", operation_id = "uploadAsset", tag = "Pictures", security(("key" = ["write"]), ("session" = ["write"])),
    request_body(content = PictureForm, content_type = "multipart/form-data"),
    responses((status = 201, description = "The picture, without its metadata", body = Asset)))]
pub async fn upload(
    State(assets): Assets,
    CanWrite(account): CanWrite,
    Fresh(seed): Fresh,
    form: Result<Multipart, MultipartRejection>,
) -> Result<(StatusCode, Json<Asset>), Problem> {
    let mut form = form.map_err(|_| {
        Problem::new(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "Send the picture as multipart/form-data, in the field file.",
        )
    })?;
    while let Some(field) = form.next_field().await.map_err(unreadable)? {
        if field.name() == Some("file") {
            let bytes = field.bytes().await.map_err(unreadable)?;
            let asset = assets.upload(&account, AssetId::of(&seed), bytes.into()).await?;
            return Ok((StatusCode::CREATED, Json(asset)));
        }
    }
    Err(Problem::field("file", "There is no picture in the field file."))
}

/// List pictures, the newest first
#[utoipa::path(get, path = "/assets", operation_id = "listAssets", tag = "Pictures", security(("key" = ["read"]), ("session" = ["read"])), params(PageQuery),
    responses((status = 200, description = "A part of the pictures", body = List<Asset>)))]
pub async fn list(
    State(assets): Assets,
    CanRead(account): CanRead,
    Page(paging): Page,
) -> Result<Json<List<Asset>>, Problem> {
    Ok(Json(assets.list(&account, paging).await?.into()))
}

/// Read a picture
#[utoipa::path(get, path = "/assets/{id}", operation_id = "getAsset", tag = "Pictures", security(("key" = ["read"]), ("session" = ["read"])), params(("id" = AssetId, Path)),
    responses((status = 200, description = "The picture", body = Asset)))]
pub async fn get(
    State(assets): Assets,
    CanRead(account): CanRead,
    Id(id): Id<AssetId>,
) -> Result<Json<Asset>, Problem> {
    Ok(Json(assets.get(&account, &id).await?))
}

fn unreadable(error: MultipartError) -> Problem {
    match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => {
            Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "A picture has at most 20 MiB.")
        }
        _ => Problem::field("file", "The form broke off before its end, or is not a form."),
    }
}
