//! `/media/FOLDER/FILE`: finished ads, their captions and uploaded pictures, by addresses that nobody can guess.
//!
//! A name never gets other content, so browsers keep it for good; players may ask for parts.

use super::problem::Problem;
use crate::ports::from_store;
use axum::{
    body::Body,
    extract::{Path, Query, State},
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use std::{ops::Range, sync::Arc};
use store::{MediaMeta, MediaName, MediaRead, MediaStore, StoreError};

/// `?download=1` brings a file to keep, and `?download=NAME` says what it is called.
#[derive(Debug, Deserialize)]
pub struct Download {
    download: Option<String>,
}

/// Sends a file, or the part of it that `Range` names.
pub async fn send_media(
    State(media): State<Arc<dyn MediaStore>>,
    Path(name): Path<String>,
    Query(Download { download }): Query<Download>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let name: MediaName = name.parse().map_err(|_| Problem::not_found())?;
    let meta = media.head(&name).await.map_err(from_store)?;
    let mut answer = describe(&name, &meta, download.as_deref());
    if is_same(&headers, answer.get(header::ETAG)) {
        return Ok((StatusCode::NOT_MODIFIED, answer).into_response());
    }
    let range = match headers.get(header::RANGE).map(|value| asked_range(value, meta.bytes)) {
        Some(Asked::Part(range)) if range_still_holds(&headers, answer.get(header::ETAG)) => Some(range),
        Some(Asked::Nothing) => return Ok(unsatisfiable(meta.bytes)),
        _ => None,
    };
    let read = match media.open(&name, range.clone()).await {
        Ok(read) => read,
        Err(StoreError::Conflict(_)) => return Ok(unsatisfiable(meta.bytes)),
        Err(error) => return Err(from_store(error).into()),
    };
    let MediaRead { meta, range: sent, body } = read;
    answer.insert(header::CONTENT_LENGTH, HeaderValue::from(sent.end - sent.start));
    let status = if range.is_some() {
        let part = format!("bytes {}-{}/{}", sent.start, sent.end.saturating_sub(1), meta.bytes);
        insert(&mut answer, header::CONTENT_RANGE, &part);
        StatusCode::PARTIAL_CONTENT
    } else {
        StatusCode::OK
    };
    Ok((status, answer, Body::from_stream(body)).into_response())
}

fn describe(name: &MediaName, meta: &MediaMeta, download: Option<&str>) -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(name.content_type()));
    headers.insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=31536000, immutable"));
    let etag = meta
        .etag
        .as_deref()
        .map_or_else(|| format!("{:x}-{:x}", meta.bytes, meta.changed_at.unix_ms()), plain);
    insert(&mut headers, header::ETAG, &format!("\"{etag}\""));
    if let Some(wish) = download {
        insert(&mut headers, header::CONTENT_DISPOSITION, &disposition(wish, &name.to_string()));
    }
    headers
}

fn plain(etag: &str) -> String {
    etag.trim_start_matches("W/").replace('"', "")
}

/// `attachment` with a plain name for every browser and, where the wish has other letters, the wish itself.
fn disposition(wish: &str, path: &str) -> String {
    let file = path.rsplit('/').next().unwrap_or("video");
    let ending = file.rsplit_once('.').map_or("", |(_, ending)| ending);
    let wish = wish.trim_end_matches(&format!(".{ending}"));
    let words: Vec<&str> =
        wish.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let wished: String = words.join("-").to_lowercase().chars().take(80).collect();
    if matches!(wished.as_str(), "" | "1" | "true") {
        return format!("attachment; filename=\"{file}\"");
    }
    let ascii: String = wished.chars().filter(char::is_ascii).collect();
    let ascii = if ascii.trim_matches('-').is_empty() { "ad" } else { ascii.trim_matches('-') };
    let exact: String = wished.bytes().map(percent_encoded).collect();
    format!("attachment; filename=\"{ascii}.{ending}\"; filename*=UTF-8''{exact}.{ending}")
}

fn percent_encoded(byte: u8) -> String {
    if byte.is_ascii_alphanumeric() || byte == b'-' {
        char::from(byte).to_string()
    } else {
        format!("%{byte:02X}")
    }
}

fn insert(headers: &mut HeaderMap, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        headers.insert(name, value);
    }
}

fn is_same(headers: &HeaderMap, etag: Option<&HeaderValue>) -> bool {
    let known = headers.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    let etag = etag.and_then(|value| value.to_str().ok());
    matches!((known, etag), (Some(known), Some(etag)) if known == "*" || known.split(',').any(|one| one.trim() == etag))
}

/// A part is only of use to whoever has the other parts of the same file.
fn range_still_holds(headers: &HeaderMap, etag: Option<&HeaderValue>) -> bool {
    headers.get(header::IF_RANGE).is_none_or(|condition| Some(condition) == etag)
}

#[derive(Debug, PartialEq)]
enum Asked {
    Whole,
    Part(Range<u64>),
    /// No byte of the file.
    Nothing,
}

/// One range is honoured; several at once are answered with the whole, as RFC 9110 allows.
fn asked_range(value: &HeaderValue, bytes: u64) -> Asked {
    let parsed = value
        .to_str()
        .ok()
        .and_then(|text| text.strip_prefix("bytes="))
        .and_then(|text| text.split_once('-'));
    let Some((from, to)) = parsed else { return Asked::Whole };
    let range = match (from.trim().parse::<u64>(), to.trim().parse::<u64>()) {
        (Ok(from), Ok(to)) if from <= to => from..to.saturating_add(1).min(bytes),
        (Ok(from), Err(_)) if to.trim().is_empty() => from..bytes,
        (Err(_), Ok(last)) if from.trim().is_empty() => bytes.saturating_sub(last)..bytes,
        _ => return Asked::Whole,
    };
    if range.is_empty() { Asked::Nothing } else { Asked::Part(range) }
}

fn unsatisfiable(bytes: u64) -> Response {
    let mut headers = HeaderMap::new();
    insert(&mut headers, header::CONTENT_RANGE, &format!("bytes */{bytes}"));
    (StatusCode::RANGE_NOT_SATISFIABLE, headers).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_as_players_ask_for_them() {
        let asked = |text: &'static str| asked_range(&HeaderValue::from_static(text), 100);
        assert_eq!(asked("bytes=0-1"), Asked::Part(0..2));
        assert_eq!(asked("bytes=10-"), Asked::Part(10..100));
        assert_eq!(asked("bytes=-5"), Asked::Part(95..100));
        assert_eq!(asked("bytes=90-500"), Asked::Part(90..100));
        assert_eq!(asked("bytes=100-"), Asked::Nothing);
        assert_eq!(asked("bytes=-0"), Asked::Nothing);
        for whole in ["bytes=0-1,5-6", "bytes=5-2", "bytes=x-y", "lines=0-1", "bytes="] {
            assert_eq!(asked(whole), Asked::Whole, "{whole}");
        }
    }

    #[test]
    fn a_download_is_named_after_its_topic() {
        let named = |wish| disposition(wish, "folder/ad.mp4");
        assert_eq!(named("1"), "attachment; filename=\"ad.mp4\"");
        assert_eq!(
            named("../../a \"mug\"\r\n.mp4"),
            "attachment; filename=\"a-mug.mp4\"; filename*=UTF-8''a-mug.mp4"
        );
        assert_eq!(named("café"), "attachment; filename=\"caf.mp4\"; filename*=UTF-8''caf%C3%A9.mp4");
        assert!(named("чашка").starts_with("attachment; filename=\"ad.mp4\"; filename*=UTF-8''%D1"));
    }
}
