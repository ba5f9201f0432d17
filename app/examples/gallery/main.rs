//! The gallery: every page in every state, over ports that live in memory. For looking at pages without a studio.
//!
//! `cargo run -p app --features ssr --example gallery` prints where it listens and what to look at. It never leaves
//! loopback, keeps nothing, and draws frames as sketches.

#![expect(clippy::expect_used, reason = "a contributor's tool stops at the first surprise")]

mod account;
mod catalog;
mod executions;
mod people;
mod projects;

use app::{App, shell};
use axum::{Router, routing::any};
use leptos::{config::LeptosOptions, prelude::provide_context};
use leptos_axum::{LeptosRoutes, generate_route_list, handle_server_fns_with_context};
use std::sync::Arc;

#[tokio::main]
async fn main() {
    let options = LeptosOptions::builder().output_name("pitchreel").site_root("target/site").build();
    let studio = Arc::new(projects::Memory::furnished());
    let ports = move || {
        people::provide();
        account::provide();
        catalog::provide();
        projects::provide(&studio);
        executions::provide(&studio);
    };
    let (pages, calls) = (ports.clone(), ports);
    let shell_options = options.clone();
    let router = Router::new()
        .route("/rpc/{*call}", any(move |request| handle_server_fns_with_context(calls.clone(), request)))
        .leptos_routes_with_context(&options, generate_route_list(App), pages, move || {
            shell(shell_options.clone())
        })
        .fallback(leptos_axum::file_and_error_handler(shell))
        .with_state(options);
    let port = std::env::var("PORT").unwrap_or_else(|_| "0".into());
    let listener = tokio::net::TcpListener::bind(format!("127.0.0.1:{port}")).await.expect("a free port");
    let address = listener.local_addr().expect("an address");
    println!("Pages: http://{address}/projects");
    println!("Doors: http://{address}/signup and /login; the password is anything, `wrong` is refused.");
    axum::serve(listener, router).await.expect("a server");
}

/// Publishes one port.
fn publish<P: ?Sized + Send + Sync + 'static>(port: Arc<P>) {
    provide_context(port);
}
