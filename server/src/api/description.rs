//! The description of the API, made from its routes: OpenAPI 3.1 at `/api/openapi.json`.

use super::{ProblemBody, spoken};
use crate::http::FieldProblem;
use domain::ExecutionEvent;
use utoipa::{
    OpenApi as _, ToSchema,
    openapi::{
        Content, ObjectBuilder, OpenApi, PathItem, Ref, RefOr, Required, Response, ResponseBuilder,
        SecurityRequirement,
        path::{Operation, Parameter, ParameterBuilder, ParameterIn},
        schema::Type,
        security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme},
    },
};

const ABOUT: &str = "Scripts, voices, presenters and films, ordered by programs.\n\n\
    Send `Authorization: Bearer KEY`; make a key in the settings, or with `pitchreel key add EMAIL`. A key has a scope: \
    `read`, `write` or `admin`, each with all that the ones before it have.\n\n\
    What is absent and what is not yours are the same 404. Every refusal is a problem of RFC 9457.\n\n\
    Every POST takes an `Idempotency-Key`: for a day, the same request with the same key makes nothing again and is \
    answered as the first one was, with `Idempotency-Replayed: true`. While the first one is being answered, and for \
    another request with the same key, the answer is 409.\n\n\
    Lists are `{items, nextCursor}`, and take `?limit=` (1 to 100) and `?cursor=`. Times are RFC 3339 in UTC, money is \
    US dollars as a decimal string.";

#[derive(utoipa::OpenApi)]
#[openapi(
    info(title = "Pitchreel", license(name = "MIT OR Apache-2.0")),
    tags(
        (name = "Projects", description = "From a topic to three scripts and the choices of an ad"),
        (name = "Orders", description = "What is made, and paid where a provider makes it"),
        (name = "Executions", description = "What became of an order"),
        (name = "Cast", description = "Who may present and speak"),
        (name = "Pictures", description = "Backgrounds of your own"),
        (name = "Webhooks", description = "Who is told of an end, and what became of the telling"),
        (name = "Account", description = "What was used of the month"),
        (name = "Keys", description = "How programs are let in"),
        (name = "Team", description = "Who acts in the account"),
    )
)]
struct Frame;

/// Everything that programs may call, and every answer that they may get.
pub fn described() -> OpenApi {
    let mut api = Frame::openapi();
    api.info.version = env!("CARGO_PKG_VERSION").to_owned();
    api.info.description = Some(ABOUT.into());
    let mut spoken = spoken();
    let paths = std::mem::take(&mut spoken.paths.paths);
    api.merge(spoken);
    for (path, mut item) in paths {
        let with_id = path.contains('{');
        for (posts, operation) in operations(&mut item) {
            complete(operation, with_id, posts);
        }
        api.paths.paths.insert(format!("/api{path}"), item);
    }
    let components = api.components.get_or_insert_default();
    for (name, schema) in [
        (ProblemBody::name(), <ProblemBody as utoipa::PartialSchema>::schema()),
        (FieldProblem::name(), <FieldProblem as utoipa::PartialSchema>::schema()),
        // It travels as text in the stream, which names it and cannot refer to it.
        (ExecutionEvent::name(), <ExecutionEvent as utoipa::PartialSchema>::schema()),
    ] {
        components.schemas.insert(name.into_owned(), schema);
    }
    for shared in SHARED {
        components.responses.insert(shared.name.to_owned(), RefOr::T(refusal(shared.about)));
    }
    components.add_security_scheme("key", SecurityScheme::Http(key()));
    let cookie =
        ApiKeyValue::with_description("pitchreel_session", "The session of a browser that is logged in.");
    components.add_security_scheme("session", SecurityScheme::ApiKey(ApiKey::Cookie(cookie)));
    api
}

fn key() -> utoipa::openapi::security::Http {
    HttpBuilder::new()
        .scheme(HttpAuthScheme::Bearer)
        .bearer_format("pr_…")
        .description(Some("An API key. What is named beside it is the scope that the call needs."))
        .build()
}

fn operations(item: &mut PathItem) -> impl Iterator<Item = (bool, &mut Operation)> {
    let PathItem { get, put, post, delete, patch, .. } = item;
    let others = [get, put, delete, patch].into_iter().flatten().map(|operation| (false, operation));
    others.chain(post.as_mut().map(|operation| (true, operation)))
}

