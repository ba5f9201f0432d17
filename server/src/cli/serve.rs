//! `serve`: open the house, listen, and stop in good order.

use super::{Failure, runtime};
use crate::{
    house::House,
    http::{ConnectionLimits, listen, router},
    logging::start_logging,
    memory,
    settings::Settings,
    sole_server::SoleServer,
};
use std::time::Duration;
use tokio::{
    net::TcpListener,
    signal::unix::{Signal, SignalKind, signal},
};
use tokio_util::sync::CancellationToken;

/// How long requests and renders may take to come to rest once somebody said stop.
const STOP_WITHIN: Duration = Duration::from_secs(12);

pub fn serve(settings: Settings) -> Result<(), Failure> {
    start_logging(&settings.log, "info");
    for name in &settings.unused {
        tracing::warn!("{name} is set, and this build does not use it yet");
    }
    let cores = std::thread::available_parallelism().map_or(2, usize::from);
    let runtime = runtime(cores.clamp(2, 8))?;
    let outcome = runtime.block_on(run(settings));
    runtime.shutdown_timeout(Duration::from_secs(1));
    outcome
}

/// Whatever can fail comes before the house is opened, since that takes up renders, and nothing after it.
async fn run(settings: Settings) -> Result<(), Failure> {
    let mut stop = StopSignals::listen()?;
    let in_use = |cause| Failure::new(format!("Nothing can listen on {}: {cause}.", settings.listen));
    let listener = TcpListener::bind(settings.listen).await.map_err(in_use)?;
    let address = listener.local_addr().map_err(in_use)?;
    let _sole = SoleServer::of(&settings.data_dir)?;

    let stopping = CancellationToken::new();
    let house = House::open(&settings, stopping.clone()).await?;
    let routes = router(house.web());
    let listening = tokio::spawn(listen(listener, routes, ConnectionLimits::default(), stopping.clone()));
    println!("Pitchreel listens on http://{address}");
    if settings.site_root.is_none() {
        tracing::warn!(
            "the pages are not built, so they come without style and script; `cargo xtask run` builds them"
        );
    }
    tokio::select! {
        () = stop.recv() => {}
        () = memory::give_back_now_and_then() => {}
    }
    tracing::info!("stopping: renders come to rest and go on at the next start");
    stopping.cancel();
    let at_rest = async {
        let (_rested, ended) = tokio::join!(house.drain(), listening);
        house.close().await;
        ended
    };
    match tokio::time::timeout(STOP_WITHIN, at_rest).await {
        Ok(Ok(())) => {
            tracing::info!("stopped");
            Ok(())
        }
        Ok(Err(panic)) => Err(Failure::new(format!("The listener broke: {panic}."))),
        Err(_late) => Err(Failure::new("It was stopped before everything came to rest.")),
    }
}

/// The ways in which somebody wants the process to end.
struct StopSignals {
    terminate: Signal,
    interrupt: Signal,
}

impl StopSignals {
    fn listen() -> Result<Self, Failure> {
        let no_signals = |cause| Failure::new(format!("Signals cannot be waited for: {cause}."));
        let terminate = signal(SignalKind::terminate()).map_err(no_signals)?;
        let interrupt = signal(SignalKind::interrupt()).map_err(no_signals)?;
        Ok(StopSignals { terminate, interrupt })
    }

    async fn recv(&mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }
}
