//! The calls by which a client learns whether a service takes its key: each with its own header, none with a price.

use crate::{
    http::{Answer, Call, Mistake, Reply},
    record::KeyTestSeen,
    service::Service,
};
use base64::{Engine, engine::general_purpose::STANDARD};
use hyper::{Method, header};
use serde_json::{Value, json};

/// A request that fal never had; asking for it is how a key of fal's is tried.
const NO_REQUEST: &str = "00000000-0000-0000-0000-000000000000";

/// The service that is asked about a key by this path, if it is such a call.
pub(crate) fn provider_of(segments: &[&str]) -> Option<&'static str> {
    match segments {
        ["openrouter", "api", "v1", "key"] => Some("openrouter"),
        ["heygen", "v3", "users", "me"] => Some("heygen"),
        ["elevenlabs", "v1", "user", "subscription"] => Some("elevenlabs"),
        ["fal", _, _, "requests", NO_REQUEST, "status"] => Some("fal"),
        ["replicate", "v1", "account"] => Some("replicate"),
        ["imagekit", "v1", "files"] => Some("imagekit"),
        _ => None,
    }
}

/// 200, or what fal says of a request that is not there; 401 for a key that is nobody's.
pub(crate) fn answer(service: &Service, call: &Call, provider: &'static str) -> Result<Reply, Mistake> {
    if call.method != Method::GET {
        return Err(call.unknown());
    }
    call.want_no_body()?;
    call.allow_parameters(if provider == "imagekit" { &["limit"] } else { &[] })?;
    let key = presented(call, provider)?;
    let (status, body) = match (service.takes(&key), provider) {
        (false, _) => (401, json!({ "detail": format!("The key {key} is not valid.") })),
        (true, "fal") => (404, json!({ "detail": "Request not found" })),
        (true, provider) => (200, account(provider)),
    };
    service.state().key_tests.push(KeyTestSeen { provider, key, status });
    Ok(Answer::json(status, &body).into())
}

/// The key, from where this service reads it.
fn presented(call: &Call, provider: &str) -> Result<String, Mistake> {
    let bare = match provider {
        "heygen" => Some("x-api-key"),
        "elevenlabs" => Some("xi-api-key"),
        _ => None,
    };
    if let Some(name) = bare {
        let key = call.header(name).filter(|_| !call.headers.contains_key(header::AUTHORIZATION));
        return key.map(str::to_owned).ok_or_else(|| Mistake::new(401, format!("the key belongs to {name}")));
    }
    let scheme = match provider {
        "fal" => "Key",
        "imagekit" => "Basic",
        _ => "Bearer",
    };
    let given =
        call.header(header::AUTHORIZATION).and_then(|given| given.strip_prefix(scheme)?.strip_prefix(' '));
    let given =
        given.ok_or_else(|| Mistake::new(401, format!("the authorization is not `{scheme}` and a key")))?;
    if provider != "imagekit" {
        return Ok(given.to_owned());
    }
    let pair = STANDARD.decode(given).ok().and_then(|bytes| String::from_utf8(bytes).ok());
    let key = pair.as_deref().and_then(|pair| pair.strip_suffix(':')).map(str::to_owned);
    key.ok_or_else(|| Mistake::new(401, "the user is the key, and the password is empty"))
}

fn account(provider: &str) -> Value {
    match provider {
        "openrouter" => json!({ "data": { "label": "sim", "limit": null, "usage": 0 } }),
        "heygen" => json!({ "username": "sim-user", "billing_type": "wallet" }),
        "elevenlabs" => json!({ "tier": "starter", "character_count": 0, "character_limit": 30_000 }),
        "replicate" => json!({ "type": "user", "username": "sim-user", "name": "Sim" }),
        _ => json!([]),
    }
}