/// A refusal that many calls may answer with, described once.
struct Shared {
    status: &'static str,
    name: &'static str,
    about: &'static str,
    /// Whether a call may answer with it.
    fits: fn(&Shape) -> bool,
}

/// What a call takes, as far as refusals follow from it.
struct Shape {
    posts: bool,
    with_id: bool,
    body: bool,
    query: bool,
}

/// The answers that calls may get, beside those that they name themselves.
const SHARED: [Shared; 10] = [
    Shared {
        status: "400",
        name: "BadRequest",
        about: "Something cannot be taken as it is; `errors` says what",
        fits: |call| call.body || call.query || call.posts,
    },
    Shared {
        status: "401",
        name: "Unauthorized",
        about: "No key and no session, or none that opens anything",
        fits: |_| true,
    },
    Shared {
        status: "403",
        name: "Forbidden",
        about: "This needs a larger scope, or came from another site",
        fits: |_| true,
    },
    Shared { status: "404", name: "NotFound", about: "Absent, or not yours", fits: |call| call.with_id },
    Shared { status: "408", name: "TimedOut", about: "It took too long", fits: |_| true },
    Shared {
        status: "409",
        name: "Conflict",
        about: "It does not fit what is there now, or the Idempotency-Key is taken",
        fits: |call| call.posts || call.body || call.with_id,
    },
    Shared { status: "413", name: "TooLarge", about: "The body is too large", fits: |call| call.body },
    Shared { status: "415", name: "OtherKind", about: "The body is of another kind", fits: |call| call.body },
    Shared {
        status: "429",
        name: "TooManyRequests",
        about: "Too many requests; `Retry-After` says when to come again",
        fits: |_| true,
    },
    Shared {
        status: "503",
        name: "Unavailable",
        about: "Not right now, or the studio is stopping; `Retry-After` says when to come again",
        fits: |_| true,
    },
];

/// Names every answer that a call may get.
fn complete(operation: &mut Operation, with_id: bool, posts: bool) {
    let call = Shape {
        posts,
        with_id,
        body: operation.request_body.is_some(),
        query: operation.parameters.as_ref().is_some_and(|parameters| !parameters.is_empty()),
    };
    if posts {
        operation.parameters.get_or_insert_default().push(RefOr::T(idempotency_key()));
    }
    for shared in SHARED.iter().filter(|shared| (shared.fits)(&call)) {
        let known = &mut operation.responses.responses;
        let answer = || RefOr::Ref(Ref::from_response_name(shared.name));
        known.entry(shared.status.to_owned()).or_insert_with(answer);
    }
    for answer in operation.responses.responses.iter_mut().filter(|(status, _)| status.starts_with('4')) {
        as_problem(answer.1);
    }
}

fn idempotency_key() -> Parameter {
    let text = ObjectBuilder::new().schema_type(Type::String).max_length(Some(255)).pattern(Some("^[!-~]+$"));
    ParameterBuilder::new()
        .name("Idempotency-Key")
        .parameter_in(ParameterIn::Header)
        .required(Required::False)
        .description(Some("Names this request, so that it may be sent again and makes one thing"))
        .schema(Some(text))
        .build()
}

fn refusal(about: &str) -> Response {
    ResponseBuilder::new().description(about).content("application/problem+json", problem()).build()
}

fn problem() -> Content {
    Content::new(Some(Ref::from_schema_name("Problem")))
}

/// A refusal that a call names itself has the same form.
fn as_problem(answer: &mut RefOr<Response>) {
    if let RefOr::T(answer) = answer {
        answer.content.clear();
        answer.content.insert("application/problem+json".to_owned(), RefOr::T(problem()));
    }
}

/// Method, path and scope of every call.
pub fn scopes(api: &OpenApi) -> Vec<(String, String, String)> {
    let mut calls = Vec::new();
    for (path, item) in &api.paths.paths {
        for (method, operation) in [
            ("GET", &item.get),
            ("PUT", &item.put),
            ("POST", &item.post),
            ("DELETE", &item.delete),
            ("PATCH", &item.patch),
        ] {
            if let Some(scope) = operation.as_ref().and_then(scope_of) {
                calls.push((method.to_owned(), path.clone(), scope));
            }
        }
    }
    calls
}

/// The scope that a call needs, as its description says.
fn scope_of(operation: &Operation) -> Option<String> {
    let requirements: &Vec<SecurityRequirement> = operation.security.as_ref()?;
    let described = serde_json::to_value(requirements).ok()?;
    described[0]["key"][0].as_str().map(str::to_owned)
}
