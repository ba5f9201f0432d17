//! Pictures on their way in and out: what a multipart form may hold, and how a drawn frame is answered.

use super::model::{PICTURE_BYTES_MAX, PICTURE_TOO_LARGE};
use crate::ports::PortError;
use axum::http::{HeaderValue, header};
use domain::ProjectId;
use leptos::prelude::use_context;
use server_fn::codec::MultipartData;

/// A picture and the project that it is for.
pub struct SentPicture {
    pub project: ProjectId,
    pub bytes: Vec<u8>,
}

/// Reads the form and stops as soon as it is too large.
pub async fn read(data: MultipartData) -> Result<SentPicture, PortError> {
    let unreadable = |_| PortError::invalid("file", "The upload broke off. Try again.");
    let mut form = data.into_inner().ok_or_else(|| PortError::invalid("file", "Choose a picture."))?;
    let (mut project, mut bytes) = (None, Vec::new());
    while let Some(mut field) = form.next_field().await.map_err(unreadable)? {
        match field.name() {
            Some("project") => {
                let id = field.text().await.map_err(unreadable)?;
                project = Some(id.parse::<ProjectId>().map_err(|_| PortError::NotFound)?);
            }
            Some("file") => {
                while let Some(chunk) = field.chunk().await.map_err(unreadable)? {
                    if bytes.len() + chunk.len() > PICTURE_BYTES_MAX {
                        return Err(PortError::invalid("file", PICTURE_TOO_LARGE));
                    }
                    bytes.extend_from_slice(&chunk);
                }
            }
            _ => {}
        }
    }
    if bytes.is_empty() {
        return Err(PortError::invalid("file", "That file is empty. Choose a PNG, JPEG or WebP picture."));
    }
    Ok(SentPicture { project: project.ok_or(PortError::NotFound)?, bytes })
}

/// Says that the answer is a picture that browsers may keep for an hour.
pub fn answer_as_picture(content_type: &'static str) {
    if let Some(response) = use_context::<leptos_axum::ResponseOptions>() {
        response.insert_header(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
        response.insert_header(header::CACHE_CONTROL, HeaderValue::from_static("private, max-age=3600"));
    }
}
