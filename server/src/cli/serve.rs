//! `serve`: open the house, listen, and stop in good order.

use super::{Failure, runtime};
use crate::{house::House, http::router, logging::start_logging, settings::Settings};
use std::{net::SocketAddr, time::Duration};
use tokio::{net::TcpListener, signal::unix::SignalKind};
use tokio_util::sync::CancellationToken;

/// How long requests and renders may take to come to rest once somebody said stop.
const STOP_WITHIN: Duration = Duration::from_secs(12);

pub fn serve(settings: Settings) -> Result<(), Failure> {
    start_logging(&settings.log, "info");
    let cores = std::thread::available_parallelism().map_or(2, usize::from);
    let runtime = runtime(cores.clamp(2, 8))?;
    let outcome = runtime.block_on(listen(settings));
    runtime.shutdown_timeout(Duration::from_secs(1));
    outcome
}

async fn listen(settings: Settings) -> Result<(), Failure> {
    let stopping = CancellationToken::new();
    let house = House::open(&settings, stopping.clone()).await?;
    let in_use = |cause| Failure::new(format!("Nothing can listen on {}: {cause}.", settings.listen));
    let listener = TcpListener::bind(settings.listen).await.map_err(in_use)?;
    let address = listener.local_addr().map_err(in_use)?;
    let service = router(house.web()).into_make_service_with_connect_info::<SocketAddr>();
    let server = axum::serve(listener, service).with_graceful_shutdown(stopping.clone().cancelled_owned());
    let server = tokio::spawn(server.into_future());
    println!("Pitchreel listens on http://{address}");
    stop_signal().await?;
    tracing::info!("stopping: renders come to rest and go on at the next start");
    stopping.cancel();
    let at_rest = tokio::time::timeout(STOP_WITHIN, futures::future::join(house.drain(), server));
    match at_rest.await {
        Ok(_) => tracing::info!("stopped"),
        Err(_) => tracing::warn!("stopped before everything came to rest"),
    }
    Ok(())
}

/// Returns once somebody wants the process to end.
async fn stop_signal() -> Result<(), Failure> {
    let no_signals = |cause| Failure::new(format!("Signals cannot be waited for: {cause}."));
    let mut terminate = tokio::signal::unix::signal(SignalKind::terminate()).map_err(no_signals)?;
    let mut interrupt = tokio::signal::unix::signal(SignalKind::interrupt()).map_err(no_signals)?;
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
    Ok(())
}
