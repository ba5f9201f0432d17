//! Every address that this program answers, found in the code itself: the API says what it needs, pages and server
//! functions are registered, and the rest stands here, where its routes are made from.

use crate::api::{described, scopes};
use std::fmt;

/// One address and the way in which it is called.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Door {
    pub path: String,
    pub method: String,
    /// `read`, `write` or `admin` for the API; `page` and `function` for what the browser calls, which look for themselves
    /// who asks; `anyone` for what needs nobody, and for addresses that nobody can guess.
    pub needs: String,
}

/// Addresses that need nobody, or that nobody can guess.
pub const HEALTH: &str = "/healthz";
pub const READY: &str = "/readyz";
/// Not a route: to whoever may not read it, it is not there.
pub const METRICS: &str = "/metrics";
pub const MEDIA: &str = "/media/{*name}";
pub const HOOKS: &str = "/hooks/{*address}";
pub const DESCRIPTION: &str = "/api/openapi.json";
pub const REFERENCE: &str = "/api/docs";
pub const REFERENCE_SCRIPT: &str = "/api/docs/start.js";
pub const PREVIEW_OF_AVATAR: &str = "/previews/avatars/{*id}";
pub const PREVIEW_OF_VOICE: &str = "/previews/voices/{*id}";
pub const PREVIEW_OF_SCENE: &str = "/previews/scenes/{slug}";

const READ_BY_ANYONE: [&str; 10] = [
    HEALTH,
    READY,
    METRICS,
    MEDIA,
    DESCRIPTION,
    REFERENCE,
    REFERENCE_SCRIPT,
    PREVIEW_OF_AVATAR,
    PREVIEW_OF_VOICE,
    PREVIEW_OF_SCENE,
];

impl Door {
    fn new(method: &str, path: &str, needs: &str) -> Door {
        Door { path: path.to_owned(), method: method.to_owned(), needs: needs.to_owned() }
    }
}

impl fmt::Display for Door {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:8} {:6} {}", self.needs, self.method, self.path)
    }
}

/// All of them, by address.
pub fn doors() -> Vec<Door> {
    let mut doors: Vec<Door> = READ_BY_ANYONE.iter().map(|path| Door::new("GET", path, "anyone")).collect();
    doors.push(Door::new("POST", HOOKS, "anyone"));
    doors.extend(
        scopes(&described()).into_iter().map(|(method, path, scope)| Door::new(&method, &path, &scope)),
    );
    for page in leptos_axum::generate_route_list(app::App) {
        doors.push(Door::new("GET", page.path(), "page"));
    }
    for (path, method) in leptos::server_fn::axum::server_fn_paths() {
        doors.push(Door::new(method.as_str(), path, "function"));
    }
    doors.sort();
    doors.dedup();
    doors
}
