//! Sends a picture from the browser.

use super::{
    model::{PICTURE_BYTES_MAX, PICTURE_TOO_LARGE},
    upload_background,
};
use crate::ports::{CallError, PortError};
use domain::{Asset, ProjectId};

/// Looks at its size first, so that nothing large travels in vain.
pub async fn send_picture(project: ProjectId, file: web_sys::File) -> Result<Asset, CallError> {
    if file.size() > PICTURE_BYTES_MAX as f64 {
        return Err(PortError::invalid("file", PICTURE_TOO_LARGE).into());
    }
    let form = web_sys::FormData::new().map_err(|_| CallError::Transport("no form".into()))?;
    let filled =
        form.append_with_str("project", project.as_str()).and_then(|()| form.append_with_blob("file", &file));
    filled.map_err(|_| CallError::Transport("no form".into()))?;
    upload_background(form.into()).await
}
