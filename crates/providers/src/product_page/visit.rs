//! One visit to a page: through the guard, along a few redirects, and no further than the limits.

use crate::{
    ProviderError,
    http::{GuardedClient, Refusal},
};
use reqwest::{Method, Response, StatusCode, header};
use url::{ParseError, Url};

/// How often a page may lead on to another one.
const REDIRECTS_MAX: usize = 4;

/// What is read; everything else is refused by its content type.
const PAGE_TYPES: [&str; 2] = ["text/html", "application/xhtml+xml"];

/// A page as it arrived.
#[derive(Debug)]
pub(super) struct Visited {
    /// Where it was found in the end.
    pub url: Url,
    /// The charset that its sender names.
    pub charset: Option<String>,
    /// Its beginning, up to the limit.
    pub body: Vec<u8>,
}

/// Fetches the page at `url`. Every address on the way is checked anew.
pub(super) async fn visit(
    client: &GuardedClient,
    url: &str,
    bytes_max: usize,
) -> Result<Visited, ProviderError> {
    let mut next = complete(url.trim());
    let mut visited: Vec<Url> = Vec::new();
    loop {
        let response = ask(client, &next).await?;
        visited.push(response.url().clone());
        let Some(onward) = onward(&response) else { return read(response, bytes_max).await };
        if visited.contains(&onward) {
            return Err(ProviderError::invalid("This page leads back to itself. Check the address."));
        }
        if visited.len() > REDIRECTS_MAX {
            return Err(ProviderError::invalid(
                "This page leads on to another one too often. Give the address where it ends.",
            ));
        }
        next = onward.into();
    }
}

/// People leave `https://` out.
fn complete(url: &str) -> String {
    match Url::parse(url) {
        Err(ParseError::RelativeUrlWithoutBase) if url.contains('.') => format!("https://{url}"),
        _ => url.to_owned(),
    }
}

async fn ask(client: &GuardedClient, url: &str) -> Result<Response, ProviderError> {
    let refused = |refusal: Refusal| ProviderError::invalid(refusal.0);
    let request = client.request(Method::GET, url).map_err(refused)?;
    let request = request.header(header::ACCEPT, PAGE_TYPES.join(","));
    request.send().await.map_err(|error| match GuardedClient::refusal(&error) {
        Some(refusal) => refused(refusal),
        None => ProviderError::failed(
            "This page cannot be reached. Check the address, or try again later.",
            error.without_url(),
        ),
    })
}

/// Where a redirect leads. The part after `#` makes no other page.
fn onward(response: &Response) -> Option<Url> {
    let status = response.status();
    let leads = [
        StatusCode::MOVED_PERMANENTLY,
        StatusCode::FOUND,
        StatusCode::SEE_OTHER,
        StatusCode::TEMPORARY_REDIRECT,
        StatusCode::PERMANENT_REDIRECT,
    ];
    let location = response.headers().get(header::LOCATION).filter(|_| leads.contains(&status))?;
    let mut onward = response.url().join(location.to_str().ok()?).ok()?;
    onward.set_fragment(None);
    Some(onward)
}

async fn read(mut response: Response, bytes_max: usize) -> Result<Visited, ProviderError> {
    judge_status(response.status())?;
    let charset = judge_type(&response)?;
    let url = response.url().clone();
    let mut body = Vec::new();
    while body.len() < bytes_max {
        let chunk = response.chunk().await.map_err(|error| {
            ProviderError::failed("This page broke off while it was read. Try again.", error.without_url())
        })?;
        let Some(chunk) = chunk else { break };
        let room = bytes_max - body.len();
        body.extend_from_slice(&chunk[..chunk.len().min(room)]);
    }
    Ok(Visited { url, charset, body })
}

fn judge_status(status: StatusCode) -> Result<(), ProviderError> {
    let code = status.as_u16();
    let sentence = match code {
        200..=299 => return Ok(()),
        401..=403 | 451 => format!(
            "This page answered {code}: it does not let programs read it. Write what the ad is about instead."
        ),
        408 | 425 | 429 | 500.. => {
            let sentence =
                format!("This page answered {code}. Try again later, or write what the ad is about.");
            return Err(ProviderError::Failed { sentence, cause: None });
        }
        _ => format!("This page answered {code}. Check the address."),
    };
    Err(ProviderError::invalid(sentence))
}

/// The charset of a page, where it is one, and as plain as it was asked for.
fn judge_type(response: &Response) -> Result<Option<String>, ProviderError> {
    let told = |name| response.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let content_type = told(header::CONTENT_TYPE).to_ascii_lowercase();
    let mut parts = content_type.split(';').map(str::trim);
    if !parts.next().is_some_and(|kind| PAGE_TYPES.contains(&kind)) {
        return Err(ProviderError::invalid(
            "This address leads to something else than a web page. Give the address of a product's page.",
        ));
    }
    // No compression was asked for, and what is packed may unpack to any size.
    if !matches!(told(header::CONTENT_ENCODING).to_ascii_lowercase().as_str(), "" | "identity") {
        return Err(ProviderError::invalid(
            "This page comes compressed, though that was not asked for. Write what the ad is about instead.",
        ));
    }
    let charset = parts.find_map(|part| part.strip_prefix("charset="));
    Ok(charset.map(|name| name.trim_matches(['"', '\'', ' ']).to_owned()))
}
