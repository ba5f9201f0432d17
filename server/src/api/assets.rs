//! Uploads: one picture as the multipart field `file`.

use super::{body::List, path::Id};
use crate::http::{Caller, Problem};
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

pub async fn upload(
    State(assets): Assets,
    Caller(account): Caller,
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
            return Ok((StatusCode::CREATED, Json(assets.upload(&account, bytes.into()).await?)));
        }
    }
    Err(Problem::field("file", "There is no picture in the field file."))
}

pub async fn list(State(assets): Assets, Caller(account): Caller) -> Result<Json<List<Asset>>, Problem> {
    Ok(Json(List::whole(assets.list(&account).await?)))
}

pub async fn get(
    State(assets): Assets,
    Caller(account): Caller,
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
